/** Models with a rate: log λ, whole sets drawn, and their extended log-likelihood. */
import { either } from "fp-ts";
import { describe, expect, expectTypeOf, it } from "vitest";
import { render, unsafe } from "../../src/error.ts";
import { given, oplus, otimes } from "../../src/flow/flow.ts";
import { circle, euclid, sphere } from "../../src/flow/manifolds.ts";
import { RatedFlow, withRate } from "../../src/flow/rate.ts";
import { decodeFlow, encodeFlow } from "../../src/flow/codec.ts";
import { show, showTree } from "../../src/interpret/text/flow.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { batchOf, row, type Batch } from "../../src/manifold/batch.ts";
import { point, type Point } from "../../src/manifold/point.ts";
import { decodeModel, encodeModel } from "../../src/model/file.ts";
import { eventRows, eventSets, eventSetsBy, type EventSets } from "../../src/model/event-sets.ts";
import { model, RatedModel } from "../../src/model/model.ts";
import { scattered } from "./scattered.ts";

const of = <S extends string>(spec: S, rows: readonly number[]): Batch<S> => unsafe(batchOf<string>(spec, rows)) as Batch<S>;

const free = ((fresh) => fresh.withParameters(fresh.parameters.map((value, at) => (at === fresh.parameters.length - 1 ? Math.log(3) : value + 0.1))))(model(withRate(euclid(2).affine())));
const conditional = ((fresh) => fresh.withParameters(scattered(fresh.plan, fresh.parameters, 5, 0.4)))(
  model(withRate(oplus(circle().moebius(1, { kernels: 2 }), euclid(1).affine()).given("e1"), { hidden: [6] })));
const conditions = of("e1", [-1.5, -0.2, 0.7, 2]);

describe("log λ", () => {
  it("is one free number, or one for each condition", () => {
    expect(free.logRate()).toBe(Math.log(3));
    const rates = conditional.logRate({ given: conditions });
    expect(new Set(rates).size).toBe(4);
    rates.forEach((rate, at) => expect(conditional.logRate({ given: row(conditions, at) })).toBeCloseTo(rate, 12));
    expectTypeOf(rates).toEqualTypeOf<Float64Array>();
    expectTypeOf(free.logRate()).toEqualTypeOf<number>();
    expectTypeOf(conditional.logRate({ given: unsafe(point("e1", [1])) as Point<"e1"> })).toEqualTypeOf<number>();
  });

  it("starts at 0, for every condition", () => {
    expect(model(withRate(euclid(1))).logRate()).toBe(0);
    expect(Array.from(model(withRate(euclid(1).given("s1"))).logRate({ given: of("s1", [1, 0, 0, 1]) }))).toEqual([0, 0]);
  });

  it("leaves the density alone", () => {
    const { plan, parameters } = conditional;
    const first = plan.entries.find(({ path }) => path[0] === "rate")!.offset;
    const density = model(oplus(circle().moebius(1, { kernels: 2 }), euclid(1).affine()).given("e1"), { parameters: parameters.subarray(0, first) });
    const { points } = density.sample(1, { given: conditions });
    expect(conditional.logProb(points, { given: conditions })).toEqual(density.logProb(points, { given: conditions }));
  });
});

