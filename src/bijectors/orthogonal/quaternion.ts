/**
 * Rotations by quaternions q = (w, x, y, z), written as the matrices of left and right multiplication.
 *
 * R³: v ↦ q v q⁻¹ for one quaternion. R⁴: v ↦ p v q⁻¹ for two. Every rotation of these spaces is reached, each by a
 * quaternion (or pair) and its negative. Any length but zero will do; a zero quaternion is the identity, with a finite
 * gradient. Source: Hamilton 1844; Conway & Smith 2003, On Quaternions and Octonions, ch. 3–4.
 */
import { concat, matmul, neg, slice, stack, take, type Expr } from "../../expr/index.ts";
import { unit } from "./unit.ts";

/** The quaternion of length 1 along q, and 1 for 0. */
const versor = (q: Expr): Expr => unit(q, [1, 0, 0, 0]);

type Signs = readonly (readonly (readonly [sign: 1 | -1, part: number])[])[];

/** v ↦ q v, as rows of signed parts of q. */
const leftSigns: Signs = [
  [[1, 0], [-1, 1], [-1, 2], [-1, 3]],
  [[1, 1], [1, 0], [-1, 3], [1, 2]],
  [[1, 2], [1, 3], [1, 0], [-1, 1]],
  [[1, 3], [-1, 2], [1, 1], [1, 0]],
];

/** v ↦ v q⁻¹ for q of length 1. */
const rightSigns: Signs = [
  [[1, 0], [1, 1], [1, 2], [1, 3]],
  [[-1, 1], [1, 0], [-1, 3], [1, 2]],
  [[-1, 2], [1, 3], [1, 0], [-1, 1]],
  [[-1, 3], [-1, 2], [1, 1], [1, 0]],
];

const matrixOf = (signs: Signs, q: Expr): Expr =>
  stack(signs.map((row) => stack(row.map(([sign, part]) => (sign === 1 ? take(q, part) : neg(take(q, part)))))));

/** Two quaternions [8] → the rotation [4, 4] v ↦ p v q⁻¹. */
export const quaternionPair = (raw: Expr): Expr =>
  matmul(matrixOf(leftSigns, versor(slice(raw, 0, 0, 4))), matrixOf(rightSigns, versor(slice(raw, 0, 4, 4))));

/** A quaternion [4] → the rotation [3, 3] v ↦ q v q⁻¹. */
export const quaternion = (raw: Expr): Expr => {
  const whole = quaternionPair(concat([raw, raw]));
  return slice(slice(whole, 0, 1, 3), 1, 1, 3);
};
