/** The formulas that are done, by operation. */
import type { UnaryOp } from "../../../expr/index.ts";
import { exp, expm1 } from "./exp.ts";
import type { Lanes } from "./lanes.ts";
import { log, log1p } from "./log.ts";
import type { Term } from "./term.ts";

/** What is a single instruction, or two, and needs no function. */
export type Instruction = "neg" | "abs" | "sign" | "floor" | "sqrt";
export type Elementary = Exclude<UnaryOp, Instruction>;

export const formulas = { exp: (l: Lanes, x: Term) => exp(l, x), expm1: (l: Lanes, x: Term) => expm1(l, x), log, log1p: (l: Lanes, x: Term) => log1p(l, x) };
