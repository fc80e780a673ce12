/**
 * Trigonometry for graphics processors, whose own sine is off by 2e-4 and whose arcs may be as bad. The other backends
 * have good ones.
 */
import type { Call, Tensor } from "./tensorflow.ts";
import { polynomial } from "./polynomial.ts";

/** π in three parts (Cody & Waite 1980): a whole number below 2¹³ times the first two is exact in float32. */
const piParts = [3.140625, 0.0009670257568359375, 6.278329571784980e-7] as const;

/** sin r for |r| ≤ π/2: minimax for sin(r) / r in r², relative error 2e-11. */
const sineNear = (call: Call, r: Tensor): Tensor =>
  call.tf.mul(r, polynomial(call, call.tf.square(r), [1, -0.1666666716337204, 0.008333330973982811, -0.0001984083210118115, 2.7523965400177985e-6, -2.3868228282708515e-8]));

/** x − k π, for whole or half k. */
const lessHalfTurns = ({ tf }: Call, x: Tensor, k: Tensor): Tensor =>
  piParts.reduce<Tensor>((rest, part) => tf.sub(rest, tf.mul(k, part)), x);

/** (−1)ᵏ for whole k. */
const alternate = ({ tf }: Call, k: Tensor): Tensor => {
  const half = tf.mul(k, 0.5);
  return tf.sub(1, tf.mul(tf.sub(half, tf.floor(half)), 4));
};

export const sin = (call: Call, x: Tensor): Tensor => {
  const { tf, backend } = call;
  if (backend.precise) return tf.sin(x);
  const k = tf.floor(tf.add(tf.mul(x, 1 / Math.PI), 0.5));
  return tf.mul(alternate(call, k), sineNear(call, lessHalfTurns(call, x, k)));
};

export const cos = (call: Call, x: Tensor): Tensor => {
  const { tf, backend } = call;
  if (backend.precise) return tf.cos(x);
  // cos x = −(−1)ᵏ sin(x − (k + ½) π).
  const k = tf.floor(tf.mul(x, 1 / Math.PI));
  return tf.neg(tf.mul(alternate(call, k), sineNear(call, lessHalfTurns(call, x, tf.add(k, 0.5)))));
};

export const tan = (call: Call, x: Tensor): Tensor =>
  call.backend.precise ? call.tf.tan(x) : call.tf.div(sin(call, x), cos(call, x));

export const atan2 = (call: Call, y: Tensor, x: Tensor): Tensor => {
  const { tf, backend } = call;
  if (backend.precise) return tf.atan2(y, x);
  const [a, b] = [tf.abs(y), tf.abs(x)];
  const ratio = tf.div(tf.minimum(a, b), tf.maximum(tf.maximum(a, b), 1e-37));
  // Minimax for atan(s) / s in s² on [0, 1], relative error 2e-9.
  const near = tf.mul(ratio, polynomial(call, tf.square(ratio), [
    1, -0.3333328366279602, 0.1999826580286026, -0.142619326710701, 0.1094203069806099, -0.0837731584906578,
    0.05755210295319557, -0.030804596841335297, 0.010726943612098694, -0.0017539301188662648,
  ]));
  const steep = tf.where(tf.less(b, a), tf.sub(Math.PI / 2, near), near);
  const wide = tf.where(tf.less(x, 0), tf.sub(Math.PI, steep), steep);
  return tf.where(tf.less(y, 0), tf.neg(wide), wide);
};

export const atan = (call: Call, x: Tensor): Tensor =>
  call.backend.precise ? call.tf.atan(x) : atan2(call, x, call.tf.ones(x.shape));

/** √(1 − x²) without cancellation near ±1. */
const cosineOfArc = ({ tf }: Call, x: Tensor): Tensor => tf.sqrt(tf.mul(tf.sub(1, x), tf.add(x, 1)));

export const asin = (call: Call, x: Tensor): Tensor =>
  call.backend.precise ? call.tf.asin(x) : atan2(call, x, cosineOfArc(call, x));

export const acos = (call: Call, x: Tensor): Tensor =>
  call.backend.precise ? call.tf.acos(x) : atan2(call, cosineOfArc(call, x), x);
