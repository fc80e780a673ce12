import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { render, unsafe } from "../../src/error.ts";
import { oplus } from "../../src/flow/flow.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { batchOf, concat, select, type Batch } from "../../src/manifold/batch.ts";
import { model } from "../../src/model/model.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { fit, type Fit } from "../../src/train/fit.ts";
import type { Progress } from "../../src/train/options.ts";
import { scattered } from "../model/scattered.ts";
import { watched } from "./watched.ts";

const flow = oplus(euclid(1).gauss(), circle().moebius(1, { kernels: 2 }));
const truth = (() => {
  const fresh = model(flow);
  return fresh.withParameters(scattered(fresh.plan, fresh.parameters, 1, 0.6));
})();
const points = truth.sample(300, { seed: 1 }).points;
const short = { epochs: 4, batch: 64, seed: 3 } as const;

const mean = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const numbers = ({ model: { parameters }, history, heldOut, bestEpoch, ending, split }: Fit<string, string>) => ({ parameters, history, heldOut, bestEpoch, ending, split });
const fitted = async (options: Parameters<typeof fit<"e1+s1", "e0">>[2] = {}, data: Parameters<typeof fit<"e1+s1", "e0">>[1] = points) => unsafe(await fit(flow, data, { ...short, ...options })());

describe("two runs", () => {
  it("of one seed are equal, bit by bit; of two seeds they are not", async () => {
    const [a, b, other] = [await fitted(), await fitted(), await fitted({ seed: 4 })];
    expect(numbers(b)).toEqual(numbers(a));
    expect(other.split).not.toEqual(a.split);
    expect(other.model.parameters).not.toEqual(a.model.parameters);
  });

  it("are equal if one goes on from any checkpoint of the other, through its text", async () => {
    const texts: string[] = [];
    const whole = await fitted({ onCheckpoint: (checkpoint) => void texts.push(encodeCheckpoint(checkpoint)) });
    expect(texts).toHaveLength(4);
    for (const text of texts) expect(numbers(await fitted({ resume: unsafe(decodeCheckpoint(text)) }))).toEqual(numbers(whole));
  });

  it("are equal if one is stopped in the middle of an epoch and goes on", async () => {
    const whole = await fitted();
    const controller = new AbortController();
    let text = "";
    const broken = await fitted({
      signal: controller.signal,
      // Five steps per epoch: the twelfth is in the middle of the third.
      interpreter: watched((step) => step === 12 && controller.abort()),
      onCheckpoint: (checkpoint) => { text = encodeCheckpoint(checkpoint); },
    });
    expect(broken.ending).toBe("aborted");
    expect(broken.history).toEqual(whole.history.slice(0, 2));
    expect(broken.heldOut).toBe(Math.max(...whole.history.slice(0, 2).map(({ heldOut }) => heldOut)));
    expect(numbers(await fitted({ resume: unsafe(decodeCheckpoint(text)) }))).toEqual(numbers(whole));
  });

  it("a checkpoint of another run is refused", async () => {
    const [checkpoint] = await new Promise<Parameters<NonNullable<NonNullable<Parameters<typeof fit<"e1+s1", "e0">>[2]>["onCheckpoint"]>>>((resolve) => void fitted({ epochs: 1, onCheckpoint: (...given) => resolve(given) }));
    for (const [options, data] of [[{ ...short, epochs: 1, seed: 4 }, points], [{ ...short, epochs: 2 }, points], [{ ...short, epochs: 1 }, select(points, [0, 1, 2])]] as const) {
      const refused = await fit(flow, data, { ...options, resume: checkpoint })();
      expect(either.isLeft(refused) && render(refused.left)).toBe("In resume: received the checkpoint of another run, expected one of the same flow, data and options.");
    }
    expect(numbers(await fitted({ epochs: 1, resume: checkpoint }))).toEqual(numbers(await fitted({ epochs: 1 })));
  });
});

