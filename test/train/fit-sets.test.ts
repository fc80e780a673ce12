/** Fits of Poisson processes to sets of events whose truth is known. */
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { render, unsafe } from "../../src/error.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { withRate } from "../../src/flow/rate.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import { model, RatedModel } from "../../src/model/model.ts";
import { poisson } from "../../src/model/poisson.ts";
import { random } from "../../src/random.ts";
import type { Checkpoint } from "../../src/train/checkpoint.ts";
import { fit } from "../../src/train/fit.ts";
import { fitSets, type SetData } from "../../src/train/fit-sets.ts";

const of = <S extends string>(spec: S, rows: readonly number[]): Batch<S> => unsafe(batchOf<string>(spec, rows)) as Batch<S>;

/** λ(c) = exp(½ + c), of events c + normal, watched for 0.5 or 2. */
const truth = (sets: number, seed: number) => {
  const source = random(seed, "sets");
  const [counts, conditions, points, exposure]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let set = 0; set < sets; set++) {
    const c = source.normal();
    const watched = set % 2 === 0 ? 0.5 : 2;
    const count = poisson(watched * Math.exp(0.5 + c), source);
    for (let each = 0; each < count; each++) points.push(c + source.normal());
    counts.push(count);
    conditions.push(c);
    exposure.push(watched);
  }
  return { data: { points: of("e1", points), counts, exposure }, given: of("e1", conditions) };
};

describe("without a condition", () => {
  const flow = withRate(euclid(1).affine());

  it("the rate is the mean number of events per exposure, sets without events included", async () => {
    const data: SetData<"e1"> = { points: of("e1", [0.5, 1, -1, 2, 0.3, 0.1]), counts: [0, 4, 0, 0, 2, 0], exposure: [1, 1, 2, 3, 1, 2] };
    const { model: fitted, heldOut } = unsafe(await fitSets(flow, data, { epochs: 1, heldOut: 0, rate: 1e-12 })());
    expect(fitted.logRate()).toBeCloseTo(Math.log(6 / 10), 9);
    // The mean over sets.
    expect(heldOut).toBeCloseTo(fitted.logLikelihood(data).reduce((sum, each) => sum + each, 0) / 6, 9);
    expect(fitted).toBeInstanceOf(RatedModel);
  });

  it("starts from few events among many sets without any", async () => {
    const counts = Array.from({ length: 6_000 }, (_, set) => (set === 17 || set === 5_000 ? 1 : 0));
    const { model: fitted } = unsafe(await fitSets(withRate(euclid(1).affine().given("e1")), { points: of("e1", [100, 102]), counts }, { given: of("e1", counts.map((_, set) => set / 1_000)), epochs: 1, heldOut: 0, rate: 1e-12 })());
    expect(fitted.logRate({ given: of("e1", [3]) })[0]!).toBeCloseTo(Math.log(2 / 6_000), 6);
    // Frames: of the events for the density, of all sets for the condition.
    const at = (path: string): number => fitted.parameters[fitted.plan.entries.find((entry) => entry.path.join(", ") === path)!.offset]!;
    expect(at("block 1, location")).toBeCloseTo(101, 9);
    expect(Math.abs(at("condition 1, location") - 3)).toBeLessThan(0.15);
  });

  it("weights count sets, and held-out sets are not trained on", async () => {
    const data: SetData<"e1"> = { points: of("e1", [0.5, 1, -1, 2, 0.3]), counts: [3, 0, 2, 0], weights: [1, 3, 1, 0], heldOut: [2] };
    const { model: fitted, split, heldOut } = unsafe(await fitSets(flow, data, { epochs: 1, rate: 1e-12 })());
    // 3 events in the first set, none in the second one, which counts thrice.
    expect(fitted.logRate()).toBeCloseTo(Math.log(3 / 4), 9);
    expect([Array.from(split.train), Array.from(split.heldOut)]).toEqual([[0, 1], [2]]);
    expect(heldOut).toBeCloseTo(fitted.logLikelihood({ points: of("e1", [2, 0.3]), counts: [2] })[0]!, 9);
  });

  it("is where Adam ends from a start that knows nothing, too", async () => {
    const { data: { points, counts } } = truth(300, 3);
    const { model: fitted } = unsafe(await fitSets(flow, { points, counts }, { epochs: 120, rate: 0.05, batch: 200, heldOut: 0, initialize: false, patience: 200, seed: 1 })());
    expect(fitted.logRate()).toBeCloseTo(Math.log(points.count / counts.length), 2);
  });
});

