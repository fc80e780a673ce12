import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { oplus, otimes } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, sphere } from "../../../src/flow/manifolds.ts";
import { batchOf, type Batch } from "../../../src/manifold/batch.ts";
import { point } from "../../../src/manifold/point.ts";
import { marginal } from "../../../src/model/information/marginal.ts";
import { model, type Model } from "../../../src/model/model.ts";
import { scattered } from "../scattered.ts";
import { chain, chainCovariance, pair, wide } from "./gaussians.ts";

const of = (spec: string, numbers: readonly number[]): Batch<string> => unsafe(batchOf<string>(spec, numbers));
const logNormal = (x: number, mean: number, deviation: number): number => -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
const line = Array.from({ length: 41 }, (_, at) => -4 + at / 5);

describe("the marginal density of a block", () => {
  it("the first: exact", () => {
    const got = marginal(pair, 0).logProb(of("e1", line));
    line.forEach((x, at) => expect(got[at]).toBeCloseTo(logNormal(x, 1, 2), 10));
  });

  it("a later one: a mean over samples, near the Gaussian that it is", () => {
    const deviation = Math.hypot(0.7, 0.5 * 2);
    const got = marginal(pair, 1, { samples: 2000, seed: 1 }).logProb(of("e1", line.map((x) => 3.5 + x / 2)));
    line.forEach((x, at) => expect(Math.abs(Math.exp(got[at]!) - Math.exp(logNormal(3.5 + x / 2, 3.5, deviation)))).toBeLessThan(0.02));
  });

  it.each<readonly [string, Model<"e1+e1"> | Model<"e3+e1">, number, number, number]>([
    ["one dimension", pair, 3.5, Math.hypot(0.7, 0.5 * 2), 4],
    ["three", wide, 0, Math.sqrt(1.33), 2],
  ])("over samples that fill %s evenly: several times nearer", (_, density, mean, deviation, nearer) => {
    const off = (even: boolean): number => Math.hypot(...[1, 2, 3, 4, 5].flatMap((seed) =>
      Array.from(marginal(density as Model, 1, { samples: 200, even, seed }).logProb(of("e1", line.map((x) => mean + x / 2))), (each, at) => Math.exp(each) - Math.exp(logNormal(mean + line[at]! / 2, mean, deviation)))));
    expect(off(true)).toBeLessThan(off(false) / nearer);
  });

  it("is a density: it integrates to one, sample by sample", () => {
    const wide = Array.from({ length: 2001 }, (_, at) => -12 + at * 0.015);
    for (const seed of [1, 2]) {
      const sum = marginal(pair, 1, { samples: 3, seed }).logProb(of("e1", wide)).reduce((total, each) => total + Math.exp(each) * 0.015, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  });

  it("far from all samples it is small, and a number", () => {
    const [far] = marginal(pair, 1, { samples: 5 }).logProb(of("e1", [1e4]));
    expect(far).toBeGreaterThan(-1e9);
    expect(far).toBeLessThan(-1e6);
  });

  it("of a block that depends on none before it: exact, and no sample is needed", () => {
    const own = model(otimes(sphere(2).nsphere(), circle().moebius()), { seed: 3 });
    const alone = model(circle().moebius(), { parameters: own.parameters.slice(-model(circle().moebius()).parameters.length) });
    const angles = of("s1", [1, 0, 0, 1, -0.6, 0.8]);
    const got = marginal(own, 1, { samples: 1 }).logProb(angles);
    alone.logProb(angles as Batch<"s1">).forEach((value, at) => expect(got[at]).toBeCloseTo(value, 10));
  });

  it("of a conditional model, given one point", () => {
    const flow = oplus(euclid(1).affine(), circle().moebius()).given("e1");
    const fresh = model(flow);
    const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 6));
    const given = unsafe(point("e1", [0.4]));
    const angles = Array.from({ length: 600 }, (_, at) => (2 * Math.PI * at) / 600);
    const got = marginal(own, 1, { samples: 400, seed: 1, given }).logProb(of("s1", angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])));
    expect(got.reduce((sum, each) => sum + (Math.exp(each) * 2 * Math.PI) / 600, 0)).toBeCloseTo(1, 6);
    // By hand: the mean over the same samples, as joint density over that of the first block.
    const { points: { rows } } = own.sample(400, { seed: 1, given });
    const first = marginal(own, 0, { given });
    const mean = Array.from({ length: 400 }, (_, row) => rows[row * 3]!).reduce((sum, x) => sum + Math.exp(own.logProb(unsafe(point("e1+s1", [x, 1, 0])), { given }) - first.logProb(of("e1", [x]))[0]!) / 400, 0);
    expect(got[0]).toBeCloseTo(Math.log(mean), 8);
    expect(marginal(own, 1, { samples: 400, seed: 1, given: of("e1", [0.4]) as Batch<"e1"> }).logProb(of("s1", [1, 0]))[0]).toBe(got[0]);
  });

  it("of one seed is one function", () => {
    const [a, b] = [marginal(pair, 1, { samples: 10, seed: 3 }), marginal(pair, 1, { samples: 10, seed: 3 })];
    expect(a.logProb(of("e1", line))).toEqual(b.logProb(of("e1", line)));
    expect(a.logProb(of("e1", [0]))[0]).toBe(a.logProb(of("e1", line))[line.indexOf(0)]);
  });
});

