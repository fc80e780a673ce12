/**
 * Affine maps of Euclidean space: x = L z + shift.
 *
 * Space: e<n>. L by option `matrix`: `identity`; `scalar`, one scale; `diagonal`, n scales; `full`, lower triangular.
 * Scales are positive, by option `scaleMap`: `exponential`, exp of `logScale` read up to ±30; else `logScale` is the raw number
 * of a scale between `minScale` and `maxScale`, see `positive.ts`. Parameters: `shift` [n]; `logScale` [], [n] or [n]; `below`
 * [n (n − 1) / 2], the entries below the diagonal, row by row, in units of their row's scale. It starts as the identity.
 * log-det: Σ log scale.
 */
import { add, apply, div, exp, expand, log, mul, neg, sub, sum, tanh, zero, type Expr } from "../expr/index.ts";
import { bijector, filled, type Parameters, type Sample } from "./bijector.ts";
import { cholesky, covariance, mean } from "./moments.ts";
import { between, oneOf, orNone, type Values } from "./options.ts";
import { positive, positiveMaps, rawPositive } from "./positive.ts";
import { solveUnitLower, unitLower } from "./triangular.ts";

const kinds = ["identity", "scalar", "diagonal", "full"] as const;

const fields = {
  matrix: oneOf(kinds, "diagonal", "the form of the linear part"),
  scaleMap: oneOf(["exponential", ...positiveMaps] as const, "exponential", "how raw numbers become scales"),
  minScale: orNone(between(0, 1e3, 0.01, "the least scale, where they are not exponential"), "none"),
  maxScale: orNone(between(0, 1e6, 100, "the largest scale, where they are not exponential"), "none"),
};

type Options = Values<typeof fields>;

const bound = 30;

/** The map of raw numbers to scales, and back; both ways to and from logarithms. */
const scales = ({ scaleMap: map, minScale: min, maxScale: max }: Options): { readonly log: (raw: Expr) => Expr; readonly raw: (scale: number) => number } => {
  if (map === "exponential") {
    return {
      log: (raw) => mul(bound, tanh(div(raw, bound))),
      raw: (scale) => bound * Math.atanh(Math.min(0.999, Math.max(-0.999, Math.log(scale) / bound))),
    };
  }
  if (min !== "none" && max !== "none" && min >= max) throw new RangeError(`Option minScale of affine is below maxScale, but ${min} and ${max} were given.`);
  return { log: (raw) => log(positive(raw, { map, min, max })), raw: (scale) => rawPositive(scale, { map, min, max }) };
};

type Name = "shift" | "logScale" | "below";

const logScales = (options: Options, { logScale }: Parameters<Name>, dim: number): Expr =>
  expand(options.matrix === "identity" ? zero : scales(options).log(logScale), [dim]);

export const affine = bijector({
  name: "affine",
  on: "e",
  symbol: "t",
  options: fields,
  parameters: ({ dim }, options) => {
    const { matrix } = options;
    return {
      shift: filled([dim], 0),
      logScale: filled(matrix === "identity" ? [0] : matrix === "scalar" ? [] : [dim], scales(options).raw(1)),
      below: filled([matrix === "full" ? (dim * (dim - 1)) / 2 : 0], 0),
    };
  },
  forward: (z, parameters, { geometry: { dim }, options }) => {
    const logScale = logScales(options, parameters, dim);
    const mixed = options.matrix === "full" ? apply(unitLower(parameters.below, dim), z) : z;
    return { point: add(mul(exp(logScale), mixed), parameters.shift), logDet: sum(logScale) };
  },
  inverse: (x, parameters, { geometry: { dim }, options }) => {
    const logScale = logScales(options, parameters, dim);
    const scaled = mul(sub(x, parameters.shift), exp(neg(logScale)));
    const point = options.matrix === "full" ? solveUnitLower(unitLower(parameters.below, dim), scaled) : scaled;
    return { point, logDet: neg(sum(logScale)) };
  },
  /** Mean and Cholesky factor of the covariance. */
  fit: (sample, { dim }, options) => momentsFit(sample, dim, options),
});

const momentsFit = (sample: Sample, dim: number, options: Options) => {
  const rawScale = scales(options).raw;
  const shift = mean(sample, dim);
  const factor = cholesky(covariance(sample, dim));
  const variances = Array.from({ length: dim }, (_, i) => factor[i]!.reduce((sum, each) => sum + each * each, 0));
  switch (options.matrix) {
    case "identity":
      return { shift };
    case "scalar":
      return { shift, logScale: [rawScale(Math.sqrt(variances.reduce((a, b) => a + b, 0) / dim))] };
    case "diagonal":
      return { shift, logScale: variances.map((variance) => rawScale(Math.sqrt(variance))) };
    case "full":
      return {
        shift,
        logScale: factor.map((row, i) => rawScale(row[i]!)),
        below: factor.flatMap((row, i) => row.slice(0, i).map((each) => each / row[i]!)),
      };
  }
};
