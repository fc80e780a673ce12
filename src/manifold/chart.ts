/**
 * Charts: what users hold, such as degrees or the hour of the day, as points and back. A density is stated with respect
 * to one measure per manifold; another density is a matter of a chart's name: `logProb + logVolume` is the log-density
 * per unit of the chart (per square degree, per hour).
 *
 *     longitudeLatitude.toPoint([13.4, 52.5])  // right: a unit vector
 *     longitudeLatitude.toPoint([13.4, 95])    // left: latitude 95 is outside -90 to 90 degrees
 */
import { either } from "fp-ts";
import { angleDegrees, angleRadians, dayOfYear, hourOfDay, period } from "./chart-circle.ts";
import { above, below, bounded, classNumber, fractions, plain, unitVector } from "./chart-number.ts";
import type { Chart } from "./chart-reading.ts";
import { colatitudeAzimuth, longitudeLatitude, longitudeLatitudeRadians } from "./chart-sphere.ts";
import type { ManifoldSpec } from "./space.ts";
import { printable } from "../foreign.ts";

export type { Chart } from "./chart-reading.ts";
export { angleDegrees, angleRadians, dayOfYear, hourOfDay, period } from "./chart-circle.ts";
export { above, below, bounded, classNumber, fractions, plain, unitVector, type IntervalSpec } from "./chart-number.ts";
export { colatitudeAzimuth, longitudeLatitude, longitudeLatitudeRadians } from "./chart-sphere.ts";

/** The chart that a table uses where its user names none. */
export const usualChart = (block: ManifoldSpec): Chart => {
  switch (block.kind) {
    case "e":
      return plain(block.dim);
    case "s":
      return block.dim === 1 ? angleDegrees : block.dim === 2 ? longitudeLatitude : unitVector(block.dim);
    case "i":
      return bounded(block.lower, block.upper);
    case "h":
      return block.side === "above" ? above(block.end) : below(block.end);
    case "a":
      return fractions(block.dim);
    case "c":
      return classNumber(block.classes);
  }
};

const simple: readonly Chart[] = [longitudeLatitude, longitudeLatitudeRadians, colatitudeAzimuth, angleDegrees, angleRadians, hourOfDay, dayOfYear];

const dimensionFrom = (least: number) => (n: number): boolean => Number.isInteger(n) && n >= least && n <= 9999;

/** Charts with numbers in their names: how many, which are allowed, and what they make. */
const families: { readonly [name: string]: { readonly count: number; readonly allowed: (a: number, b: number) => boolean; readonly make: (a: number, b: number) => Chart } } = {
  period: { count: 1, allowed: (length) => length > 0 && length < Infinity, make: period },
  bounded: { count: 2, allowed: (a, b) => a < b && Math.max(-a, b) < 1e21, make: bounded },
  plain: { count: 1, allowed: dimensionFrom(0), make: plain },
  unitVector: { count: 1, allowed: dimensionFrom(1), make: unitVector },
  above: { count: 1, allowed: (a) => Math.abs(a) < 1e21, make: above },
  below: { count: 1, allowed: (a) => Math.abs(a) < 1e21, make: below },
  fractions: { count: 1, allowed: dimensionFrom(1), make: fractions },
  classNumber: { count: 1, allowed: dimensionFrom(2), make: classNumber },
};

/** The chart that a name such as `hourOfDay`, `period(7)` or `bounded(0,5)` stands for, or the sentence that lists the names. */
export const chartNamed = (name: string): either.Either<string, Chart> => {
  const known = simple.find((chart) => chart.name === name);
  if (known) return either.right(known);
  const [, head = "", list = ""] = /^(\w+)\(([^()]+)\)$/.exec(name) ?? [];
  const numbers = list.split(",").map((text) => (text.trim() === "" ? NaN : Number(text)));
  const [a = NaN, b = NaN] = numbers;
  const family = Object.hasOwn(families, head) ? families[head]! : undefined;
  if (family && numbers.length === family.count && family.allowed(a, b)) return either.right(family.make(a, b));
  const names = [...simple.map((chart) => chart.name), "period(p)", "bounded(a,b)", "above(a)", "below(b)", "plain(n)", "unitVector(n)", "fractions(n)"].join(", ");
  return either.left(`Unknown chart ${printable(name)}; the charts are ${names} and classNumber(k).`);
};
