/**
 * How every operation becomes operations of the caller's `tf`: one row per operation. A row looks at the node once and
 * returns a function of tensors that makes a NEW tensor, [B, ...shape] for a per-sample node and [...shape] for a
 * uniform one. Comparisons make tensors of truth values; `schedule.ts` turns them into numbers where numbers are wanted.
 */
import { size, type BinaryOp, type Expr, type Op, type UnaryOp } from "../../expr/expr.ts";
import type { Call, Tensor } from "./tensorflow.ts";
import * as angles from "./angles.ts";
import * as elementary from "./elementary.ts";
import * as normal from "./normal.ts";
import { aligned, fullShape, operand, stretched } from "./broadcast.ts";
import { batchSum, matmul } from "./contract.ts";
import { gather, oneHot } from "./lookup.ts";
import { root } from "./root.ts";
import { scan } from "./scan.ts";
import type { Row } from "./row.ts";

type Unary = (call: Call, x: Tensor) => Tensor;
type Binary = (call: Call, a: Tensor, b: Tensor) => Tensor;

const unary: { readonly [O in UnaryOp]: Unary } = {
  neg: ({ tf }, x) => tf.neg(x),
  abs: ({ tf }, x) => tf.abs(x),
  sign: elementary.sign,
  floor: ({ tf }, x) => tf.floor(x),
  sqrt: ({ tf }, x) => tf.sqrt(x),
  exp: ({ tf }, x) => tf.exp(x),
  log: elementary.log,
  log1p: elementary.log1p,
  expm1: elementary.expm1,
  sin: angles.sin,
  cos: angles.cos,
  tan: angles.tan,
  asin: angles.asin,
  acos: angles.acos,
  atan: angles.atan,
  sinh: elementary.sinh,
  cosh: elementary.cosh,
  tanh: elementary.tanh,
  asinh: elementary.asinh,
  sigmoid: ({ tf }, x) => tf.sigmoid(x),
  softplus: elementary.softplus,
  logSigmoid: (call, x) => call.tf.neg(elementary.softplus(call, call.tf.neg(x))),
  normalCdf: normal.normalCdf,
  logNormalCdf: normal.logNormalCdf,
  logNormalQuantile: normal.logNormalQuantile,
};

const binary: { readonly [O in BinaryOp]: Binary } = {
  add: ({ tf }, a, b) => tf.add(a, b),
  sub: ({ tf }, a, b) => tf.sub(a, b),
  mul: ({ tf }, a, b) => tf.mul(a, b),
  div: ({ tf }, a, b) => tf.div(a, b),
  minimum: ({ tf }, a, b) => tf.minimum(a, b),
  maximum: ({ tf }, a, b) => tf.maximum(a, b),
  atan2: angles.atan2,
  less: ({ tf }, a, b) => tf.less(a, b),
  lessEqual: ({ tf }, a, b) => tf.lessEqual(a, b),
  equal: ({ tf }, a, b) => tf.equal(a, b),
};

const arithmetic: ReadonlySet<Op> = new Set<Op>(["add", "sub", "mul", "div"]);

const unaryRow = (meaning: Unary): Row => () => (call, [x]) => meaning(call, x!);

const binaryRow = (meaning: Binary): Row => (node) => {
  const [left, right] = node.args.map((argument) => operand(node, argument, arithmetic.has(node.op)));
  return (call, [a, b]) => meaning(call, left!(call, a!), right!(call, b!));
};

const rowsOf = <O extends Op, M>(meanings: { readonly [K in O]: M }, row: (meaning: M) => Row): { readonly [K in O]: Row } =>
  Object.fromEntries(Object.entries<M>(meanings).map(([op, meaning]) => [op, row(meaning)])) as unknown as { [K in O]: Row };

/** The axis of a node's tensor that is `axis` of its shape. */
const at = (node: Expr, axis: number): number => (node.uniform ? axis : axis + 1);

const given: Row = (node) => () => {
  throw new RangeError(`The variable ${JSON.stringify(node.attributes)} has no value.`);
};

export const lowering: { readonly [O in Op]: Row<O> } = {
  ...rowsOf(unary, unaryRow),
  ...rowsOf(binary, binaryRow),
  variable: given,
  constant: (node) => {
    const values = Float32Array.from(node.attributes.values);
    const shape = [...node.shape];
    return ({ tf }) => tf.tensor(values, shape, "float32");
  },
  stopGradient: () => ({ tf }, [x]) => tf.reshape(x!, x!.shape),
  where: (node) => {
    const [condition, yes, no] = node.args.map((argument) => stretched(node, argument));
    return (call, [c, a, b]) => {
      const { tf } = call;
      const chosen = condition!(call, c!);
      return tf.where(chosen.dtype === "bool" ? chosen : tf.notEqual(chosen, 0), yes!(call, a!), no!(call, b!));
    };
  },
  sum: (node) => ({ tf }, [x]) => tf.sum(x!, at(node, node.attributes.axis)),
  max: (node) => ({ tf }, [x]) => tf.max(x!, at(node, node.attributes.axis)),
  logSumExp: (node) => (call, [x]) => elementary.logSumExp(call, x!, at(node, node.attributes.axis)),
  cumsum: (node) => ({ tf }, [x]) => tf.cumsum(x!, at(node, node.attributes.axis), false, node.attributes.reverse),
  reshape: (node) => ({ tf, count }, [x]) => tf.reshape(x!, fullShape(node, count)),
  expand: (node) => {
    const [argument] = node.args as readonly [Expr];
    const stretch = stretched(node, argument);
    const align = aligned(node, argument);
    // A stretch by one is a stretch by none, and would hand the operand itself back.
    return size(argument.shape) === size(node.shape) && argument.uniform === node.uniform
      ? ({ tf, count }, [x]) => tf.reshape(x!, fullShape(node, count))
      : (call, [x]) => stretch(call, align(call, x!));
  },
  transpose: (node) => {
    const { permutation } = node.attributes;
    const order = node.uniform ? [...permutation] : [0, ...permutation.map((from) => from + 1)];
    return ({ tf }, [x]) => tf.transpose(x!, order);
  },
  slice: (node) => {
    const begin = node.shape.map((_, axis) => (axis === node.attributes.axis ? node.attributes.start : 0));
    return ({ tf, count }, [x]) => tf.slice(x!, node.uniform ? begin : [0, ...begin], fullShape(node, count));
  },
  concat: (node) => {
    const parts = node.args.map((argument) => stretched({ ...argument, uniform: node.uniform }, argument));
    return (call, args) => call.tf.concat(args.map((part, index) => parts[index]!(call, part)), at(node, node.attributes.axis));
  },
  gather,
  oneHot,
  matmul,
  batchSum,
  root,
  scan,
};
