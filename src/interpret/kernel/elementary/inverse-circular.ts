/**
 * asin, acos, atan and atan2. All end in an odd polynomial on a short interval: arcsine below ½ (above it,
 * asin x = π/2 − 2 asin √((1 − x)/2)), arctangent below ½ (above it, atan t = π/4 + atan((a − b)/(a + b)), t = a/b, where
 * a − b is exact), with one division.
 */
import { polynomial, withSign, type Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";

/** (asin s − s)/s³ in z = s² ≤ ¼. */
const arcsineCoefficients = {
  float32: [0.16666752099990845, 0.074953094124794, 0.04546916112303734, 0.024184657260775566, 0.04215862229466438],
  float64: [
    0.16666666666665408, 0.07500000000337145, 0.04464285682821327, 0.030381959141951433, 0.022371757925805567,
    0.017359706712954427, 0.013885215570675413, 0.012169346190839236, 0.006527377133668666, 0.01952994513443143,
    -0.0162269547711167, 0.03191416590204556,
  ],
};
/** (atan t − t)/t³ in z = t² ≤ ¼. */
const arctangentCoefficients = {
  float32: [-0.3333323299884796, 0.19994176924228668, -0.1417442411184311, 0.10157275199890137, -0.05128162354230881],
  float64: [
    -0.3333333333333298, 0.19999999999903104, -0.14285714276384956, 0.11111110659581443, -0.09090896243055216,
    0.0769207388236227, -0.06663810277047076, 0.058582964439444773, -0.051219941802277354, 0.0418647029222993,
    -0.027434383924079986, 0.010116440095463825,
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
