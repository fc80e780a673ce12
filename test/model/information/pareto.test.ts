/** The tail of importance weights: draws of known shape, proposals whose tails are known, and the prior in small samples. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { mul, neg, square, take, type Expr } from "../../../src/expr/index.ts";
import { circle, euclid } from "../../../src/flow/manifolds.ts";
import { importance } from "../../../src/model/importance.ts";
import { fitPareto, paretoTail } from "../../../src/model/information/pareto.ts";
import { model } from "../../../src/model/model.ts";
import { random } from "../../../src/random.ts";
import { rawScale, withEntries } from "../entries.ts";

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

  it("of ten observations is drawn half the way to ½, of many hardly at all", () => {
    const uniform = (count: number): number => fitPareto(Array.from({ length: count }, (_, at) => (at + 0.5) / count)).k; // of shape −1
    expect(uniform(4000)).toBeCloseTo(-1, 1);
    expect(uniform(10)).toBeGreaterThan(-0.45);
    expect(uniform(10)).toBeLessThan(-0.05);
  });
});
