/**
 * A vector formula as an immutable graph of instructions. Formulas are written as functions of terms and read as
 * mathematics; sharing is object identity. `emit` turns a graph into instructions at the end of a function's body.
 */
import type { Code, Local } from "../wasm/code.ts";

/** One v128 value: what it is made of and the instruction that makes it from the top of the stack. */
export interface Term {
  readonly args: readonly Term[];
  readonly instruction: (code: Code) => void;
}

export const term = (instruction: (code: Code) => void, ...args: readonly Term[]): Term => ({ args, instruction });

/** The value of a local that is already set. */
export const read = (source: Local): Term => term((code) => code.get(source));

/**
 * Leaves the value of `root` on the stack. A value that is used twice goes through a local, all others stay on the
 * stack. Terms are emitted depth first: a formula reads its inputs late and frees the stack early.
 */
export const emit = (code: Code, root: Term): void => {
  const uses = useCounts(root);
  const kept = new Map<Term, Local>();
  const visit = (each: Term): void => {
    const known = kept.get(each);
    if (known !== undefined) return code.get(known);
    each.args.forEach(visit);
    each.instruction(code);
    if (each.args.length > 0 && uses.get(each)! > 1) {
      const home = code.local("v128");
      code.tee(home);
      kept.set(each, home);
    }
  };
  visit(root);
};

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
