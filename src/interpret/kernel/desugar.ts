/**
 * First stage: the operations that are loops over others are written as those others, so that the stages below know only
 * elementwise operations, views, reductions, running sums, concatenations, sums over samples, roots and scans.
 *
 * A matrix product is a sum of products. A sum of matrix products over samples becomes a `batchSum` of two arguments, the
 * factors: it is one larger product, whose inner axis runs over the samples too, and is computed as such (`contract.ts`).
 * A lookup is a sum over the entries of which one is chosen.
 */
import { constant, is, node as rawNode, size, type Expr } from "../../expr/expr.ts";
import { mapBody } from "../../expr/binder.ts";
import { abs, add, equal, exp, log, mul, sub, where } from "../../expr/elementwise.ts";
import { rewrite, withArgs } from "../../expr/graph.ts";
import { max, reshape, sum, transpose, unsqueeze } from "../../expr/tensor.ts";

/** A product with fewer entries than this per entry of its factors is added up sample by sample. */
const worthContracting = 2;

export const desugar = (outputs: readonly Expr[]): readonly Expr[] => {
  /** The factors of the products that are summed over samples. */
  const factors = new Map<Expr, readonly Expr[]>();
  const plain = lowering();
  return rewrite(outputs, (node, args) => {
    if (is(node, "matmul") && !args.some(({ uniform }) => uniform)) {
      if (size(node.shape) >= worthContracting * (size(args[0]!.shape) + size(args[1]!.shape))) factors.set(node, args);
    }
    const contracted = is(node, "batchSum") && factors.get(node.args[0]!);
    return contracted ? rawNode("batchSum", contracted, {}, node.shape, true) : plain(node, args);
  });
};

const lowering = () => {
  /** Several tables are often read at one index. */
  const marks = new Map<Expr, Map<number, Expr>>();
  const marked = (index: Expr, length: number): Expr => {
    const known = marks.get(index) ?? new Map<number, Expr>();
    marks.set(index, known);
    const mark = known.get(length) ?? equal(unsqueeze(index), constant(Array.from({ length }, (_, at) => at)));
    known.set(length, mark);
    return mark;
  };
  return (node: Expr, args: readonly Expr[]): Expr => plain(node, args, marked);
};

const plain = (node: Expr, args: readonly Expr[], marked: (index: Expr, length: number) => Expr): Expr => {
  const [a, b] = [args[0]!, args[1]!];
  if (is(node, "oneHot")) return marked(a, node.shape.at(-1)!);
  if (is(node, "gather")) return sum(where(marked(b, a.shape.at(-1)!), a, 0));
  if (is(node, "logSumExp")) {
    const { axis } = node.attributes;
    const top = max(a, axis);
    const rest = sum(exp(sub(a, unsqueeze(top, axis))), axis);
    return where(equal(abs(top), Infinity), top, add(top, log(rest)));
  }
  if (is(node, "matmul")) {
    const [[m, k], n] = [a.shape, b.shape[1]!];
    return sum(mul(reshape(a, [m!, 1, k!]), reshape(transpose(b), [1, n, k!])));
  }
  return mapBody(withArgs(node, args), (exprs) => fresh(desugar(exprs)));
};

/**
 * The same graph of new nodes. Derivatives, and one function at two places, make several roots and scans over one body, but
 * what a body computes has a place in memory, which is free when its loop ends: each loop needs its own.
 */
const fresh = (exprs: readonly Expr[]): readonly Expr[] => rewrite(exprs, (node, args) => (is(node, "constant") ? node : { ...node, args }));
