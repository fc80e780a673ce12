/** The numbers that operations are asked of, and those where they are smooth. */
import fc from "fast-check";
import type { BinaryOp, UnaryOp } from "../../src/expr/index.ts";

export type Numbers = fc.Arbitrary<number>;

export interface Domain {
  readonly unary: { readonly [O in UnaryOp]: Numbers };
  /** First and second operand. */
  readonly binary: { readonly [O in BinaryOp]: readonly [Numbers, Numbers] };
  /** Of tensors whose elements are moved, chosen or added up. */
  readonly elements: Numbers;
}

export const numbersIn = (from: number, to: number): Numbers => fc.double({ min: from, max: to, noNaN: true });
const signed = (from: number, to: number): Numbers => fc.tuple(numbersIn(from, to), fc.boolean()).map(([x, minus]) => (minus ? -x : x));
export const ordinary: Numbers = numbersIn(-3, 3);
/** Multiples of one half, moved by an offset: any two of different offsets are well apart. */
const grid = (offset: number): Numbers => fc.integer({ min: -5, max: 5 }).map((k) => 0.5 * k + offset);

/** Away from kinks and jumps by more than the steps of differences. */
export const smooth: Domain = {
  elements: ordinary,
  unary: {
    neg: ordinary, abs: signed(0.1, 3), sign: signed(0.1, 3), floor: fc.tuple(fc.integer({ min: -4, max: 4 }), numbersIn(0.1, 0.9)).map(([n, part]) => n + part),
    sqrt: numbersIn(0.2, 5), exp: ordinary, log: numbersIn(0.2, 5), log1p: numbersIn(-0.8, 5), expm1: ordinary,
    sin: ordinary, cos: ordinary, tan: numbersIn(-1.2, 1.2), asin: numbersIn(-0.8, 0.8), acos: numbersIn(-0.8, 0.8), atan: ordinary,
    sinh: ordinary, cosh: ordinary, tanh: ordinary, asinh: ordinary,
    sigmoid: numbersIn(-8, 8), softplus: numbersIn(-8, 8), logSigmoid: numbersIn(-8, 8),
    normalCdf: numbersIn(-6, 6), logNormalCdf: numbersIn(-20, 6), logNormalQuantile: numbersIn(-200, -0.2),
  },
  binary: {
    add: [ordinary, ordinary], sub: [ordinary, ordinary], mul: [ordinary, ordinary], div: [ordinary, signed(0.5, 3)],
    minimum: [grid(0), grid(0.25)], maximum: [grid(0), grid(0.25)], atan2: [signed(0.3, 3), signed(0.3, 3)],
    less: [grid(0), grid(0.25)], lessEqual: [grid(0), grid(0.25)], equal: [grid(0), grid(0.25)],
  },
};
