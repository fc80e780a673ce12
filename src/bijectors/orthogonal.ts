/**
 * Linear maps of R^n that keep volumes, each from a vector of raw parameters without constraints: products of Householder
 * reflections, of turns in coordinate planes, the Cayley transform of a skew matrix, and a triangular factorisation
 * that keeps volumes but not angles. A matrix of free parameters is built once per call; predicted reflections are
 * applied one after another instead. log-det: 0.
 */
import { apply, applyTransposed, type Expr } from "../expr/index.ts";
import { filled, scattered, type ParameterSpec } from "./bijector.ts";
import { cayley } from "./orthogonal/cayley.ts";
import { householder, reflectAll } from "./orthogonal/householder.ts";
import { planarAngles } from "./orthogonal/planar-angles.ts";
import { triangular, triangularInverse } from "./orthogonal/triangular-factors.ts";

export { cayley, householder, planarAngles };

/** A linear map of R^n and its raw parameters. */
export interface VolumeKeeping {
  readonly parameters: ParameterSpec;
  readonly apply: (raw: Expr, x: Expr) => Expr;
  readonly applyInverse: (raw: Expr, x: Expr) => Expr;
}

/** An orthogonal matrix is inverted by its transpose. */
export const orthogonalMap = (parameters: ParameterSpec, matrix: (raw: Expr) => Expr): VolumeKeeping => ({
  parameters,
  apply: (raw, x) => apply(matrix(raw), x),
  applyInverse: (raw, x) => applyTransposed(x, matrix(raw)),
});

/** The number of planes through two coordinate axes. */
export const planes = (dim: number): number => (dim * (dim - 1)) / 2;

/** `count` reflections; axes start from normal values. */
export const reflections = (dim: number, count: number): VolumeKeeping => {
  const whole = orthogonalMap(scattered([count, dim], 1), householder);
  return {
    parameters: whole.parameters,
    apply: (axes, x) => (axes.uniform ? whole.apply(axes, x) : reflectAll(axes, x, "last first")),
    applyInverse: (axes, x) => (axes.uniform ? whole.applyInverse(axes, x) : reflectAll(axes, x, "first first")),
  };
};

export const turns = (dim: number, deviation: number): VolumeKeeping => orthogonalMap(scattered([planes(dim)], deviation), (raw) => planarAngles(raw, dim));

export const cayleyMap = (dim: number, deviation: number): VolumeKeeping => orthogonalMap(scattered([planes(dim)], deviation), (raw) => cayley(raw, dim));

/** L · diag(e^m) · U: entries of L, then of U, then n − 1 of the m, whose sum is zero. */
export const triangularFactors = (dim: number, deviation: number): VolumeKeeping => ({
  parameters: scattered([2 * planes(dim) + dim - 1], deviation),
  apply: (raw, x) => triangular(raw, x),
  applyInverse: (raw, x) => triangularInverse(raw, x),
});

/** The identity. */
export const unmixed: VolumeKeeping = { parameters: filled([0], 0), apply: (_, x) => x, applyInverse: (_, x) => x };