describe("weights", () => {
  const gaussian = oplus(euclid(1).affine(), euclid(1).affine());
  const drawn = model(euclid(2).affine(), { parameters: [0, 0, 0, 0, 1, 2, 0.5, 0] }).sample(60, { seed: 2 }).points;
  const pairs = { ...drawn, spec: "e1+e1" } as unknown as Batch<"e1+e1">; // the same numbers
  // Not from the data: that start is the exact maximum already, and what is left of the gradient is rounding.
  const whole = { epochs: 6, batch: 1000, heldOut: 0, seed: 1, initialize: false } as const;
  const near = (a: Float64Array, b: Float64Array): void => a.forEach((value, at) => expect(value).toBeCloseTo(b[at]!, 8));

  it("a row of weight 2 is that row twice", async () => {
    const twice = unsafe(await fit(gaussian, concat(pairs, select(pairs, [0, 1, 2])), whole)());
    const weights = Array.from({ length: 60 }, (_, row) => (row < 3 ? 2 : 1));
    const weighted = unsafe(await fit(gaussian, { points: pairs, weights }, whole)());
    near(weighted.model.parameters, twice.model.parameters);
    near(Float64Array.from(weighted.history, ({ train }) => train), Float64Array.from(twice.history, ({ train }) => train));
    expect(weighted.heldOut).toBeCloseTo(twice.heldOut, 10);
    const plain = unsafe(await fit(gaussian, pairs, whole)());
    expect(Math.abs(plain.heldOut - twice.heldOut)).toBeGreaterThan(1e-4);
  });

  it("only their ratios count", async () => {
    const run = async (unit: number) => numbers(unsafe(await fit(gaussian, { points: pairs, weights: Array.from({ length: 60 }, (_, row) => unit * (1 + (row % 4))) }, { ...whole, batch: 16 })()));
    expect(await run(2 ** 1020)).toEqual(await run(1));
    expect(await run(2 ** -1070)).toEqual(await run(1));
  });

  it("rows of weight 0 are no rows, whatever is in them", async () => {
    const absurd = unsafe(batchOf("e1+s1", [1e300, 1, 0, -1e300, 0, 1]));
    const all = concat(absurd, points, absurd);
    const weights = Array.from({ length: all.count }, (_, row) => (row < 2 || row >= all.count - 2 ? 0 : 1));
    const { split, ...got } = numbers(await fitted({}, { points: all, weights }));
    const { split: wanted, ...want } = numbers(await fitted());
    expect(got).toEqual(want);
    expect([...split.train]).toEqual([...wanted.train].map((row) => row + 2));
    expect([...split.heldOut]).toEqual([...wanted.heldOut].map((row) => row + 2));
  });

  it("every row has its share of the gradient, in light batches and in heavy ones", async () => {
    // One heavy row at 5 and many light ones at 0: the weighted mean is 5/2, wherever the batches are cut.
    const count = 64;
    const rows = unsafe(batchOf("e1", Array.from({ length: count }, (_, row) => (row === 0 ? 5 : 0))));
    const weights = Array.from({ length: count }, (_, row) => (row === 0 ? count - 1 : 1));
    const { model: { parameters } } = unsafe(await fit(euclid(1).affine(1, { matrix: "identity" }), { points: rows, weights }, { epochs: 300, batch: 4, rate: 0.01, heldOut: 0, initialize: false, patience: 1000, seed: 1, clip: 1e6 })());
    expect(Math.abs(parameters[2]! - 2.5)).toBeLessThan(0.2);
  });
});

describe("held-out rows", () => {
  it("are measured with the model that comes back", async () => {
    const { model: own, split: { heldOut, train }, heldOut: measured, history, bestEpoch } = await fitted();
    expect([heldOut.length, train.length]).toEqual([30, 270]);
    expect(mean(own.logProb(select(points, heldOut)))).toBeCloseTo(measured, 10);
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(history[bestEpoch - 1]!.heldOut).toBe(measured);
    expect(measured).toBe(Math.max(...history.map(({ heldOut: each }) => each)));
  });

  it("none: the training rows are measured", async () => {
    const { model: own, split: { heldOut, train }, heldOut: measured } = await fitted({ heldOut: 0 });
    expect([heldOut.length, train.length]).toEqual([0, 300]);
    expect(mean(own.logProb(points))).toBeCloseTo(measured, 10);
  });

  it("may be stated, and have no influence on the parameters", async () => {
    const rows = [5, 7, 299];
    const a = await fitted({}, { points, heldOut: rows });
    expect([...a.split.heldOut]).toEqual(rows);
    const moved = unsafe(batchOf("e1+s1", points.rows.map((value, at) => (rows.includes(Math.floor(at / 3)) ? [0.1, 1, 0][at % 3]! : value))));
    const b = await fitted({ patience: 100 }, { points: moved, heldOut: rows });
    expect(b.history.map(({ train }) => train)).toEqual(a.history.map(({ train }) => train));
    expect(b.history.map(({ heldOut }) => heldOut)).not.toEqual(a.history.map(({ heldOut }) => heldOut));
  });

  it("groups are never split", async () => {
    const groups = Array.from({ length: 300 }, (_, row) => `storm ${Math.floor(row / 7)}`);
    const { split: { heldOut, train } } = await fitted({ epochs: 1 }, { points, groups });
    const out = new Set(Array.from(heldOut, (row) => groups[row]));
    expect(out.size).toBe(4);
    expect(Array.from(train, (row) => groups[row]).some((name) => out.has(name))).toBe(false);
  });
});

