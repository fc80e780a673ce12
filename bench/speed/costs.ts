/**
 * What one operation costs per number, in nanoseconds, where nothing but arithmetic is in the way: a sum over elements in
 * the cache of some terms each, with the operation in all of them against the operation in half of them, so that all that
 * both have cancels. The terms are independent and added as a tree: it is the throughput that is measured.
 */
import * as e from "../../src/expr/elementwise.ts";
import { constant, input, type Expr } from "../../src/expr/expr.ts";
import { sum, take } from "../../src/expr/tensor.ts";
import { program, type Interpreter, type Program } from "../../src/interpret/program.ts";
import type { Counts, Operation } from "./arithmetic.ts";
import { duration, median, warmUp } from "./stopwatch.ts";

export type Costs = { readonly [O in Operation]?: number };

const elements = 256;
const samples = 512;

/** So many that instructions take longer than the loads, and so few that functions keep their constants in registers. */
const termsOf = (operation: Operation): number => (["multiplyAdd", "div", "sqrt"].includes(operation) ? 8 : 2);

/** Multiply-adds come in fives, for one is soon hidden behind a load. */
const perTerm = (operation: Operation): number => (operation === "multiplyAdd" ? 5 : 1);

const term = (operation: Operation, x: Expr): Expr => {
  if (operation === "multiplyAdd") return Array.from({ length: perTerm(operation) }).reduce<Expr>((sum) => e.add(e.mul(sum, 0.5), 0.3), x);
  if (operation === "div") return e.div(0.7, x);
  if (operation === "atan2") return e.atan2(x, 0.7);
  return e[operation](x);
};

const tree = (parts: readonly Expr[]): Expr =>
  parts.length === 1 ? parts[0]! : e.add(tree(parts.slice(0, parts.length / 2)), tree(parts.slice(parts.length / 2)));

/** With the operation in the first terms only. */
const probe = (operation: Operation, within: number): Program => {
  const terms = termsOf(operation);
  const offsets = constant(Array.from({ length: elements }, (_, at) => (0.1 * at) / elements));
  const parts = Array.from({ length: terms }, (_, at) => {
    const x = e.add(take(input("x", [terms]), at), offsets);
    return at < within ? term(operation, x) : x;
  });
  return program({ sum: sum(tree(parts)) });
};

export interface CostOptions {
  readonly warmUp: number;
  readonly repeats: number;
}

/** The two programs of an operation, ready to be called. */
const pair = (operation: Operation, interpreter: Interpreter): readonly [() => unknown, () => unknown] => {
  // Between 0 and 1, but for the logarithm of a probability.
  const sign = operation === "logNormalQuantile" ? -1 : 1;
  const terms = termsOf(operation);
  const inputs = { x: Float64Array.from({ length: samples * terms }, (_, at) => sign * (0.2 + 0.6 * Math.abs(Math.sin(at)))) };
  const call = (within: number): (() => unknown) => {
    const run = interpreter.compile(probe(operation, within));
    return () => run(inputs, samples);
  };
  return [call(terms / 2), call(terms)];
};

/** All operations by turns, again and again, so that a disturbance does not meet all repeats of one. */
export const costs = (operations: Iterable<Operation>, interpreter: Interpreter, { warmUp: length, repeats }: CostOptions): Costs => {
  const pairs = Array.from(operations, (operation) => ({ operation, calls: pair(operation, interpreter), differences: [] as number[] }));
  for (const { calls } of pairs) for (const call of calls) warmUp(call, length);
  for (let repeat = 0; repeat < repeats; repeat++) for (const { calls: [half, whole], differences } of pairs) differences.push(-duration(half) + duration(whole));
  return Object.fromEntries(pairs.map(({ operation, differences }) =>
    [operation, (1e6 * median(differences)) / (0.5 * termsOf(operation) * perTerm(operation) * elements * samples)]));
};

/** Nanoseconds per sample that the arithmetic alone takes, on one thread. */
export const limitOf = (counts: Counts, known: Costs): number =>
  Object.entries(counts).reduce((total, [operation, count]) => total + count * known[operation as Operation]!, 0);
