/** Threads: as many as one likes give the same bits. */
import { afterAll, describe, expect, it } from "vitest";
import { input, vjp } from "../../../src/expr/index.ts";
import { evaluate, variables } from "../../../src/flow/elaborate.ts";
import { parse } from "../../../src/flow/parse.ts";
import { plan, startParameters } from "../../../src/flow/plan.ts";
import { program } from "../../../src/interpret/program.ts";
import { kernel } from "../../../src/interpret/kernel/index.ts";
import { instanceOf, moduleOf } from "../../../src/interpret/kernel/engine.ts";
import { Pool } from "../../../src/interpret/kernel/pool.ts";
import { Module } from "../../../src/interpret/kernel/wasm/module.ts";
import { same } from "./trial.ts";

const own = plan(parse("e3+s1", "gg+m").tree);
const reads = variables(own);
const { logProb } = evaluate(own, reads);
const [parameters, point] = vjp([logProb], [input("weight", [])], [reads.parameters, reads.point]);
const gradient = program({ logProb, parameters: parameters!, point: point! });

const count = 6_011;
const numbers = {
  parameters: startParameters(own, 1).map((value, at) => value + 0.1 * Math.sin(at)),
  point: Float64Array.from({ length: count * 5 }, (_, at) => {
    const [row, column] = [Math.floor(at / 5), at % 5];
    return column < 3 ? Math.sin(12.9898 * (at + 1)) : column === 3 ? Math.cos(row) : Math.sin(row);
  }),
  weight: new Float64Array(count).fill(1 / count),
};

describe.each(["float32", "float64"] as const)("%s", (precision) => {
  const kernels = [1, 2, 3].map((threads) => kernel({ precision, threads }));
  afterAll(() => kernels.forEach((each) => each.close()));

  it("every number of threads gives the same bits, call after call", () => {
    const [one, ...many] = kernels.map((each) => each.compile(gradient));
    const expected = one!(numbers, count);
    // The first calls find threads that have not started yet.
    for (const run of many) for (let call = 0; call < 4; call++) expect(same(run(numbers, count), expected)).toBe(true);
  });

  it("threads that were closed start again", () => {
    const run = kernels[1]!.compile(gradient);
    const expected = run(numbers, count);
    kernels[1]!.close();
    expect(same(run(numbers, count), expected)).toBe(true);
  });
});

describe("a pool", () => {
  it("has its threads take part", async () => {
    const pool = Pool.of(2, 1, 4)!;
    // The entry takes its time, the other thread more of it, and then counts the chunk at its thread's address.
    const worked = (thread: number): number => new Int32Array(pool.memory.buffer)[thread / 4]!;
    const module = new Module();
    const samples = module.define(["i32", "i32", "i32"]);
    const { code } = samples;
    const [one, left] = [code.local("v128"), code.local("i32")];
    code.get(0);
    code.integer(64);
    code.do("i32Ne");
    code.choose("i32", () => code.integer(3_000_000), () => code.integer(300_000));
    code.set(left);
    code.repeat(() => {
      code.get(left);
      code.integer(1);
      code.do("i32Sub");
      code.tee(left);
    });
    code.get(0);
    code.access("load", 0);
    code.integer(1);
    code.lanes("i32Splat");
    code.lanes("i32Add");
    code.set(one);
    code.get(0);
    code.get(one);
    code.access("store", 0);
    module.export("samples0", samples);
    const made = moduleOf(module.encode({ pages: 1, most: 4 }));
    pool.load(0, made);
    const compute = instanceOf(made, pool.memory).exports["samples0"] as (thread: number, chunk: number, count: number) => void;
    const job = { id: 0, entry: "samples0", chunks: 40, count: 0, thread: (n: number) => 64 + 16 * n };
    // No job ends before its last chunk, whoever computes it.
    let jobs = 0;
    for (let together = 0; jobs < 80 && together < 30; ) {
      const before = worked(80);
      pool.run(job, compute);
      expect(worked(64) + worked(80)).toBe(40 * ++jobs);
      if (worked(80) > before) together++;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(worked(80)).toBeGreaterThan(0);
    pool.close();
  });

  it("is done without where its memory is refused", () => {
    expect(Pool.of(2, 1, 2 ** 16 + 1)).toBeUndefined();
  });
});
