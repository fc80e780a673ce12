/** Charts of the circle: 0 is (1, 0), and values grow towards (0, 1). */
import { either } from "fp-ts";
import { outside, reading, type Chart } from "./chart-reading.ts";
import { circleAt, positiveAt } from "./turn-angle.ts";

const cyclic = <const N extends string>(name: string, column: N, unit: string, turn: number, lower: number, upper: number): Chart<"s1", readonly [N]> => ({
  name,
  on: "s1",
  columns: [column],
  units: [unit],
  toPoint: reading([column], ([value]) => {
    const error = outside(column, value!, lower, upper, unit);
    return error ? either.left(error) : either.right(circleAt(value!, turn));
  }),
  fromPoint: ({ 0: c, 1: s }) => [positiveAt(c!, s!, turn)],
  logVolume: () => Math.log((2 * Math.PI) / turn),
});

const anyTurn = [-Number.MAX_VALUE, Number.MAX_VALUE] as const;

/** An angle in degrees; any number of turns is read, and [0, 360) is given. */
export const angleDegrees: Chart<"s1", readonly ["angle"]> = cyclic("angleDegrees", "angle", "degrees", 360, ...anyTurn);

/** An angle in radians; any number of turns is read, and [0, 2π) is given. */
export const angleRadians: Chart<"s1", readonly ["angle"]> = cyclic("angleRadians", "angle", "radians", 2 * Math.PI, ...anyTurn);

/** Hour of the day, from 0 to 24. */
export const hourOfDay: Chart<"s1", readonly ["hour"]> = cyclic("hourOfDay", "hour", "hours", 24, 0, 24);

/** Day of a year of 365.25 days, from 0 to 366: the last day of a leap year ends three quarters of a day into the next. */
export const dayOfYear: Chart<"s1", readonly ["day"]> = cyclic("dayOfYear", "day", "days", 365.25, 0, 366);

/** A number that runs through `length` per turn, such as a phase or a weekday; any number of turns is read, and [0, length) is given. */
export const period = (length: number): Chart<"s1", readonly ["phase"]> => {
  if (!(length > 0 && length < Infinity)) throw new RangeError(`A period is a positive number, but ${length} was given.`);
  return cyclic(`period(${length})`, "phase", "", length, ...anyTurn);
};
