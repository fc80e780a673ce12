/**
 * eˣ and eˣ − 1. With n the integer next to x/ln 2 and r = x − n ln 2 (Cody & Waite's two parts of ln 2), eˣ = 2ⁿ eʳ, and
 * p = eʳ − 1 is a polynomial on |r| ≤ ln 2 / 2. The power 2ⁿ is applied in two halves, so that subnormal and almost
 * infinite results are rounded once.
 */
import { polynomial, type Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";

export const ln2 = (l: Lanes): { readonly high: Term; readonly low: Term } => ({
  high: l.number(l.pick(0.693145751953125, 0.6931471803691238)),
  low: l.number(l.pick(1.428606765330187e-6, 1.9082149292705877e-10)),
});

/** (eʳ − 1 − r) / r², interpolated in Chebyshev points of |r| ≤ 0.347. */
const coefficients = {
  float32: [0.500000001353873, 0.16666666681704215, 0.04166646419740569, 0.008333310844647862, 0.0013933730715792083, 0.00019891080463998843],
  float64: [
    0.5, 0.16666666666666669, 0.041666666666623824, 0.008333333333330039, 0.0013888888917367081, 0.00019841269863171557,
    2.4801521057868204e-5, 2.7557268276905696e-6, 2.7620201591031547e-7, 2.5100472505694996e-8,
  ],
};

/** 2ⁿ for an integer −bias ≤ n ≤ bias: a large constant brings n + bias to the lowest bits, a shift to the exponent. */
export const power = (l: Lanes, n: Term, offset: number = 0): Term =>
  l.shiftLeft(l.add(n, l.number(1.5 * 2 ** l.mantissa + l.bias + offset)), l.mantissa);

/** A number as a sum that is not rounded. */
export interface Pair {
  readonly high: Term;
  readonly low: Term;
}

interface Reduced {
  readonly n: Term;
  /** e^(x + low − n ln 2) − 1, and what its last addition lost. */
  readonly p: Term;
  readonly lost: Term;
}

const reduced = (l: Lanes, x: Term, low?: Term): Reduced => {
  const n = l.nearest(l.mul(low === undefined ? x : l.add(x, low), l.number(Math.LOG2E)));
  const high = l.sub(x, l.mul(n, ln2(l).high));
  const step = l.mul(n, ln2(l).low);
  const rest = low === undefined ? step : l.sub(step, low);
  const r = l.sub(high, rest);
  const correction = l.sub(l.sub(high, r), rest);
  const curved = l.madd(l.mul(r, r), polynomial(l, r, coefficients[l.precision]), correction);
  const p = l.add(r, curved);
  return { n, p, lost: l.sub(curved, l.sub(p, r)) };
};

/** 2ⁿ x, rounded once. */
export const scaled = (l: Lanes, x: Term, n: Term, offset: number = 0): Term => {
  const half = l.floor(l.mul(n, l.number(0.5)));
  return l.mul(l.mul(x, power(l, half)), power(l, l.sub(n, half), offset));
};

/** Beyond these, eˣ is 0 or infinite. */
const clamped = (l: Lanes, x: Term, lowest: number = l.pick(-104, -746)): Term =>
  l.atLeast(l.atMost(x, l.number(l.pick(89.5, 710.5))), l.number(lowest));

export const exp = (l: Lanes, x: Term, low?: Term): Term => {
  const { n, p } = reduced(l, clamped(l, x), low);
  return scaled(l, l.add(l.number(1), p), n);
};

/** eˣ / 2 without a premature overflow, as cosh and sinh need it. */
export const halfExp = (l: Lanes, x: Term): Term => {
  const { n, p } = reduced(l, clamped(l, x));
  return scaled(l, l.add(l.number(1), p), n, -1);
};

/** e^(x + low) as an unrounded sum of two numbers: what is added to 1 later keeps its last digits. */
export const expPair = (l: Lanes, x: Term, low?: Term): Pair => {
  const { n, p } = reduced(l, clamped(l, x), low);
  const one = l.number(1);
  const sum = l.add(one, p);
  const half = l.floor(l.mul(n, l.number(0.5)));
  const [first, second] = [power(l, half), power(l, l.sub(n, half))];
  const scale = (part: Term): Term => l.mul(l.mul(part, first), second);
  return { high: scale(sum), low: scale(l.sub(p, l.sub(sum, one))) };
};

/** 2ⁿ p + (2ⁿ − 1), halved in between because 2ⁿ may overflow where the result does not. */
export const expm1 = (l: Lanes, x: Term, low?: Term): Term => {
  const { n, p } = reduced(l, clamped(l, x, l.pick(-20, -40)), low);
  const half = power(l, n, -1);
  const sum = l.madd(half, p, l.sub(half, l.number(0.5)));
  const tiny = l.less(l.abs(x), l.number(2 ** -(l.mantissa + 2)));
  return l.where(tiny, low === undefined ? x : l.add(x, low), l.add(sum, sum));
};

/** eˣ − 1 for x > −1 as an unrounded sum. */
export const expm1Pair = (l: Lanes, x: Term): Pair => {
  const { n, p, lost } = reduced(l, clamped(l, x));
  const whole = power(l, n);
  const [curved, start] = [l.mul(whole, p), l.sub(whole, l.number(1))];
  const high = l.add(curved, start);
  const part = l.sub(high, start);
  const error = l.add(l.sub(start, l.sub(high, part)), l.sub(curved, part));
  return { high, low: l.madd(whole, lost, error) };
};
