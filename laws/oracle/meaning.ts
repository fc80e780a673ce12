/**
 * What every elementwise operation means, in decimals: its definition in mathematics. At infinities and zeros of either
 * sign it is what the reference says, and what is no number there is none here.
 */
import type { BinaryOp, UnaryOp } from "../../src/expr/index.ts";
import { arithmetic, type Decimal } from "./arithmetic.ts";
import { circulars } from "./circular.ts";
import { exponentials } from "./exponential.ts";
import { normal } from "./normal.ts";

export interface Meaning {
  readonly unary: { readonly [O in UnaryOp]: (x: Decimal) => Decimal };
  readonly binary: { readonly [O in BinaryOp]: (a: Decimal, b: Decimal) => Decimal };
}

export const meaning = (digits: number): Meaning => {
  const { Decimal } = arithmetic(digits);
  const { exp, expm1, log, log1p, sinh, cosh, tanh, asinh, sigmoid, softplus } = exponentials(digits);
  const { sin, cos, tan, asin, acos, atan, atan2 } = circulars(digits);
  const { cdf, logCdf, logQuantile } = normal(digits);
  const [nothing, one, none] = [new Decimal(0), new Decimal(1), new Decimal(NaN)];
  const holds = (is: boolean): Decimal => (is ? one : nothing);
  const isAny = (a: Decimal, b: Decimal): boolean => a.isNaN() || b.isNaN();
  /** The lower of two numbers, of which −0 is lower than 0. */
  const isLower = (a: Decimal, b: Decimal): boolean => a.lessThan(b) || (a.isZero() && b.isZero() && a.isNegative());
  const add = (a: Decimal, b: Decimal): Decimal =>
    a.isZero() && b.isZero() ? (a.isNegative() && b.isNegative() ? a : nothing) : Decimal.add(a, b);
  return {
    unary: {
      neg: (x) => x.negated(),
      abs: (x) => x.abs(),
      sign: (x) => (x.isNaN() ? x : x.lessThan(0) ? one.negated() : one),
      floor: (x) => x.floor(),
      sqrt: (x) => Decimal.sqrt(x),
      exp, log, log1p, expm1, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, sigmoid, softplus,
      logSigmoid: (x) => softplus(x.negated()).negated(),
      normalCdf: cdf,
      logNormalCdf: logCdf,
      logNormalQuantile: logQuantile,
    },
    binary: {
      add,
      sub: (a, b) => add(a, b.negated()),
      mul: (a, b) => Decimal.mul(a, b),
      div: (a, b) => Decimal.div(a, b),
      minimum: (a, b) => (isAny(a, b) ? none : isLower(b, a) ? b : a),
      maximum: (a, b) => (isAny(a, b) ? none : isLower(a, b) ? b : a),
      atan2,
      less: (a, b) => holds(a.lessThan(b)),
      lessEqual: (a, b) => holds(a.lessThanOrEqualTo(b)),
      equal: (a, b) => holds(a.equals(b)),
    },
  };
};
