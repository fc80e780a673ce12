/** Products that are only added: with relaxed SIMD a multiplication and the addition are one instruction. */
import type { Expr } from "../../expr/expr.ts";
import { chosen } from "./flags.ts";
import type { Machine } from "./machine.ts";
import type { Nest } from "./pieces.ts";

/** Products of this nest that are read once, by a sum of the same nest, and not stored. What a mask chooses is no product. */
export const fusible = (machine: Machine, { items }: Nest, masks: ReadonlySet<Expr>): ReadonlySet<Expr> => {
  const uses = new Map<Expr, number>();
  for (const { reads } of items) for (const { base } of reads) uses.set(base, (uses.get(base) ?? 0) + 1);
  const products = new Set(items.flatMap((item) => {
    const { role, node, again } = item;
    const inRegister = role === "element" && (again || !machine.stored(node));
    return inRegister && node.op === "mul" && uses.get(node) === 1 && !chosen(item, masks) ? [node] : [];
  }));
  const found = new Set<Expr>();
  for (const { role, node, reads } of items) {
    const product = role === "element" && node.op === "add" ? reads.find(({ base }) => products.has(base)) : undefined;
    if (product) found.add(product.base);
  }
  return found;
};
