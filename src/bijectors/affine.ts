/**
 * Affine maps of Euclidean space: x = L z + shift.
 *
 * Space: e<n>. L by option `matrix`: `identity`; `scalar`, one scale; `diagonal`, n scales; `full`, lower triangular.
 * Scales are positive: exp of `logScale`, which is read up to ±30. Parameters: `shift` [n]; `logScale` [], [n] or [n];
 * `below` [n (n − 1) / 2], the entries below the diagonal, row by row, in units of their row's scale.
 * log-det: Σ logScale.
 */
import { add, apply, div, exp, expand, mul, neg, sub, sum, tanh, zero, type Expr } from "../expr/index.ts";
import { bijector, filled, type Parameters, type Sample } from "./bijector.ts";
import { oneOf } from "./options.ts";
import { cholesky, covariance, mean } from "./moments.ts";
import { solveUnitLower, unitLower } from "./triangular.ts";

const kinds = ["identity", "scalar", "diagonal", "full"] as const;
type Kind = (typeof kinds)[number];

const bound = 30;

/** log-scales within ±30, the identity near 0. */
const logScales = (raw: Expr, dim: number): Expr => expand(mul(bound, tanh(div(raw, bound))), [dim]);

type Name = "shift" | "logScale" | "below";

const scaleOf = (kind: Kind, { logScale }: Parameters<Name>, dim: number): Expr =>
  kind === "identity" ? expand(zero, [dim]) : logScales(logScale, dim);

export const affine = bijector({
  name: "affine",
  on: "e",
  symbol: "t",
  options: { matrix: oneOf(kinds, "diagonal", "the form of the linear part") },
  parameters: ({ dim }, { matrix }) => ({
    shift: filled([dim], 0),
    logScale: filled(matrix === "identity" ? [0] : matrix === "scalar" ? [] : [dim], 0),
    below: filled([matrix === "full" ? (dim * (dim - 1)) / 2 : 0], 0),
  }),
  forward: (z, parameters, { geometry: { dim }, options: { matrix } }) => {
    const logScale = scaleOf(matrix, parameters, dim);
    const mixed = matrix === "full" ? apply(unitLower(parameters.below, dim), z) : z;
    return { point: add(mul(exp(logScale), mixed), parameters.shift), logDet: sum(logScale) };
  },
  inverse: (x, parameters, { geometry: { dim }, options: { matrix } }) => {
    const logScale = scaleOf(matrix, parameters, dim);
    const scaled = mul(sub(x, parameters.shift), exp(neg(logScale)));
    const point = matrix === "full" ? solveUnitLower(unitLower(parameters.below, dim), scaled) : scaled;
    return { point, logDet: neg(sum(logScale)) };
  },
  /** Mean and Cholesky factor of the covariance. */
  fit: (sample, { dim }, { matrix }) => momentsFit(sample, dim, matrix),
});

/** The raw parameter of a scale. */
const rawLogScale = (scale: number): number => bound * Math.atanh(Math.min(0.999, Math.max(-0.999, Math.log(scale) / bound)));

const momentsFit = (sample: Sample, dim: number, matrix: Kind) => {
  const shift = mean(sample, dim);
  const factor = cholesky(covariance(sample, dim));
  const variances = Array.from({ length: dim }, (_, i) => factor[i]!.reduce((sum, each) => sum + each * each, 0));
  switch (matrix) {
    case "identity":
      return { shift };
    case "scalar":
      return { shift, logScale: [rawLogScale(Math.sqrt(variances.reduce((a, b) => a + b, 0) / dim))] };
    case "diagonal":
      return { shift, logScale: variances.map((variance) => rawLogScale(Math.sqrt(variance))) };
    case "full":
      return {
        shift,
        logScale: factor.map((row, i) => rawLogScale(row[i]!)),
        below: factor.flatMap((row, i) => row.slice(0, i).map((each) => each / row[i]!)),
      };
  }
};
