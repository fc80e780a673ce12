/**
 * The exponential map of the sphere for tangents v of length below 1, and what its derivative needs, as power series in
 * q = ‖v‖²: no root is taken and nothing is divided, so all is smooth at v = 0. Twelve terms are exact to the last digit.
 */
import { add, div, dot, mul, sub, type Expr } from "../../expr/index.ts";

/** Functions of r = √q. */
export interface Series {
  /** cos r. */
  readonly cos: Expr;
  /** sin r / r. */
  readonly sinc: Expr;
  /** (1 − sin r / r) / r². */
  readonly lag: Expr;
  /** (sin r / r − cos r) / r². */
  readonly bend: Expr;
}

const terms = 10;

/** 1 / (k + 2m)! with alternating signs, for m = 0, 1, … */
const coefficients = (k: number): readonly number[] => {
  let next = 1;
  for (let i = 2; i <= k; i++) next /= i;
  return Array.from({ length: terms }, (_, m) => {
    const own = next;
    next /= -(k + 2 * m + 1) * (k + 2 * m + 2);
    return own;
  });
};

const horner = (coefficients: readonly number[], q: Expr): Expr => coefficients.slice(0, -1).reduceRight<Expr>((sum, each) => add(each, mul(q, sum)), add(coefficients.at(-1)!));

export const series = (q: Expr): Series => {
  const [rise, lag] = [horner(coefficients(2), q), horner(coefficients(3), q)];
  return { cos: sub(1, mul(q, rise)), sinc: sub(1, mul(q, lag)), lag, bend: sub(rise, lag) };
};

/** y(x) = exp_x v, for a tangent v at x, both [n + 1]. */
export const exponential = (x: Expr, v: Expr, { cos, sinc }: Series): Expr => add(mul(cos, x), mul(sinc, v));

/** The tangent at x that parallel transport along their geodesic takes to u at y; x and y are less than half a turn apart. */
export const transported = (u: Expr, y: Expr, x: Expr): Expr => sub(u, mul(div(dot(x, u), add(1, dot(x, y))), add(x, y)));
