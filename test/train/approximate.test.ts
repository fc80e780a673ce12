/** Reverse divergence: exact where the flow can be exact, equal runs, both estimates and both kinds of target. */
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { render, unsafe, type DiffeoError } from "../../src/error.ts";
import { add, constant, dot, log, mul, neg, scalar, square, sub, sum, take, type Expr } from "../../src/expr/index.ts";
import { evaluate, variables } from "../../src/flow/elaborate.ts";
import { otimes } from "../../src/flow/flow.ts";
import { circle, euclid, interval, simplex, sphere } from "../../src/flow/manifolds.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import { point } from "../../src/manifold/point.ts";
import { importance } from "../../src/model/importance.ts";
import { model, type Model } from "../../src/model/model.ts";
import { approximate, type ApproximateTarget } from "../../src/train/approximate.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { divergence } from "../../src/train/divergence.ts";
import { approximateSettings, type ApproximateSettings, type Progress } from "../../src/train/options.ts";
import { scattered } from "../model/scattered.ts";
import { watched } from "./watched.ts";

const said = (result: either.Either<DiffeoError, unknown>): string => (either.isLeft(result) ? render(result.left) : "no error");
const settings = (given: object): ApproximateSettings => unsafe(approximateSettings(given));

describe("a Gaussian known up to a factor", () => {
  // Precision AᵀA with A = [[2, 0], [1, 0.5]], det A = 1: Z = 2π e³.
  const rows = [[2, 0], [1, 0.5]] as const;
  const center = [3, -1] as const;
  const gaussian = (x: Expr): Expr => rows.reduce<Expr>((total, row) => sub(total, mul(0.5, square(dot(constant([...row]), sub(x, constant([...center])))))), scalar(3));

  it("is found, and then every sample says so", async () => {
    const { ending, importance: found, model: own, bound } = unsafe(await approximate(euclid(2).affine(1, { matrix: "full" }), gaussian, { steps: 3000, rate: 0.05, seed: 1 })());
    const logZ = 3 + Math.log(2 * Math.PI);
    expect(ending).toBe("epochs");
    expect(found!.divergence).toBeLessThan(1e-4);
    expect(found!.effectiveShare).toBeGreaterThan(1 - 3e-4);
    expect(found!.logNormalizer).toBeCloseTo(logZ, 3);
    expect(bound).toBeCloseTo(logZ, 3);
    // The mean of the Gaussian is where the base's centre goes.
    const { point: middle } = own.forward(unsafe(point("e2", [0, 0])));
    center.forEach((each, at) => expect(Math.abs(middle[at]! - each)).toBeLessThan(0.02));
  });
});

/** Targets on every kind of manifold, each with the gradient written by hand. */
const hand = (slope: (x: Float64Array) => readonly number[], value: (x: Float64Array) => number) => ({
  evaluate: ({ rows, ambient, count }: Batch<string>) => {
    const each = Array.from({ length: count }, (_, row) => rows.subarray(row * ambient, (row + 1) * ambient));
    return { logDensity: each.map(value), gradient: each.flatMap((x) => [...slope(x)]) };
  },
});

