/**
 * The standard normal distribution in float32, to a few units in the last place in both tails and without a table:
 * everything rests on 2 Φ(−a) = t · exp(−a²/2 + P(t)), t = 1 / (1 + a/√8), a ≥ 0, with the polynomial of Press et al.,
 * Numerical Recipes, §6.2 (relative error 1.2e-7 for every a).
 */
import type { Call, Tensor } from "./tensorflow.ts";
import { polynomial } from "./polynomial.ts";
import { expm1, log, log1p } from "./elementary.ts";

const chebyshev = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
] as const;

/** t and P(t) at a ≥ 0. */
const scaled = (call: Call, a: Tensor): { readonly t: Tensor; readonly p: Tensor } => {
  const { tf } = call;
  const t = tf.div(1, tf.add(tf.mul(a, Math.SQRT1_2 / 2), 1));
  return { t, p: polynomial(call, t, chebyshev) };
};

/**
 * Φ(−a) for a ≥ 0. The square is split, a² = h² + (a − h)(a + h) with h² exact, so that its rounding error is not
 * multiplied by its size (as in fdlibm's erfc). Beyond 15 the value is no float32.
 */
const lowerTail = (call: Call, a: Tensor, { t, p }: { readonly t: Tensor; readonly p: Tensor }): Tensor => {
  const { tf } = call;
  const near = tf.minimum(a, 15);
  const h = tf.mul(tf.floor(tf.mul(near, 16)), 1 / 16);
  const rest = tf.mul(tf.mul(tf.sub(near, h), tf.add(near, h)), -0.5);
  return tf.mul(tf.mul(tf.exp(tf.mul(tf.square(h), -0.5)), tf.exp(tf.add(rest, p))), tf.mul(t, 0.5));
};

export const normalCdf = (call: Call, x: Tensor): Tensor => {
  const { tf } = call;
  const a = tf.abs(x);
  const q = lowerTail(call, a, scaled(call, a));
  return tf.where(tf.less(x, 0), q, tf.sub(1, q));
};

export const logNormalCdf = (call: Call, x: Tensor): Tensor => {
  const { tf } = call;
  const a = tf.abs(x);
  const parts = scaled(call, a);
  const left = tf.sub(tf.add(log(call, tf.mul(parts.t, 0.5)), parts.p), tf.mul(tf.square(a), 0.5));
  return tf.where(tf.less(x, 0), left, log1p(call, tf.neg(lowerTail(call, a, parts))));
};

/** log 2 as a short number and its rest: l + log 2 is then exact near l = −log 2. */
const [log2High, log2Low] = [0.693359375, -2.1219444005469058e-4];

/**
 * Φ⁻¹(eˡ) for l ≤ 0. Wichura 1988 (algorithm AS 241, PPND7) as a function of r = √(−log of the smaller tail), up to
 * r = 20; beyond, the asymptotic series of the quantile in m = r².
 */
export const logNormalQuantile = (call: Call, l: Tensor): Tensor => {
  const { tf } = call;
  const q = tf.mul(expm1(call, tf.add(tf.add(l, log2High), log2Low)), 0.5);
  const upper = tf.less(0, q);
  // log of the smaller tail: l itself, or log(1 − eˡ) in the upper half, where it comes from the complement.
  const complement = tf.sub(0.5, q);
  const small = tf.clipByValue(l, -0.5, 0);
  const nearOne = log(call, tf.where(tf.less(-0.5, l), tf.neg(expm1(call, small)), complement));
  const m = tf.maximum(tf.neg(tf.where(upper, nearOne, l)), 0.5);
  const r = tf.sqrt(m);
  const magnitude = tf.where(tf.lessEqual(r, 5), shoulder(call, tf.minimum(r, 5)), tf.where(tf.lessEqual(r, 20), tail(call, tf.clipByValue(r, 5, 20)), far(call, tf.maximum(m, 400))));
  const tails = tf.where(upper, magnitude, tf.neg(magnitude));
  return tf.where(tf.lessEqual(tf.abs(q), 0.425), center(call, tf.clipByValue(q, -0.425, 0.425)), tails);
};

const center = (call: Call, q: Tensor): Tensor => {
  const { tf } = call;
  const s = tf.sub(0.180625, tf.square(q));
  return tf.div(tf.mul(q, polynomial(call, s, [3.3871327179, 50.434271938, 159.2911132, 59.10937472])), polynomial(call, s, [1, 17.895169469, 78.757757664, 67.1875636]));
};

const shoulder = (call: Call, r: Tensor): Tensor => {
  const { tf } = call;
  const s = tf.sub(r, 1.6);
  return tf.div(polynomial(call, s, [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103]), polynomial(call, s, [1, 0.7370016425, 0.12021132975]));
};

const tail = (call: Call, r: Tensor): Tensor => {
  const { tf } = call;
  const s = tf.sub(r, 5);
  return tf.div(polynomial(call, s, [6.657905115, 3.081226386, 0.42868294337, 0.017337203997]), polynomial(call, s, [1, 0.24197894225, 0.012258202635]));
};

/** √2 √(m − c/2 + (c − 2)/(4m) + …), c = log(4πm): relative error 3e-8 from m = 400 on. */
const far = ({ tf }: Call, m: Tensor): Tensor => {
  const c = tf.add(tf.log(tf.minimum(m, 1e38)), Math.log(4 * Math.PI));
  return tf.mul(tf.sqrt(tf.add(tf.sub(m, tf.mul(c, 0.5)), tf.div(tf.mul(tf.sub(c, 2), 0.25), m))), Math.SQRT2);
};
