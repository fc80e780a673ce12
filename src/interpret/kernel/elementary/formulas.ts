/** All formulas by operation: one row for every elementwise operation that is not an instruction. */
import type { UnaryOp } from "../../../expr/index.ts";
import { cos, sin, tan } from "./circular.ts";
import { exp, expm1 } from "./exp.ts";
import { asinh, cosh, sinh, tanh } from "./hyperbolic.ts";
import { acos, asin, atan, atan2 } from "./inverse-circular.ts";
import type { Lanes } from "./lanes.ts";
import { log, log1p } from "./log.ts";
import { logSigmoid, sigmoid, softplus } from "./logistic.ts";
import { logNormalCdf, normalCdf } from "./normal.ts";
import { logNormalQuantile } from "./normal-quantile.ts";
import type { Term } from "./term.ts";

/** What is a single instruction, or two, and needs no function. */
export type Instruction = "neg" | "abs" | "sign" | "floor" | "sqrt";
export type Elementary = Exclude<UnaryOp, Instruction>;

export const formulas = {
  exp: (l: Lanes, x: Term): Term => exp(l, x),
  log,
  log1p: (l: Lanes, x: Term): Term => log1p(l, x),
  expm1: (l: Lanes, x: Term): Term => expm1(l, x),
  sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh,
  sigmoid, softplus, logSigmoid,
  normalCdf, logNormalCdf, logNormalQuantile,
  atan2,
} satisfies { readonly [F in Elementary]: (l: Lanes, x: Term) => Term } & { readonly atan2: (l: Lanes, y: Term, x: Term) => Term };