describe("formula and code, total and path", () => {
  const flow = otimes(euclid(1).gauss(1, { kernels: 3 }), sphere(2).nsphere(1, { hidden: [4] }), interval().spline(), simplex(2).simplexSpline(1, { hidden: [4] }));
  const formula = (x: Expr): Expr => add(add(mul(-2, square(take(x, 0))), mul(3, take(x, 3))), add(mul(take(x, 4), take(x, 0)), log(take(x, 6))));
  const code = hand(
    (x) => [-4 * x[0]! + x[4]!, 0, 0, 3, x[0]!, 0, 1 / x[6]!, 0],
    (x) => -2 * x[0]! ** 2 + 3 * x[3]! + x[4]! * x[0]! + Math.log(x[6]!),
  );
  const fresh = model(flow) as unknown as Model<string, string>;
  const parameters = scattered(fresh.plan, fresh.parameters, 1, 0.1);
  const none = { rows: new Float64Array(0), count: 0 };
  const estimate = (target: ApproximateTarget<string, string>, given: object) => unsafe(divergence(fresh, target, none, settings(given)).epoch(1)(0)(parameters, 0));

  it.each(["path", "total"])("%s: the gradient of the formula is that of the code", (gradient) => {
    const [a, b] = [estimate(formula, { gradient }), estimate(code, { gradient })];
    expect(b.value).toBeCloseTo(a.value, 12);
    const size = Math.max(...a.gradient.map(Math.abs));
    a.gradient.forEach((each, at) => expect(Math.abs(each - b.gradient[at]!)).toBeLessThan(1e-10 * size));
  });

  it("total: the gradient is that of the measured mean, by differences", () => {
    const own = divergence(fresh, formula, none, settings({ gradient: "total", batch: 300, measured: 300 }));
    const { gradient } = unsafe(own.epoch(1)(0)(parameters, 0));
    const along = gradient.map((each) => -each / Math.hypot(...gradient));
    // The same draws, at parameters a little to both sides.
    const value = (step: number): number => unsafe(own.epoch(1)(0)(parameters.map((each, at) => each + step * along[at]!), 0)).value;
    expect((value(1e-6) - value(-1e-6)) / 2e-6 / Math.hypot(...gradient)).toBeCloseTo(1, 4);
  });

  it("both estimates have one mean", () => {
    const batches = (gradient: string): readonly Float64Array[] => {
      const stepAt = divergence(fresh, formula, none, settings({ gradient, batch: 1000 })).epoch(1);
      return Array.from({ length: 30 }, (_, index) => unsafe(stepAt(index)(parameters, 0)).gradient);
    };
    // Of the same draws, so that most of the noise is common.
    const [path, total] = [batches("path"), batches("total")];
    const differences = path.map((own, batch) => own.map((each, at) => each - total[batch]![at]!));
    parameters.forEach((_, at) => {
      const own = differences.map((each) => each[at]!);
      const mean = own.reduce((a, b) => a + b) / own.length;
      const error = Math.sqrt(own.reduce((a, b) => a + (b - mean) ** 2, 0) / own.length / (own.length - 1));
      expect(Math.abs(mean)).toBeLessThan(6 * error + 1e-12);
    });
    const mean = (gradients: readonly Float64Array[]): number => Math.hypot(...parameters.map((_, at) => gradients.reduce((sum, each) => sum + each[at]!, 0) / gradients.length));
    expect(mean(total)).toBeGreaterThan(5 * mean(differences));
  });

  it("path: where the flow is the target, every gradient vanishes; that of all terms is noise", () => {
    const flow = circle().moebius(1, { kernels: 4 });
    const own = model(flow, { seed: 1 });
    // The flow's own density: that of its mixture of Möbius maps, whose centres start away from zero.
    const target = (x: Expr): Expr => evaluate(own.plan, { ...variables(own.plan), point: x, parameters: constant(own.parameters) }).logProb;
    const gradientBy = (gradient: string): Float64Array => unsafe(divergence(own as unknown as Model<string, string>, target, none, settings({ gradient })).epoch(1)(0)(own.parameters, 0)).gradient;
    expect(Math.hypot(...gradientBy("path"))).toBeLessThan(1e-12);
    expect(Math.hypot(...gradientBy("total"))).toBeGreaterThan(1e-3);
  });

  it("a run lowers the divergence on all of them", async () => {
    const before = unsafe(importance(model(flow), formula, { samples: 4000 }));
    const { importance: after, history } = unsafe(await approximate(flow, formula, { steps: 400, every: 100, rate: 0.02, samples: 4000 })());
    expect(history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(before.divergence).toBeGreaterThan(0.5);
    expect(after!.divergence).toBeLessThan(0.05);
    expect(Math.abs(after!.logNormalizer - before.logNormalizer)).toBeLessThan(4 * before.logNormalizerError);
  });
});

describe("with a condition", () => {
  it("the flow is right for each, and says nothing of a common Z", async () => {
    const flow = euclid(1).affine().given("e1", { hidden: [16] });
    const given = unsafe(batchOf("e1", Array.from({ length: 64 }, (_, row) => 20 + row / 16)));
    const target = (x: Expr, c: Expr): Expr => mul(-2, square(sub(take(x, 0), square(sub(take(c, 0), 22)))));
    const found = unsafe(await approximate(flow, target, { given, steps: 1500, rate: 0.02, seed: 2 })());
    expect(found.importance).toBeUndefined();
    for (const c of [20.5, 22, 23.5]) {
      const { divergence: left, logNormalizer } = unsafe(importance(found.model, target, { given: unsafe(point("e1", [c])) }));
      expect(left).toBeLessThan(0.01);
      expect(logNormalizer).toBeCloseTo(0.5 * Math.log(Math.PI / 2), 1);
    }
  });
});

describe("runs", () => {
  const flow = circle().moebius(1, { kernels: 3 });
  const target = (x: Expr): Expr => mul(4, take(x, 0));
  const short = { steps: 50, every: 20, batch: 32, measured: 100, samples: 100, seed: 5 } as const;
  const done = async (options: object = {}) => {
    const { model: { parameters }, ...rest } = unsafe(await approximate(flow, target, { ...short, ...options })());
    return { parameters, ...rest };
  };

  it("of one seed are equal; they go on from any checkpoint, in whole or broken off", async () => {
    const texts: string[] = [];
    const whole = await done({ onCheckpoint: (checkpoint: Parameters<typeof encodeCheckpoint>[0]) => void texts.push(encodeCheckpoint(checkpoint)) });
    expect(await done()).toEqual(whole);
    expect(texts).toHaveLength(3);
    for (const text of texts) expect(await done({ resume: unsafe(decodeCheckpoint(text)) })).toEqual(whole);
    expect((await done({ seed: 6 })).parameters).not.toEqual(whole.parameters);
    const other = await approximate(flow, (x) => mul(3, take(x, 0)), { ...short, resume: unsafe(decodeCheckpoint(texts[0]!)) })();
    expect(said(other)).toContain("received the checkpoint of another run");
  });

  it("take as many steps as asked, the last epoch fewer, and report them", async () => {
    const events: Progress[] = [];
    await done({ onProgress: (event: Progress) => void events.push(event) });
    expect(events.filter(({ step }) => [20, 40, 50].includes(step)).map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(events.at(-1)).toMatchObject({ step: 50, steps: 50, epochs: 3, remaining: 0 });
  });

  it("stop at a signal with the best so far; at once, with an error", async () => {
    const controller = new AbortController();
    const { ending, history } = await done({ signal: controller.signal, interpreter: watched((step) => step === 30 && controller.abort()) });
    expect([ending, history.length]).toEqual(["aborted", 1]);
    expect(said(await approximate(flow, target, { ...short, signal: AbortSignal.abort() })())).toBe("Stopped by the abort signal at step 0.");
  });

  it("start where they are told", async () => {
    const first = unsafe(await approximate(flow, target, short)());
    const again = unsafe(await approximate(flow, target, { ...short, parameters: first.model.parameters, rate: 1e-9 })());
    expect(again.bound).toBeCloseTo(first.bound, 6);
    expect(said(await approximate(flow, target, { parameters: [1] })())).toBe(`received 1 parameters, expected ${first.model.plan.parameterCount} parameters.`);
  });
});

describe("targets that are no numbers", () => {
  const flow = euclid(1).affine();
  const shaped = (logDensity: (x: number, at: number) => number, slope: (x: number) => number = (x) => -x) => ({
    evaluate: ({ rows }: Batch<string>) => ({ logDensity: rows.map(logDensity), gradient: rows.map(slope) }),
  });

  it("are named with the point, at the start", async () => {
    expect(said(await approximate(flow, (x) => log(take(x, 0)))())).toMatch(/^The log-density of the target is (NaN|-Infinity) at the point \(-\d+\.\d+\), expected a finite number\.$/u);
    expect(said(await approximate(flow, shaped((x) => (x > 1 ? -Infinity : 0)))())).toMatch(/^The log-density of the target is -Infinity at the point \([1-9]/u);
    expect(said(await approximate(flow, shaped((x) => -x * x, (x) => (x > 0 ? NaN : 0)))())).toMatch(/^The gradient of the target is NaN at the point \(\d/u);
  });

  it("later: the run ends with what it has", async () => {
    let calls = 0;
    const target = { evaluate: ({ rows }: Batch<string>) => ({ logDensity: rows.map((x) => (++calls > 2000 && x > 0 ? NaN : -0.5 * (x - 9) ** 2)), gradient: rows.map((x) => 9 - x) }) };
    const { ending, failure, history, importance: found } = unsafe(await approximate(flow, target, { steps: 400, every: 5, batch: 10, measured: 10 })());
    expect(ending).toBe("diverged");
    expect(history.length).toBeGreaterThan(1);
    expect(render(failure!)).toContain("The log-density of the target is NaN at the point");
    expect(found).toBeUndefined();
  });

  it("or too few of them", async () => {
    expect(said(await approximate(flow, { evaluate: ({ rows }) => ({ logDensity: rows, gradient: [1] }) })())).toBe("In the target's answer: received a gradient of 1 numbers, expected 1 for each of 2000 points.");
  });

  it("options and conditions are checked", async () => {
    const target = (x: Expr): Expr => neg(sum(square(x)));
    expect(said(await approximate(flow, target, { steps: 0 })())).toBe("Option steps of approximate takes a whole number from 1 to 100000000, but 0 was given.");
    expect(said(await approximate(flow, target, { gradient: "score" as never })())).toBe('Option gradient of approximate takes one of path, total, but "score" was given.');
    expect(said(await approximate(flow, target, { given: unsafe(batchOf("e1", [1])) } as never)())).toBe("In the conditions: received a batch of e1, expected none, for this flow is unconditional.");
    // @ts-expect-error a conditional flow is told for which conditions
    expect(said(await approximate(flow.given("e1"), target)())).toBe("In the conditions: received none, expected a batch of e1, as { given }.");
    expect(said(await approximate(flow.given("e1"), target, { given: unsafe(batchOf("e1", [])) })())).toBe("In the conditions: received no rows, expected at least one row.");
  });
});
