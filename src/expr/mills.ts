/**
 * Mills' ratio m(z) = Φ(z) / φ(z) of the standard normal distribution, in the left tail: log Φ and log φ both lose their
 * digits there like z², but their ratio is about 1 / |z|. Derivatives of log Φ and of its inverse are made of it.
 *
 * Source: the [5/5] Padé approximant, in 1/z², of the asymptotic series m(−x) = (1 − 1/x² + 3/x⁴ − …) / x; relative error
 * below 2e-15 from x = 10 on.
 */
import type { Expr } from "./expr.ts";
import { add, div, exp, less, mul, neg, square, sub, where } from "./elementwise.ts";

/** Where the left tail starts: beyond it quotients of exponentials lose more than the approximant. */
const tailFrom = -10;

const numerator = [1, 54, 938, 6090, 12645, 3840];
const denominator = [1, 55, 990, 6930, 17325, 10395];

const horner = (coefficients: readonly number[], x: Expr): Expr =>
  coefficients.slice(0, -1).reduceRight<Expr>((sum, each) => add(each, mul(x, sum)), add(coefficients.at(-1)!));

const logSqrtTwoPi = 0.5 * Math.log(2 * Math.PI);

/** log of the standard normal density. */
export const logNormalDensity = (z: Expr): Expr => sub(mul(-0.5, square(z)), logSqrtTwoPi);

export interface Tail {
  /** 1 where z is in the left tail. */
  readonly far: Expr;
  /** Mills' ratio there; that of the border elsewhere. */
  readonly ratio: Expr;
  /** Its inverse, which is of the size of z. */
  readonly inverse: Expr;
}

export const leftTail = (z: Expr): Tail => {
  const far = less(z, tailFrom);
  const x = neg(where(far, z, tailFrom));
  const y = square(div(1, x));
  const [above, below] = [horner(numerator, y), horner(denominator, y)];
  return { far, ratio: div(above, mul(x, below)), inverse: mul(x, div(below, above)) };
};

/** Φ(z) / φ(z), given log Φ(z) as well. */
export const mills = (z: Expr, logCdf: Expr): Expr => {
  const { far, ratio } = leftTail(z);
  return where(far, ratio, exp(where(far, 0, sub(logCdf, logNormalDensity(z)))));
};

/** φ(z) / Φ(z), given log Φ(z) as well. */
export const inverseMills = (z: Expr, logCdf: Expr): Expr => {
  const { far, inverse } = leftTail(z);
  return where(far, inverse, exp(where(far, 0, sub(logNormalDensity(z), logCdf))));
};
