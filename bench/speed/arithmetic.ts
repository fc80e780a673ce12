/**
 * How much arithmetic one sample takes: what no way of computing a program as it is written can do without. Uniform nodes,
 * which are computed once per call, and views count nothing.
 *
 * The unit of everything that is a plain instruction is the *multiply-add*: a sum, a product, a comparison or a choice is
 * half of one. Every other operation is counted by its own name.
 */
import { is, size, type BinaryOp, type Expr, type Op, type UnaryOp } from "../../src/expr/expr.ts";
import { aroundAxis } from "../../src/expr/shape.ts";
import { topological } from "../../src/expr/graph.ts";
import type { Program } from "../../src/interpret/program.ts";
import type { Iterations } from "./iterations.ts";

type Plain =
  | "neg" | "abs" | "sign" | "floor" | "add" | "sub" | "mul" | "minimum" | "maximum" | "less" | "lessEqual" | "equal";

/** What has a cost of its own. */
export type Operation = Exclude<UnaryOp | BinaryOp, Plain> | "multiplyAdd";

export type Counts = { readonly [O in Operation]?: number };

export const combined = (parts: readonly Counts[]): Counts => {
  const sums: { [O in Operation]?: number } = {};
  for (const part of parts) for (const [operation, count] of Object.entries(part)) sums[operation as Operation] = (sums[operation as Operation] ?? 0) + count;
  return sums;
};

const times = (factor: number, counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).map(([operation, count]) => [operation, factor * count]));

const plain = (instructions: number): Counts => ({ multiplyAdd: instructions / 2 });
const nothing = (): Counts => ({});
const each = ({ shape }: Expr): Counts => plain(size(shape));
const function_ = ({ op, shape }: Expr): Counts => ({ [op]: size(shape) });
/** One instruction for every element but the first of each row. */
const reduction = (node: Expr): Counts => plain(size(node.args[0]!.shape) - size(node.shape));

const rules: { readonly [O in Op]: (node: Expr<O>, iterations: Iterations) => Counts } = {
  neg: each, abs: each, sign: each, floor: each, add: each, sub: each, mul: each, minimum: each, maximum: each,
  less: each, lessEqual: each, equal: each, where: each,
  div: function_, sqrt: function_, exp: function_, log: function_, log1p: function_, expm1: function_,
  sin: function_, cos: function_, tan: function_, asin: function_, acos: function_, atan: function_, atan2: function_,
  sinh: function_, cosh: function_, tanh: function_, asinh: function_, sigmoid: function_, softplus: function_, logSigmoid: function_,
  normalCdf: function_, logNormalCdf: function_, logNormalQuantile: function_,
  constant: nothing, variable: nothing, stopGradient: nothing,
  reshape: nothing, expand: nothing, transpose: nothing, slice: nothing, concat: nothing,
  sum: reduction,
  max: reduction,
  // The largest element, the differences from it, their sum, and the largest added again.
  logSumExp: (node) => {
    const [from, to] = [size(node.args[0]!.shape), size(node.shape)];
    return combined([{ exp: from, log: to }, plain(2 * (from - to) + from + to)]);
  },
  cumsum: ({ shape, attributes: { axis } }) => plain(size(shape) - size(shape) / Math.max(1, aroundAxis(shape, axis).length)),
  // A comparison and a choice for every entry of the table.
  gather: ({ args: [table] }) => plain(2 * size(table!.shape)),
  oneHot: each,
  // Products and their sums.
  matmul: ({ args: [a], shape }) => plain((2 * a!.shape[1]! - 1) * size(shape)),
  // Only reached for sums over samples: one addition per sample.
  batchSum: each,
  // The body, and the step: residual over slope, added.
  root: (node, iterations) => {
    const { shape, attributes: { body: { residual, slope } } } = node;
    const body = topological([residual, slope]).map((each) => countOf(each, iterations));
    const turns = iterations.get(node);
    if (turns === undefined) throw new RangeError("How many iterations a root takes inside another root or a scan is not known.");
    return times(turns, combined([...body, { div: size(shape) }, plain(size(shape))]));
  },
  scan: ({ attributes: { length, body: { next, recorded } } }, iterations) =>
    times(length, combined(topological([...next, ...recorded]).map((each) => countOf(each, iterations)))),
};

/** A sum over samples is uniform, but what it adds up is not. */
const countOf = (node: Expr, iterations: Iterations): Counts =>
  (is(node, "batchSum") ? node.args[0]!.uniform : node.uniform) ? {} : (rules[node.op] as (node: Expr, iterations: Iterations) => Counts)(node, iterations);

/** Per sample; roots take as many iterations as they are said to. */
export const arithmetic = ({ order }: Program, iterations: Iterations): Counts => combined(order.map((node) => countOf(node, iterations)));
