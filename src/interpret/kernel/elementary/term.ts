/**
 * A vector formula as an immutable graph of instructions. Formulas are written as functions of terms and read as
 * mathematics; sharing is object identity. `emit` turns a graph into wasmati instructions at the place where it is
 * called, so that one formula can be a function of its own or be inlined in a loop.
 */
import { local, type Local } from "wasmati";

/** One v128 value: what it is made of and the instruction that makes it from the top of the stack. */
export interface Term {
  readonly args: readonly Term[];
  readonly instruction: () => unknown;
}

export const term = (instruction: () => unknown, ...args: readonly Term[]): Term => ({ args, instruction });

/** The value of a local that is already set. */
export const read = (source: Local<"v128">): Term => term(() => local.get(source));

/**
 * Leaves the value of `root` on the stack. A value that is used twice goes through a local of `fresh`, all others stay
 * on the stack. Terms are emitted depth first: a formula reads its inputs late and frees the stack early.
 */
export const emit = (root: Term, fresh: () => Local<"v128">): void => {
  const uses = useCounts(root);
  const kept = new Map<Term, Local<"v128">>();
  const visit = (each: Term): void => {
    const known = kept.get(each);
    if (known !== undefined) {
      local.get(known);
      return;
    }
    each.args.forEach(visit);
    each.instruction();
    if (each.args.length > 0 && uses.get(each)! > 1) {
      const home = fresh();
      local.tee(home);
      kept.set(each, home);
    }
  };
  visit(root);
};

/** How many locals `emit` will ask for: wasmati wants them declared before the body. */
export const localCount = (root: Term): number => [...useCounts(root)].filter(([each, count]) => count > 1 && each.args.length > 0).length;

const useCounts = (root: Term): ReadonlyMap<Term, number> => {
  const counts = new Map<Term, number>();
  const count = (each: Term): void => {
    const before = counts.get(each) ?? 0;
    counts.set(each, before + 1);
    if (before === 0) each.args.forEach(count);
  };
  count(root);
  return counts;
};
