/** Counts that were made by hand. */
import { describe, expect, it } from "vitest";
import * as e from "../../src/expr/index.ts";
import { program } from "../../src/interpret/program.ts";
import { arithmetic, type Counts } from "./arithmetic.ts";
import { iterations } from "./iterations.ts";

const x = e.input("x", [3]);
const table = e.input("table", [3, 5]);
const weights = e.parameter("weights", [2, 3]);
const none = new Map();

const cases: readonly (readonly [what: string, of: e.Expr, counts: Counts])[] = [
  ["three products and three sums", e.add(e.mul(x, x), 1), { multiplyAdd: 3 }],
  ["a comparison and a choice", e.where(e.less(x, 0), e.neg(x), x), { multiplyAdd: 4.5 }],
  ["functions by their names", e.div(e.exp(x), e.sigmoid(x)), { exp: 3, sigmoid: 3, div: 3 }],
  ["what is stretched, at its full size", e.mul(e.take(x, 0), e.constant([1, 2, 3, 4])), { multiplyAdd: 2 }],
  ["a value that is used twice, once", e.add(e.exp(x), e.mul(e.exp(x), 2)), { exp: 3, multiplyAdd: 3 }],
  ["nothing for what is the same for all samples", e.mul(x, e.exp(e.total(weights))), { multiplyAdd: 1.5 }],
  ["nothing for views", e.concat([e.slice(e.transpose(e.reshape(x, [3, 1])), 1, 0, 2), e.expand(e.reshape(e.take(x, 0), [1, 1]), [1, 4])], 1), {}],
  ["6 products and 4 sums of a matrix and a vector", e.apply(weights, x), { multiplyAdd: 5 }],
  ["one sum less than there are elements", e.sum(e.input("x", [4])), { multiplyAdd: 1.5 }],
  ["running sums along rows", e.cumsum(e.input("x", [2, 4]), 1), { multiplyAdd: 3 }],
  ["3 comparisons, 4 differences, 3 sums and 1 more", e.logSumExp(e.input("x", [4])), { exp: 4, log: 1, multiplyAdd: 5.5 }],
  ["15 comparisons and 15 choices", e.gather(table, x), { multiplyAdd: 15 }],
  ["12 comparisons", e.oneHot(x, 4), { multiplyAdd: 6 }],
  ["a sum over samples: one addition each", e.batchSum(e.mul(x, x)), { multiplyAdd: 3 }],
  ["the steps of a scan", e.scan((carry) => e.exp(e.mul(carry, 2)), x, 7).last, { exp: 21, multiplyAdd: 10.5 }],
  ["nothing for a sum over samples of what is the same for all", e.mul(x, e.batchSum(e.total(weights))), { multiplyAdd: 1.5 }],
  ["nothing after the sum over samples", e.exp(e.batchSum(x)), { multiplyAdd: 1.5 }],
];

it.each(cases)("counts %s", (_, output, counts) => expect(arithmetic(program({ output }), none)).toEqual(counts));

describe("a root", () => {
  // 2 y = x: one product and one difference, and the step, which is the residual over the slope and one addition.
  const linear = program({ output: e.root((y) => e.sub(e.mul(2, y), x), { lower: e.constant([-9, -8, -7]), upper: e.constant([10, 10, 9]) }).value });
  // The middle of the second bracket is the solution.
  const inputs = () => ({ x: [[9, 2, 9], [8, 2, 8], [9, 2, 9], [9, 2, 9]].flat() });

  it("counts its equation and step in every iteration", () =>
    expect(arithmetic(linear, new Map(linear.order.map((node) => [node, 2.5])))).toEqual({ div: 7.5, multiplyAdd: 2.5 * 4.5 }));

  it.each(["float32", "float64"] as const)("of a linear equation takes two iterations, or one where it starts at the solution, in %s", (precision) =>
    expect([...iterations(linear, inputs, 4, precision)]).toEqual([[linear.order.find(({ op }) => op === "root"), 5 / 3]]));
});
