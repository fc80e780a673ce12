/**
 * A vector formula as an immutable graph of instructions. Formulas are written as functions of terms and read as
 * mathematics; sharing is object identity. `emit` turns a graph into instructions at the end of a function's body.
 */
import type { Code, Local } from "../wasm/code.ts";

/** One v128 value: what it is made of and the instruction that makes it from the top of the stack. */
export interface Term {
  readonly args: readonly Term[];
  readonly instruction: (code: Code) => void;
  /** Which of several values that are computed together, if at all, this is. */
  readonly rare?: { readonly of: Rare; readonly at: number };
}

interface Rare {
  readonly mask: Term;
  readonly values: readonly Term[];
}

export const term = (instruction: (code: Code) => void, ...args: readonly Term[]): Term => ({ args, instruction });

/** The value of a local that is already set. */
export const read = (source: Local): Term => term((code) => code.get(source));

/**
 * Values that are computed only if the mask is set in any lane, and are 0 otherwise. In the lanes in which it is not set
 * they must not be read: the value of a lane would depend on its neighbours.
 */
export const whereAny = <Values extends readonly Term[]>(mask: Term, values: Values): Values => {
  const rare: Rare = { mask, values };
  return values.map((_, at) => ({ args: [mask, ...values], instruction: () => {}, rare: { of: rare, at } })) as unknown as Values; // one for each
};

/**
 * Leaves the value of `root` on the stack. A value that is used twice goes through a local, all others stay on the
 * stack. Terms are emitted depth first: a formula reads its inputs late and frees the stack early.
 */
export const emit = (code: Code, root: Term): void => {
  const uses = useCounts(root);
  const rares = new Map<Rare, readonly Local[]>();

  /** `kept` are the values that this place can rely on: what is computed under a condition is known there alone. */
  const visit = (each: Term, kept: Map<Term, Local>): void => {
    const known = kept.get(each);
    if (known !== undefined) return code.get(known);
    if (each.rare) return code.get(conditional(each.rare.of, kept)[each.rare.at]!);
    for (const argument of each.args) visit(argument, kept);
    each.instruction(code);
    if (each.args.length > 0 && uses.get(each)! > 1) {
      const home = code.local("v128");
      code.tee(home);
      kept.set(each, home);
    }
  };

  const conditional = (rare: Rare, kept: Map<Term, Local>): readonly Local[] => {
    const known = rares.get(rare);
    if (known) return known;
    const homes = rare.values.map(() => code.local("v128"));
    rares.set(rare, homes);
    for (const home of homes) {
      code.constant(0n, 0n);
      code.set(home);
    }
    visit(rare.mask, kept);
    code.lanes("anyTrue");
    code.choose(undefined, () => {
      const inside = new Map(kept);
      rare.values.forEach((value, at) => {
        visit(value, inside);
        code.set(homes[at]!);
      });
    });
    return homes;
  };
  visit(root, new Map());
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
