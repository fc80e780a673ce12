/**
 * What every elementwise operation means, on numbers. Constant folding and the reference interpreter both read this
 * table, so they cannot disagree.
 */
import type { BinaryOp, UnaryOp } from "./expr.ts";
import { logNormalCdf, logNormalQuantile, normalCdf, sigmoid, softplus } from "./special.ts";

export const unaryMeaning: { readonly [O in UnaryOp]: (x: number) => number } = {
  neg: (x) => -x,
  abs: Math.abs,
  /** sign(0) = 1, so that |x| = x · sign(x) has a derivative of size one everywhere. */
  sign: (x) => (x < 0 ? -1 : x >= 0 ? 1 : NaN),
  floor: Math.floor,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  expm1: Math.expm1,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  sigmoid,
  softplus,
  logSigmoid: (x) => -softplus(-x),
  normalCdf,
  logNormalCdf,
  logNormalQuantile,
};

export const binaryMeaning: { readonly [O in BinaryOp]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  minimum: Math.min,
  maximum: Math.max,
  atan2: Math.atan2,
  /** Comparisons are 1 where they hold and 0 where they do not. */
  less: (a, b) => (a < b ? 1 : 0),
  lessEqual: (a, b) => (a <= b ? 1 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
};
