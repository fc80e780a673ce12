/**
 * asin, acos, atan and atan2. All end in an odd polynomial on a short interval: arcsine below ½ (above it,
 * asin x = π/2 − 2 asin √((1 − x)/2)), arctangent below ½ (above it, atan t = π/4 + atan((a − b)/(a + b)), t = a/b, where
 * a − b is exact), with one division.
 */
import { polynomial, withSign, type Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";

/** (asin s − s)/s³ in z = s² ≤ ¼. */
const arcsineCoefficients = {
  float32: [0.1666666633654049, 0.07500094761172901, 0.04459931916287114, 0.031101727829067168, 0.017143716819253568, 0.03370072632136513],
  float64: [
    0.16666666666666669, 0.07499999999998425, 0.04464285714637338, 0.030381944137085216, 0.022372173002005596,
    0.017352391265909227, 0.013971235301124539, 0.011478952690257387, 0.010324318288744113, 0.00545087818772055,
    0.017419357964884856, -0.014881409392818066, 0.02877844261259304,
  ],
};
/** (atan t − t)/t³ in z = t² ≤ ¼. */
const arctangentCoefficients = {
  float32: [
    -0.33333333311970625, 0.19999991610206633, -0.1428517132009834, 0.11097781802754113, -0.08932305485407246,
    0.06690709717164335, -0.032731865651228056,
  ],
  float64: [
    -0.3333333333333333, 0.19999999999999998, -0.14285714285713724, 0.1111111111104472, -0.09090909086783631,
    0.07692307537528649, -0.0666666286454037, 0.0588228863750204, -0.052623852090412045, 0.04755185375489197,
    -0.04305190575886295, 0.0380277602987121, -0.030448468821249745, 0.0188541668861638, -0.006386700257031096,
  ],
};

/** π/4 in two parts; small multiples of the first are exact. */
const quarter = (l: Lanes): readonly [number, number] =>
  l.pick([0.785398006439209, 1.5695823932524066e-7] as const, [0.7853981633974483, 3.061616997868383e-17] as const);

interface Arcsine {
  readonly big: Term;
  readonly root: Term;
  /** asin root − root. */
  readonly rest: Term;
}

const arcsine = (l: Lanes, x: Term): Arcsine => {
  const a = l.abs(x);
  const big = l.less(l.number(0.5), a);
  const z = l.where(big, l.mul(l.number(0.5), l.sub(l.number(1), a)), l.mul(x, x));
  const exact = l.sqrt(z);
  const root = l.where(big, exact, a);
  return { big, root, rest: l.add(l.mul(l.mul(root, z), polynomial(l, z, arcsineCoefficients[l.precision])), l.and(big, lost(l, z, exact))) };
};

/** √z − s for s = √z rounded: (z − s²)/2s, with s² exact in halves of s. */
const lost = (l: Lanes, z: Term, s: Term): Term => {
  const high = l.and(s, l.bits(l.pick(0xfffff000n, 0xfffffffff8000000n)));
  const low = l.sub(s, high);
  const difference = l.sub(l.sub(l.sub(z, l.mul(high, high)), l.mul(l.mul(l.number(2), high), low)), l.mul(low, low));
  return l.div(difference, l.madd(l.number(2), s, l.number(l.pick(1e-30, 1e-290))));
};

export const asin = (l: Lanes, x: Term): Term => {
  const { big, root, rest } = arcsine(l, x);
  const [high, low] = quarter(l);
  const small = l.add(root, rest);
  const twice = l.number(2);
  // π/2 − 2 root comes first: it is the larger part, and its error is known.
  const start = l.sub(l.number(2 * high), l.mul(twice, root));
  const error = l.sub(l.sub(l.number(2 * high), start), l.mul(twice, root));
  const large = l.add(start, l.add(error, l.sub(l.number(2 * low), l.mul(twice, rest))));
  return withSign(l, l.where(big, large, small), x);
};

export const acos = (l: Lanes, x: Term): Term => {
  const { big, root, rest } = arcsine(l, x);
  const [high, low] = quarter(l);
  const negative = l.less(x, l.number(0));
  // acos x = π/2 − asin x in the middle, 2 asin √((1 − x)/2) above, π less that below.
  const twice = l.where(big, l.number(2), l.number(1));
  const away = l.where(big, l.and(negative, l.number(4 * high)), l.number(2 * high));
  const awayLow = l.where(big, l.and(negative, l.number(4 * low)), l.number(2 * low));
  const minus = l.without(l.number(-0), l.xor(big, negative));
  const first = l.xor(l.mul(twice, root), minus);
  const sum = l.add(away, first);
  const part = l.sub(sum, away);
  const error = l.add(l.sub(away, l.sub(sum, part)), l.sub(first, part));
  return l.add(sum, l.add(l.add(error, awayLow), l.xor(l.mul(twice, rest), minus)));
};

export const atan2 = (l: Lanes, y: Term, x: Term): Term => {
  const [zero, one] = [l.number(0), l.number(1)];
  const [ay, ax] = [l.abs(y), l.abs(x)];
  const steep = l.less(ax, ay);
  const huge = l.less(l.number(l.pick(2 ** 120, 2 ** 1000)), l.where(steep, ay, ax));
  const scale = l.where(huge, l.number(0.25), one);
  const [a, b] = [l.mul(l.where(steep, ax, ay), scale), l.mul(l.where(steep, ay, ax), scale)];
  const same = l.equal(a, b);
  const big = l.or(l.less(l.mul(b, l.number(0.5)), a), l.and(same, l.less(zero, a)));
  const over = l.where(same, zero, l.where(big, l.sub(a, b), a));
  const t = l.div(over, l.where(same, one, l.where(big, l.add(a, b), b)));
  const z = l.mul(t, t);
  const angle = l.madd(l.mul(t, z), polynomial(l, z, arctangentCoefficients[l.precision]), t);
  // The result is m π/4 ± angle; each reflection swaps the sign and reflects m.
  const left = l.bitSub(l.bits(0n), l.shiftRight(x, l.pick(31, 63)));
  const first = l.and(big, one);
  const second = l.where(steep, l.sub(l.number(2), first), first);
  const multiple = l.where(left, l.sub(l.number(4), second), second);
  const [high, low] = quarter(l);
  const signed = l.xor(angle, l.and(l.xor(steep, left), l.number(-0)));
  return withSign(l, l.abs(l.madd(multiple, l.number(high), l.madd(multiple, l.number(low), signed))), y);
};

export const atan = (l: Lanes, x: Term): Term => atan2(l, x, l.number(1));
