/** Modes of densities whose modes are known, and what the tails of weights tell. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { mul, neg, square, take, type Expr } from "../../../src/expr/index.ts";
import { circle, classes, euclid, interval, sphere } from "../../../src/flow/manifolds.ts";
import { importance } from "../../../src/model/importance.ts";
import { modes } from "../../../src/model/information/modes.ts";
import { fitPareto, paretoTail } from "../../../src/model/information/pareto.ts";
import { model } from "../../../src/model/model.ts";
import { random } from "../../../src/random.ts";
import { rawScale, withEntries } from "../entries.ts";
import { scattered } from "../scattered.ts";
import { logNormal, vonMisesFisher, wrappedCauchy } from "./directions.ts";
import { chain, pair } from "./gaussians.ts";

describe("modes", () => {
  it("of Gaussians: the mean, with curvatures of the precision matrix", () => {
    const found = modes(pair);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ shape: "peak" });
    // All of them, of which a sample may be among the densest and the first.
    expect(found[0]!.climbs).toBeGreaterThan(18);
    expect([...found[0]!.point]).toEqual([expect.closeTo(1, 8), expect.closeTo(3.5, 8)]);
    // The precision: 1/4 + 0.25/0.49, −0.5/0.49, 1/0.49.
    const [trace, determinant] = [0.25 + 1.25 / 0.49, 0.25 / 0.49];
    const [first, second] = found[0]!.curvatures as [number, number];
    expect(first + second).toBeCloseTo(-trace, 5);
    expect(first * second).toBeCloseTo(determinant, 5);
    expect(first).toBeGreaterThan(second);
    expect(modes(chain)).toHaveLength(1);
  });

  it("of directions: the centre, on the sphere with curvature −κ", () => {
    const [top] = modes(vonMisesFisher(20));
    expect([...top!.point]).toEqual([expect.closeTo(0, 7), expect.closeTo(0, 7), expect.closeTo(1, 12)]);
    expect(top!.curvatures).toEqual([expect.closeTo(-20, 3), expect.closeTo(-20, 3)]);
    expect(top!.logProb).toBeCloseTo(Math.log(20 / (2 * Math.PI * (1 - Math.exp(-40)))), 9);
    const [angle] = modes(wrappedCauchy(0.7, 2.5));
    expect(Math.atan2(angle!.point[1]!, angle!.point[0]!)).toBeCloseTo(2.5, 7);
    // −2R / (1 − R)².
    expect(angle!.curvatures[0]).toBeCloseTo((-2 * 0.7) / 0.09, 3);
  });

  it("of a log-normal, whose mode is not its mean", () => {
    const [top] = modes(logNormal(0.3, 0.5));
    expect(top!.point[0]).toBeCloseTo(Math.exp(0.3 - 0.25), 7);
  });

  it("of two kernels far apart: both, by their height", () => {
    const flow = circle().moebius(1, { kernels: 2 });
    const own = model(flow, { parameters: withEntries(flow, { "block 1, layer 1 (moebius), centers": [4, 0, -3, 0.5], "block 1, layer 1 (moebius), weights": [0.3, 0], "block 1, layer 1 (moebius), rotation": [1, 0] }) });
    const found = modes(own);
    expect(found.map(({ shape }) => shape)).toEqual(["peak", "peak"]);
    expect(found[0]!.logProb).toBeGreaterThan(found[1]!.logProb);
    // By the densest of many points of the circle.
    const angles = Array.from({ length: 20_000 }, (_, at) => (2 * Math.PI * at) / 20_000);
    const values = angles.map((each) => own.logProb([Math.cos(each), Math.sin(each)] as never));
    expect(found[0]!.logProb).toBeCloseTo(Math.max(...values), 5);
    const peaks = values.filter((value, at) => value > values.at(at - 1)! && value > values[(at + 1) % values.length]!).sort((a, b) => b - a);
    expect(found.map(({ logProb }) => logProb)).toEqual(peaks.map((each) => expect.closeTo(each, 5)));
  });

  it("each class has its own", () => {
    const flow = classes(2).logits().oplus(euclid(1).affine(), { hidden: [] });
    const fresh = model(flow);
    const found = modes(fresh.withParameters(scattered(fresh.plan, fresh.parameters, 4, 0.5)));
    expect(found).toHaveLength(2);
    expect(found.map(({ point: [first] }) => first).sort()).toEqual([0, 1]);
  });

  it("a uniform density has one ridge; a density that rises to an end, an edge; one of classes its greatest masses", () => {
    expect(modes(model(sphere(2)))).toMatchObject([{ shape: "ridge" }]);
    const flow = interval().spline(1, { bins: 2 });
    const rising = model(flow, { parameters: withEntries(flow, { "block 1, layer 1 (spline), slopes": [1.5, 0, -1.5] }) });
    const found = modes(rising);
    expect(["edge", "kink"]).toContain(found[0]!.shape);
    const ends = [rising.logProb([1e-9] as never), rising.logProb([1 - 1e-9] as never)];
    expect(Math.min(found[0]!.point[0]!, 1 - found[0]!.point[0]!)).toBeLessThan(1e-3);
    expect(found[0]!.logProb).toBeCloseTo(Math.max(...ends), 2);
    const own = model(classes(3).logits());
    const table = modes(own.withParameters(scattered(own.plan, own.parameters, 2, 1)));
    expect(table).toHaveLength(3);
    expect(table.reduce((sum, { logProb }) => sum + Math.exp(logProb), 0)).toBeCloseTo(1, 12);
  });
});

describe("the tail of weights", () => {
  const draws = (k: number, count: number, seed: number): number[] => {
    const source = random(seed, "pareto");
    return Array.from({ length: count }, () => (k === 0 ? -Math.log(source.uniform()) : Math.expm1(-k * Math.log(source.uniform())) / k));
  };

  it.each([-0.3, 0.2, 0.5, 0.7, 1.2])("of Pareto draws of shape k = %d has that k, and scale 1", (k) => {
    const fits = Array.from({ length: 40 }, (_, seed) => fitPareto(draws(k, 2000, seed).sort((a, b) => a - b)));
    const mean = (of: (fit: (typeof fits)[number]) => number): number => fits.reduce((sum, fit) => sum + of(fit) / fits.length, 0);
    // The error of k is (1 + k)/√N; the prior draws it to ½ by one part in 200.
    expect(Math.abs(mean((fit) => fit.k) - k)).toBeLessThan((4 * (1 + Math.max(0, k))) / Math.sqrt(2000 * 40) + 0.005 * Math.abs(0.5 - k));
    expect(mean((fit) => fit.scale)).toBeCloseTo(1, 1);
  });

  it("of a Gaussian proposal: light where it is wide, heavy where it is narrow", () => {
    // Weights of a proposal of deviation s for the standard normal exceed w as w^−1/k, k = 1 − s² for s < 1 and large samples.
    const standard = (x: Expr): Expr => mul(-0.5, square(take(x, 0)));
    const under = (deviation: number) => {
      const flow = euclid(1).affine();
      return unsafe(importance(model(flow, { parameters: withEntries(flow, { "block 1, layer 1 (affine), shift": [0], "block 1, layer 1 (affine), logScale": [rawScale(deviation)] }) }), standard, { samples: 20_000, seed: 2 }));
    };
    const [good, narrow, hopeless] = [under(1.3), under(0.8), under(0.3)];
    expect(good).toMatchObject({ reliable: true });
    expect(good.paretoK).toBeLessThan(0);
    expect(Math.abs(narrow.paretoK - (1 - 0.64))).toBeLessThan(0.2);
    expect(hopeless.paretoK).toBeGreaterThan(0.7);
    expect(hopeless.reliable).toBe(false);
    for (const found of [good, narrow]) {
      expect(Math.abs(found.smoothed.logNormalizer - 0.5 * Math.log(2 * Math.PI))).toBeLessThan(4 * found.smoothed.logNormalizerError);
      expect(found.samplesNeeded).toBeLessThan(20_000);
    }
  });

  it("smoothed weights keep their order and stay below the greatest; equal ones stay as they are", () => {
    const logs = Float64Array.from(draws(0.6, 1000, 3), Math.log);
    const { k, logWeights, needed, reliable } = paretoTail(logs);
    const order = Array.from(logs.keys()).sort((a, b) => logs[a]! - logs[b]!);
    order.slice(1).forEach((row, at) => expect(logWeights[row]).toBeGreaterThanOrEqual(logWeights[order[at]!]!));
    expect(Math.max(...logWeights)).toBeLessThanOrEqual(Math.max(...logs));
    expect(needed).toBeCloseTo(10 ** (1 / (1 - k)), 10);
    expect(reliable).toBe(k < 1 - 1 / 3);
    // Whatever constant stands before them.
    expect(paretoTail(logs.map((each) => each - 4000)).k).toBeCloseTo(k, 9);
    expect(paretoTail(new Float64Array(100).fill(3))).toMatchObject({ k: -Infinity, reliable: true, needed: 10 });
    expect(paretoTail([0, 1, 2])).toMatchObject({ k: Infinity, reliable: false });
    expect(paretoTail([...new Float64Array(99), -Infinity]).reliable).toBe(true);
  });

  it("a constant target under a uniform proposal has no tail", () => {
    const found = unsafe(importance(model(circle()), (x) => neg(mul(0, take(x, 0))), { samples: 100 }));
    expect(found).toMatchObject({ paretoK: -Infinity, reliable: true, effectiveShare: 1 });
  });
});
