/**
 * eˣ and eˣ − 1. With n the integer next to x/ln 2 and r = x − n ln 2 (Cody & Waite's two parts of ln 2), eˣ = 2ⁿ eʳ, and
 * p = eʳ − 1 is a polynomial on |r| ≤ ln 2 / 2. A large constant added to x/ln 2 leaves n in the lowest bits of the sum,
 * from where one shift makes 2ⁿ. Where 2ⁿ may be no normal number it is applied in two halves, so that subnormal and
 * almost infinite results are rounded once.
 */
import { polynomial, type Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";

export const ln2 = (l: Lanes): { readonly high: Term; readonly low: Term } => ({
  high: l.number(l.pick(0.693145751953125, 0.6931471803691238)),
  low: l.number(l.pick(1.428606765330187e-6, 1.9082149292705877e-10)),
});

/** (eʳ − 1 − r) / r² on |r| ≤ 0.347: the least largest error of eʳ. */
const coefficients = {
  float32: [0.4999999403953552, 0.1666652113199234, 0.041668277233839035, 0.008368689566850662, 0.0013819824671372771],
  float64: [
    0.5000000000000011, 0.1666666666666644, 0.04166666666652699, 0.008333333333477478, 0.0013888888944336283, 0.0001984126954159649,
    2.4801492453275846e-5, 2.755755623353073e-6, 2.76304568308751e-7, 2.500932872756454e-8,
  ],
};

/** A number as a sum that is not rounded. */
export interface Pair {
  readonly high: Term;
  readonly low: Term;
}

/** eʳ = 1 + r + curved, and n + offset in the lowest bits. */
export interface Reduced {
  readonly bits: Term;
  readonly r: Term;
  readonly curved: Term;
}

/** x − less = n ln 2 + r. */
export const reduced = (l: Lanes, x: Term, offset: number, less?: Term): Reduced => {
  const { bits, n } = next(l, less === undefined ? x : l.sub(x, less), offset);
  const [high, low] = [l.nmadd(n, ln2(l).high, x), ln2(l).low];
  const r = less === undefined ? l.nmadd(n, low, high) : l.sub(high, l.madd(n, low, less));
  return { bits, r, curved: curved(l, r) };
};

/** The same; what rounding takes from r, an eighth of a unit in the last place of eʳ, goes into `curved`. */
export const reducedExactly = (l: Lanes, x: Term, offset: number, less?: Term): Reduced => {
  const { bits, n } = next(l, less === undefined ? x : l.sub(x, less), offset);
  const [high, low] = [l.nmadd(n, ln2(l).high, x), ln2(l).low];
  const rest = less === undefined ? l.mul(n, low) : l.madd(n, low, less);
  const r = l.sub(high, rest);
  return { bits, r, curved: curved(l, r, l.sub(l.sub(high, r), rest)) };
};

/** x = n ln 2 − r. */
export const reducedBelow = (l: Lanes, x: Term, offset: number): Reduced => {
  const { bits, n } = next(l, x, offset);
  const r = l.madd(n, ln2(l).low, l.sub(l.mul(n, ln2(l).high), x));
  return { bits, r, curved: curved(l, r) };
};

const next = (l: Lanes, x: Term, offset: number): { readonly bits: Term; readonly n: Term } => {
  const magic = l.number(1.5 * 2 ** l.mantissa + offset);
  const bits = l.madd(x, l.number(Math.LOG2E), magic);
  return { bits, n: l.sub(bits, magic) };
};

const curved = (l: Lanes, r: Term, lost?: Term): Term => {
  const [square, series] = [l.mul(r, r), polynomial(l, r, coefficients[l.precision])];
  return lost === undefined ? l.mul(square, series) : l.madd(square, series, lost);
};

/** 2ⁿ, where n + bias > 0 is in the lowest bits. */
export const power = (l: Lanes, bits: Term): Term => l.shiftLeft(bits, l.mantissa);

/** 2ⁿ as a product of two normal powers, where n + 2 bias > 0 is in the lowest bits. */
export const halfPowers = (l: Lanes, bits: Term): readonly [Term, Term] => {
  const half = l.shiftRight(bits, 1);
  return [power(l, half), power(l, l.bitSub(bits, half))];
};

/** Below it, eˣ is 0. */
const lowest = (l: Lanes): Term => l.number(l.pick(-104, -746));

const scaled = (l: Lanes, x: Term, offset: number): Term => {
  const { bits, r, curved } = reduced(l, l.atLeast(l.atMost(x, l.number(l.pick(89.5, 710.5))), lowest(l)), 2 * l.bias + offset);
  const [first, second] = halfPowers(l, bits);
  return l.mul(l.mul(l.add(l.number(1), l.add(r, curved)), first), second);
};

export const exp = (l: Lanes, x: Term): Term => scaled(l, x, 0);

/** eˣ / 2 without a premature overflow, as cosh and sinh need it. */
export const halfExp = (l: Lanes, x: Term): Term => scaled(l, x, -1);

/** eˣ for x ≤ 0 as an unrounded sum of two numbers: what is added to 1 later keeps its last digits. */
export const expPair = (l: Lanes, x: Term): Pair => {
  const { bits, r, curved } = reduced(l, l.atLeast(x, lowest(l)), 2 * l.bias);
  const [first, second] = halfPowers(l, bits);
  const whole = l.mul(first, second);
  const part = l.mul(whole, l.add(r, curved));
  const high = l.add(whole, part);
  return { high, low: l.add(l.sub(whole, high), part) };
};

/** (2ⁿ − 1) + 2ⁿ r + 2ⁿ curved, halved in between because 2ⁿ may overflow where the result does not. */
export const expm1 = (l: Lanes, x: Term): Term => {
  // From below −20 or −40 the value is −1; above the other bound 2ⁿ/2 would overflow.
  const inside = l.atLeast(l.atMost(x, l.number(l.pick(88.8, 709.8))), l.number(l.pick(-20, -40)));
  const { bits, r, curved } = reducedExactly(l, inside, l.bias - 1);
  const half = power(l, bits);
  const sum = l.madd(half, curved, l.madd(half, r, l.sub(half, l.number(0.5))));
  // The sum would lose the sign of −0.
  return l.where(l.less(l.abs(x), l.number(2 ** -(l.mantissa + 2))), x, l.add(sum, sum));
};
