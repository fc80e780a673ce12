/** What the stages promise about code and memory: each rule on the smallest program that needs it. */
import { describe, expect, it } from "vitest";
import { add, apply, batchSum, div, exp, input, less, log, matmul, max, mul, node, parameter, reshape, scan, sub, sum, unsqueeze, vjp, where, type Expr } from "../../../src/expr/index.ts";
import { evaluate, variables } from "../../../src/flow/elaborate.ts";
import { parse } from "../../../src/flow/parse.ts";
import { plan } from "../../../src/flow/plan.ts";
import { program } from "../../../src/interpret/program.ts";
import { compile, kernel } from "../../../src/interpret/kernel/index.ts";
import { planned } from "../../../src/interpret/kernel/guard.ts";
import type { Machine } from "../../../src/interpret/kernel/machine.ts";
import type { Nest } from "../../../src/interpret/kernel/pieces.ts";

const precisions = ["float32", "float64"] as const;
const run = (outputs: { readonly [name: string]: Expr }, inputs: { readonly [name: string]: readonly number[] }, count: number, precision: (typeof precisions)[number] = "float64") =>
  kernel({ precision, threads: 1 }).compile(program(outputs))(inputs, count);
const scheduled = (outputs: { readonly [name: string]: Expr }) => compile(program(outputs), { precision: "float64" });

const x = input("x", [3]);

describe("the temporaries of a block", () => {
  it("fit the first-level cache for the gradient of a large joint flow", () => {
    const own = plan(parse("e4+s2+e4", "gggg+n+gggg").tree);
    const reads = variables(own);
    const { logProb } = evaluate(own, reads);
    const [gradient] = vjp([logProb], [input("weight", [])], [reads.parameters]);
    for (const precision of precisions) expect(compile(program({ logProb, gradient: gradient! }), { precision }).layout.scratchBytes).toBeLessThanOrEqual(32 * 1024);
  });
});

describe("sums over samples", () => {
  const [w, v] = [parameter("w", [20, 30]), input("v", [30])];
  const outer = matmul(unsqueeze(apply(w, v)), reshape(v, [1, 30]));

  it("of products of matrices are contracted chunk by chunk, and so is the sum of a factor", () => {
    const { phases: [phase] } = scheduled({ outer: batchSum(outer), left: batchSum(apply(w, v)) }).schedule;
    expect(phase!.contractions.map(({ right }) => right !== undefined)).toEqual([true, false]);
    expect(phase!.sums).toEqual([]);
  });

  it.each(precisions)("are those of plain arithmetic, lanes left over or not, in %s", (precision) => {
    for (const count of [1, 7, 64, 300]) {
      const [ws, vs] = [Array.from({ length: 600 }, (_, at) => Math.sin(at)), Array.from({ length: 30 * count }, (_, at) => Math.cos(at))];
      const got = run({ outer: batchSum(outer) }, { w: ws, v: vs }, count, precision)["outer"]!;
      const wanted = new Float64Array(600);
      for (let row = 0; row < count; row++) {
        for (let i = 0; i < 20; i++) {
          const left = ws.slice(30 * i, 30 * i + 30).reduce((total, each, k) => total + each * vs[30 * row + k]!, 0);
          for (let j = 0; j < 30; j++) wanted[30 * i + j]! += left * vs[30 * row + j]!;
        }
      }
      got.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan((precision === "float32" ? 1e-4 : 1e-11) * count));
    }
  });

  it("leave their factors where the caller reads them", () => {
    const [count, left] = [10, apply(w, v)];
    const numbers = { w: Array.from({ length: 600 }, (_, at) => Math.sin(at)), v: Array.from({ length: 30 * count }, (_, at) => Math.cos(at)) };
    const both = run({ outer: batchSum(outer), left }, numbers, count);
    expect([both["left"], both["outer"]]).toEqual([run({ left }, numbers, count)["left"], run({ outer: batchSum(outer) }, numbers, count)["outer"]]);
  });

  it("owe nothing to rows of an earlier call in the lanes left over", () => {
    const once = kernel({ precision: "float64", threads: 1 }).compile(program({ outer: batchSum(outer) }));
    const ws = new Array<number>(600).fill(0.01);
    once({ w: ws, v: new Array<number>(30 * 8).fill(NaN) }, 8);
    expect(once({ w: ws, v: new Array<number>(30).fill(1) }, 1)["outer"]!.every((each) => Math.abs(each - 0.3) < 1e-12)).toBe(true);
  });

  it("keep their digits over many samples in float32", () => {
    const count = 200_000;
    const ones = new Array<number>(count).fill(0.1);
    expect(run({ all: batchSum(input("y", [])) }, { y: ones }, count, "float32")["all"]![0]).toBeCloseTo(count * Math.fround(0.1), 1);
  });

  it("of nothing are zero, after calls that were not", () => {
    const once = kernel({ precision: "float64", threads: 1 }).compile(program({ all: batchSum(x) }));
    once({ x: [1, 2, 3] }, 1);
    expect(once({ x: [] }, 0)["all"]).toEqual(new Float64Array(3));
  });
});

