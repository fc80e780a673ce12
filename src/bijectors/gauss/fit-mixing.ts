/**
 * The linear part fitted to points, along axes that the layer chooses. Triangular factors take the Cholesky factor of the
 * covariance instead. Returns the raw parameters and the points seen through R⁻¹.
 */
import type { Sample } from "../bijector.ts";
import { cholesky, covariance } from "../moments.ts";
import { anglesOf, farFromHalfTurns, productOf, proper, reflectionsOf, skewOf } from "../orthogonal/represent.ts";
import { rawLogScale } from "../orthogonal/triangular-factors.ts";
import type { Matrix } from "../principal-axes.ts";
import type { MixingOptions } from "./mixing.ts";

export interface FittedMixing {
  readonly rotation: readonly number[];
  /** u = R⁻¹ x, as coordinates [dim][count]. */
  readonly coordinates: readonly Float64Array[];
}

/** Orthonormal columns for a sample. */
export type Axes = (sample: Sample, dim: number) => Matrix;

export const fitMixing = (sample: Sample, dim: number, { rotation, reflections }: MixingOptions, axesOf: Axes): FittedMixing => {
  const kind = dim === 1 ? "none" : rotation;
  if (kind === "none") return { rotation: [], coordinates: seen(sample, dim, (x) => [...x]) };
  if (kind === "triangular") return fitTriangular(sample, dim);
  const axes = axesOf(sample, dim);
  switch (kind) {
    case "householder": {
      const vectors = reflectionsOf(axes, reflections === 0 ? dim : reflections);
      return { rotation: vectors.flat(), coordinates: throughTransposed(sample, productOf(vectors)) };
    }
    case "angles":
      return { rotation: anglesOf(proper(axes)), coordinates: throughTransposed(sample, proper(axes)) };
    case "cayley":
      return { rotation: skewOf(farFromHalfTurns(axes)), coordinates: throughTransposed(sample, farFromHalfTurns(axes)) };
  }
};

const seen = ({ rows, count }: Sample, dim: number, map: (x: Float64Array) => readonly number[]): Float64Array[] => {
  const coordinates = Array.from({ length: dim }, () => new Float64Array(count));
  for (let row = 0; row < count; row++) {
    map(rows.subarray(row * dim, (row + 1) * dim)).forEach((each, i) => void (coordinates[i]![row] = each));
  }
  return coordinates;
};

const throughTransposed = (sample: Sample, rotation: Matrix): Float64Array[] =>
  seen(sample, rotation.length, (x) => rotation.map((_, j) => rotation.reduce((sum, row, i) => sum + row[j]! * x[i]!, 0)));

/** L with a unit diagonal from the Cholesky factor, log-scales less their mean, U = I. */
const fitTriangular = (sample: Sample, dim: number): FittedMixing => {
  const factor = cholesky(covariance(sample, dim));
  const logScales = factor.map((row, i) => Math.log(row[i]!));
  const mean = logScales.reduce((sum, each) => sum + each, 0) / dim;
  const kept = logScales.slice(0, -1).map((each) => Math.min(4.9, Math.max(-4.9, each - mean)));
  const scales = [...kept, -kept.reduce((sum, each) => sum + each, 0)].map(Math.exp);
  const lower = factor.map((row, i) => row.map((each, j) => (j <= i ? each / factor[j]![j]! : 0)));
  const solve = (x: Float64Array): number[] => {
    const y: number[] = [];
    lower.forEach((row, i) => y.push(x[i]! - y.reduce((sum, each, j) => sum + row[j]! * each, 0)));
    return y.map((each, i) => each / scales[i]!);
  };
  const entries = lower.flatMap((row, i) => row.slice(0, i));
  return { rotation: [...entries, ...entries.map(() => 0), ...kept.map(rawLogScale)], coordinates: seen(sample, dim, solve) };
};