describe("early stopping", () => {
  it("keeps the best parameters and stops after as many epochs without a better one", async () => {
    // Far too large a flow for twelve rows.
    const rows = select(points, Array.from({ length: 24 }, (_, row) => row));
    const run = (options: { readonly patience: number; readonly epochs: number }) => fitted({ rate: 0.05, heldOut: 0.5, schedule: "constant", ...options }, rows);
    const stopped = await run({ patience: 5, epochs: 60 });
    expect(stopped.ending).toBe("patience");
    expect(stopped.history).toHaveLength(stopped.bestEpoch + 5);
    for (const { epoch, heldOut } of stopped.history) if (epoch > stopped.bestEpoch) expect(heldOut).toBeLessThanOrEqual(stopped.heldOut);
    expect(mean(stopped.model.logProb(select(rows, stopped.split.heldOut)))).toBeCloseTo(stopped.heldOut, 10);
    const on = await run({ patience: 60, epochs: 60 });
    expect(on.ending).toBe("epochs");
    expect(on.history).toHaveLength(60);
    expect(on.history.at(-1)!.heldOut).toBeLessThan(on.heldOut - 0.1);
  });

  it("the start counts: where no epoch is better, it comes back", async () => {
    const { bestEpoch, heldOut, model: own } = await fitted({ epochs: 2, rate: 9, clip: 1e3, patience: 9 }, { points, heldOut: [0] });
    expect(bestEpoch).toBe(0);
    expect(own.logProb(select(points, [0]))[0]).toBeCloseTo(heldOut, 10);
  });
});

it("clipping bounds what a step can do", async () => {
  // Gradients far below Adam's epsilon move next to nothing.
  const [free, bound] = [await fitted({ epochs: 1, initialize: false }), await fitted({ epochs: 1, initialize: false, clip: 1e-13 })];
  const start = model(flow, { seed: short.seed }).parameters;
  const moved = (run: typeof free): number => Math.max(...run.model.parameters.map((value, at) => Math.abs(value - start[at]!)));
  expect(moved(free)).toBeGreaterThan(1e-3);
  expect(moved(bound)).toBeLessThan(1e-5);
});

describe("progress", () => {
  it("goes forward, ends complete, and knows the rate and the time", async () => {
    const events: Progress[] = [];
    const began = performance.now();
    const run = await fitted({ epochs: 30, onProgress: (event) => void events.push(event) });
    const took = performance.now() - began;
    expect(events.length).toBeGreaterThanOrEqual(30);
    events.forEach((event, at) => {
      const before = events[at - 1] ?? { step: 0, epoch: 1, elapsed: 0, best: -Infinity };
      expect(event.step).toBeGreaterThan(before.step - (event.epoch === before.epoch ? 1 : 0));
      expect(event.epoch).toBeGreaterThanOrEqual(before.epoch);
      expect(event.elapsed).toBeGreaterThanOrEqual(before.elapsed);
      expect(event.best).toBeGreaterThanOrEqual(before.best);
      expect(event).toMatchObject({ steps: 150, epochs: 30 });
      for (const value of Object.values(event)) expect(Number.isFinite(value)).toBe(true);
      expect(event.remaining).toBeGreaterThanOrEqual(0);
      expect(event.rate).toBeGreaterThan(0);
      expect(event.rate).toBeLessThanOrEqual(0.01);
    });
    const last = events.at(-1)!;
    expect(last).toMatchObject({ step: 150, epoch: 30, remaining: 0, best: run.heldOut, heldOut: run.history.at(-1)!.heldOut });
    expect(last.elapsed).toBeLessThanOrEqual(took);
    expect(last.loss).toBeCloseTo(-run.history.at(-1)!.train, 0);
  });

  it("lets the program around breathe", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await fitted({ epochs: 1200, patience: 1200 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(1);
  });
});

describe("an abort", () => {
  const aborted = async (at: number) => {
    const controller = new AbortController();
    return fit(flow, points, { ...short, signal: controller.signal, interpreter: watched((step) => step === at && controller.abort()) })();
  };

  it("before or in the first epoch is an error", async () => {
    const now = await fit(flow, points, { ...short, signal: AbortSignal.abort() })();
    expect(either.isLeft(now) && render(now.left)).toBe("Stopped by the abort signal at step 0.");
    const soon = await aborted(3);
    expect(either.isLeft(soon) && render(soon.left)).toBe("Stopped by the abort signal at step 3.");
  });

  it("later gives the best parameters so far", async () => {
    const whole = await fitted();
    const later = unsafe(await aborted(18));
    expect(later.ending).toBe("aborted");
    expect(later.history).toEqual(whole.history.slice(0, 3));
    expect(later.heldOut).toBe(Math.max(...later.history.map(({ heldOut }) => heldOut)));
  });
});
