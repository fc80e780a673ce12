/**
 * Operands of different shapes. A per-sample node of shape s is a tensor [B, ...s] and a uniform one [...s], so ranks
 * are aligned here: a per-sample operand of lower rank gets axes of length 1 AFTER the batch axis. Where a backend
 * broadcasts an inner axis slowly, operands are stretched to the full shape first.
 *
 * TensorFlow.js has at most six axes on graphics processors, so an expression may have five.
 */
import { binaryOps, constantValue, is, type Expr } from "../../expr/expr.ts";
import { rewrite, withArgs } from "../../expr/graph.ts";
import { broadcast, sameShape } from "../../expr/shape.ts";
import type { Call, Tensor } from "./tensorflow.ts";

/** The shape of a node's tensor. */
export const fullShape = ({ shape, uniform }: Pick<Expr, "shape" | "uniform">, count: number): number[] =>
  uniform ? [...shape] : [count, ...shape];

/** An operand as its user wants it. */
export type Read = (call: Call, tensor: Tensor) => Tensor;

/** The operand with its axes aligned to those of `user`. */
export const aligned = (user: Expr, argument: Expr): Read => {
  const missing = user.shape.length - argument.shape.length;
  if (argument.uniform || missing === 0) return (_, tensor) => tensor;
  const shape = [...new Array<number>(missing).fill(1), ...argument.shape];
  return ({ tf, count }, tensor) => tf.reshape(tensor, [count, ...shape]);
};

/** True where only leading axes are stretched, which every backend does fast. */
const leading = (argument: Expr, user: Expr): boolean => {
  if (!argument.uniform) return sameShape(argument.shape, user.shape);
  const own = argument.shape.slice(argument.shape.findIndex((length) => length !== 1));
  return argument.shape.every((length) => length === 1) || sameShape(own, user.shape.slice(user.shape.length - own.length));
};

/** The operand at the full shape of `user`. */
export const stretched = (user: Expr, argument: Expr): Read => {
  if (argument.uniform === user.uniform && sameShape(argument.shape, user.shape)) return (_, tensor) => tensor;
  const value = constantValue(argument);
  if (value !== undefined) return ({ tf, count }) => tf.fill(fullShape(user, count), value);
  const align = aligned(user, argument);
  return (call, tensor) => stretch(call, align(call, tensor), fullShape(user, call.count));
};

const stretch = ({ tf, backend }: Call, tensor: Tensor, shape: number[]): Tensor =>
  backend.stretchByOnes ? tf.mul(tensor, tf.ones(shape)) : tf.broadcastTo(tensor, shape);

/** The operand of an elementwise operation that broadcasts by itself; `arithmetic` is one of + − × ÷. */
export const operand = (user: Expr, argument: Expr, arithmetic: boolean): Read => {
  const align = aligned(user, argument);
  if (leading(argument, user)) return align;
  const stretch = stretched(user, argument);
  return (call, tensor) => {
    const { spread } = call.backend;
    return spread === "always" || (spread === "others" && !arithmetic) ? stretch(call, tensor) : align(call, tensor);
  };
};

const broadcasting: ReadonlySet<string> = new Set([...binaryOps, "where"]);

/** The same graph, in which elementwise operations stretch their operands themselves wherever they can. */
export const withoutExpand = (outputs: readonly Expr[], given: readonly Expr[]): readonly Expr[] => {
  const known = new Set(given);
  return rewrite(outputs, (node, args) => {
    if (known.has(node) || !broadcasting.has(node.op)) return known.has(node) ? node : withArgs(node, args);
    const inner = args.map((argument) => (is(argument, "expand") && !known.has(argument) ? argument.args[0]! : argument));
    const shape = broadcast(...inner.map((argument) => argument.shape));
    return withArgs(node, sameShape(shape, node.shape) ? inner : args);
  });
};
