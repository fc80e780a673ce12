/**
 * Elements named by a computed index. `gather` looks them up in one flat table: the wasm kernel for batched lookups
 * reads out of bounds. An index outside the table, NaN included, is taken to the nearest place rather than to a crash.
 */
import { size, type Expr } from "../../expr/expr.ts";
import type { Lowered } from "./row.ts";
import type { Call, Tensor } from "./tensorflow.ts";

const whole = ({ tf }: Call, index: Tensor, length: number): Tensor => tf.cast(tf.clipByValue(index, 0, length - 1), "int32");

export const gather = (node: Expr<"gather">): Lowered => {
  const [table, index] = node.args as readonly [Expr, Expr];
  const length = table.shape.at(-1)!;
  const own = size(index.shape);
  return (call, [values, at]) => {
    const { tf, count } = call;
    const rows = node.uniform ? own : count * own;
    // Where row r of the table begins; the rows of a uniform table serve every sample.
    const starts = Int32Array.from({ length: rows }, (_, row) => (table.uniform ? row % own : row) * length);
    const flat = tf.reshape(whole(call, at!, length), [index.uniform ? 1 : count, own]);
    const spread = index.uniform && !node.uniform ? tf.add(flat, tf.fill([count, 1], 0, "int32")) : flat;
    const positions = tf.add(tf.reshape(spread, [rows]), tf.tensor(starts, [rows], "int32"));
    const found = tf.gather(tf.reshape(values!, [values!.size]), positions as never);
    return tf.reshape(found, node.uniform ? [...node.shape] : [count, ...node.shape]);
  };
};

export const oneHot = (node: Expr<"oneHot">): Lowered => {
  const length = node.shape.at(-1)!;
  // TensorFlow.js refuses a depth of 1.
  if (length === 1) return ({ tf }, [index]) => tf.reshape(tf.cast(tf.equal(index!, 0), "float32"), [...index!.shape, 1]);
  // In whole numbers: wasm writes such into a tensor of floats, too.
  return ({ tf }, [index]) => tf.cast(tf.oneHot(tf.cast(index!, "int32"), length), "float32");
};
