/** The rotation fitted to points: the one in the plane of the base's centre c and the mean direction m that takes c to m. */
import type { Sample } from "../bijector.ts";
import { mean } from "../moments.ts";
import { anglesOf, productOf, skewOf, transposed } from "../orthogonal/represent.ts";
import { identity, type Matrix } from "../principal-axes.ts";
import { reflectionCount, type RotationOptions } from "./options.ts";

export type Vector = readonly number[];

const unitAt = (dim: number, at: number): number[] => identity(dim)[at]!;

/** c: where the base map puts the origin: see `manifold/sphere.ts`. */
export const centre = (ambient: number): Vector => unitAt(ambient, ambient === 2 ? 0 : ambient - 1).map((each) => -each);

export const meanDirection = (sample: Sample, ambient: number): Vector => {
  const sums = mean(sample, ambient);
  const length = Math.hypot(...sums);
  return length > 1e-9 ? sums.map((each) => each / length) : centre(ambient);
};

/** v, unless it is too short to have a direction; then a direction across c. */
export const orAcross = (v: Vector, ambient: number): Vector => (Math.hypot(...v) > 1e-6 ? v : unitAt(ambient, ambient === 2 ? 1 : 0));

/** A rotation: the raw parameters that give it, and its matrix. */
export interface Turn {
  readonly raw: readonly number[];
  readonly matrix: Matrix;
}

/** The rotation that takes c to a unit vector m, or next to it where Cayley's entries stop short of half turns. */
export const turnTo = (to: Vector, options: RotationOptions): Turn => {
  const ambient = to.length;
  const from = centre(ambient);
  const sums = orAcross(from.map((each, i) => each + to[i]!), ambient);
  const matrix = productOf([sums, from]);
  switch (options.by) {
    case "householder": {
      const own = axes(from, to, sums, reflectionCount(ambient, options));
      return { raw: own.flat(), matrix: productOf(own) };
    }
    case "angles":
      return { raw: anglesOf(matrix), matrix };
    case "cayley": {
      const short = productOf([shortOfHalf(from, sums), from]);
      return { raw: skewOf(short), matrix: short };
    }
    case "axis":
      return { raw: matrix.map((row) => row.at(-1)!), matrix };
    case "quaternion": {
      if (ambient === 3) return { raw: between(from, sums), matrix };
      const left = productOfQuaternions(to, conjugate(from));
      return { raw: [...left, 1, 0, 0, 0], matrix: transposed(identity(4).map((unit) => productOfQuaternions(left, unit))) };
    }
  }
};

/** Raw parameters of the rotation that takes c to the mean direction of a sample. */
export const turning = (sample: Sample, ambient: number, options: RotationOptions): readonly number[] => turnTo(meanDirection(sample, ambient), options).raw;

/** Mᵀ x. */
export const transposedProduct = (matrix: Matrix, x: ArrayLike<number>): readonly number[] =>
  matrix.map((_, i) => matrix.reduce((sum, row, j) => sum + row[i]! * x[j]!, 0));

/** c + m, moved a little towards c where the turn is by more than 168 degrees, of which Cayley's entries have no good word. */
const shortOfHalf = (from: Vector, sums: Vector): Vector => {
  const length = Math.hypot(...sums);
  const cosine = from.reduce((sum, each, i) => sum + (each * sums[i]!) / length, 0);
  return sums.map((each, i) => each / length + Math.max(0, 0.1 - cosine) * from[i]!);
};

/** Reflections in c and in c + m take c to −c to m; further ones undo each other. One alone takes c to m across c − m. */
const axes = (from: Vector, to: Vector, sums: Vector, count: number): readonly Vector[] => {
  const ambient = from.length;
  const used = count % 2 === 0 ? (count === 0 ? [] : [sums, from]) : [orAcross(from.map((each, i) => each - to[i]!), ambient)];
  return Array.from({ length: count }, (_, index) => used[index] ?? unitAt(ambient, Math.floor((index - used.length) / 2) % ambient));
};

/** The quaternion of the turn from c to the reflection of −c in `sums`: half the angle from c to m is that to c + m. */
const between = (from: Vector, sums: Vector): readonly number[] => {
  const length = Math.hypot(...sums);
  const half = sums.map((each) => each / length);
  const dot = from.reduce((sum, each, i) => sum + each * half[i]!, 0);
  const across = (i: number, j: number): number => from[i]! * half[j]! - from[j]! * half[i]!;
  return [dot, across(1, 2), across(2, 0), across(0, 1)];
};

const conjugate = ([w, ...rest]: Vector): Vector => [w!, ...rest.map((each) => -each)];

/** p q, with the coordinates of R⁴ as (w, x, y, z). */
export const productOfQuaternions = (p: Vector, q: Vector): readonly number[] => {
  const [a = 0, b = 0, c = 0, d = 0] = p;
  const [e = 0, f = 0, g = 0, h = 0] = q;
  return [a * e - b * f - c * g - d * h, a * f + b * e + c * h - d * g, a * g - b * h + c * e + d * f, a * h + b * g - c * f + d * e];
};
