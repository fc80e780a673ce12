/** Small moves on a space: along random tangents, for differences, and by a few units in the last place, for what rounding may do. */
import { measure } from "../../src/manifold/measure.ts";
import { placed } from "../../src/manifold/point.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import type { Random } from "../../src/random.ts";
import { size } from "../numerics/matrix.ts";

/** How far a block's point may be moved along a tangent so that it stays inside, in the units that its numbers have. */
const room = (manifold: ManifoldSpec, point: Float64Array, unit: number): number => {
  switch (manifold.kind) {
    case "e":
      return unit;
    case "s":
      return 1;
    case "i":
      return Math.min(point[0]! - manifold.lower, manifold.upper - point[0]!);
    case "h":
      return Math.abs(point[0]! - manifold.end);
    case "a":
      return Math.min(...point);
    case "c":
      return 0;
  }
};

/** A random tangent at a point, as long in each block as there is room; `units` are those of the blocks' numbers. */
export const tangentAt = (manifolds: readonly ManifoldSpec[], point: Float64Array, units: readonly number[], { normal }: Random): Float64Array => {
  const tangent = new Float64Array(point.length);
  for (const [index, { block, start, ambient }] of placed(manifolds).entries()) {
    const own = point.subarray(start, start + ambient);
    const most = room(block, own, units[index]!);
    for (const axis of most > 0 ? measure([block]).tangentBasis(own) : []) {
      const step = (most * normal()) / axis.length;
      axis.forEach((each, at) => (tangent[start + at]! += step * each));
    }
  }
  return tangent;
};

/** The point of a space that a step along a tangent leads to. */
export const stepped = (manifolds: readonly ManifoldSpec[], point: Float64Array, tangent: Float64Array, step: number): readonly number[] =>
  measure(manifolds).nearest(point.map((each, at) => each + step * tangent[at]!));

/** Numbers moved by up to `by` (1 + |x|). */
export const shaken = (numbers: Float64Array, by: number, { uniform }: Random): Float64Array<ArrayBuffer> =>
  Float64Array.from(numbers, (each) => each + by * (1 + Math.abs(each)) * (2 * uniform() - 1));

/** Points [count, ambient] moved by up to `by`, relative to their numbers where these are bounded below, and still points. */
export const shakenPoints = (manifolds: readonly ManifoldSpec[], points: Float64Array, by: number, source: Random): Float64Array => {
  const { ambient, nearest } = measure(manifolds);
  const to = new Float64Array(points.length);
  const parts = placed(manifolds);
  for (let row = 0; row < points.length; row += ambient) {
    const own = points.slice(row, row + ambient);
    for (const { block, start, ambient: width } of parts) {
      const numbers = own.subarray(start, start + width);
      if (block.kind === "c") continue;
      const relative = block.kind === "a";
      own.set(relative ? numbers.map((each) => each * (1 + by * (2 * source.uniform() - 1))) : shaken(numbers, by, source), start);
    }
    to.set(nearest(own), row);
  }
  return to;
};

/** The largest deviation of entries `from` to `to` of two arrays. */
export const deviation = (a: Float64Array, b: Float64Array, from: number, to: number): number => size(a.subarray(from, to).map((each, at) => each - b[from + at]!));
