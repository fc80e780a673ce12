/** Products that are only added: with relaxed SIMD a multiplication and the addition are one instruction. */
import type { Expr } from "../../expr/expr.ts";
import type { Nest } from "./pieces.ts";
import type { Machine } from "./machine.ts";

/** Products of this nest that are read once, by a sum of the same nest, and not stored. */
export const fusible = (machine: Machine, { items }: Nest): ReadonlySet<Expr> => {
  const uses = new Map<Expr, number>();
  for (const { reads } of items) for (const { base } of reads) uses.set(base, (uses.get(base) ?? 0) + 1);
  const made = new Map(items.filter(({ role, node, again }) => role === "element" && (again || !machine.stored(node))).map((item) => [item.node, item]));
  const chosen = new Set<Expr>();
  for (const { role, node, reads } of items) {
    if (role !== "element" || node.op !== "add") continue;
    const product = reads.find(({ base }) => base.op === "mul" && made.has(base) && uses.get(base) === 1);
    if (product) chosen.add(product.base);
  }
  return chosen;
};
