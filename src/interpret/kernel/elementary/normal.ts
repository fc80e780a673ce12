/**
 * The normal distribution function and its logarithm. Both rest on the ratio of Mills, m(u) = (1 − Φ(u))/e^(−u²/2) for
 * u ≥ 0, which decays like 1/u: (1 + u) m(u) is one polynomial in t = (u − K)/(u + K) on the whole half line
 * (Shepherd & Laframboise 1981), so no lane takes a branch. Every factor has a part of few bits, whose products are
 * exact, and a small rest: only the last addition rounds at full size.
 */
import { halfPowers, reduced, reducedExactly, type Pair } from "./exp.ts";
import { polynomial, type Lanes } from "./lanes.ts";
import { logNormal } from "./log.ts";
import type { Term } from "./term.ts";

/** (1 + u) m(u) = ½ + u/(u + K) q(t), with q in powers of t = (u − K)/(u + K): the least largest error. And K. */
const coefficients = {
  float32: [
    -0.055893585085868835, -0.13751335442066193, 0.16551253199577332, -0.10831248760223389, 0.04391774162650108,
    -0.008037921972572803, -0.0019689868204295635, 0.0013647523010149598, 1.82733238034416e-5, -0.00014614479732699692,
  ],
  float64: [
    -0.09652693982874988, -0.07021638434295543, 0.15256390659255548, -0.16704208712918087, 0.13996191072604108,
    -0.09723299514002497, 0.05716781799615425, -0.028320111161726058, 0.011506917820400466, -0.0035782025117672713,
    0.0006788649070021241, 3.5005827905287594e-5, -7.740522654923702e-5, 2.3183558280724938e-5, 9.293358216147345e-7,
    -2.840594627407181e-6, 6.145253420548732e-7, 2.0564611234406012e-7, -1.165952273682361e-7, -7.441337889886975e-9,
    1.4887314737146657e-8, -2.5550837978488026e-10, -1.193888302133291e-9,
  ],
};
const middle = { float32: 4, float64: 6.25 };

/** u in steps of 2⁻⁷ or 2⁻²⁰, so that the square is exact. */
const stepped = (l: Lanes, u: Term): Term => {
  const magic = l.number(l.pick(1.5 * 2 ** 16, 1.5 * 2 ** 32));
  return l.sub(l.add(u, magic), magic);
};

/** m(u) as a sum: `high` is exact in half of the digits. */
const mills = (l: Lanes, u: Term, near: Term): Pair => {
  const [one, half] = [l.number(1), l.number(0.5)];
  const share = l.div(u, l.add(u, l.number(middle[l.precision])));
  const rest = l.mul(share, polynomial(l, l.sub(l.add(share, share), one), coefficients[l.precision]));
  // v has half of the digits of 1/(1 + u), and e = v(1 + u) − 1; the quotient is v(1 − e + e²).
  const v = l.and(l.div(one, l.add(one, u)), l.bits(l.pick(0xfffff000n, 0xfffffffff8000000n)));
  const e = l.madd(v, l.sub(u, near), l.sub(l.mul(v, l.add(one, near)), one));
  const lower = l.madd(l.add(half, rest), l.sub(l.mul(e, e), e), rest);
  return { high: l.mul(v, half), low: l.mul(v, lower) };
};

interface Tail {
  /** 1 − Φ(u) without its power of two. */
  readonly sum: Pair;
  /** Two halves of the power. */
  readonly powers: readonly [Term, Term];
}

/** e^(−u²/2) m, with the square in two parts: rounding it would cost u² units in the last place. */
const tail = (l: Lanes, u: Term, near: Term, { high, low }: Pair, reduce: typeof reduced): Tail => {
  const rest = l.mul(l.mul(l.number(0.5), l.sub(u, near)), l.add(u, near));
  const { bits, r, curved } = reduce(l, l.mul(l.mul(l.number(-0.5), near), near), 2 * l.bias, rest);
  const p = l.add(r, curved);
  return { sum: { high, low: l.madd(high, p, l.madd(low, p, low)) }, powers: halfPowers(l, bits) };
};

/** Beyond it the tail is 0. */
const end = (l: Lanes): Term => l.number(l.pick(15, 39));

export const normalCdf = (l: Lanes, x: Term): Term => {
  const u = l.atMost(l.abs(x), end(l));
  const near = stepped(l, u);
  const { sum, powers } = tail(l, u, near, mills(l, u, near), reduced);
  const lower = l.mul(l.mul(l.add(sum.high, sum.low), powers[0]), powers[1]);
  return l.where(l.less(x, l.number(0)), lower, l.sub(l.number(1), lower));
};

/** log m(−x) − x²/2 on the left, where both have one sign, and log(1 − tail) on the right. */
export const logNormalCdf = (l: Lanes, x: Term): Term => {
  const [a, one] = [l.abs(x), l.number(1)];
  const left = l.less(x, l.number(0));
  const u = l.atMost(a, l.number(l.pick(1e37, 1e300)));
  const inside = l.atMost(u, end(l));
  const near = stepped(l, inside);
  const ratio = mills(l, u, near);
  const m = l.add(ratio.high, ratio.low);
  // What the sum lost over m, where 1/m is 2.2 (1 + u) to two digits.
  const mLost = l.mul(l.mul(l.add(l.sub(ratio.high, m), ratio.low), l.number(2.2)), l.add(one, u));
  const { sum, powers } = tail(l, inside, near, ratio, reducedExactly);
  const scaled = (part: Term): Term => l.mul(l.mul(part, powers[0]), powers[1]);
  const total = l.add(sum.high, sum.low);
  const upper = scaled(total);
  const complement = l.sub(one, upper);
  const lost = l.sub(l.sub(l.sub(one, complement), upper), scaled(l.add(l.sub(sum.high, total), sum.low)));
  const complementLost = l.mul(lost, l.madd(upper, l.add(upper, one), one));
  const logarithm = logNormal(l, l.where(left, m, complement), l.where(left, mLost, complementLost));
  const square = l.and(left, l.mul(l.mul(l.number(0.5), a), a));
  // A logarithm of what rounds to 1 is −0.
  return l.where(l.equal(x, x), l.or(l.sub(logarithm, square), l.number(-0)), x);
};
