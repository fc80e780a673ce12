/** sinh, cosh, tanh and asinh, from eˣ where it dominates and from eˣ − 1 or a polynomial where the difference would cancel. */
import { halfExp, power, reducedBelow } from "./exp.ts";
import { polynomial, withSign, type Lanes } from "./lanes.ts";
import { log1p, logNormal } from "./log.ts";
import type { Term } from "./term.ts";

/** (sinh x − x)/x³ in x² ≤ 1. */
const coefficients = {
  float32: [0.1666666716337204, 0.00833331048488617, 0.0001984289410756901, 2.7822300125990296e-6],
  float64: [
    0.16666666666666669, 0.008333333333332912, 0.00019841269841593514, 2.755731910665959e-6, 2.505213102799456e-8,
    1.6056655610309304e-10, 7.776751173694913e-13,
  ],
};

export const sinh = (l: Lanes, x: Term): Term => {
  const a = l.abs(x);
  const small = l.less(a, l.number(1));
  const z = l.mul(x, x);
  const near = l.madd(l.mul(a, z), polynomial(l, z, coefficients[l.precision]), a);
  const half = halfExp(l, a);
  return withSign(l, l.where(small, near, l.sub(half, l.div(l.number(0.25), half))), x);
};

export const cosh = (l: Lanes, x: Term): Term => {
  const half = halfExp(l, l.abs(x));
  return l.add(half, l.div(l.number(0.25), half));
};

/**
 * With e^2|x| = 2ⁿ(1 + p) and s = 2⁻ⁿ, tanh |x| = (1 − s + p)/(1 + s + p), corrected by what p, numerator and denominator
 * lost; the reciprocal of the denominator is good enough as a straight line.
 */
export const tanh = (l: Lanes, x: Term): Term => {
  const a = l.atMost(l.abs(x), l.number(l.pick(10, 20)));
  const one = l.number(1);
  const { bits, r, curved } = reducedBelow(l, l.mul(a, l.number(-2)), l.bias);
  const s = power(l, bits);
  const p = l.add(r, curved);
  const over = l.sub(one, s);
  const [top, bottom] = [l.add(over, p), l.add(l.add(one, s), p)];
  const topLost = l.add(l.add(l.sub(over, top), p), l.sub(curved, l.sub(p, r)));
  const bottomLost = l.add(l.add(l.sub(one, bottom), s), p);
  const quotient = l.div(top, bottom);
  const inverse = l.nmadd(l.number(0.36), bottom, l.number(1.27));
  return withSign(l, l.madd(l.nmadd(quotient, bottomLost, topLost), inverse, quotient), x);
};

/** log(1 + t) with t = |x| + x²/(1 + √(1 + x²)), an unrounded sum; far out, log |x| + log 2. */
export const asinh = (l: Lanes, x: Term): Term => {
  const a = l.abs(x);
  const far = l.less(l.number(l.pick(2 ** 14, 2 ** 28)), a);
  const inside = l.where(far, l.number(1), a);
  const z = l.mul(inside, inside);
  const one = l.number(1);
  const rest = l.div(z, l.add(one, l.sqrt(l.add(one, z))));
  const t = l.add(inside, rest);
  const near = log1p(l, t, l.sub(rest, l.sub(t, inside)));
  // ln 2 as one more power of two: exact.
  const large = l.where(l.less(a, l.number(Infinity)), logNormal(l, l.where(far, a, one), undefined, l.number(-1)), a);
  return withSign(l, l.where(l.equal(a, a), l.where(far, large, near), a), x);
};
