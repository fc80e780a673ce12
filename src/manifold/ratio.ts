/**
 * Ratios whose value at 0 is a limit: a short series near 0, the plain quotient elsewhere. Both branches are finite
 * everywhere, and so are their derivatives.
 */
import { abs, add, div, expm1, less, log1p, mul, where, type Expr } from "../expr/index.ts";

const near = 0.02;

/** Σ coefficients[k] · x^k, by Horner's rule. */
export const polynomial = (coefficients: readonly number[], x: Expr): Expr =>
  coefficients.slice(0, -1).reduceRight<Expr>((sum, coefficient) => add(coefficient, mul(x, sum)), add(coefficients.at(-1)!));

const ratio = (series: readonly number[], quotient: (x: Expr) => Expr) => (x: Expr): Expr => {
  const small = less(abs(x), near);
  return where(small, polynomial(series, where(small, x, 0)), quotient(where(small, near, x)));
};

/** (eˣ − 1) / x. */
export const expm1Ratio: (x: Expr) => Expr = ratio(
  [1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320],
  (x) => div(expm1(x), x),
);

/** log(1 + x) / x. */
export const log1pRatio: (x: Expr) => Expr = ratio(
  [1, -1 / 2, 1 / 3, -1 / 4, 1 / 5, -1 / 6, 1 / 7, -1 / 8, 1 / 9, -1 / 10],
  (x) => div(log1p(x), x),
);
