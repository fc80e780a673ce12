/**
 * log x and log(1 + x). With x = 2ᵏ(1 + f) and √½ < 1 + f < √2, log(1 + f) = f − f²/2 + s(f²/2 + R(s²)), where
 * s = f/(2 + f) and R(z) = 2/3 z + 2/5 z² + … comes from 2 artanh s. The sum begins with f itself, so that small results
 * keep their relative precision (as in FreeBSD's e_log.c; the coefficients are Chebyshev interpolants).
 */
import { ln2 } from "./exp.ts";
import { polynomial, type Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";

const coefficients = {
  float32: [0.6666666655404201, 0.4000012221181065, 0.28550778633191964, 0.23331614471843498],
  float64: [
    0.6666666666666666, 0.40000000000000885, 0.28571428570799784, 0.22222222392581045, 0.18181795547521137,
    0.15386244737621665, 0.13268638369266825, 0.13088034850927555,
  ],
};

const rootHalf = (l: Lanes): Term => l.bits(l.pick(0x3f3504f3n, 0x3fe6a09e667f3bcdn));

/** log u + correction for a positive normal u; `offset` is subtracted from the exponent. */
export const logNormal = (l: Lanes, u: Term, correction?: Term, offset?: Term): Term => {
  const width = BigInt(l.mantissa);
  const shifted = l.bitAdd(l.bitSub(u, rootHalf(l)), l.bits(BigInt(l.bias) << width));
  const magic = l.number(2 ** l.mantissa);
  const exponent = l.sub(l.or(l.shiftRight(shifted, l.mantissa), magic), l.number(2 ** l.mantissa + l.bias));
  const k = offset === undefined ? exponent : l.sub(exponent, offset);
  const f = l.sub(l.bitAdd(l.and(shifted, l.bits((1n << width) - 1n)), rootHalf(l)), l.number(1));
  return summed(l, k, f, correction);
};

/** k ln 2 + log(1 + f) + correction, the smallest parts first. */
const summed = (l: Lanes, k: Term, f: Term, correction?: Term): Term => {
  const s = l.div(f, l.add(l.number(2), f));
  const z = l.mul(s, s);
  const half = l.mul(l.number(0.5), l.mul(f, f));
  const low = l.mul(k, ln2(l).low);
  const rest = l.madd(s, l.madd(z, polynomial(l, z, coefficients[l.precision]), half), correction === undefined ? low : l.add(low, correction));
  return l.add(l.mul(k, ln2(l).high), l.sub(f, l.sub(half, rest)));
};

/** `value` where 0 < u < ∞, and the limits elsewhere. */
const guarded = (l: Lanes, u: Term, value: Term): Term => {
  const [zero, infinity] = [l.number(0), l.number(Infinity)];
  const limit = l.where(l.equal(u, zero), l.number(-Infinity), l.where(l.less(u, zero), l.number(NaN), u));
  return l.where(l.and(l.less(zero, u), l.less(u, infinity)), value, limit);
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
  const correction = l.div(low === undefined ? lost : l.add(lost, low), u);
  const tiny = l.less(l.abs(x), l.number(2 ** -(l.mantissa + 2)));
  return l.where(tiny, x, guarded(l, u, logNormal(l, u, correction)));
};
