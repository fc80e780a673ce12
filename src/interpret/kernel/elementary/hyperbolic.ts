/** sinh, cosh, tanh and asinh, from eˣ where it dominates and from eˣ − 1 or a polynomial where the difference would cancel. */
import { expm1Pair, halfExp } from "./exp.ts";
import { polynomial, withSign, type Lanes } from "./lanes.ts";
import { log1p, logNormal } from "./log.ts";
import type { Term } from "./term.ts";

/** (sinh x − x)/x³ in x² ≤ 1. */
const coefficients = {
  float32: [0.16666666646762462, 0.008333339695044161, 0.00019838095593111222, 2.806331253637132e-6],
  float64: [
    0.16666666666666666, 0.008333333333333333, 0.00019841269841269773, 2.755731922404061e-6, 2.5052108363972185e-8,
    1.6059048410081293e-10, 7.646624280324513e-13, 2.8445596736423237e-15,
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

/** With E = e^2|x| − 1, q = tanh |x| = E/(E + 2), corrected by what E and E + 2 lost: 1/(E + 2) = (1 − q)/2. */
export const tanh = (l: Lanes, x: Term): Term => {
  const a = l.atMost(l.abs(x), l.number(l.pick(10, 20)));
  const e = expm1Pair(l, l.add(a, a));
  const [one, two] = [l.number(1), l.number(2)];
  const sum = l.add(e.high, two);
  const quotient = l.div(e.high, sum);
  const part = l.sub(sum, two);
  const lost = l.add(l.add(l.sub(two, l.sub(sum, part)), l.sub(e.high, part)), e.low);
  const inverse = l.mul(l.number(0.5), l.sub(one, quotient));
  const value = l.madd(l.sub(e.low, l.mul(quotient, lost)), inverse, quotient);
  const tiny = l.less(a, l.number(l.pick(1e-4, 1e-9)));
  return withSign(l, l.where(tiny, a, value), x);
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
