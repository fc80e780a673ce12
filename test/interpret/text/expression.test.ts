import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, constant, cumsum, div, exp, gather, input, less, logSumExp, matmul, mul, neg, parameter, reshape, root, scalar, scan, sin, sinh, slice, sub, sum, transpose, vjp, where, type Op } from "../../../src/expr/index.ts";
import { printExpression } from "../../../src/interpret/text/expression.ts";
import type { Written } from "../../../src/interpret/text/expression-lines.ts";
import { operations } from "../../../laws/operation/operations.ts";
import { posed } from "../../../laws/operation/posed.ts";

const [x, y] = [input("x", []), input("y", [])];
const v = input("v", [2, 3]);

const listings: readonly (readonly [string, Written, readonly string[]])[] = [
  ["one expression", add(x, 1), ["x: input []", "x + 1"]],
  ["precedence", sub(x, sub(mul(add(x, y), 2), div(x, mul(y, 3)))), ["x: input []", "y: input []", "x - ((x + y) * 2 - x / (y * 3))"]],
  ["negatives", mul(neg(x), add(y, -2)), ["x: input []", "y: input []", "(-x) * (y + (-2))"]],
  ["shared parts, once", { y: mul(exp(x), add(exp(x), 1)), z: sin(exp(x)) }, ["x: input []", "t1 = exp(x)", "y = t1 * (t1 + 1)", "z = sin(t1)"]],
  ["axes and shapes", { s: sum(v, 0), c: cumsum(v, 1, true), l: logSumExp(transpose(v), 0), r: slice(reshape(v, [6]), 0, 2, 3) },
    ["v: input [2, 3]", "s = sum(v, axis 0)", "c = cumsum(v, axis 1, from the end)", "l = logSumExp(transpose(v, [1, 0]), axis 0)", "r = reshape(v, [6])[2:5]"]],
  ["constants", { a: mul(v, constant([1, 2, 3])), b: add(v, constant(Array(6).fill(0.5), [2, 3])), c: matmul(v, constant([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3])) },
    ["v: input [2, 3]", "a = v * {1, 2, 3}", "b = v + 0.5[2, 3]", "c = v @ {1, 2, 3, 4, 5, … 9 numbers}"]],
  ["conditions and tables", where(less(x, y), gather(parameter("table", [4]), y), 0), ["x: input []", "y: input []", "table: parameter [4]", "where(x < y, gather(table, y), 0)"]],
  ["a root", { t: root((u) => sub(add(u, sinh(u)), x), { lower: -9, upper: 9 }).value }, ["x: input []", "t1: t1 + sinh(t1) - x = 0, between -9 and 9", "t = t1"]],
  ["a scan", scan((u, k) => add(u, mul(k, sin(u))), x, 10).last,
    ["x: input []", "t1(0) = x", "for k = 0 ... 9:", "  t1(k + 1) = t1(k) + k * sin(t1(k))", "t1(10)"]],
  ["rows, records, several carries and shared parts of a scan, backwards", (() => {
    const { last, recorded } = scan(({ a, b }, _, row) => ({ a: add(exp(a), row), b: mul(b, exp(sum(a))) }), { a: sum(v, 0), b: 2 }, 4, { rows: parameter("w", [4, 3]), reverse: true, record: ({ a }) => sin(a) });
    return { path: recorded, sum: sum(last.a) };
  })(), ["v: input [2, 3]", "w: parameter [4, 3]", "t1(4) [3] = sum(v, axis 0)", "for k = 3 ... 0:", "  t1(k) = exp(t1(k + 1)) + w[k]", "  t2[k] [3] = sin(t1(k + 1))", "path = t2", "sum = sum(t1(0), axis 0)"]],
  ["shared parts within a scan", scan((u) => mul(exp(u), add(exp(u), 1)), x, 1).last,
    ["x: input []", "t2(0) = x", "for k = 0:", "  t1 = exp(t2(k))", "  t2(k + 1) = t1 * (t1 + 1)", "t2(1)"]],
  ["a scan and a root within a scan", scan((u) => mul(scan((w, k) => add(mul(w, u), k), y, 3).last, root((w) => sub(add(w, sinh(w)), u), { lower: -9, upper: 9 }).value), x, 2).last,
    ["x: input []", "y: input []", "t3(0) = x", "for k2 = 0 ... 1:", "  t1(0) = y", "  for k = 0 ... 2:", "    t1(k + 1) = t1(k) * t3(k2) + k", "  t2: t2 + sinh(t2) - t3(k2) = 0, between -9 and 9", "  t3(k2 + 1) = t1(3) * t2", "t3(2)"]],
  ["the derivative of a scan", vjp([scan((u) => sin(u), x, 5).last], [scalar(1)], [x])[0]!,
    ["x: input []", "t1(0) = x", "for k = 0 ... 4:", "  t1(k + 1) = sin(t1(k))", "  t2[k] = t1(k)", "t3(5) = 1", "for k2 = 4 ... 0:", "  t3(k2) = cos(t2[k2]) * t3(k2 + 1)", "t3(0)"]],
  ["names that are taken by a scan's variables", scan((u) => mul(u, input("k", [])), input("t1", []), 2).last, ["t1: input []", "k: input []", "t2(0) = t1", "for k2 = 0 ... 1:", "  t2(k2 + 1) = t2(k2) * k", "t2(2)"]],
  ["names that are taken", mul(exp(input("t1", [2])), add(exp(input("t1", [2])), 1)), ["t1: input [2]", "t2 [2] = exp(t1)", "t2 * (t2 + 1)"]],
];

describe("printExpression", () => {
  it.each(listings)("%s", (_, expressions, lines) => expect(printExpression(expressions).split("\n")).toEqual(lines));

  it("prints every operation with its derivatives", () => {
    fc.assert(fc.property(fc.constantFrom(...(Object.keys(operations) as Op[])).chain((op) => posed(op, fc.constant(1))), ({ output, variables }) => {
      const text = printExpression(Object.fromEntries([output, ...vjp([output], [scalar(1)], variables)].map((each, at) => [`g${at}`, each])));
      expect(text).not.toMatch(/undefined|\[object/);
      expect(text.split("\n").length).toBeGreaterThanOrEqual(1 + variables.length);
    }), { numRuns: 300 });
  });

  it("prints graphs deeper than the stack", () => {
    const deep = Array.from({ length: 4000 }).reduce<typeof x>((sum) => add(sin(sum), sum), x);
    expect(printExpression(deep).split("\n").length).toBe(4001);
  });
});
