/**
 * log x and log(1 + x). With x = 2ᵏ(1 + f) and √½ < 1 + f < √2, log(1 + f) = f − s(f − R(s²)), where
 * s = f/(2 + f) and R(z) = 2/3 z + 2/5 z² + … comes from 2 artanh s. The sum begins with f itself, so that small results
 * keep their relative precision (as in FreeBSD's e_log.c).
 */
import { ln2, type Pair } from "./exp.ts";
import { polynomial, withSign, type Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";

/** R(z)/z on |s| ≤ 0.172: the least largest error of log(1 + f). */
const coefficients = {
  float32: [0.6666677594184875, 0.39977583289146423, 0.2987079620361328],
  float64: [
    0.6666666666666734, 0.3999999999941672, 0.2857142874200457, 0.22222198607743968, 0.18183562705704107, 0.15314088623231642,
    0.14795595372694864,
  ],
};

/** The bits of √½. */
const rootHalf = { float32: 0x3f3504f3n, float64: 0x3fe6a09e667f3bcdn };

/** log u + correction for a positive normal u; `offset` is subtracted from the exponent. */
export const logNormal = (l: Lanes, u: Term, correction?: Term, offset?: Term): Term => {
  const { k, f } = parted(l, u, offset);
  return summed(l, k, f, correction);
};

/** log u as an unrounded sum, for a positive normal u. */
export const logPair = (l: Lanes, u: Term, offset?: Term): Pair => {
  const { k, f } = parted(l, u, offset);
  const [whole, rest] = [l.mul(k, ln2(l).high), fraction(l, k, f)];
  const high = l.add(whole, rest);
  return { high, low: l.add(l.sub(whole, high), rest) };
};

/** u = 2ᵏ(1 + f): the difference of the bits from those of √½ has k above and f below. */
const parted = (l: Lanes, u: Term, offset?: Term): { readonly k: Term; readonly f: Term } => {
  const width = BigInt(l.mantissa);
  const root = rootHalf[l.precision];
  const shifted = l.bitSub(u, l.bits(root - (BigInt(l.bias) << width)));
  const exponent = l.sub(l.or(l.shiftRight(shifted, l.mantissa), l.number(2 ** l.mantissa)), l.number(2 ** l.mantissa + l.bias));
  return {
    k: offset === undefined ? exponent : l.sub(exponent, offset),
    f: l.sub(l.bitAdd(l.and(shifted, l.bits((1n << width) - 1n)), l.bits(root)), l.number(1)),
  };
};

/** k ln 2 + log(1 + f) + correction, the smallest parts first. */
const summed = (l: Lanes, k: Term, f: Term, correction?: Term): Term => l.madd(k, ln2(l).high, fraction(l, k, f, correction));

/** log(1 + f) + correction and the small part of k ln 2. */
const fraction = (l: Lanes, k: Term, f: Term, correction?: Term): Term => {
  const s = l.div(f, l.add(l.number(2), f));
  const z = l.mul(s, s);
  const low = l.mul(k, ln2(l).low);
  const curved = l.mul(s, l.nmadd(z, polynomial(l, z, coefficients[l.precision]), f));
  return l.sub(f, l.sub(curved, correction === undefined ? low : l.add(low, correction)));
};

/** `value` where 0 < u < ∞, and the limits elsewhere; `value` is finite at 0. */
const guarded = (l: Lanes, u: Term, value: Term): Term => {
  const [zero, infinity] = [l.number(0), l.number(Infinity)];
  const above = l.where(l.less(u, infinity), value, u);
  // All bits set is NaN.
  return l.sub(l.or(above, l.less(u, zero)), l.and(l.equal(u, zero), infinity));
};

export const log = (l: Lanes, x: Term): Term => {
  const small = l.less(x, l.number(l.pick(2 ** -126, 2 ** -1022)));
  const shift = l.pick(24, 54);
  const normal = l.where(small, l.mul(x, l.number(2 ** shift)), x);
  return guarded(l, x, logNormal(l, normal, undefined, l.and(small, l.number(shift))));
};

/**
 * log(1 + x + low) for 0 ≤ x ≤ 1: the exponent is 0 or 1, and c/(1 + x) needs few digits, (1 − f + f²)c/2ᵏ, because
 * either c or f is small.
 */
export const log1pUnit = (l: Lanes, x: Term, low: Term): Term => {
  const [one, half] = [l.number(1), l.number(0.5)];
  const u = l.add(one, x);
  const lost = l.add(l.sub(x, l.sub(u, one)), low);
  const big = l.less(l.number(Math.SQRT2), u);
  const scale = l.where(big, half, one);
  const f = l.sub(l.mul(u, scale), one);
  return summed(l, l.and(big, one), f, l.mul(l.mul(lost, scale), l.madd(f, l.sub(f, one), one)));
};

/** log(1 + x + low): what 1 + x loses by rounding comes back as a correction c/(1 + x). */
export const log1p = (l: Lanes, x: Term, low?: Term): Term => {
  const one = l.number(1);
  const u = l.add(one, x);
  const part = l.sub(u, one);
  const lost = l.add(l.sub(one, l.sub(u, part)), l.sub(x, part));
  // At u = 0 the correction is to be finite.
  const correction = l.div(low === undefined ? lost : l.add(lost, low), l.atLeast(u, l.number(2 ** -(l.mantissa + 2))));
  // The sum would lose the sign of −0.
  return withSign(l, guarded(l, u, logNormal(l, u, correction)), x);
};
