/**
 * How far apart two points of a joint space are: by each manifold's own distance, in units of what is usual between the
 * samples of a model, so that no block outshouts the others. Straight lines in standardized units on R^n; the shortest arc on
 * circles and spheres; differences of numbers on intervals, of their logarithms (from the end) on half lines; straight lines
 * between fractions on simplices, where log-ratios would be infinite at the rim; 0 or 1 between classes.
 */
import type { Numbers } from "../../manifold/membership.ts";
import { placed, type Placed } from "../../manifold/point.ts";
import type { Batch } from "../../manifold/batch.ts";
import { parseSpace } from "../../manifold/space.ts";
import { unsafe } from "../../error.ts";

/** The square of the distance of the point at `a` in x from the point at `b` in y. */
export type SquaredDistance = (x: Numbers, a: number, y: Numbers, b: number) => number;

/** The distance of the batch's space, in units of these points: of each coordinate of R^n, and of each block. */
export const distanceIn = (points: Batch<string>): SquaredDistance => {
  const blocks = placed(unsafe(parseSpace(points.spec))).map((own) => {
    const raw = ownDistance(own, points);
    return { raw, start: own.start, unit: usual(points, (row, next) => Math.sqrt(raw(points.rows, row + own.start, points.rows, next + own.start))) ** 2 };
  });
  return (x, a, y, b) => {
    let sum = 0;
    for (const { raw, start, unit } of blocks) sum += raw(x, a + start, y, b + start) / unit;
    return sum;
  };
};

/** The median over neighbours in the batch, or 1 where that is no unit. */
const usual = ({ count, ambient }: Batch<string>, between: (row: number, next: number) => number): number => {
  const distances = Float64Array.from({ length: count }, (_, row) => between(row * ambient, ((row + 1) % count) * ambient)).sort();
  const median = distances[count >> 1] ?? 1;
  return median > 0 && median < Infinity ? median : 1;
};

const square = (x: number): number => x * x;

const ownDistance = ({ block, start, ambient }: Placed, points: Batch<string>): SquaredDistance => {
  const straight = (units: ArrayLike<number>): SquaredDistance => (x, a, y, b) => {
    let sum = 0;
    for (let k = 0; k < units.length; k++) sum += square((x[a + k]! - y[b + k]!) / units[k]!);
    return sum;
  };
  switch (block.kind) {
    case "e":
      return straight(Float64Array.from({ length: ambient }, (_, k) => usual(points, (row, next) => Math.abs(points.rows[row + start + k]! - points.rows[next + start + k]!))));
    case "i":
    case "a":
      return straight(new Float64Array(ambient).fill(1));
    case "s":
      return (x, a, y, b) => {
        // The chord and its complement keep the digits of small and of large arcs (Kahan).
        let [chord, rest] = [0, 0];
        for (let k = 0; k < ambient; k++) {
          chord += square(x[a + k]! - y[b + k]!);
          rest += square(x[a + k]! + y[b + k]!);
        }
        return square(2 * Math.atan2(Math.sqrt(chord), Math.sqrt(rest)));
      };
    case "h":
      return (x, a, y, b) => square(logFrom(block.end, x[a]!) - logFrom(block.end, y[b]!));
    case "c":
      return (x, a, y, b) => {
        for (let k = 0; k < ambient; k++) if (x[a + k] !== y[b + k]) return 1;
        return 0;
      };
  }
};

const logFrom = (end: number, x: number): number => Math.log(Math.max(Math.abs(x - end), Number.MIN_VALUE));