describe("the extended log-likelihood of a set", () => {
  it("is Σ (log λ + log p) − λ · exposure", () => {
    const sets: EventSets<"e2"> = { points: of("e2", [0, 1, 2, 3, -1, 0.5]), counts: [2, 0, 1], exposure: [1, 2, 0.5] };
    const log = free.logProb(sets.points);
    const rate = Math.log(3);
    const want = [2 * rate + log[0]! + log[1]! - 3, -6, rate + log[2]! - 1.5];
    free.logLikelihood(sets).forEach((value, at) => expect(value).toBeCloseTo(want[at]!, 12));
    const slow = model(free.flow, { parameters: free.parameters, interpreter: reference });
    slow.logLikelihood(sets).forEach((value, at) => expect(value).toBeCloseTo(want[at]!, 12));
  });

  it("is −λ · exposure of sets without any event", () => {
    expect(Array.from(free.logLikelihood({ points: of("e2", []), counts: [0, 0], exposure: [1, 4] }), (value) => Math.round(value * 1e9) / 1e9)).toEqual([-3, -12]);
    const rates = conditional.logRate({ given: conditions });
    conditional.logLikelihood({ points: of("s1+e1", []), counts: [0, 0, 0, 0] }, { given: conditions }).forEach((value, at) => expect(value).toBeCloseTo(-Math.exp(rates[at]!), 12));
  });

  it("has the condition of each set, or one for all", () => {
    const { points, counts } = conditional.sampleSets(1, { given: conditions, seed: 4 });
    const whole = conditional.logLikelihood({ points, counts }, { given: conditions });
    const rates = conditional.logRate({ given: conditions });
    let at = 0;
    counts.forEach((count, set) => {
      let want = count * rates[set]! - Math.exp(rates[set]!);
      for (let each = 0; each < count; each++) want += conditional.logProb(row(points, at++), { given: row(conditions, set) });
      expect(whole[set]!).toBeCloseTo(want, 9);
    });
    const one = conditional.logLikelihood({ points, counts }, { given: row(conditions, 0) });
    expect(one[0]!).toBeCloseTo(whole[0]!, 9);
  });
});

describe("sets that are drawn", () => {
  it("have as many events as the rate says, in mean and variance, each with its condition", () => {
    const sets = 1_000;
    const { counts, points, logProb, given: drawnFor, exposure } = conditional.sampleSets(sets, { given: conditions, exposure: new Float64Array(4 * sets).fill(2), seed: 1 });
    expect([counts.length, drawnFor.count, exposure.length]).toEqual([4 * sets, 4 * sets, 4 * sets]);
    expect(points.count).toBe(counts.reduce((sum, each) => sum + each, 0));
    const rates = conditional.logRate({ given: conditions });
    for (let condition = 0; condition < 4; condition++) {
      const own = counts.subarray(condition * sets, (condition + 1) * sets);
      const mean = 2 * Math.exp(rates[condition]!);
      const average = own.reduce((sum, each) => sum + each, 0) / sets;
      const variance = own.reduce((sum, each) => sum + (each - mean) ** 2, 0) / sets;
      expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(mean / sets));
      expect(Math.abs(variance - mean)).toBeLessThan(5 * Math.sqrt((mean + 2 * mean * mean) / sets));
      expect(drawnFor.rows[condition * sets]).toBe(conditions.rows[condition]);
    }
    const owner = Array.from(counts).flatMap((count, set) => Array<number>(count).fill(set)).slice(0, 50);
    owner.forEach((set, at) => expect(conditional.logProb(row(points, at), { given: row(conditions, Math.floor(set / sets)) })).toBeCloseTo(logProb[at]!, 8));
  });

  it("are the same from one seed, and may be empty", () => {
    expect(free.sampleSets(20, { seed: 3 })).toEqual(free.sampleSets(20, { seed: 3 }));
    expect(free.sampleSets(20, { seed: 3 }).points.rows).not.toEqual(free.sampleSets(20, { seed: 4 }).points.rows);
    const none = free.sampleSets(3, { exposure: 1e-12 });
    expect([none.points.count, Array.from(none.counts)]).toEqual([0, [0, 0, 0]]);
    expect(free.sampleSets(0).points.count).toBe(0);
  });

  it("of the one-point space are counts alone", () => {
    const counting = model(withRate(oplus()), { parameters: [Math.log(50)] });
    const { counts, points } = counting.sampleSets(200, { seed: 1 });
    expect(points.ambient).toBe(0);
    expect(Math.abs(counts.reduce((sum, each) => sum + each, 0) / 200 - 50)).toBeLessThan(5 * Math.sqrt(50 / 200));
    const log = counting.logLikelihood({ points, counts });
    log.forEach((value, at) => expect(value).toBeCloseTo(counts[at]! * Math.log(50) - 50, 9));
  });

  it("refuses what is no exposure, and more events than can be held", () => {
    expect(() => free.sampleSets(2, { exposure: [1] })).toThrow("received 1 exposures, expected one for each of the 2 sets");
    expect(() => free.sampleSets(1, { exposure: 0 })).toThrow("received the exposure 0, expected a positive number");
    expect(() => free.sampleSets(1, { exposure: 1e12 })).toThrow("more than can be held");
  });
});

