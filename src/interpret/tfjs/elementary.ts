/**
 * exp, log and their kin in float32, right near zero and in both tails on every backend. Where a backend's own function
 * is good it is used; graphics processors get forms that need no accuracy of `log` near 1 or of `exp` near 0, because
 * GLSL promises neither.
 */
import type { Call, Tensor } from "./tensorflow.ts";
import { polynomial } from "./polynomial.ts";

/** The largest float32, to keep ∞ − ∞ out of compensations. */
const largest = 3.4e38;

/** On graphics processors the logarithm of 0 is some number near −88. */
export const log = ({ tf, backend }: Call, x: Tensor): Tensor =>
  backend.precise ? tf.log(x) : tf.where(tf.equal(x, 0), -Infinity, tf.log(x));

export const log1p = (call: Call, x: Tensor): Tensor => {
  const { tf, backend } = call;
  if (backend.log1p) return tf.log1p(x);
  const u = tf.add(x, 1);
  if (backend.precise) {
    // log u, plus what rounding took from x on the way to u = 1 + x.
    const lost = tf.sub(tf.minimum(x, largest), tf.sub(tf.minimum(u, largest), 1));
    return tf.add(tf.log(u), tf.div(lost, tf.maximum(u, 1e-30)));
  }
  // Near 0: log(1 + x) = 2 artanh(s), s = x / (2 + x), |s| ≤ 1/7 (minimax in s², relative error 2e-10).
  const near = tf.clipByValue(x, -0.25, 0.25);
  const s = tf.div(near, tf.add(near, 2));
  const artanh = tf.mul(s, polynomial(call, tf.square(s), [1, 0.3333335816860199, 0.19994021952152252, 0.1475035697221756]));
  return tf.where(tf.equal(x, near), tf.mul(artanh, 2), log(call, u));
};

export const expm1 = (call: Call, x: Tensor): Tensor => {
  const { tf, backend } = call;
  if (backend.precise) return tf.expm1(x);
  // Near 0: minimax for (eˣ − 1) / x, relative error 3e-10.
  const near = tf.clipByValue(x, -0.35, 0.35);
  const quotient = polynomial(call, near, [1, 0.5, 0.1666666716337204, 0.041666340082883835, 0.008333265781402588, 0.001394215039908886, 0.00019917356257792562]);
  return tf.where(tf.equal(x, near), tf.mul(near, quotient), tf.sub(tf.exp(x), 1));
};

export const tanh = (call: Call, x: Tensor): Tensor => {
  const { tf, backend } = call;
  if (backend.precise) return tf.tanh(x);
  const e = expm1(call, tf.mul(tf.abs(x), -2));
  return tf.mul(sign(call, x), tf.div(tf.neg(e), tf.add(e, 2)));
};

export const sinh = (call: Call, x: Tensor): Tensor => {
  const { tf } = call;
  // Near 0: minimax for sinh(x) / x in x², relative error 5e-11.
  const near = tf.clipByValue(x, -1, 1);
  const quotient = polynomial(call, tf.square(near), [1, 0.1666666567325592, 0.008333353325724602, 0.00019835709827020764, 2.819039309542859e-6]);
  const e = tf.mul(tf.exp(tf.abs(x)), 0.5);
  const far = tf.mul(sign(call, x), tf.sub(e, tf.div(0.25, e)));
  return tf.where(tf.equal(x, near), tf.mul(near, quotient), far);
};

export const cosh = ({ tf }: Call, x: Tensor): Tensor => {
  const e = tf.mul(tf.exp(tf.abs(x)), 0.5);
  return tf.add(e, tf.div(0.25, e));
};

export const asinh = (call: Call, x: Tensor): Tensor => {
  const { tf } = call;
  // |x| + x² / (1 + √(1 + x²)) = e^asinh|x| − 1; beyond 1e9 the quotient x / (1 + √…) is 1, and half of that does not overflow.
  const a = tf.abs(x);
  const capped = tf.minimum(a, 1e9);
  const quotient = tf.div(capped, tf.add(tf.sqrt(tf.add(tf.square(capped), 1)), 1));
  const isLarge = tf.cast(tf.less(1e9, a), "float32");
  const part = tf.mul(a, tf.sub(1, tf.mul(isLarge, 0.5)));
  return tf.mul(sign(call, x), tf.add(log1p(call, tf.add(part, tf.mul(part, quotient))), tf.mul(isLarge, Math.LN2)));
};

/** log(1 + eˣ). */
export const softplus = (call: Call, x: Tensor): Tensor => {
  const { tf } = call;
  return tf.add(tf.maximum(x, 0), log1p(call, tf.exp(tf.neg(tf.abs(x)))));
};

/** log Σ eˣ along an axis; infinite where the largest is. */
export const logSumExp = (call: Call, x: Tensor, axis: number): Tensor => {
  const { tf } = call;
  const top = tf.clipByValue(tf.max(x, axis, true), -largest, largest);
  const sum = tf.sum(tf.exp(tf.sub(x, top)), axis);
  return tf.add(log(call, sum), tf.reshape(top, sum.shape));
};

/** −1 below 0, else 1: sign(0) = 1. (The `sign` of wasm is 0 within 1e-7 of 0.) */
export const sign = ({ tf }: Call, x: Tensor): Tensor => tf.sub(1, tf.mul(tf.step(tf.neg(x)), 2));
