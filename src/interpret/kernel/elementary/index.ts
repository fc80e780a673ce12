/**
 * Elementary functions of four float32 or two float64 lanes, without tables in memory and without branches.
 *
 * `elementary(precision)` gives them as wasmati functions to be called; a module contains those that it calls. `inline`
 * writes the same instructions into the body of another function.
 */
import { func, v128, type Func, type Local } from "wasmati";
import { formulas } from "./formulas.ts";
import { lanes, type Lanes, type Precision } from "./lanes.ts";
import { emit, localCount, read, type Term } from "./term.ts";

export type { Precision } from "./lanes.ts";
export type { Elementary } from "./formulas.ts";

export type Formula = keyof typeof formulas;
type Unary = Func<["v128"], ["v128"]>;
type Binary = Func<["v128", "v128"], ["v128"]>;
export type Functions = { readonly [F in Formula]: F extends "atan2" ? Binary : Unary };

export interface Options {
  /** Fuse multiplications and additions (relaxed SIMD; the engine must have it). Default: false. */
  readonly fused?: boolean;
}

const made = new Map<string, Functions>();

/** All functions of one precision. Call it outside of a function's body: wasmati builds one body at a time. */
export const elementary = (precision: Precision, { fused = false }: Options = {}): Functions => {
  const key = `${precision} ${fused}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const l = lanes(precision, fused);
  const built = Object.fromEntries(names.map((name) => [name, name === "atan2" ? binary(l, name) : unary(l, name)]));
  made.set(key, built as Functions); // each name has the kind of function that `Functions` says
  return built as Functions;
};

/** Leaves name(…args) on the stack of the function that is being built; the arguments and `fresh` are its locals. */
export const inline = (
  precision: Precision,
  name: Formula,
  args: readonly Local<"v128">[],
  fresh: () => Local<"v128">,
  { fused = false }: Options = {},
): void => emit(apply(lanes(precision, fused), name, args.map(read)), fresh);

/** How many locals `inline` takes from `fresh`. */
export const inlineLocals = (precision: Precision, name: Formula, { fused = false }: Options = {}): number =>
  localCount(apply(lanes(precision, fused), name, name === "atan2" ? [nothing, nothing] : [nothing]));

const names = Object.keys(formulas) as Formula[]; // the keys of a literal

const apply = (l: Lanes, name: Formula, args: readonly Term[]): Term =>
  (formulas[name] as (l: Lanes, ...args: readonly Term[]) => Term)(l, ...args); // one or two, as `name` takes

const nothing: Term = { args: [], instruction: () => undefined };

/** wasmati types locals as a tuple that is not empty; any length is right. */
const vectors = (count: number) => Array.from({ length: count }, () => ({ kind: "v128" })) as unknown as [typeof v128, ...(typeof v128)[]];

const supply = (locals: readonly Local<"v128">[]): (() => Local<"v128">) => {
  const rest = locals.values();
  return () => rest.next().value!;
};

const unary = (l: Lanes, name: Formula): Unary =>
  func({ in: [v128], locals: vectors(localCount(apply(l, name, [nothing]))), out: [v128] }, ([x], locals) =>
    emit(apply(l, name, [read(x)]), supply(locals)));

const binary = (l: Lanes, name: Formula): Binary =>
  func({ in: [v128, v128], locals: vectors(localCount(apply(l, name, [nothing, nothing]))), out: [v128] }, ([y, x], locals) =>
    emit(apply(l, name, [read(y), read(x)]), supply(locals)));
