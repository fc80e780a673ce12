/** Comparisons of a nest as masks, and what masks choose: see `flags.ts` for which of them are masks. */
import { whole, type Access } from "./access.ts";
import { chosen, complemented, flagsOf } from "./flags.ts";
import type { Machine } from "./machine.ts";
import type { Expr } from "../../expr/expr.ts";
import type { Item, Nest } from "./pieces.ts";
import type { Registers, Step, Vector } from "./registers.ts";

export interface Choices {
  readonly masks: ReadonlySet<Expr>;
  /** Computes a comparison or its complement; false if this is none. */
  readonly compare: (item: Item, copy: number) => boolean;
  /** What a mask chooses; nothing if none does. */
  readonly choose: (item: Item, copy: number) => Vector | undefined;
  /** Whether any lane says yes, or any says no: an integer, on the stack. */
  readonly condition: (access: Access, when: "yes" | "no", copy: number) => Step;
}

export const choices = (machine: Machine, nest: Nest, copies: number, registers: Registers): Choices => {
  const { float } = machine.simd;
  const { masks, numbers } = flagsOf(machine, nest);
  const held = Array.from({ length: copies }, () => new Map<Expr, Vector>());
  const maskOf = ({ base }: Access, copy: number): Vector | undefined => held[copy]!.get(base);
  return {
    masks,
    compare: (item, copy) => {
      const { node, reads, again } = item;
      if (!masks.has(node)) return false;
      const mask = complemented(item)
        ? registers.apply([maskOf(reads[1]!, copy)!], "not")
        : registers.apply(reads.map((read) => registers.load(read, copy)), node.op === "less" ? float.lt : node.op === "lessEqual" ? float.le : float.eq);
      held[copy]!.set(node, mask);
      if (!numbers.has(node)) return true;
      const value = registers.apply([mask, registers.number(1)], "and");
      if (!again && machine.stored(node)) registers.store(value, whole(node), copy);
      registers.keep(node, copy, value);
      return true;
    },
    choose: (item, copy) => {
      const { node: { op }, reads } = item;
      const condition = op === "where" ? maskOf(reads[0]!, copy) : undefined;
      if (condition !== undefined) return registers.apply([registers.load(reads[1]!, copy), registers.load(reads[2]!, copy), condition], "bitSelect");
      const product = chosen(item, masks);
      return product && registers.apply([maskOf(reads[product.mask]!, copy)!, registers.load(reads[1 - product.mask]!, copy)], "and");
    },
    condition: (access, when, copy) => {
      const mask = maskOf(access, copy);
      const tested = mask ?? registers.load(access, copy);
      return ({ code, get }) => {
        get(tested);
        if (when === "no") {
          if (mask === undefined) code.constant(0n, 0n);
          code.lanes(mask === undefined ? float.eq : "not");
        }
        code.lanes("anyTrue");
      };
    },
  };
};
