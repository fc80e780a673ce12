/**
 * A volume-preserving matrix by triangular factors, R = L · diag(e^m) · U with unit lower and upper triangular L, U and
 * Σ m = 0. Not orthogonal; inverted by two triangular solves. Each of the first n − 1 log-scales m is read up to ±5.
 */
import { apply, concat, div, exp, mul, neg, reshape, slice, sum, tanh, type Expr } from "../../expr/index.ts";
import { solveUnitLower, solveUnitUpper, unitLower, unitUpper } from "../triangular.ts";

const bound = 5;

interface Factors {
  readonly lower: Expr;
  readonly upper: Expr;
  readonly logScales: Expr;
}

const read = (raw: Expr, dim: number): Factors => {
  const entries = (dim * (dim - 1)) / 2;
  const free = mul(bound, tanh(div(slice(raw, 0, 2 * entries, dim - 1), bound)));
  return {
    lower: unitLower(slice(raw, 0, 0, entries), dim),
    upper: unitUpper(slice(raw, 0, entries, entries), dim),
    logScales: concat([free, reshape(neg(sum(free)), [1])]),
  };
};

/** The raw parameter of a log-scale within the bound. */
export const rawLogScale = (m: number): number => bound * Math.atanh(Math.min(0.999, Math.max(-0.999, m / bound)));

export const triangular = (raw: Expr, x: Expr): Expr => {
  const { lower, upper, logScales } = read(raw, x.shape[0]!);
  return apply(lower, mul(exp(logScales), apply(upper, x)));
};

export const triangularInverse = (raw: Expr, x: Expr): Expr => {
  const { lower, upper, logScales } = read(raw, x.shape[0]!);
  return solveUnitUpper(upper, mul(exp(neg(logScales)), solveUnitLower(lower, x)));
};
