/**
 * All formulas by operation: one row for every elementwise operation that is not an instruction.
 *
 * The largest errors that were found, in units in the last place, float32 / float64:
 * exp 0.96 / 1.00, log 0.91 / 0.93, log1p 0.96 / 0.94, expm1 1.35 / 1.29, sin 0.82 / 0.78, cos 0.80 / 0.78,
 * tan 1.48 / 1.42, asin 0.71 / 0.77, acos 0.67 / 0.71, atan 1.64 / 1.77, sinh 1.60 / 1.57, cosh 1.39 / 1.41,
 * tanh 1.44 / 1.58, asinh 1.22 / 1.18, sigmoid 1.67 / 1.62, softplus 1.34 / 1.07, logSigmoid 1.34 / 1.09,
 * normalCdf 1.76 / 1.71, logNormalCdf 1.81 / 1.78, logNormalQuantile 1.91 / 1.80, atan2 0.87 / 0.77.
 * float64: two million points per function, of every exponent and around every change of formula, against 113 bits
 * (libquadmath). float32: as many, and against float64 each 61st of all numbers; of the normal functions every one between
 * 0.001 and their ends. The arguments of the largest errors are among the golden values (test/…/golden.py).
 */
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
