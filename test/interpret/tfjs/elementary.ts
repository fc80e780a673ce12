/** Every operation of one number, with its first and second derivative, at ordinary and at extreme arguments. */
import * as e from "../../../src/expr/index.ts";
import type { Expr, UnaryOp } from "../../../src/expr/index.ts";
import type { Case } from "./cases.ts";

/** Of value, first and second derivative. */
type Orders<A> = readonly [A, A, A];

interface Accuracy {
  readonly at: readonly number[];
  readonly bounds: Orders<number>;
  /** Errors are relative to |want| + floor: a float32 cannot know better where the formula cancels. */
  readonly floors?: Orders<number>;
}

const around = (...values: readonly number[]): readonly number[] => values.flatMap((value) => (value === 0 ? [0] : [value, -value]));
const everywhere = around(0, 1e-30, 1e-10, 1e-6, 1e-4, 0.01, 0.1, 0.24, 0.26, 0.34, 0.36, 0.5, 0.7, 1, 1.5, 2, 3, 5, 8, 12, 20, 30);
const farther = [...everywhere, ...around(100, 1e10)];
const positive = [1e-10, 1e-4, 0.1, 0.5, 0.9, 1, 1.1, 2, 10, 1000, 1e10];
const short = around(0, 1e-6, 0.01, 0.1, 0.5, 0.7, 0.9, 0.99);
const turns = around(0, 1e-10, 1e-4, 0.1, 0.5, 0.78, 0.79, 1, 1.5, 1.57, 2, 3, 3.14, 4, 6, 10, 100, 1000);
const probabilities = [
  -1e-10, -1e-7, -1e-5, -0.001, -0.05, -0.08, -0.1, -0.4, -0.6, -0.69, -0.6931471, -0.6931472, -0.7, -0.9, -1, -2, -2.58, -2.6, -4, -10, -24.9,
  -25.1, -100, -399, -401, -1e4, -1e8, -1e30,
];

const exact: Accuracy = { at: farther, bounds: [0, 0, 0] };
/** The exponential of graphics processors is off by x units in the last place. */
const exponential: Accuracy = { at: everywhere, bounds: [2e-6, 2e-6, 2e-6] };
const one: Orders<number> = [1, 1, 1];

const accuracies: { readonly [O in UnaryOp]: Accuracy } = {
  neg: exact,
  abs: exact,
  sign: exact,
  floor: exact,
  sqrt: { at: positive, bounds: [2e-7, 4e-7, 1e-6] },
  exp: exponential,
  log: { at: positive, bounds: [1e-6, 4e-7, 1e-6] },
  log1p: { at: [...farther.filter((x) => x > -1), -0.99], bounds: [4e-7, 4e-7, 1e-6], floors: [0, 0, 1e-30] },
  expm1: exponential,
  sin: { at: turns, bounds: [4e-7, 4e-7, 4e-7], floors: one },
  cos: { at: turns, bounds: [4e-7, 4e-7, 4e-7], floors: one },
  tan: { at: turns.filter((x) => Math.abs(Math.cos(x)) > 0.1), bounds: [1e-6, 1e-6, 2e-6], floors: one },
  asin: { at: short, bounds: [4e-7, 1e-6, 1e-5], floors: [0, 0, 1] },
  acos: { at: short, bounds: [4e-7, 1e-6, 1e-5], floors: [0, 0, 1] },
  atan: { at: farther, bounds: [4e-7, 4e-7, 1e-6], floors: [0, 0, 1e-20] },
  sinh: exponential,
  cosh: exponential,
  tanh: { at: farther, bounds: [1e-6, 1e-6, 1e-6], floors: [0, 1, 1] },
  asinh: { at: farther, bounds: [1e-6, 1e-6, 1e-6], floors: [0, 0, 1e-20] },
  sigmoid: { ...exponential, floors: [0, 0, 1] },
  softplus: exponential,
  logSigmoid: exponential,
  normalCdf: { at: everywhere, bounds: [4e-6, 2e-6, 2e-6], floors: [1e-37, 1e-37, 1e-37] },
  logNormalCdf: { at: everywhere, bounds: [4e-6, 2e-6, 1e-4], floors: [1e-37, 1e-37, 1e-30] },
  logNormalQuantile: { at: probabilities, bounds: [1e-6, 1e-5, 1e-3], floors: [1e-3, 0, 1e-30] },
};

/** Value, first and second derivative of a function of one number per sample. */
const derivatives = (f: (x: Expr) => Expr): Orders<readonly [string, Expr]> => {
  const x = e.input("x", []);
  const value = f(x);
  const [first] = e.vjp([value], [e.one], [x]);
  const [second] = e.vjp([first!], [e.one], [x]);
  return [["value", value], ["first derivative", first!], ["second derivative", second!]];
};

export const elementaryCases: readonly Case[] = e.unaryOps.flatMap((op) => {
  const { at, bounds, floors = [1e-37, 1e-37, 1e-37] } = accuracies[op];
  const [build] = [e[op] as (x: Expr) => Expr];
  return derivatives(build).map(([name, output], order): Case => ({
    name: `${op}: ${name}`,
    outputs: { [name]: output },
    inputs: { x: at.map(Math.fround) },
    count: at.length,
    bound: bounds[order]!,
    floor: Math.max(floors[order]!, 1e-37),
  }));
});
