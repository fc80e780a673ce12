/**
 * Branches of `where` that are rarely taken, the far tails of a formula: what only such a branch needs is computed only
 * if one of the lanes takes it. The value of a lane is the same either way.
 */
import type { Expr } from "../../expr/expr.ts";
import { isFormula } from "./elementary/index.ts";
import type { Item, Nest } from "./pieces.ts";
import type { Machine } from "./machine.ts";

/** An item and what goes before it under a condition: its own first operand, in any lane or not in all. */
export interface Planned {
  readonly item: Item;
  readonly guarded: readonly { readonly when: "yes" | "no"; readonly items: readonly Item[] }[];
}

/** A branch worth a jump: a wrong guess of the processor costs as much as about so many instructions. */
const worthGuarding = 24;
const costOf = ({ node }: Item): number => (isFormula(node.op) ? 30 : node.op === "div" || node.op === "sqrt" ? 4 : 1);

export const planned = (machine: Machine, { items }: Nest): readonly Planned[] => {
  const branches = items.filter(({ node, role }) => role === "element" && node.op === "where");
  if (branches.length === 0) return items.map((item) => ({ item, guarded: [] }));
  const made = new Map<Expr, Item>(items.filter(({ role, node, again }) => role === "element" && (again || !machine.stored(node))).map((item) => [item.node, item]));
  const uses = new Map<Expr, number>();
  for (const { reads } of items) for (const { base } of reads) uses.set(base, (uses.get(base) ?? 0) + 1);

  /** The items that feed one operand and nothing else, in their order. */
  const cone = (top: Expr): readonly Item[] => {
    const found = new Set<Item>();
    const left = new Map<Expr, number>();
    const visit = (node: Expr): void => {
      const item = made.get(node);
      if (!item) return;
      const rest = (left.get(node) ?? uses.get(node)!) - 1;
      left.set(node, rest);
      if (rest > 0) return;
      found.add(item);
      for (const { base } of item.reads) visit(base);
    };
    visit(top);
    return items.filter((item) => found.has(item));
  };
  const taken = new Set<Item>();
  const guards = new Map<Item, Planned["guarded"]>();
  // From the last on: the outer of two nested branches comes later and takes all.
  for (const item of [...branches].reverse()) {
    if (taken.has(item)) continue;
    const guarded = (["yes", "no"] as const).map((when, at) => ({ when, items: cone(item.reads[at + 1]!.base) }))
      .filter((each) => each.items.reduce((cost, own) => cost + costOf(own), 0) >= worthGuarding);
    for (const each of guarded) for (const own of each.items) taken.add(own);
    guards.set(item, guarded);
  }
  return items.filter((item) => !taken.has(item)).map((item) => ({ item, guarded: guards.get(item) ?? [] }));
};
