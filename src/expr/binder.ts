/**
 * What the operations with a body of their own have in common. A body is a graph over formal variables: what it uses
 * from outside, and does not owe to what changes inside, is *captured*, an argument of the node.
 */
import { input, is, type Expr, type RootBody, type ScanBody } from "./expr.ts";
import { dependents, substitute, topological } from "./graph.ts";

/** From expressions to as many others, all over one graph. */
export type Rewrite = (exprs: readonly Expr[]) => readonly Expr[];

export interface Closed {
  readonly outputs: readonly Expr[];
  /** Stand for the outer values. */
  readonly captured: readonly Expr[];
  readonly outer: readonly Expr[];
}

/**
 * Closes a body: splits its outputs at the frontier between what depends on its `formals` and what does not: every node of
 * the body, but for the captured values themselves, depends on a formal. All formal variables count as per-sample:
 * whether a captured value is uniform is the business of the graph around the node. So there is nothing in a body over
 * which a sum over samples could be meant. Of outer values that `merge` finds equal, one is captured.
 */
export const close = (formals: readonly Expr[], outputs: readonly Expr[], merge: Rewrite = (exprs) => exprs): Closed => {
  const order = topological(outputs);
  const inside = dependents(order, formals);
  if (order.some((each) => is(each, "batchSum") && inside.has(each))) {
    throw new RangeError("A sum over samples depends on what changes inside the body of a root or scan, which knows one sample only.");
  }
  const used = new Set([...outputs, ...order.filter((each) => inside.has(each)).flatMap((each) => each.args)]);
  const frontier = order.filter((each) => !inside.has(each) && !is(each, "constant") && used.has(each));
  const merged = merge(frontier);
  const kinds = [...new Set(merged)];
  const captured = kinds.map(({ shape }, index) => input(`captured${index}`, shape));
  const replacements = new Map(frontier.map((each, index) => [each, captured[kinds.indexOf(merged[index]!)]!]));
  return { outputs: substitute(outputs, replacements), captured, outer: kinds.map((kind) => frontier[merged.indexOf(kind)]!) };
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
  if (is(node, "scan")) {
    const { body: { carries, step, rows, captured, next, recorded }, length, reverse } = node.attributes;
    return { formals: [...carries, step, ...rows, ...captured], outputs: [...next, ...recorded], form: `${length} ${reverse} ${carries.length} ${rows.length}` };
  }
  return undefined;
};

/** The same node over another body; the node itself if it has none. */
export const mapBody = (node: Expr, rewrite: Rewrite): Expr => {
  if (is(node, "root")) return { ...node, attributes: { body: mapRoot(node.attributes.body, rewrite) } };
  if (is(node, "scan")) return { ...node, attributes: { ...node.attributes, body: mapScan(node.attributes.body, rewrite) } };
  return node;
};

const mapRoot = ({ unknown, captured, residual, slope }: RootBody, rewrite: Rewrite): RootBody => {
  const [y, r, s, ...rest] = rewrite([unknown, residual, slope, ...captured]);
  return { unknown: y!, residual: r!, slope: s!, captured: rest };
};

const mapScan = ({ carries, step, rows, captured, next, recorded }: ScanBody, rewrite: Rewrite): ScanBody => {
  const [again, ...rest] = rewrite([step, ...carries, ...rows, ...captured, ...next, ...recorded]);
  const [c, r, o, n, kept] = split(rest, carries.length, rows.length, captured.length, next.length);
  return { step: again!, carries: c!, rows: r!, captured: o!, next: n!, recorded: kept! };
};

/** A list cut into parts of these lengths, and the rest. */
export const split = <T>(list: readonly T[], ...lengths: readonly number[]): readonly (readonly T[])[] => {
  const ends = lengths.map((_, at) => lengths.slice(0, at + 1).reduce((sum, length) => sum + length, 0));
  return [...ends, list.length].map((end, at) => list.slice(ends[at - 1] ?? 0, end));
};

/** A formal variable as uniform as what it stands for. */
const standing = (each: Expr, uniform: boolean): readonly [Expr, Expr] => [each, { ...each, uniform }];

/** A root's body in which what is uniform in truth is so: for interpreters that compute uniform nodes once. */
export const openRoot = (node: Expr<"root">): RootBody => {
  const { unknown, captured } = node.attributes.body;
  const formals = new Map([standing(unknown, node.uniform), ...captured.map((each, index) => standing(each, node.args[index + 2]!.uniform))]);
  return mapRoot(node.attributes.body, (exprs) => substitute(exprs, formals));
};

/** The same for the body of a scan. */
export const openScan = (node: Expr<"scan">): ScanBody => {
  const { carries, step, rows, captured } = node.attributes.body;
  const given = node.args.slice(carries.length);
  const formals = new Map([
    ...carries.map((each) => standing(each, node.uniform)),
    standing(step, true),
    ...[...rows, ...captured].map((each, index) => standing(each, given[index]!.uniform)),
  ]);
  return mapScan(node.attributes.body, (exprs) => substitute(exprs, formals));
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
