/**
 * Signed powers of a coordinate, and their inverses, which are of the same family. Elementwise in any shape.
 *
 * `smooth`: f(u) = sign(u) ((|u| + d)^e − d^e) / (e d^(e−1)), d > 0, is u at e = 1 and has the slope 1 at 0 for every e. It is
 * once continuously differentiable, with f′ = (1 + |u|/d)^(e−1) finite and positive everywhere; f″ jumps at 0. Its inverse
 * is the same with 1/e and d/e. Source: John & Draper 1980, J. R. Stat. Soc. C 29, 190, with the core d in place of 1.
 *
 * `exact`: f(u) = sign(u) |u|^e, whose slope e |u|^(e−1) at 0 is 0 or infinite; its inverse is the same with 1/e.
 *
 * Both compute with logarithms, so that a power of a tiny or huge number keeps its digits, but for |log u| of them.
 */
import { abs, add, div, equal, exp, expm1, less, log, log1p, mul, neg, sign, where, type Expr } from "../../expr/index.ts";

/** Images, and the logarithm of the derivative of this direction. */
export interface Stretched {
  readonly value: Expr;
  readonly logSlope: Expr;
}

export interface Stretch {
  readonly forward: (u: Expr) => Stretched;
  readonly inverse: (y: Expr) => Stretched;
}

/** log e and d of every coordinate. */
export const smoothPower = (logExponent: Expr, core: Expr): Stretch => ({
  forward: (u) => smooth(u, logExponent, core),
  inverse: (y) => smooth(y, neg(logExponent), div(core, exp(logExponent))),
});

const smooth = (u: Expr, logExponent: Expr, core: Expr): Stretched => {
  const exponent = exp(logExponent);
  const logDistance = log1p(div(abs(u), core));
  return {
    value: mul(sign(u), mul(div(core, exponent), expm1(mul(exponent, logDistance)))),
    logSlope: mul(expm1(logExponent), logDistance),
  };
};

export const exactPower = (logExponent: Expr): Stretch => ({
  forward: (u) => exact(u, logExponent),
  inverse: (y) => exact(y, neg(logExponent)),
});

/** At 0 the slope is its limit, and the derivative of the value is 1 where e = 1; where it is infinite, 0 stands for it. */
const exact = (u: Expr, logExponent: Expr): Stretched => {
  const none = equal(u, 0);
  const straight = equal(logExponent, 0);
  const logDistance = log(where(none, 1, abs(u)));
  const limit = where(straight, logExponent, where(less(0, logExponent), -Infinity, Infinity));
  return {
    value: where(none, mul(u, straight), mul(sign(u), exp(mul(exp(logExponent), logDistance)))),
    logSlope: where(none, limit, add(logExponent, mul(expm1(logExponent), logDistance))),
  };
};
