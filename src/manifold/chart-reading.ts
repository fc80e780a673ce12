/**
 * What a chart is, and how charts refuse values: in one sentence that names the value, as a row of a table is refused.
 */
import { either } from "fp-ts";

/**
 * A way to write the points of the manifold S as the numbers of the columns C.
 *
 * Laws: `fromPoint(toPoint(v)) = v` up to whole turns, where the chart is one to one; `toPoint` gives points of S;
 * exp(`logVolume`) is the volume of the image of a unit cell.
 */
export interface Chart<S extends string = string, C extends readonly string[] = readonly string[]> {
  /** As the command line writes it, such as `hourOfDay` or `period(7)`. */
  readonly name: string;
  /** The manifold, as a canonical spec. */
  readonly on: S;
  /** Names of the numbers, which are also the names of their columns in a table. */
  readonly columns: C;
  /** Unit of each number; empty where there is none. */
  readonly units: readonly string[];
  /** Values [columns] → embedding coordinates, or the sentence that says which value is wrong. */
  readonly toPoint: (values: readonly number[]) => either.Either<string, readonly number[]>;
  /** Embedding coordinates → values [columns]. */
  readonly fromPoint: (point: ArrayLike<number>) => readonly number[];
  /** log of the measure per unit of the chart at these values: −∞ where the chart folds a line into a point. */
  readonly logVolume: (values: readonly number[]) => number;
}

type Reading = (values: readonly number[]) => either.Either<string, readonly number[]>;

/** A reader of as many finite values as there are columns. */
export const reading = (columns: readonly string[], read: Reading): Reading => (values) => {
  if (values.length !== columns.length) return either.left(`received ${values.length} of the ${columns.length} values ${columns.join(", ")}`);
  const odd = values.findIndex((value) => !Number.isFinite(value));
  return odd < 0 ? read(values) : either.left(`${columns[odd]} ${values[odd]} is not a finite number`);
};

/** What float32 leaves of a bound such as π. */
const rounding = 2 ** -24;

/** The sentence about a value outside its bounds. */
export const outside = (name: string, value: number, lower: number, upper: number, unit: string): string | undefined => {
  if (value >= lower - rounding * Math.abs(lower) && value <= upper + rounding * Math.abs(upper)) return undefined;
  return `${name} ${value} is outside ${round(lower)} to ${round(upper)}${unit === "" ? "" : ` ${unit}`}`;
};

export const clamp = (value: number, lower: number, upper: number): number => Math.min(Math.max(value, lower), upper);

/** Bounds that are multiples of π print with as many digits as a reader needs. */
const round = (bound: number): number => (Number.isInteger(bound) || bound % 0.25 === 0 ? bound : Number(bound.toPrecision(6)));
