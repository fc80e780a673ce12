/** Walks over expression graphs: order, dependence, rewriting. All are iterative in depth, for graphs grow long. */
import type { Expr } from "./expr.ts";

/** Every node that the outputs need, arguments before users, each once. */
export const topological = (outputs: Iterable<Expr>): readonly Expr[] => {
  const order: Expr[] = [];
  const seen = new Set<Expr>();
  const stack: { readonly node: Expr; next: number }[] = [];
  for (const output of outputs) {
    if (!seen.has(output)) {
      seen.add(output);
      stack.push({ node: output, next: 0 });
    }
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const argument = top.node.args[top.next++];
      if (argument === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(argument)) {
        seen.add(argument);
        stack.push({ node: argument, next: 0 });
      }
    }
  }
  return order;
};

/** The nodes of an order that depend on any of the given ones, themselves included. */
export const dependents = (order: readonly Expr[], on: Iterable<Expr>): ReadonlySet<Expr> => {
  const marked = new Set<Expr>(on);
  for (const each of order) if (each.args.some((argument) => marked.has(argument))) marked.add(each);
  return marked;
};

/** Rebuilds a graph, bottom up; `rebuild` sees each node once, with its new arguments. */
export const rewrite = (
  outputs: readonly Expr[],
  rebuild: (node: Expr, args: readonly Expr[]) => Expr,
): readonly Expr[] => {
  const image = new Map<Expr, Expr>();
  for (const each of topological(outputs)) {
    image.set(each, rebuild(each, each.args.map((argument) => image.get(argument)!)));
  }
  return outputs.map((output) => image.get(output)!);
};

/** The same node over other arguments; the node itself if they are the same. */
export const withArgs = (node: Expr, args: readonly Expr[]): Expr =>
  args.every((argument, index) => argument === node.args[index])
    ? node
    : { ...node, args, uniform: node.op === "batchSum" || args.every((argument) => argument.uniform) };

/** Replaces nodes by others of the same shape. */
export const substitute = (outputs: readonly Expr[], replacements: ReadonlyMap<Expr, Expr>): readonly Expr[] =>
  rewrite(outputs, (node, args) => replacements.get(node) ?? withArgs(node, args));