describe("how it is integrated", () => {
  it("exactly where nothing is hidden, by a rule over at most two dimensions, else by samples, unless samples are asked for", () => {
    expect(marginal(pair, 0)).toMatchObject({ method: "exact", samples: 0, space: "e1" });
    expect(marginal(pair, [0, 1])).toMatchObject({ method: "exact", space: "e1+e1" });
    expect(marginal(pair, 1)).toMatchObject({ method: "quadrature", samples: 257 });
    expect(marginal(chain, 2)).toMatchObject({ method: "quadrature" });
    expect(marginal(wide, 1)).toMatchObject({ method: "sampling", samples: 200 });
    expect(marginal(pair, 1, { samples: 7 })).toMatchObject({ method: "sampling", samples: 7 });
  });

  it.each([["one hidden before", pair, 1, 3.5, Math.hypot(0.7, 1)], ["two hidden", chain, 2, 0, Math.sqrt(chainCovariance[2]![2]!)]] as const)("a rule is right to nine digits: %s", (_, own, index, mean, deviation) => {
    const { logProb, error } = marginal(own as Model<string, "e0">, index).estimate(of("e1", line.map((x) => mean + x)));
    line.forEach((x, at) => {
      expect(logProb[at]).toBeCloseTo(logNormal(x, 0, deviation), 9);
      expect(error[at]).toBeLessThan(1e-6);
    });
  });

  it("of two blocks around a hidden one: what is hidden follows what is shown before it", () => {
    const [[a, , b], , [, , c]] = chainCovariance as unknown as readonly [readonly [number, number, number], readonly number[], readonly [number, number, number]];
    const determinant = a * c - b * b;
    const points = [[0, 0], [1, -0.5], [-2, -1.9], [2.5, 0.3]] as const;
    const got = marginal(chain, [0, 2]).logProb(of("e1+e1", points.flat()));
    points.forEach(([x, z], at) => expect(got[at]).toBeCloseTo(-0.5 * ((c * x * x - 2 * b * x * z + a * z * z) / determinant) - 0.5 * Math.log(determinant) - Math.log(2 * Math.PI), 9));
    // And by samples, within four standard errors.
    const { logProb, error } = marginal(chain, [0, 2], { samples: 4000, seed: 2 }).estimate(of("e1+e1", points.flat()));
    logProb.forEach((each, at) => expect(Math.abs(each - got[at]!)).toBeLessThan(4 * error[at]!));
  });

  it("errors over samples cover the truth as often as they say", () => {
    const truth = logNormal(4, 3.5, Math.hypot(0.7, 1));
    const held = Array.from({ length: 200 }, (_, seed) => {
      const { logProb, error } = marginal(pair, 1, { samples: 200, seed }).estimate(of("e1", [4]));
      return Math.abs(logProb[0]! - truth) < 1.645 * error[0]!;
    }).filter(Boolean).length;
    // 90 % of 200, within four standard errors.
    expect(Math.abs(held - 180)).toBeLessThan(17);
  });
});

describe("blocks of many points given one place of the others", () => {
  const flow = oplus(sphere(2).nsphere(), classes(3).logits(), euclid(1).gauss(), circle().moebius(2)).given("e2");
  const start = model(flow);
  const density = start.withParameters(scattered(start.plan, start.parameters, 3));
  const places = density.sample(5, { seed: 1, given: unsafe(point("e2", [0.3, -1])) }).points;
  const condition = Float64Array.of(0.3, -1);

  it.each([[[0]], [[1]], [[2]], [[3]], [[0, 2]], [[1, 3]], [[0, 1, 2, 3]]])("%j: what they have row by row", (shown) => {
    const { ambient, blocks } = density.plan;
    const starts = blocks.map((_, index) => blocks.slice(0, index).reduce((sum, { geometry }) => sum + geometry.ambient, 0));
    for (let at = 0; at < 5; at++) {
      const others = places.rows.subarray(at * ambient, (at + 1) * ambient);
      const mixed = places.rows.map((own, cell) => (shown.some((index) => cell % ambient >= starts[index]! && cell % ambient < starts[index]! + blocks[index]!.geometry.ambient) ? own : others[cell % ambient]!));
      const { parameters, programs } = density;
      const conditions = Float64Array.from({ length: 10 }, (_, cell) => condition[cell % 2]!);
      const terms = shown.map((index) => programs.block(index)({ point: mixed, condition: conditions, parameters }, 5).logProb);
      programs.given(shown)({ point: places.rows, others, condition, parameters }, 5).logProb.forEach((each, row) => {
        expect(each).toBeCloseTo(terms.reduce((sum, term) => sum + term[row]!, 0), 10);
      });
    }
  });
});

describe("misuse is said in one sentence", () => {
  const given = model(euclid(1).affine().given("s1"));
  it.each<readonly [string, () => unknown]>([
    ["A flow of 2 blocks has no block 2.", () => marginal(pair, 2)],
    ["A flow of 2 blocks has no block -1.", () => marginal(pair, -1)],
    ["takes at least one sample of the blocks before, but 0 were asked for.", () => marginal(pair, 1, { samples: 0 })],
    ["received a batch of s1, expected a batch of e1.", () => marginal(pair, 1, { samples: 1 }).logProb(of("s1", [1, 0]))],
    ["In the condition: received nothing, expected a point or batch of s1, as { given }.", () => (marginal as (of: unknown, index: number) => unknown)(given, 0)],
    ["In the condition: received a batch of 2, expected one point.", () => marginal(given, 0, { given: of("s1", [1, 0, 0, 1]) as Batch<"s1"> })],
  ])("%s", (sentence, act) => {
    expect(act).toThrow(sentence);
  });
});
