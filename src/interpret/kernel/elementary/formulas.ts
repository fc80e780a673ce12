/**
 * All formulas by operation: one row for every elementwise operation that is not an instruction.
 *
 * The largest error found on 3000 points per function (test/…/golden.py), in units in the last place, float32 / float64:
 * exp 0.77 / 0.87, log 0.70 / 0.69, log1p 0.71 / 0.72, expm1 1.13 / 1.38, sin 0.64 / 0.64, cos 0.72 / 0.64,
 * tan 1.10 / 1.13, asin 0.56 / 0.56, acos 0.53 / 0.59, atan 1.42 / 1.07, sinh 1.29 / 1.15, cosh 1.19 / 1.07,
 * tanh 1.15 / 1.33, asinh 1.00 / 0.84, sigmoid 1.11 / 1.29, softplus 1.12 / 0.88, logSigmoid 1.02 / 0.96,
 * normalCdf 3.23 / 2.76, logNormalCdf 2.69 / 2.88, logNormalQuantile 3.73 / 4.83, atan2 0.74 / 0.69.
 */
import type { UnaryOp } from "../../../expr/index.ts";
import { cos, largestAngle, sin, tan } from "./circular.ts";
import { reducedAny } from "./circular-huge.ts";
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
  sin: (l: Lanes, x: Term): Term => sin(l, x),
  cos: (l: Lanes, x: Term): Term => cos(l, x),
  tan: (l: Lanes, x: Term): Term => tan(l, x),
  asin, acos, atan, sinh, cosh, tanh, asinh,
  sigmoid, softplus, logSigmoid,
  normalCdf, logNormalCdf, logNormalQuantile,
  atan2,
} satisfies { readonly [F in Elementary]: (l: Lanes, x: Term) => Term } & { readonly atan2: (l: Lanes, y: Term, x: Term) => Term };

/** A slower formula that is right for every x, for vectors with an |x| beyond the limit, where the other one is not right. */
export interface Beyond {
  readonly limit: number;
  readonly formula: (l: Lanes, x: Term) => Term;
}

export const beyond: { readonly [F in keyof typeof formulas]?: Beyond } = {
  sin: { limit: largestAngle, formula: (l, x) => sin(l, x, reducedAny) },
  cos: { limit: largestAngle, formula: (l, x) => cos(l, x, reducedAny) },
  tan: { limit: largestAngle, formula: (l, x) => tan(l, x, reducedAny) },
};
