/**
 * Structural sharing: formulas are written without a thought for common subexpressions, and derivative graphs repeat
 * parts of the value graph. Nodes that compute the same become one node, and what nobody reads is left out.
 */
import type { Expr } from "./expr.ts";
import { merge } from "./merge.ts";
import { prune } from "./prune.ts";

/** The outputs over a graph in which no two nodes are equal. Variables are equal when name, shape and kind are. */
export const share = (outputs: readonly Expr[]): readonly Expr[] => merge(prune(outputs));
