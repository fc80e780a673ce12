/**
 * Loops over lanes. A lane is a sample: the reference interpreter computes a block of samples at a time, with the
 * samples of one tensor element side by side. Mutation lives here, and the loops are written out so that the engine
 * sees one operation each. Steps `as`, `bs` are 1 for a per-sample operand and 0 for a uniform one.
 */
import type { BinaryOp, UnaryOp } from "../../expr/expr.ts";
import { binaryMeaning, unaryMeaning } from "../../expr/meaning.ts";
import { sigmoid, softplus } from "../../expr/special.ts";

export type Numbers = Float64Array | Float32Array;

export type UnaryLoop = (out: Numbers, o: number, a: Numbers, i: number, as: number, n: number) => void;
export type BinaryLoop = (out: Numbers, o: number, a: Numbers, i: number, as: number, b: Numbers, j: number, bs: number, n: number) => void;

/** Any unary operation, through its meaning; the common ones have loops of their own below. */
const unaryLoop = (meaning: (x: number) => number): UnaryLoop => (out, o, a, i, as, n) => {
  for (let l = 0; l < n; l++) out[o + l] = meaning(a[i + l * as]!);
};

const binaryLoop = (meaning: (a: number, b: number) => number): BinaryLoop => (out, o, a, i, as, b, j, bs, n) => {
  for (let l = 0; l < n; l++) out[o + l] = meaning(a[i + l * as]!, b[j + l * bs]!);
};

const loopsOf = <O extends string, F, L>(meanings: { readonly [K in O]: F }, loop: (meaning: F) => L): { readonly [K in O]: L } =>
  Object.fromEntries(Object.entries<F>(meanings).map(([op, meaning]) => [op, loop(meaning)])) as { [K in O]: L };

export const unaryLoops: { readonly [O in UnaryOp]: UnaryLoop } = {
  ...loopsOf(unaryMeaning, unaryLoop),
  neg: (out, o, a, i, as, n) => {
    for (let l = 0; l < n; l++) out[o + l] = -a[i + l * as]!;
  },
  exp: (out, o, a, i, as, n) => {
    for (let l = 0; l < n; l++) out[o + l] = Math.exp(a[i + l * as]!);
  },
  log: (out, o, a, i, as, n) => {
    for (let l = 0; l < n; l++) out[o + l] = Math.log(a[i + l * as]!);
  },
  abs: (out, o, a, i, as, n) => {
    for (let l = 0; l < n; l++) out[o + l] = Math.abs(a[i + l * as]!);
  },
  tanh: (out, o, a, i, as, n) => {
    for (let l = 0; l < n; l++) out[o + l] = Math.tanh(a[i + l * as]!);
  },
  sigmoid: (out, o, a, i, as, n) => {
    for (let l = 0; l < n; l++) out[o + l] = sigmoid(a[i + l * as]!);
  },
  softplus: (out, o, a, i, as, n) => {
    for (let l = 0; l < n; l++) out[o + l] = softplus(a[i + l * as]!);
  },
  logSigmoid: (out, o, a, i, as, n) => {
    for (let l = 0; l < n; l++) out[o + l] = -softplus(-a[i + l * as]!);
  },
};

export const binaryLoops: { readonly [O in BinaryOp]: BinaryLoop } = {
  ...loopsOf(binaryMeaning, binaryLoop),
  add: (out, o, a, i, as, b, j, bs, n) => {
    for (let l = 0; l < n; l++) out[o + l] = a[i + l * as]! + b[j + l * bs]!;
  },
  sub: (out, o, a, i, as, b, j, bs, n) => {
    for (let l = 0; l < n; l++) out[o + l] = a[i + l * as]! - b[j + l * bs]!;
  },
  mul: (out, o, a, i, as, b, j, bs, n) => {
    for (let l = 0; l < n; l++) out[o + l] = a[i + l * as]! * b[j + l * bs]!;
  },
  div: (out, o, a, i, as, b, j, bs, n) => {
    for (let l = 0; l < n; l++) out[o + l] = a[i + l * as]! / b[j + l * bs]!;
  },
  less: (out, o, a, i, as, b, j, bs, n) => {
    for (let l = 0; l < n; l++) out[o + l] = a[i + l * as]! < b[j + l * bs]! ? 1 : 0;
  },
  lessEqual: (out, o, a, i, as, b, j, bs, n) => {
    for (let l = 0; l < n; l++) out[o + l] = a[i + l * as]! <= b[j + l * bs]! ? 1 : 0;
  },
};

/** out += a · b. */
export const multiplyAdd: BinaryLoop = (out, o, a, i, as, b, j, bs, n) => {
  for (let l = 0; l < n; l++) out[o + l]! += a[i + l * as]! * b[j + l * bs]!;
};

/** Σ a · b over the lanes. */
export const dotLanes = (a: Numbers, i: number, as: number, b: Numbers, j: number, bs: number, n: number): number => {
  let sum = 0;
  for (let l = 0; l < n; l++) sum += a[i + l * as]! * b[j + l * bs]!;
  return sum;
};
