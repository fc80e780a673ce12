/**
 * What the operations with a body of their own have in common. A body is a graph over formal variables: what it uses
 * from outside, and does not owe to what changes inside, is *captured*, an argument of the node.
 */
import { input, is, type Expr, type RootBody } from "./expr.ts";
import { dependents, substitute, topological } from "./graph.ts";

export interface Closed {
  readonly outputs: readonly Expr[];
  /** Stand for the outer values. */
  readonly captured: readonly Expr[];
  readonly outer: readonly Expr[];
}

/**
 * Splits the outputs of a body at the frontier between what depends on its `formals` and what does not: every node of
 * the body, but for the captured values themselves, depends on a formal. All formal variables count as per-sample:
 * whether a captured value is uniform is the business of the graph around the node. So there is nothing in a body over
 * which a sum over samples could be meant.
 */
export const close = (formals: readonly Expr[], outputs: readonly Expr[]): Closed => {
  const order = topological(outputs);
  const inside = dependents(order, formals);
  if (order.some((each) => is(each, "batchSum") && inside.has(each))) {
    throw new RangeError("A sum over samples depends on what changes inside the body of a root or scan, which knows one sample only.");
  }
  const used = new Set([...outputs, ...order.filter((each) => inside.has(each)).flatMap((each) => each.args)]);
  const outer = order.filter((each) => !inside.has(each) && !is(each, "constant") && used.has(each));
  const captured = outer.map((each, index) => input(`captured${index}`, each.shape));
  return { outputs: substitute(outputs, new Map(outer.map((each, index) => [each, captured[index]!]))), captured, outer };
};

export interface Body {
  readonly formals: readonly Expr[];
  readonly outputs: readonly Expr[];
  /** All else in which two nodes with equal bodies may differ. */
  readonly form: string;
}

/** What a node's body is made of; undefined for an operation without a body. */
export const bodyOf = (node: Expr): Body | undefined => {
  if (is(node, "root")) {
    const { unknown, captured, residual, slope } = node.attributes.body;
    return { formals: [unknown, ...captured], outputs: [residual, slope], form: "" };
  }
  return undefined;
};

/** Rewrites all expressions of a body together. */
export type Rewrite = (exprs: readonly Expr[]) => readonly Expr[];

/** The same node over another body; the node itself if it has none. */
export const mapBody = (node: Expr, rewrite: Rewrite): Expr =>
  is(node, "root") ? { ...node, attributes: { body: mapRoot(node.attributes.body, rewrite) } } : node;

const mapRoot = ({ unknown, captured, residual, slope }: RootBody, rewrite: Rewrite): RootBody => {
  const [y, r, s, ...rest] = rewrite([unknown, residual, slope, ...captured]);
  return { unknown: y!, residual: r!, slope: s!, captured: rest };
};

/** A formal variable as uniform as what it stands for. */
const standing = (each: Expr, uniform: boolean): readonly [Expr, Expr] => [each, { ...each, uniform }];

/** A root's body in which what is uniform in truth is so: for interpreters that compute uniform nodes once. */
export const openRoot = (node: Expr<"root">): RootBody => {
  const { unknown, captured } = node.attributes.body;
  const formals = new Map([standing(unknown, node.uniform), ...captured.map((each, index) => standing(each, node.args[index + 2]!.uniform))]);
  return mapRoot(node.attributes.body, (exprs) => substitute(exprs, formals));
};

/** Expressions of a root's body, with the solution and the captured values in place (and `more` replacements). */
export const instantiate = (
  solution: Expr<"root">,
  outputs: readonly Expr[],
  more: Iterable<readonly [Expr, Expr]> = [],
): readonly Expr[] => {
  const { unknown, captured } = solution.attributes.body;
  const outer = solution.args.slice(2);
  return substitute(outputs, new Map([[unknown, solution], ...captured.map((each, index) => [each, outer[index]!] as const), ...more]));
};
