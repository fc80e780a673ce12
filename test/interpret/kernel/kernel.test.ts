/** What the kernel interpreter promises beside its numbers: fusion, one compilation per structure, plain errors. */
import { describe, expect, it } from "vitest";
import { add, batchSum, constant, cos, cumsum, exp, expand, input, mul, parameter, reshape, root, scan, sin, sub, sum, transpose, unsqueeze, type Expr } from "../../../src/expr/index.ts";
import { substitute } from "../../../src/expr/graph.ts";
import { program } from "../../../src/interpret/program.ts";
import { compile, kernel, printStages } from "../../../src/interpret/kernel/index.ts";
import { keyOf } from "../../../src/interpret/kernel/cache.ts";
import { reference } from "../../../src/interpret/reference/reference.ts";

const [x, w] = [input("x", [3]), parameter("w", [3])];

describe("the stages", () => {
  it("keep a chain of elementwise operations and its sum in one nest, with nothing stored but the sum", () => {
    const { phases: [phase] } = compile(program({ y: sum(exp(mul(add(x, w), x))) }), { precision: "float64" }).schedule;
    expect(phase!.samples.pieces).toHaveLength(1);
    expect([...phase!.samples.buffers.keys()].map(({ op }) => op)).toEqual(["sum"]);
  });

  it("are printed", () => {
    const text = printStages(compile(program({ y: sum(exp(mul(x, exp(w)))) }), { precision: "float32" }));
    expect(text).toContain("phase 0, once per call\n  for [3]\n    %0 (stored) = exp w");
    expect(text).toContain("phase 0, per block of 8 samples\n  for [3], reducing 3\n    %1 = mul x, %0\n    %2 = exp %1\n    %3 (stored) = reduce sum %2");
  });
});

describe("the key of a program", () => {
  it("is the same for equal structure and tells constants, axes and bodies apart", () => {
    const keys = [
      program({ y: mul(x, 2) }), program({ y: mul(x, 3) }), program({ z: mul(x, 2) }),
      program({ y: reshape(transpose(reshape(input("x", [4]), [2, 2])), [4]) }), program({ y: input("x", [4]) }),
      program({ y: root((y) => sub(y, x), { lower: expand(-9, [3]), upper: expand(9, [3]) }).value }),
      program({ y: root((y) => sub(mul(2, y), x), { lower: expand(-9, [3]), upper: expand(9, [3]) }).value }),
    ].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf(program({ y: mul(input("x", [3]), 2) }))).toBe(keys[0]);
  });
});

describe("an executable", () => {
  const run = kernel({ precision: "float64" }).compile(program({ y: mul(x, w), all: batchSum(mul(x, w)) }));

  it("keeps nothing from one call to the next", () => {
    const first = run({ x: [1, 2, 3], w: [1, 10, 100] }, 1);
    run({ x: Array(3000).fill(7), w: [5, 5, 5] }, 1000);
    expect(run({ x: [1, 2, 3], w: [1, 10, 100] }, 1)).toEqual(first);
    expect(first).toEqual({ y: Float64Array.of(1, 20, 300), all: Float64Array.of(1, 20, 300) });
  });

  it("says which input has the wrong length", () => {
    expect(() => run({ x: [1, 2], w: [1, 1, 1] }, 1)).toThrow("The input x takes 3 numbers for 1 samples, but 2 were given.");
  });

  it("computes whole numbers of samples", () => {
    expect(() => run({ x: [1, 2, 3], w: [1, 1, 1] }, 0.5)).toThrow("A whole number of samples is computed, but 0.5 was asked for.");
  });

  it("gives NaN where a bracket holds no root", () => {
    const solve = kernel({ precision: "float64" }).compile(program({ y: root((y) => sub(y, x), { lower: expand(-1, [3]), upper: expand(1, [3]) }).value }));
    expect(solve({ x: [0.5, 3, -0.25] }, 1)["y"]).toEqual(Float64Array.of(0.5, NaN, -0.25));
  });
});

describe("rows of a scan", () => {
  it.each([false, true])("may be one constant of equal entries, which lies in memory once (reverse: %s)", (reverse) => {
    const { last, recorded } = scan((at, _, row) => add(at, mul(row, row, x)), x, 4, { rows: constant([0.5, 0.5, 0.5, 0.5]), record: (_, k, row) => mul(add(k, 1), row), reverse });
    const got = kernel({ precision: "float64" }).compile(program({ last, recorded }))({ x: [1, 2, 3] }, 1);
    expect(got).toEqual({ last: Float64Array.of(2, 4, 6), recorded: Float64Array.of(0.5, 1, 1.5, 2) });
  });
});

describe("two loops over one body", () => {
  /** Between the first and the second, something large is alive that the second may overwrite. */
  const twice = (first: Expr): Expr => {
    const steps = constant(Array.from({ length: 40 }, (_, at) => at / 100));
    const large = cumsum(sin(mul(unsqueeze(x, 1), steps)), 1);
    return substitute([first], new Map([[x, sum(mul(large, unsqueeze(first, 1)), 1)]]))[0]!;
  };

  it.each([
    ["scan", scan((at) => add(sin(sum(mul(at, at))), cos(sum(at)), sin(at)), x, 3).last],
    ["root", root((y) => sub(add(y, mul(y, exp(y), exp(sin(y)))), add(sin(x), cos(sum(x)))), { lower: expand(-9, [3]), upper: expand(9, [3]) }).value],
  ])("has memory for each: %s", (_, first) => {
    const own = program({ y: twice(first) });
    const inputs = { x: [0.1, 0.2, -0.3, 0.5, 0.6, 0.7] };
    const [want, got] = [reference, kernel({ precision: "float64" })].map((by) => by.compile(own)(inputs, 2).y);
    want!.forEach((value, at) => expect(got![at]).toBeCloseTo(value, 10));
  });
});
