/**
 * Comparisons are numbers, 1 and 0, in the language, and masks to the processor. In a nest a comparison stays a mask as
 * long as it only chooses: in a `where`, in a product with a number (which is that number or 0), in its complement 1 − c.
 */
import { constantValue, type Expr } from "../../expr/expr.ts";
import type { Item, Nest } from "./pieces.ts";
import type { Machine } from "./machine.ts";

export interface Flags {
  /** Values of the nest that are masks. */
  readonly masks: ReadonlySet<Expr>;
  /** Those of them that are needed as numbers too. */
  readonly numbers: ReadonlySet<Expr>;
}

export const isComparison = ({ op }: Expr): boolean => op === "less" || op === "lessEqual" || op === "equal";

/** The comparison c, where this is 1 − c. */
export const complemented = ({ node: { op }, reads }: Item): Expr | undefined => (op === "sub" && constantValue(reads[0]!.base) === 1 ? reads[1]!.base : undefined);

/** The operands of a product with a mask: the first mask among them, and the other. */
export const chosen = ({ node: { op }, reads }: Item, masks: ReadonlySet<Expr>): { readonly mask: 0 | 1 } | undefined => {
  if (op !== "mul") return undefined;
  return masks.has(reads[0]!.base) ? { mask: 0 } : masks.has(reads[1]!.base) ? { mask: 1 } : undefined;
};

export const flagsOf = (machine: Machine, { items }: Nest): Flags => {
  const masks = new Set<Expr>();
  for (const item of items) {
    if (item.role !== "element") continue;
    const inner = complemented(item);
    if (isComparison(item.node) || (inner && masks.has(inner))) masks.add(item.node);
  }
  if (masks.size === 0) return { masks, numbers: masks };
  const numbers = new Set<Expr>();
  for (const item of items) {
    const { role, node, reads, again } = item;
    if (masks.has(node) && !again && machine.stored(node)) numbers.add(node);
    const product = chosen(item, masks);
    reads.forEach(({ base }, at) => {
      const asMask = role === "element" && ((node.op === "where" && at === 0) || product?.mask === at || (masks.has(node) && complemented(item) === base));
      if (masks.has(base) && !asMask) numbers.add(base);
    });
  }
  return { masks, numbers };
};
