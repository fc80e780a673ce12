/**
 * Exponentials and logarithms, and what is made of them, with all digits where they are small or cancel: each from its
 * definition, by a series where the definition would subtract numbers that are nearly equal.
 */
import { arithmetic, type Decimal } from "./arithmetic.ts";

type Unary = (x: Decimal) => Decimal;

export interface Exponentials {
  readonly exp: Unary;
  readonly expm1: Unary;
  readonly log: Unary;
  readonly log1p: Unary;
  readonly sinh: Unary;
  readonly cosh: Unary;
  readonly tanh: Unary;
  readonly asinh: Unary;
  readonly sigmoid: Unary;
  readonly softplus: Unary;
}

/** Below this a series is summed, and above it a difference loses as many digits as its exponent says. */
const small = 1e-3;
const guard = 5;

export const exponentials = (digits: number): Exponentials => {
  const { Decimal, rounded, series } = arithmetic(digits);
  const wide = arithmetic(digits + guard);
  const isSmall = (x: Decimal): boolean => x.abs().lessThan(small);
  /** A function that is odd, from its values on the right. */
  const odd = (right: Unary): Unary => (x) => (x.isZero() || x.isNaN() ? new Decimal(x) : x.isNegative() ? right(x.negated()).negated() : right(x));

  const exp: Unary = (x) => Decimal.exp(x);
  const log: Unary = (x) => Decimal.ln(x);
  const expm1: Unary = (x) => {
    if (x.isZero()) return x;
    if (isSmall(x)) return series(rounded(x), (term, at) => term.times(x).div(at + 1));
    return rounded(wide.Decimal.exp(x).minus(1));
  };
  const log1p: Unary = (x) => {
    if (x.isZero()) return x;
    if (!isSmall(x)) return rounded(wide.Decimal.ln(wide.Decimal.add(x, 1)));
    // 2 artanh(z)
    const z = Decimal.div(x, Decimal.add(x, 2));
    const square = z.times(z);
    let power = z;
    return series(z.times(2), (_, at) => (power = power.times(square)).times(2).div(2 * at + 1));
  };

  const sinh = odd((x) => {
    const grown = expm1(x);
    return grown.isFinite() ? grown.plus(grown.div(grown.plus(1))).div(2) : grown;
  });
  const cosh: Unary = (x) => exp(x).plus(exp(x.negated())).div(2);
  const tanh = odd((x) => {
    const lost = expm1(x.times(-2));
    return lost.negated().div(lost.plus(2));
  });
  const asinh = odd((x) => {
    const square = Decimal.mul(x, x);
    return x.isFinite() ? log1p(Decimal.add(x, square.div(square.plus(1).sqrt().plus(1)))) : x;
  });
  const sigmoid: Unary = (x) => new Decimal(1).div(exp(x.negated()).plus(1));
  const softplus: Unary = (x) => (x.isPositive() ? Decimal.add(x, log1p(exp(x.negated()))) : log1p(exp(x)));
  return { exp, expm1, log, log1p, sinh, cosh, tanh, asinh, sigmoid, softplus };
};
