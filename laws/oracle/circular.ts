/**
 * Circular functions and their inverses. Arguments of any size are reduced to an eighth of a turn by as many digits of π as
 * they take; results near zero have all their digits.
 */
import { arithmetic, type Arithmetic, type Decimal } from "./arithmetic.ts";

type Unary = (x: Decimal) => Decimal;

export interface Circulars {
  readonly sin: Unary;
  readonly cos: Unary;
  readonly tan: Unary;
  readonly asin: Unary;
  readonly acos: Unary;
  readonly atan: Unary;
  readonly atan2: (y: Decimal, x: Decimal) => Decimal;
}

export const circulars = (digits: number): Circulars => {
  const own = arithmetic(digits);
  const { Decimal, rounded, pi, series } = own;
  const halfPi = pi.div(2);
  const sine = (x: Decimal): Decimal => series(x, alternating(x, 1));
  const cosine = (x: Decimal): Decimal => series(new Decimal(1), alternating(x, 0));

  /** The sine of x, moved on by a number of quarter turns. */
  const turned = (x: Decimal, quarters: number): Decimal => {
    if (!x.isFinite()) return new Decimal(NaN);
    const { rest, quarter } = reduced(own, x);
    const at = (quarter + quarters) % 4;
    const value = at % 2 === 0 ? sine(rest) : cosine(rest);
    return at < 2 ? value : value.negated();
  };
  const sin: Unary = (x) => turned(x, 0);
  const cos: Unary = (x) => turned(x, 1);

  /** Of 0 ≤ x ≤ 1: a float64 is near, and a series tells how near. */
  const arc = (x: Decimal): Decimal => {
    const near = new Decimal(Math.atan(x.toNumber()));
    const tangent = sine(near).div(cosine(near));
    const z = rounded(x).minus(tangent).div(tangent.times(x).plus(1));
    const square = z.times(z).negated();
    let power = z;
    return near.plus(series(z, (_, at) => (power = power.times(square)).div(2 * at + 1)));
  };
  const atan: Unary = (x) => {
    if (x.isZero() || x.isNaN()) return x;
    const size = rounded(x).abs();
    const value = size.greaterThan(1) ? halfPi.minus(arc(new Decimal(1).div(size))) : arc(size);
    return x.isNegative() ? value.negated() : value;
  };

  const atan2 = (y: Decimal, x: Decimal): Decimal => {
    if (y.isNaN() || x.isNaN()) return new Decimal(NaN);
    const back = x.isNegative();
    // Between equal infinities lies the diagonal, and between zeros the axis.
    const both = !y.isFinite() && !x.isFinite();
    const [up, along] = both ? [new Decimal(1), new Decimal(1)] : [y.abs(), x.abs()];
    const angle = up.isZero() ? new Decimal(0) : up.greaterThan(along) ? halfPi.minus(atan(Decimal.div(along, up))) : atan(Decimal.div(up, along));
    const value = back ? pi.minus(angle) : angle;
    return y.isNegative() ? value.negated() : value;
  };
  /** √(1 − x²), with all digits at ±1. */
  const across = (x: Decimal): Decimal => Decimal.sub(1, x).times(Decimal.add(1, x)).sqrt();
  const asin: Unary = (x) => (x.isZero() ? x : atan2(x, across(x)));
  const acos: Unary = (x) => atan2(across(x), x);
  return { sin, cos, tan: (x) => (x.isZero() ? x : sin(x).div(cos(x))), asin, acos, atan, atan2 };
};

/** Terms of the series of the sine (from x on) or the cosine (from 1 on). */
const alternating = (x: Decimal, from: 0 | 1): ((term: Decimal, at: number) => Decimal) => {
  const square = x.times(x).negated();
  return (term, at) => term.times(square).div(2 * at * (2 * at - 1 + 2 * from));
};

/** x = rest + quarter · π/2, modulo a turn, where |rest| ≤ π/4. */
const reduced = ({ digits, rounded }: Arithmetic, x: Decimal): { readonly rest: Decimal; readonly quarter: number } => {
  if (x.abs().lessThan(0.7)) return { rest: rounded(x), quarter: 0 };
  // Twice the digits: a number may be next to a multiple of π/2.
  const { Decimal, pi } = arithmetic(2 * digits + Math.max(0, x.e));
  const halfPi = pi.div(2);
  const turns = Decimal.div(x, halfPi).round();
  const quarter = turns.modulo(4).toNumber();
  return { rest: rounded(Decimal.sub(x, turns.times(halfPi))), quarter: (quarter + 4) % 4 };
};