describe("scans", () => {
  it("move all carries at once, were they each other's", () => {
    const { last } = scan(({ a, b }) => ({ a: b, b: a }), { a: x, b: exp(x) }, 3);
    expect(run({ ...last }, { x: [1, 2, 3] }, 1)).toEqual({ a: run({ e: exp(x) }, { x: [1, 2, 3] }, 1)["e"], b: Float64Array.of(1, 2, 3) });
  });
});

describe("reductions", () => {
  it("of no elements are the neutral element, for every sample", () => {
    const none = input("none", [2, 0]);
    const outputs = { sum: node("sum", [none], { axis: 1 }, [2]), max: node("max", [none], { axis: 1 }, [2]), x };
    const got = run(outputs, { none: [], x: [1, 2, 3, 4, 5, 6] }, 2);
    expect([got["sum"], got["max"]]).toEqual([new Float64Array(4), new Float64Array(4).fill(-Infinity)]);
  });

  it("never lose what is no number", () => {
    for (const precision of precisions) {
      expect(run({ top: max(x) }, { x: [1, NaN, 2, NaN, 5, 4, 3, 9, -Infinity, 7, 8, NaN] }, 4, precision)["top"]).toEqual(Float64Array.of(NaN, NaN, 9, NaN));
    }
  });
});

describe("comparisons", () => {
  it("choose as masks and count as numbers", () => {
    const positive = less(0, x);
    const outputs = { chosen: mul(positive, x), other: mul(sub(1, positive), x), flag: positive, sum: sum(positive), where: where(positive, exp(x), div(1, x)) };
    const got = run(outputs, { x: [2, -4, 0.5, -1, 1, -2] }, 2);
    expect([got["chosen"], got["flag"], got["sum"]]).toEqual([Float64Array.of(2, 0, 0.5, 0, 1, 0), Float64Array.of(1, 0, 1, 0, 1, 0), Float64Array.of(2, 1)]);
    expect(got["other"]!.map((each) => each + 0)).toEqual(Float64Array.of(0, -4, 0, -1, 0, -2));
    expect(got["where"]![1]).toBe(-0.25);
  });
});

describe("branches that are rarely taken", () => {
  const far = less(x, -10);
  const rare = log(add(1, exp(exp(mul(x, x)))));
  const guarded = where(far, rare, x);

  it("stand under a condition, with all that only they need", () => {
    const { phases: [phase] } = scheduled({ y: guarded }).schedule;
    const nest = phase!.samples.pieces[0] as Nest;
    const plan = planned({ stored: (each: Expr) => phase!.samples.buffers.has(each) } as Machine, nest);
    expect(plan.flatMap((each) => each.guarded.flatMap(({ when, items }) => items.map((item) => `${when} ${item.node.op}`)))).toEqual(["yes mul", "yes exp", "yes exp", "yes add", "yes log"]);
  });

  it("give every lane what it has without its neighbours", () => {
    const rows = Array.from({ length: 60 }, (_, at) => (at % 7 === 0 ? -10.5 - at / 100 : at / 10));
    const all = run({ y: guarded }, { x: rows }, 20)["y"]!;
    for (let row = 0; row < 20; row++) expect(run({ y: guarded }, { x: rows.slice(3 * row, 3 * row + 3) }, 1)["y"]).toEqual(all.slice(3 * row, 3 * row + 3));
  });
});
