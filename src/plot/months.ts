/** The months around a ring whose value is the day of a year of 365.25 days, counted from 0 at the start of January. */

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const lengths = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const starts: readonly number[] = lengths.map((_, i) => lengths.slice(0, i).reduce<number>((days, length) => days + length, 0));

/** Options of `ringPanel` for the day of the year: the period, the names in the middle of the months, marks at their starts. */
export const months: {
  readonly period: number;
  readonly unit: string;
  readonly labels: readonly { readonly at: number; readonly text: string }[];
  readonly marks: readonly number[];
} = {
  period: 365.25,
  unit: "day",
  labels: names.map((text, i) => ({ at: starts[i]! + lengths[i]! / 2, text })),
  marks: starts,
};
