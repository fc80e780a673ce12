/**
 * The derivative of every elementwise operation, in decimals: written from the definitions, as `meaning.ts` is, and not from
 * the rules of the expression language. At a kink or a jump there is none, and none is NaN.
 */
import type { BinaryOp, UnaryOp } from "../../src/expr/index.ts";
import { arithmetic, type Decimal } from "./arithmetic.ts";
import { circulars } from "./circular.ts";
import { exponentials } from "./exponential.ts";
import { normal } from "./normal.ts";

export interface Slopes {
  readonly unary: { readonly [O in UnaryOp]: (x: Decimal) => Decimal };
  /** In the first operand and in the second. */
  readonly binary: { readonly [O in BinaryOp]: (a: Decimal, b: Decimal) => readonly [Decimal, Decimal] };
}

export const slopes = (digits: number): Slopes => {
  const { Decimal } = arithmetic(digits);
  const { exp, sinh, cosh, sigmoid } = exponentials(digits);
  const { sin, cos } = circulars(digits);
  const { density, mills, logQuantile } = normal(digits);
  const [nothing, one, none] = [new Decimal(0), new Decimal(1), new Decimal(NaN)];
  const squared = (x: Decimal): Decimal => Decimal.mul(x, x);
  const inverse = (x: Decimal): Decimal => one.div(x);
  const inverseRoot = (x: Decimal): Decimal => inverse(Decimal.sqrt(x));
  const asinSlope = (x: Decimal): Decimal => inverseRoot(one.minus(x).times(one.plus(x)));
  /** Constant on either side of a place. */
  const step = (isPlace: boolean): Decimal => (isPlace ? none : nothing);
  const compared = (a: Decimal, b: Decimal): readonly [Decimal, Decimal] => [step(a.equals(b)), step(a.equals(b))];
  const chosen = (first: boolean, second: boolean): readonly [Decimal, Decimal] => (first ? [one, nothing] : second ? [nothing, one] : [none, none]);
  return {
    unary: {
      neg: () => one.negated(),
      abs: (x) => (x.isZero() || x.isNaN() ? none : x.isNegative() ? one.negated() : one),
      sign: (x) => step(x.isZero()),
      floor: (x) => step(x.isInteger()),
      sqrt: (x) => inverseRoot(x).div(2),
      exp,
      log: inverse,
      log1p: (x) => inverse(one.plus(x)),
      expm1: exp,
      sin: cos,
      cos: (x) => sin(x).negated(),
      tan: (x) => inverse(squared(cos(x))),
      asin: asinSlope,
      acos: (x) => asinSlope(x).negated(),
      atan: (x) => inverse(squared(x).plus(1)),
      sinh: cosh,
      cosh: sinh,
      tanh: (x) => inverse(squared(cosh(x))),
      asinh: (x) => inverseRoot(squared(x).plus(1)),
      sigmoid: (x) => sigmoid(x).times(sigmoid(x.negated())),
      softplus: sigmoid,
      logSigmoid: (x) => sigmoid(x.negated()),
      normalCdf: density,
      logNormalCdf: (x) => inverse(mills(x)),
      logNormalQuantile: (x) => mills(logQuantile(x)),
    },
    binary: {
      add: () => [one, one],
      sub: () => [one, one.negated()],
      mul: (a, b) => [b, a],
      div: (a, b) => [inverse(b), Decimal.div(a, b).div(b).negated()],
      minimum: (a, b) => chosen(a.lessThan(b), b.lessThan(a)),
      maximum: (a, b) => chosen(b.lessThan(a), a.lessThan(b)),
      atan2: (y, x) => {
        const square = squared(x).plus(squared(y));
        return [Decimal.div(x, square), Decimal.div(y, square).negated()];
      },
      less: compared,
      lessEqual: compared,
      equal: compared,
    },
  };
};