describe("under a condition", () => {
  const flow = withRate(euclid(1).affine().given("e1", { hidden: [16] }), { hidden: [16] });
  const { data, given } = truth(1_500, 1);
  const options = { given, epochs: 60, rate: 0.02, seed: 2 } as const;

  it("rate and density are found as functions of it", async () => {
    expect(data.counts.filter((count) => count === 0).length).toBeGreaterThan(200);
    const { model: fitted, heldOut } = unsafe(await fitSets(flow, data, options)());
    const at = of("e1", [-1.5, -0.5, 0, 0.5, 1.5]);
    fitted.logRate({ given: at }).forEach((rate, index) => expect(Math.abs(rate - (0.5 + at.rows[index]!))).toBeLessThan(0.25));
    const center = fitted.forward(of("e1", [0, 0, 0, 0, 0]), { given: at }).points.rows;
    center.forEach((mean, index) => expect(Math.abs(mean - at.rows[index]!)).toBeLessThan(0.25));
    // A set of another seed: the truth is better than what was found, but not by much.
    const other = truth(1_500, 9);
    const found = fitted.logLikelihood(other.data, { given: other.given });
    let next = 0;
    const best = other.data.counts.reduce((sum, count, set) => {
      const c = other.given.rows[set]!;
      let own = count * (0.5 + c) - other.data.exposure[set]! * Math.exp(0.5 + c);
      for (let each = 0; each < count; each++) own += -0.5 * (other.data.points.rows[next++]! - c) ** 2 - 0.5 * Math.log(2 * Math.PI);
      return sum + own;
    }, 0) / 1_500;
    const mean = found.reduce((sum, each) => sum + each, 0) / 1_500;
    expect(mean).toBeLessThan(best);
    expect(mean).toBeGreaterThan(best - 0.05);
    expect(Number.isFinite(heldOut)).toBe(true);
  });

  it("goes on from a checkpoint as if it had never stopped, and by its seed", async () => {
    const short = { ...options, epochs: 4 };
    const checkpoints: Checkpoint[] = [];
    const whole = unsafe(await fitSets(flow, data, { ...short, onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint) })());
    const resumed = unsafe(await fitSets(flow, data, { ...short, resume: checkpoints[1]! })());
    expect(resumed.model.parameters).toEqual(whole.model.parameters);
    const others = await fitSets(flow, { ...data, exposure: data.exposure.map((each) => 2 * each) }, { ...short, resume: checkpoints[1]! })();
    expect(either.isLeft(others) && render(others.left)).toContain("the checkpoint of another run");
  });
});

it("fits what it has drawn", async () => {
  const start = model(withRate(circle().moebius(1, { kernels: 1 })));
  const own = start.withParameters(start.parameters.map((value, at) => (at === start.parameters.length - 1 ? Math.log(4) : value + 0.7)));
  const drawn = own.sampleSets(400, { seed: 5, exposure: 0.5 });
  const { model: fitted } = unsafe(await fitSets(withRate(circle().moebius(1, { kernels: 1 })), drawn, { epochs: 60, rate: 0.03, heldOut: 0, seed: 1 })());
  const total = (by: typeof own): number => by.logLikelihood(drawn).reduce((sum, each) => sum + each, 0);
  // The best parameters are better than the true ones, by about half their number.
  expect(total(fitted)).toBeGreaterThan(total(own) - 1);
  expect(Math.abs(fitted.logRate() - Math.log(4))).toBeLessThan(5 / Math.sqrt(drawn.points.count));
});

describe("what cannot be fitted", () => {
  const flow = withRate(euclid(1).affine());
  const points = of("e1", [1, 2, 3]);
  it.each<readonly [SetData<"e1">, string]>([
    [{ points, counts: [1, 1] }, "received counts of 2 events, expected counts of the 3 points"],
    [{ points: of("e1", []), counts: [0, 0] }, "received sets without any event, expected at least one event"],
    [{ points, counts: [3, 0], weights: [1] }, "received 1 weights, expected one for each of the 2 sets"],
    [{ points, counts: [3, 0], groups: ["a"] }, "received 1 groups, expected one for each of the 2 sets"],
    [{ points, counts: [3, 0], heldOut: [2] }, "received 2 as a held-out set, expected whole numbers from 0 to 1"],
    [{ points, counts: [3, 0], heldOut: [0, 1] }, "received held-out rows that are all rows"],
    [{ points, counts: [3, 0], exposure: [1, 0] }, "received the exposure 0 of set 2, expected a positive number"],
  ])("%o", async (data, sentence) => {
    const result = await fitSets(flow, data, { epochs: 1 })();
    expect(either.isLeft(result) ? render(result.left) : "no error").toContain(`In the training data: ${sentence}`);
  });

  it("says of an event that is no number which point it is, and of points for a flow with a rate what is wanted", async () => {
    const bad = await fitSets(flow, { points: { ...points, rows: Float64Array.of(1, 1e200, 3) }, counts: [0, 1, 0, 2] }, { epochs: 1, heldOut: 0, initialize: false })();
    expect(either.isLeft(bad) && render(bad.left)).toContain("In row 2, block 1");
    const plain = await fit(flow as never, points as never, { epochs: 1 } as never)();
    expect(either.isLeft(plain) && render(plain.left)).toContain("received points for a flow with a rate, expected sets of events, as fitSets takes them");
  });
});
