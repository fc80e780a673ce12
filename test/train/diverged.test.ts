/** Runs that leave the finite numbers: what comes back, and what is said of where. */
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { bijector, filled } from "../../src/bijectors/bijector.ts";
import { render, unsafe } from "../../src/error.ts";
import { div, expand, log, mul, size, sum } from "../../src/expr/index.ts";
import { oplus } from "../../src/flow/flow.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import type { Executable, Interpreter, Program } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { batchOf, select, type Batch } from "../../src/manifold/batch.ts";
import { model } from "../../src/model/model.ts";
import { fit } from "../../src/train/fit.ts";

const of = <S extends string>(spec: S, numbers: readonly number[]): Batch<S> => unsafe(batchOf<string>(spec, numbers)) as Batch<S>;
const said = (result: either.Either<Parameters<typeof render>[0], unknown>): string => (either.isLeft(result) ? render(result.left) : "no error");
const mean = (values: Float64Array): number => values.reduce((total, each) => total + each, 0) / values.length;

/** x = scale · z with a scale that may pass zero: what a layer's author should not write. */
const rash = bijector({
  name: "rash", on: "e", options: {}, parameters: () => ({ scale: filled([], 1) }),
  forward: (z, { scale }) => ({ point: mul(z, scale), logDet: sum(expand(log(scale), z.shape)) }),
  inverse: (x, { scale }) => ({ point: div(x, scale), logDet: sum(expand(log(div(1, scale)), x.shape)) }),
});

const small = of("e1", Array.from({ length: 40 }, (_, row) => 0.3 * Math.sin(7 * row)));

describe("a layer whose parameters leave its domain", () => {
  const flow = oplus(circle().moebius(), euclid(1).affine(1, { matrix: "identity" }).through(rash).affine(1, { matrix: "identity" }));
  const points = of("s1+e1", Array.from({ length: 40 }, (_, row) => [Math.cos(row), Math.sin(row), small.rows[row]!]).flat());
  // Too fast: the network that predicts the scale, 1 over a truth of 0.3, steps over zero in the third epoch.
  const options = { epochs: 20, batch: 40, rate: 0.05, warmup: 0, schedule: "constant", initialize: false, seed: 1 } as const;

  it("ends the run with the best parameters so far, and is named", async () => {
    const { ending, failure, history, heldOut, model: own, split } = unsafe(await fit(flow, points, options)());
    expect(ending).toBe("diverged");
    expect(render(failure!)).toMatch(/^In row \d+, block 2, layer 2 \(rash\): At step \d+ the log-density was no finite number; lower the rate, or look whether this row lies far from all others\.$/u);
    expect(history.length).toBeGreaterThan(0);
    expect(own.parameters.every(Number.isFinite)).toBe(true);
    expect(mean(own.logProb(select(points, split.heldOut)))).toBeCloseTo(heldOut, 10);
    for (const each of history) expect(each.heldOut).toBeLessThanOrEqual(heldOut);
  });

  it("in the first epoch, is an error", async () => {
    const result = await fit(flow, points, { ...options, rate: 0.3 })();
    expect(said(result)).toMatch(/^In row \d+, block 2, layer 2 \(rash\): At step \d+ the log-density was no finite number;/u);
  });
});

describe("data that no float can square", () => {
  const outlier = of("e1", [...small.rows, 1e300]);

  it("at the start: the row is named", async () => {
    expect(said(await fit(euclid(1).affine(), { points: outlier, heldOut: [40] }, { initialize: false })()))
      .toBe("In row 41, block 1, base: At step 0 the log-density was no finite number; lower the rate, or look whether this row lies far from all others.");
  });

  it("in a training row: named too", async () => {
    expect(said(await fit(euclid(1).affine(), { points: outlier, heldOut: [0] }, { initialize: false })()))
      .toBe("In row 41, block 1, base: At step 0 the log-density was no finite number; lower the rate, or look whether this row lies far from all others.");
  });

  it("in a condition: the layer whose parameters it predicts", async () => {
    const flow = euclid(1).affine().given("e1");
    const points = of("e1", [...small.rows]);
    const given = of("e1", [...small.rows.slice(0, 39), 1e300]);
    const { ending, failure } = unsafe(await fit(flow, { points, heldOut: [0] }, { given, initialize: false, epochs: 3, batch: 39 })());
    expect(ending).toBe("diverged");
    expect(render(failure!)).toMatch(/^In row 40, block 1, layer 1 \(affine\): At step 1 /u);
  });
});

/** The reference with one number of its gradients spoilt, from a step on: values finite, gradient not. */
const spoilt = (at: number, from: number): Interpreter => {
  let step = 0;
  return {
    ...reference,
    compile: <Output extends string>(program: Program<Output>): Executable<Output> => {
      const run = reference.compile(program);
      return (inputs, count) => {
        const outputs = run(inputs, count);
        if ("gradient" in outputs && ++step > from) (outputs as Record<string, Float64Array>)["gradient"]![at] = NaN;
        return outputs;
      };
    },
  };
};

it("a gradient that alone is not finite is named by its parameter", async () => {
  const flow = oplus(euclid(1).affine(), euclid(1).affine());
  const { plan } = model(flow);
  const points = of("e1+e1", [...small.rows]);
  for (const { path, offset, shape } of plan.entries) {
    if (size(shape) === 0) continue;
    const { ending, failure, history } = unsafe(await fit(flow, points, { epochs: 3, batch: 18, heldOut: 0, interpreter: spoilt(offset, 3) })());
    expect([ending, history.length]).toEqual(["diverged", 1]);
    expect(render(failure!)).toBe(`In ${path.join(", ")}: At step 3 the gradient was no finite number; lower the rate, or look at the data for rows far from all others.`);
  }
});

it("an absurd rate alone breaks no layer of the library", async () => {
  const points = model(oplus(euclid(2), circle())).sample(100, { seed: 1 }).points;
  const { ending, model: own, heldOut } = unsafe(await fit(oplus(euclid(2).gauss().affine(1, { matrix: "full" }), circle().moebius()), points, { epochs: 10, rate: 9.9, clip: 1e9, schedule: "constant", seed: 1 })());
  expect(own.parameters.every(Number.isFinite)).toBe(true);
  expect(Number.isFinite(heldOut)).toBe(true);
  expect(["epochs", "patience", "diverged"]).toContain(ending);
});
