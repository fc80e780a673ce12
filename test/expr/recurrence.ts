/** What the tests of recurrences share: inputs of a scalar and of a vector, numbers for them, and the scans of a program. */
import { input, is, parameter, type Expr } from "../../src/expr/index.ts";
import { program } from "../../src/interpret/program.ts";
import { run } from "../../laws/operation/posed.ts";

export const x = input("x", []);
export const v = input("v", [3]);
export const theta = parameter("theta", []);
export const named = (exprs: readonly Expr[]): { readonly [name: string]: Expr } => Object.fromEntries(exprs.map((each, at) => [`o${at}`, each]));
export const numbers = (length: number, seed: number): readonly number[] => Array.from({ length }, (_, at) => Math.sin(7.3 * (at + 1) + seed));
export const value = (out: Expr, inputs = {}, count = 1): readonly number[] => Array.from(run({ out }, inputs, count).out!);
export const scansOf = (outputs: readonly Expr[]): readonly Expr<"scan">[] => program(named(outputs)).order.filter((each) => is(each, "scan"));
