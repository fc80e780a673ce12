/**
 * What runs when. A program is a row of phases: values that are the same for all samples, once per call; then the
 * samples, block by block; then, with the sums over samples known, the next phase. A density has one phase; a gradient
 * with respect to parameters ends in a second one without samples.
 */
import { is, size, type Expr } from "../../expr/expr.ts";
import { topological } from "../../expr/graph.ts";
import type { Program } from "../program.ts";
import { whole, type Access } from "./access.ts";
import { loops } from "./loops.ts";
import type { Loops } from "./pieces.ts";
import { thriftyLoops } from "./thrift.ts";

/** Bytes of temporaries that a block may have: they stay in the first-level cache. */
export const mostScratch = 32 * 1024;

/**
 * A sum over samples of a product: `left` [m, k] times `right` [k, n], or of `left` alone. Its factors are kept for all
 * samples of a chunk and multiplied when the chunk is complete.
 */
export interface Contraction {
  readonly sum: Expr;
  readonly left: Expr;
  readonly right: Expr | undefined;
}

export interface Phase {
  readonly uniform: Loops;
  readonly samples: Loops;
  readonly inputs: readonly Expr<"variable">[];
  readonly outputs: readonly (readonly [name: string, node: Expr])[];
  /** Added up block by block. */
  readonly sums: readonly Expr[];
  readonly contractions: readonly Contraction[];
  /** The factors of all contractions. */
  readonly kept: readonly Expr[];
}

export interface Schedule {
  readonly phases: readonly Phase[];
  readonly parameters: readonly Expr<"variable">[];
  /** Outputs that are the same for all samples. */
  readonly results: readonly (readonly [name: string, access: Access])[];
}

export const schedule = ({ order, stage, outputs, variables }: Program): Schedule => {
  const last = Math.max(0, ...stage.values());
  const named = Object.entries<Expr>(outputs);
  const uniformNodes = order.filter((node) => node.uniform);
  const isSum = (node: Expr): boolean => is(node, "batchSum");

  // Uniform values that samples, later phases and the caller read stay.
  const read = new Set([...order.filter((node) => !node.uniform || isSum(node)).flatMap((node) => node.args), ...named.map(([, node]) => node)]);
  for (const node of uniformNodes) for (const each of node.args) if (stage.get(each) !== stage.get(node)) read.add(each);

  const known = new Map<Expr, Access>(uniformNodes.filter(isSum).map((node) => [node, whole(node)]));
  const uniform = Array.from({ length: last + 1 }, (_, at) => {
    const own = uniformNodes.filter((node) => stage.get(node) === at);
    const made = loops({ order: own, known, results: own.filter((node) => read.has(node) && !isSum(node)), sums: [], kept: [], lanesOf: () => "uniform" });
    for (const node of own) known.set(node, made.access(node));
    return made;
  });
  const phases = uniform.map((own, at): Phase => {
    const { sums, contractions, kept } = summed(order.filter((node) => isSum(node) && stage.get(node) === at + 1));
    const into = named.filter(([, node]) => !node.uniform && stage.get(node) === at);
    const nodes = topological([...sums.map((node) => node.args[0]!), ...kept, ...into.map(([, node]) => node)]).filter((node) => !node.uniform);
    const samples = thriftyLoops({ order: nodes, known, results: into.map(([, node]) => node), sums, kept, lanesOf: (node) => (node.uniform ? "uniform" : "sample") }, mostScratch / 16);
    return { uniform: own, samples, inputs: nodes.filter((node) => is(node, "variable")), outputs: into, sums, contractions, kept };
  });
  return {
    phases,
    parameters: variables.filter((node) => node.uniform),
    results: named.filter(([, node]) => node.uniform).map(([name, node]) => [name, known.get(node)!]),
  };
};

/** A node whose elements are the same in the same order. */
const plainest = (node: Expr): Expr => {
  const flat = is(node, "reshape") || (is(node, "transpose") && node.shape.filter((length) => length > 1).length < 2);
  return flat ? plainest(node.args[0]!) : node;
};

const summed = (nodes: readonly Expr[]): Pick<Phase, "sums" | "contractions" | "kept"> => {
  const products = nodes.filter(({ args }) => args.length === 2).map((sum): Contraction => ({ sum, left: plainest(sum.args[0]!), right: plainest(sum.args[1]!) }));
  const kept = new Set(products.flatMap(({ left, right }) => [left, right!]));
  const others = nodes.filter(({ args }) => args.length === 1);
  // What is kept anyway is added up from there.
  const columns = others.filter(({ args }) => kept.has(plainest(args[0]!))).map((sum): Contraction => ({ sum, left: plainest(sum.args[0]!), right: undefined }));
  const contracted = new Set(columns.map(({ sum }) => sum));
  return { sums: others.filter((node) => !contracted.has(node)), contractions: [...products, ...columns], kept: [...kept].filter((node) => size(node.shape) > 0) };
};
