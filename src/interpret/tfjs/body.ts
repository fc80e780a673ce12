/** The body of a binder as something to run again and again. */
import type { Expr } from "../../expr/expr.ts";
import { dependents, topological } from "../../expr/graph.ts";
import { withoutExpand } from "./broadcast.ts";
import type { Run, Schedule } from "./row.ts";

export interface Repeated {
  /** From the captured values to all that stays the same. */
  readonly before: Run;
  /** From what changes, followed by all that stays the same, to the outputs. */
  readonly loop: Run;
}

/** Outputs, cut at the frontier between what moves with the `changing` variables and what is computed once. */
export const repeated = (outputs: readonly Expr[], changing: readonly Expr[], captured: readonly Expr[], schedule: Schedule): Repeated => {
  const results = withoutExpand(outputs, [...changing, ...captured]);
  const order = topological(results);
  const moving = dependents(order, changing);
  const used = new Set([...results, ...order.filter((each) => moving.has(each)).flatMap((each) => each.args)]);
  const still = order.filter((each) => used.has(each) && !moving.has(each));
  return { before: schedule(still, captured), loop: schedule(results, [...changing, ...still]) };
};
