/**
 * Elementary functions of four float32 or two float64 lanes, without tables in memory, and without branches but
 * for what is rarely needed: the other half of a quantile, angles beyond a million (`whereAny`).
 *
 * A formula is written out once per precision, as the body of a function of its own. A compiled program either calls that
 * function or has the same bytes laid into its loops (`Code.inline`).
 */
import { Code } from "../wasm/code.ts";
import { formulas } from "./formulas.ts";
import { lanes, type Lanes, type Precision } from "./lanes.ts";
import { emit, read, type Term } from "./term.ts";

export type { Precision } from "./lanes.ts";
export type { Elementary } from "./formulas.ts";

export type Formula = keyof typeof formulas;

export interface Options {
  /** Fuse multiplications and additions (relaxed SIMD; the engine must have it). Default: false. */
  readonly fused?: boolean;
}

export const isFormula = (name: string): name is Formula => name in formulas;

/** How many vectors a function takes. */
export const arity = (name: Formula): 1 | 2 => (name === "atan2" ? 2 : 1);

const written = new Map<string, Code>();

/** The body of a formula: its arguments are the first locals, its value is left on the stack. */
export const bodyOf = (precision: Precision, name: Formula, { fused = false }: Options = {}): Code => {
  const key = `${precision} ${name} ${fused}`;
  const known = written.get(key) ?? write(lanes(precision, fused), name);
  written.set(key, known);
  return known;
};

const write = (l: Lanes, name: Formula): Code => {
  const code = new Code(Array.from({ length: arity(name) }, () => "v128" as const));
  const formula = formulas[name] as (l: Lanes, ...args: readonly Term[]) => Term; // takes as many as `arity` says
  emit(code, formula(l, ...code.parameters.map((_, at) => read(at))));
  return code;
};
