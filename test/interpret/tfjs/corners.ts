/** Operations of several numbers where backends go astray: infinities, ties, quadrants, long sums, brackets without a root. */
import * as e from "../../../src/expr/index.ts";
import type { Expr, UnaryOp } from "../../../src/expr/index.ts";
import type { Case } from "./cases.ts";

const inf = Infinity;

/** A function of some numbers per sample, given row by row. */
const rows = (name: string, f: (row: Expr) => Expr, table: readonly (readonly number[])[], bound = 4e-7, floor = 1e-37): Case => ({
  name,
  outputs: { value: f(e.input("row", [table[0]!.length])) },
  inputs: { row: table.flat().map(Math.fround) },
  count: table.length,
  bound,
  floor,
});

const pair = (f: (a: Expr, b: Expr) => Expr) => (row: Expr): Expr => f(e.take(row, 0), e.take(row, 1));
const ordinary = [-2, -0.5, 0, 0.25, 3];
const pairs = [...ordinary, inf, -inf].flatMap((a) => [...ordinary, inf, -inf].map((b) => [a, b] as const));
const finite = ordinary.flatMap((a) => ordinary.map((b) => [a, b] as const));

/** y³ s + y = x with per-sample x and uniform s, and what its solution depends on. */
const cubic = (lower: number, upper: number, x: readonly number[]): Case => {
  const [right, steep] = [e.input("right", [2]), e.parameter("steep", [])];
  const { value } = e.root((y) => e.sub(e.add(e.mul(steep, y, y, y), y), right), { lower: e.expand(lower, [2]), upper });
  const gradients = e.vjp([value], [e.zeros([2]).uniform ? e.expand(1, [2]) : e.one], [right, steep]);
  const again = e.vjp([e.total(gradients[0]!)], [e.one], [right, steep]);
  return {
    name: `root between ${lower} and ${upper}`,
    outputs: { value, right: gradients[0]!, steep: gradients[1]!, again: again[0]!, across: again[1]! },
    inputs: { right: x.map(Math.fround), steep: [0.5] },
    count: x.length / 2,
    bound: 4e-6,
    floor: 1,
  };
};

/** One operation at the ends of its domain. */
const ends = (op: UnaryOp, ...at: readonly number[]): Case => rows(`${op} at ${at.join(", ")}`, (row) => e[op](e.take(row, 0)), at.map((x) => [x]));

const count = 100_000;

export const cornerCases: readonly Case[] = [
  ends("sqrt", 0, inf),
  ends("exp", -inf, -1000, 1000, inf),
  ends("log", 0, inf),
  ends("log1p", -1, inf),
  ends("expm1", -inf, -1000, 1000, inf),
  ends("atan", -inf, inf),
  ends("asin", -1, 1),
  ends("acos", -1, 1),
  ends("sinh", -inf, -1000, 1000, inf),
  ends("cosh", -inf, -1000, 1000, inf),
  ends("tanh", -inf, -1000, 1000, inf),
  ends("asinh", -inf, -1e38, 1e38, inf),
  ends("sigmoid", -inf, -1000, 1000, inf),
  ends("softplus", -inf, -1000, 1000, inf),
  ends("logSigmoid", -inf, -1000, 1000, inf),
  ends("normalCdf", -inf, -1000, 1000, inf),
  ends("logNormalCdf", -inf, -1e18, 1000, inf),
  ends("logNormalQuantile", -inf, -1e38, 0),
  rows("less", pair(e.less), pairs),
  rows("lessEqual", pair(e.lessEqual), pairs),
  rows("equal", pair(e.equal), pairs),
  rows("minimum", pair(e.minimum), pairs),
  rows("maximum", pair(e.maximum), pairs),
  rows("atan2 in all quadrants", pair(e.atan2), [...finite, [1e-30, 1e30], [1e30, -1e30], [-1e-20, -1]], 4e-7),
  rows("where with a condition that is a number", (row) => e.where(e.take(row, 0), e.take(row, 1), -7), finite),
  rows("where beside infinity", (row) => e.where(e.less(e.take(row, 0), 1), e.take(row, 0), e.take(row, 1)), [[0, inf], [2, 5], [0.5, -inf]]),
  rows("logSumExp", (row) => e.logSumExp(row), [[-inf, -inf, -inf], [-inf, 2, -inf], [1000, 999, -1000], [-1000, -1001, -1002], [inf, 0, 0], [0, 0, 0]], 1e-6),
  rows("cumsum", (row) => e.concat([e.cumsum(row), e.cumsum(row, 0, true)]), [[1, 2, 4, 8], [-1, 0.5, 0.25, 3]]),
  rows("gather at whole places", (row) => e.gather(e.reshape(e.concat([row, row, row]), [3, 3]), row), [[0, 1, 2], [2, 0, 1], [1, 1, 1]]),
  {
    name: "products with the same numbers as matrices of different shapes",
    outputs: (() => {
      const [x, w] = [e.input("x", [2]), e.parameter("w", [6])];
      const [wide, tall] = [e.reshape(w, [2, 3]), e.reshape(w, [3, 2])];
      const row = e.unsqueeze(x, 0);
      return { wide: e.matmul(row, wide), back: e.matmul(e.matmul(row, wide), tall), uniform: e.matmul(wide, tall), again: e.matmul(tall, wide) };
    })(),
    inputs: { x: [1, 2, -3, 0.5], w: [1, 2, 3, 4, 5, 6] },
    count: 2,
    bound: 1e-6,
    floor: 0,
  },
  {
    name: "operands of different ranks, per-sample and uniform",
    outputs: (() => {
      const [x, y, w, s] = [e.input("x", [3]), e.input("y", [2, 3]), e.parameter("w", [2, 3]), e.input("s", [])];
      const wide = e.expand(e.reshape(x, [3, 1, 1]), [3, 2, 3]);
      const all = e.where(e.less(x, w), e.sub(y, x), e.maximum(e.mul(s, w), x));
      const [dx, dy, dw, ds] = e.vjp([e.add(all, e.sum(e.mul(wide, w), 0))], [e.div(w, s)], [x, y, w, s]);
      return { all, wide, dx: dx!, dy: dy!, dw: dw!, ds: ds!, rank: e.mul(e.expand(y, [2, 2, 2, 2, 3]), s) };
    })(),
    inputs: { x: [1, -2, 3, 0.5, 0.25, -1], y: Array.from({ length: 12 }, (_, at) => at - 5.5), w: [0.5, -1, 2, 3, -2, 1], s: [2, -0.75] },
    count: 2,
    bound: 2e-6,
    floor: 1,
  },
  rows("oneHot", (row) => e.oneHot(row, 3), [[0, 1, 2], [2, 0, 1]]),
  cubic(-10, 10, [-30, -3, -1e-3, 0, 1e-6, 0.5, 2, 40]),
  cubic(-1000, 1e6, [-30, 3, 0.1, 0]),
  cubic(-1, 1, [0.3, 5, -7, -0.2]),
  {
    name: "long sums over samples",
    outputs: (() => {
      const [x, y] = [e.input("x", [2]), e.input("y", [])];
      return { plain: e.batchSum(y), product: e.batchSum(e.matmul(e.unsqueeze(x), e.unsqueeze(x, 0))) };
    })(),
    inputs: { x: Array.from({ length: 2 * count }, (_, at) => Math.fround(at % 2 === 0 ? 0.1 : 0.7)), y: Array.from({ length: count }, () => Math.fround(0.1)) },
    count,
    bound: 2e-5,
    floor: 0,
  },
];
