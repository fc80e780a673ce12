import { either, type taskEither } from "fp-ts";
import { describe, expect, it } from "vitest";
import { render, unsafe, type DiffeoError } from "../../src/error.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import { point } from "../../src/manifold/point.ts";
import { fit } from "../../src/train/fit.ts";
import { fromData } from "../../src/train/from-data.ts";

const of = <S extends string>(spec: S, ...numbers: readonly number[]): Batch<S> => unsafe(batchOf<string>(spec, numbers)) as Batch<S>;
const flow = euclid(1).affine();
const given = flow.given("s1");
const three = of("e1", 1, 2, 4);

const refusal = async (run: taskEither.TaskEither<DiffeoError, unknown>): Promise<string> => {
  const result = await run();
  return either.isLeft(result) ? render(result.left) : "no error";
};

describe("data that cannot be fitted", () => {
  const cases: readonly (readonly [string, taskEither.TaskEither<DiffeoError, unknown>])[] = [
    ["received no rows, expected at least one row.", fit(flow, of("e1"))],
    ["received points of e2, expected points of e1.", fit(flow, of("e2", 0, 0) as never)],
    ["received 2 weights, expected one for each of the 3 points.", fit(flow, { points: three, weights: [1, 1] })],
    ["received 4 groups, expected one for each of the 3 points.", fit(flow, { points: three, groups: ["a", "b", "c", "d"] })],
    ["received NaN as the weight of row 2, expected a finite number that is not negative.", fit(flow, { points: three, weights: [1, NaN, 1] })],
    ["received -1 as the weight of row 3, expected a finite number that is not negative.", fit(flow, { points: three, weights: [1, 0, -1] })],
    ["received Infinity as the weight of row 1, expected a finite number that is not negative.", fit(flow, { points: three, weights: [Infinity, 0, 1] })],
    ["received weights that are all 0, expected a positive weight.", fit(flow, { points: three, weights: [0, 0, 0] })],
    ["received 3 as a held-out row, expected whole numbers from 0 to 2.", fit(flow, { points: three, heldOut: [0, 3] })],
    ["received 0.5 as a held-out row, expected whole numbers from 0 to 2.", fit(flow, { points: three, heldOut: [0.5] })],
    ["received held-out rows that are all rows, expected rows that are left to train on.", fit(flow, { points: three, heldOut: [2, 1, 0] })],
    ["received held-out rows that are all rows, expected rows that are left to train on.", fit(flow, { points: three, heldOut: [1, 0], weights: [1, 1, 0] })],
    ["received no conditions, expected a batch of s1, as { given }.", fit(given, three, {} as never)],
    ["received conditions of e2, expected a batch of s1, as { given }.", fit(given, three, { given: of("e2", 0, 0) as never })],
    ["received 1 conditions, expected one for each of the 3 points.", fit(given, three, { given: of("s1", 1, 0) })],
    ["received conditions of s1, expected none, for this flow is unconditional.", fit(flow, three, { given: of("s1", 1, 0) } as never)],
  ];
  it.each(cases)("%s", async (sentence, run) => {
    expect(await refusal(run)).toBe(`In the training data: ${sentence}`);
  });

  it("the types refuse what they can", () => {
    // @ts-expect-error a conditional flow is fitted with a condition per row
    fit(given, three);
    // @ts-expect-error one point for all rows teaches nothing
    fit(given, three, { given: unsafe(point("s1", [1, 0])) });
    // @ts-expect-error points of another space
    fit(circle().moebius(), three);
  });

  it("are refused at the start from data as well", () => {
    expect(() => fromData(flow, of("e1"))).toThrow("In the training data: received no rows, expected at least one row.");
    expect(() => fromData(given, three, { given: of("s1", 1, 0) })).toThrow("received 1 conditions, expected one for each of the 3 points.");
  });
});

describe("options that are no options", () => {
  it.each<readonly [string, object]>([
    ["Option epochs of fit takes a whole number from 1 to 1000000, but 0 was given.", { epochs: 0 }],
    ["Option batch of fit takes a whole number from 1 to 10000000, but 2.5 was given.", { batch: 2.5 }],
    ["Option rate of fit takes a number between 0 and 10, but 0 was given.", { rate: 0 }],
    ["Option rate of fit takes a number between 0 and 10, but NaN was given.", { rate: NaN }],
    ["Option schedule of fit takes one of constant, cosine, exponential, but \"step\" was given.", { schedule: "step" }],
    ["Option warmup of fit takes a number from 0 to below 1, but -0.1 was given.", { warmup: -0.1 }],
    ["Option heldOut of fit takes a number from 0 to below 1, but 1 was given.", { heldOut: 1 }],
    ["Option patience of fit takes a whole number from 1 to 1000000, but \"5\" was given.", { patience: "5" }],
    ["Option seed of fit takes a whole number from -2147483648 to 2147483647, but 0.1 was given.", { seed: 0.1 }],
    ["Option initialize of fit takes true or false, but 1 was given.", { initialize: 1 }],
    ["Option epoch is unknown to fit; it takes epochs, batch, rate, schedule, warmup, heldOut, patience, clip, seed, initialize, standardize.", { epoch: 3 }],
  ])("%s", async (sentence, options) => {
    expect(await refusal(fit(flow, three, options as never))).toBe(sentence);
  });

  it("a schedule, warm-up and held-out share of 0 are options", async () => {
    expect(await refusal(fit(flow, three, { epochs: 1, warmup: 0, heldOut: 0, schedule: "exponential" }))).toBe("no error");
  });
});

describe("little data", () => {
  it.each([[[1]], [[2, 2, 2]], [[1, 2]]])("%j is fitted to something finite", async (rows) => {
    const { heldOut, model } = unsafe(await fit(euclid(1).gauss().affine(), of("e1", ...rows), { epochs: 3, batch: 1 })());
    expect(Number.isFinite(heldOut)).toBe(true);
    expect(model.parameters.every(Number.isFinite)).toBe(true);
  });
});
