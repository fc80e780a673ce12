/**
 * Products of matrices, and sums over samples. Uniform weights times per-sample vectors are one matrix product over the
 * batch; so is the sum over samples of per-sample outer products, which are never laid out.
 *
 * Sums over samples run in chunks: wasm and graphics processors add up in plain float32, and a sum of 10⁶ equal numbers
 * in one go is off by one per cent.
 */
import { is, size, type Expr } from "../../expr/expr.ts";
import type { Call, Tensor } from "./tensorflow.ts";
import { operand } from "./broadcast.ts";
import type { Lowered } from "./row.ts";

const chunk = 512;

export const matmul = (node: Expr): Lowered => {
  const [a, b] = node.args as readonly [Expr, Expr];
  const [m, n] = node.shape as readonly [number, number];
  const k = a.shape[1]!;
  // One term per element: an outer product, or a scaling.
  if (k === 1) {
    const [left, right] = [operand(node, a, true), operand(node, b, true)];
    return (call, [x, y]) => call.tf.mul(left(call, x!), right(call, y!));
  }
  if (node.uniform) return (call, [x, y]) => product(call, x!, y!);
  if (b.uniform) {
    return (call, [x, y]) => call.tf.reshape(product(call, call.tf.reshape(x!, [call.count * m, k]), y!), [call.count, m, n]);
  }
  if (a.uniform) {
    return (call, [x, y]) => {
      const { tf, count } = call;
      const columns = tf.reshape(n === 1 ? y! : tf.transpose(y!, [0, 2, 1]), [count * n, k]);
      const rows = product(call, columns, tf.transpose(x!));
      return n === 1 ? tf.reshape(rows, [count, m, 1]) : tf.transpose(tf.reshape(rows, [count, n, m]), [0, 2, 1]);
    };
  }
  if (m === 1 && n === 1) {
    return ({ tf, count }, [x, y]) => tf.reshape(tf.sum(tf.mul(tf.reshape(x!, [count, k]), tf.reshape(y!, [count, k])), 1), [count, 1, 1]);
  }
  return ({ tf }, [x, y]) => tf.matMul(x!, y!);
};

/**
 * The product of two matrices. The wasm backend keeps the right factor it has seen under the name of its data, whatever
 * its shape: after a product with [4, 1], one with the same numbers as [1, 4] is wrong. It gets a copy.
 */
const product = ({ tf, backend }: Call, a: Tensor, b: Tensor): Tensor => tf.matMul(a, backend.plainProducts ? tf.add(b, 0) : b);

/** What a sum over samples is computed from: a product's own factors, where its argument is one. */
export const summands = (node: Expr<"batchSum">): readonly Expr[] => {
  const argument = node.args[0]!;
  return is(argument, "matmul") && !argument.uniform ? argument.args : [argument];
};

export const batchSum = (node: Expr<"batchSum">): Lowered => {
  const argument = node.args[0]!;
  if (argument.uniform) return ({ tf, count }, [x]) => tf.mul(x!, count);
  const shape = [...node.shape];
  if (!is(argument, "matmul")) {
    return (call, [x]) => call.tf.reshape(sumRows(call, call.tf.reshape(x!, [call.count, size(shape)])), shape);
  }
  const [a, b] = argument.args as readonly [Expr, Expr];
  const [k, n] = b.shape as readonly [number, number];
  const m = a.shape[0]!;
  // Linear in the factor that varies.
  if (a.uniform) return (call, [x, y]) => product(call, x!, total(call, y!, [k, n]));
  if (b.uniform) return (call, [x, y]) => product(call, total(call, x!, [m, k]), y!);
  return (call, [x, y]) => {
    const { tf, count } = call;
    const left = k === 1 ? x! : tf.transpose(x!, [0, 2, 1]);
    return sumProducts(call, tf.reshape(left, [count * k, m]), tf.reshape(y!, [count * k, n]));
  };
};

const total = (call: Call, x: Tensor, [m, n]: readonly [number, number]): Tensor =>
  call.tf.reshape(sumRows(call, call.tf.reshape(x, [call.count, m * n])), [m, n]);

/** Σ over the rows of [rows, width] → [width]. */
const sumRows = (call: Call, x: Tensor): Tensor => {
  const { tf } = call;
  const [rows, width] = x.shape as [number, number];
  if (width === 0) return tf.fill([0], 0);
  const ones = tf.ones([rows, 1]);
  return tf.reshape(sumProducts(call, ones, x), [width]);
};

/** Aᵀ B for [rows, m] and [rows, n], chunk by chunk. The wasm backend leaves a product without terms unwritten. */
const sumProducts = (call: Call, a: Tensor, b: Tensor): Tensor => {
  const { tf, backend } = call;
  const [rows, m] = a.shape as [number, number];
  const n = b.shape[1]!;
  if (rows === 0) return tf.fill([m, n], 0);
  if (rows <= chunk) return backend.plainProducts ? product(call, tf.transpose(a), b) : tf.matMul(a, b, true);
  const chunks = Math.floor(rows / chunk);
  const whole = chunks * chunk;
  const part = (x: Tensor, start: number, length: number): Tensor => tf.slice(x, [start, 0], [length, x.shape[1]!]);
  const partial = (start: number, length: number): Tensor => tf.reshape(sumProducts(call, part(a, start, length), part(b, start, length)), [1, m * n]);
  const inChunks = (x: Tensor): Tensor => tf.reshape(part(x, 0, whole), [chunks, chunk, x.shape[1]!]);
  const sums = backend.plainProducts
    ? Array.from({ length: chunks }, (_, each) => partial(each * chunk, chunk))
    : [tf.reshape(tf.matMul(inChunks(a), inChunks(b), true), [chunks, m * n])];
  const rest = whole < rows ? [partial(whole, rows - whole)] : [];
  return tf.reshape(sumRows(call, tf.concat([...sums, ...rest], 0)), [m, n]);
};
