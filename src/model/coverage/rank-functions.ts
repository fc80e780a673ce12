/**
 * Numbers of a point by which it can be ranked among samples, on each manifold: the coordinates of R^n, the number on intervals and half
 * lines, each fraction of a simplex, each class (is it this one?). A circle has no first point and a sphere no axes, so there they are
 * the coordinates of the tangent space at the mean direction, along shortest arcs: on the circle the signed angle from
 * it. The mean is taken over the samples and the point alike; as a symmetric function of all it leaves ranks exact.
 */
import { measure, type Measure } from "../../manifold/measure.ts";
import type { Numbers } from "../../manifold/membership.ts";
import type { Placed } from "../../manifold/point.ts";

export interface RankFunctions {
  /** What is ranked, such as `"coordinate 2"`. */
  readonly names: readonly string[];
  /** The numbers [names][points] of the block's points at these places in x. */
  readonly of: (x: Numbers, places: Int32Array) => readonly Float64Array[];
}

export const rankFunctions = ({ block, start, ambient }: Placed): RankFunctions => {
  const counted = (name: string, count: number): readonly string[] => (count === 1 ? [name] : Array.from({ length: count }, (_, k) => `${name} ${k + 1}`));
  const plain = (name: string): RankFunctions => ({
    names: counted(name, ambient),
    of: (x, places) => Array.from({ length: ambient }, (_, k) => Float64Array.from(places, (at) => x[at + start + k]!)),
  });
  switch (block.kind) {
    case "e":
      return plain("coordinate");
    case "i":
    case "h":
      return plain("number");
    case "a":
      return plain("fraction");
    case "c":
      return plain("class");
    case "s": {
      const own = measure([block]);
      return {
        names: block.dim === 1 ? ["angle from mean"] : counted("tangent", block.dim),
        of: (x, places) => tangential(x, places.map((at) => at + start), own),
      };
    }
  }
};

/** Coordinates [dim][points] of unit vectors in the tangent space at their mean direction, as long as the arcs. */
const tangential = (x: Numbers, places: Int32Array, own: Measure): readonly Float64Array[] => {
  const sum = Array.from({ length: own.ambient }, (_, k) => places.reduce((total, at) => total + x[at + k]!, 0));
  const mean = own.nearest(sum);
  // On the circle anticlockwise, so that a turn has one sign wherever the mean is.
  const basis = own.dim === 1 ? [[-mean[1]!, mean[0]!]] : own.tangentBasis(mean);
  const images = basis.map(() => new Float64Array(places.length));
  places.forEach((at, point) => {
    const along = (axis: readonly number[]): number => axis.reduce((total, each, k) => total + each * x[at + k]!, 0);
    const across = basis.map(along);
    const length = Math.hypot(...across);
    const stretch = length > 0 ? Math.atan2(length, along(mean)) / length : 1;
    across.forEach((each, axis) => (images[axis]![point] = stretch * each));
  });
  return images;
};
