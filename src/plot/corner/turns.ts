/** How angles are marked, by their chart: months, hours, degrees, multiples of π; round numbers elsewhere. */
import { numberTicks, type Tick } from "../axis.ts";
import { months } from "../months.ts";
import type { AngleAspect } from "./aspects.ts";

type Turn = Pick<AngleAspect, "chart" | "period" | "unit">;

const quarters = (period: number, texts: readonly string[]): readonly Tick[] => texts.map((text, at) => ({ at: (at * period) / 4, text }));

/** Marks along an axis of one turn, both ends included. */
export const turnTicks = ({ chart, period }: Turn, length: number): readonly Tick[] => {
  switch (chart) {
    case "dayOfYear":
      return [0, 3, 6, 9].map((month) => ({ at: months.marks[month]!, text: months.labels[month]!.text }));
    case "hourOfDay":
      return quarters(period, ["0", "6", "12", "18", "24"]);
    case "angleDegrees":
      return quarters(period, ["0", "90", "180", "270", "360"]);
    case "angleRadians":
      return quarters(period, ["0", "π/2", "π", "3π/2", "2π"]);
    default:
      return numberTicks([0, period], length);
  }
};

/** Names and marks around a ring. */
export const ringMarks = (turn: Turn): { readonly labels: readonly Tick[]; readonly marks: readonly number[] } => {
  if (turn.chart === "dayOfYear") return months;
  const labels = turnTicks(turn, 240).filter(({ at }) => at < turn.period);
  return { labels: turn.chart === "angleDegrees" ? labels.map(({ at, text }) => ({ at, text: `${text}°` })) : labels, marks: labels.map(({ at }) => at) };
};

/** The four quarters of a turn, by name. */
export const quarterNames = ({ chart, period }: Turn): readonly string[] =>
  chart === "dayOfYear" ? ["Jan–Mar", "Apr–Jun", "Jul–Sep", "Oct–Dec"]
    : chart === "angleRadians" ? ["0–π/2", "π/2–π", "π–3π/2", "3π/2–2π"]
    : [0, 1, 2, 3].map((at) => `${Number(((at * period) / 4).toPrecision(4))}–${Number((((at + 1) * period) / 4).toPrecision(4))}`);

/** `"days"` → `"day"`, for a density per unit. */
export const unitOf = ({ unit }: Turn): string => (unit === "" ? "unit" : unit.replace(/s$/, ""));
