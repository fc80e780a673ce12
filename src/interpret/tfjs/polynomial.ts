/** Polynomials by Horner's rule, one tensor operation per step. */
import type { Call, Tensor } from "./tensorflow.ts";

/** c₀ + c₁ x + c₂ x² + …, lowest coefficient first. */
export const polynomial = ({ tf }: Call, x: Tensor, coefficients: readonly number[]): Tensor => {
  const last = coefficients.length - 1;
  let sum: Tensor = tf.mul(x, coefficients[last]!);
  for (let degree = last - 1; degree > 0; degree--) sum = tf.mul(tf.add(sum, coefficients[degree]!), x);
  return tf.add(sum, coefficients[0]!);
};