describe("event sets", () => {
  it("are made from lists, or from points with the names of their sets", () => {
    const lists = unsafe(eventSets("e2", [[[0, 1], [2, 3]], [], [[1, 1]]]));
    expect([Array.from(lists.points.rows), lists.counts]).toEqual([[0, 1, 2, 3, 1, 1], [2, 0, 1]]);
    const named = eventSetsBy(of("e1", [1, 2, 3, 4]), ["b", "a", "b", "a"], ["a", "empty", "b"]);
    expect([Array.from(named.points.rows), named.counts]).toEqual([[2, 4, 1, 3], [2, 0, 2]]);
    expect(() => eventSetsBy(of("e1", [1]), ["c"], ["a"])).toThrow("received a point of the set c, expected points of the named sets alone");
    const bad = eventSets("s2", [[], [[0, 0, 0]]]);
    expect(either.isLeft(bad) && render(bad.left)).toContain("In row 1");
  });

  it("become rows that share their exposure", () => {
    const { count, event, exposure, point: points, set, share } = eventRows({ counts: [2, 0, 1], exposure: [3, 5, 7] });
    expect([count, ...[set, points, event, exposure, share].map((column) => Array.from(column))])
      .toEqual([4, [0, 0, 1, 2], [0, 1, 0, 2], [1, 1, 0, 1], [1.5, 1.5, 5, 7], [0.5, 0.5, 1, 1]]);
  });

  it.each<readonly [Partial<EventSets<"e2">>, string]>([
    [{ counts: [1, 1] }, "received counts of 2 events, expected counts of the 3 points"],
    [{ counts: [4, -1] }, "received -1 events in set 2, expected a whole number that is not negative"],
    [{ counts: [3], exposure: [1, 2] }, "received 2 exposures, expected one for each of the 1 sets"],
    [{ counts: [3], exposure: [Number.NaN] }, "received the exposure NaN of set 1, expected a positive number"],
  ])("%o are refused", (own, sentence) => {
    expect(() => free.logLikelihood({ points: of("e2", [0, 1, 2, 3, -1, 0.5]), counts: [3], ...own })).toThrow(sentence);
  });
});

describe("a flow with a rate", () => {
  const flow = withRate(sphere(2).nsphere().given("e1", { hidden: [8] }), { hidden: [4], activation: "tanh" });

  it("is data: JSON, files and text", () => {
    const encoded = encodeFlow(flow);
    expect(encoded).toMatchObject({ rate: { given: "e1" }, networks: { hidden: [4], activation: "tanh" } });
    const back = unsafe(decodeFlow(JSON.parse(JSON.stringify(encoded))));
    expect(back).toBeInstanceOf(RatedFlow);
    expect(back).toEqual(flow);
    const file = unsafe(decodeModel(encodeModel(model(flow, { seed: 2 }))));
    expect(file.model).toBeInstanceOf(RatedModel);
    expect(file.model.parameters).toEqual(model(flow, { seed: 2 }).parameters);
    expect(show(flow)).toBe("s2 given e1 with rate : n");
    expect(showTree(flow).split("\n").slice(1, 3)).toEqual([
      "rate λ of events",
      "│  log λ 1 → 4 → 1                                                  13 weights",
    ]);
    expect(showTree(withRate(euclid(1))).split("\n").slice(0, 3)).toEqual([
      "e1 · 3 parameters, 2 of them frozen",
      "rate λ of events",
      "│  log λ                                                             1 free",
    ]);
  });

  it("is whole: it is not joined, conditioned or given another rate", () => {
    const sentence = "A rate belongs to the whole flow; apply withRate last.";
    for (const act of [() => oplus(flow as never), () => otimes(flow as never), () => euclid(1).oplus(flow as never), () => given("e1")(flow as never), () => withRate(flow as never)]) {
      expect(act).toThrow(sentence);
    }
    const nested = decodeFlow({ oplus: [{ rate: { manifold: "e1", layers: [] } }, { manifold: "e1", layers: [] }] });
    expect(either.isLeft(nested) && render(nested.left)).toBe(`In flow, oplus 1: ${sentence}`);
  });
});
