/** Opens the body of a binder: puts the real values in place of its formal ones. */
import type { Expr } from "./expr.ts";
import { substitute } from "./graph.ts";

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
