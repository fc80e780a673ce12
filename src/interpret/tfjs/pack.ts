/**
 * Several tensors as one. `customGrad` allows a single output, so the outputs of a program travel as one flat tensor and
 * are cut apart outside, by slices and reshapes, whose derivatives TensorFlow.js has right. A single output stays as it is.
 */
import { size, type Expr, type Shape } from "../../expr/expr.ts";
import type { Call, Tensor } from "./tensorflow.ts";
import { fullShape, stretched } from "./broadcast.ts";

/** The form of one output's tensor: `[...shape]` if uniform, else `[B, ...shape]`. */
export interface Port {
  readonly shape: Shape;
  readonly uniform: boolean;
}

/** One tensor for all; a uniform value is repeated where its port has a row per sample. */
export const join = (call: Call, tensors: readonly Tensor[], values: readonly Expr[], ports: readonly Port[]): Tensor => {
  const { tf } = call;
  const full = tensors.map((tensor, index) => stretched({ ...values[index]!, ...ports[index]! }, values[index]!)(call, tensor));
  return full.length === 1 ? full[0]! : tf.concat(full.map((tensor) => tf.reshape(tensor, [tensor.size])), 0);
};

export const split = (call: Call, packed: Tensor, ports: readonly Port[]): readonly Tensor[] => {
  const { tf, count } = call;
  if (ports.length === 1) return [packed];
  let start = 0;
  return ports.map((port) => {
    const shape = fullShape(port, count);
    const length = size(shape);
    const part = tf.reshape(tf.slice(packed, [start], [length]), shape);
    start += length;
    return part;
  });
};
