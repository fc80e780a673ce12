/** Entropies and information of Gaussians, directions, fractions and classes, against closed forms. */
import { describe, expect, it } from "vitest";
import { otimes } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, halfLine, interval, simplex, sphere } from "../../../src/flow/manifolds.ts";
import { unsafe } from "../../../src/error.ts";
import { point } from "../../../src/manifold/point.ts";
import { blockEntropies, entropy, mutualInformation, totalCorrelation } from "../../../src/model/information/entropy.ts";
import type { Estimate } from "../../../src/model/information/estimate.ts";
import { moments } from "../../../src/model/information/moments.ts";
import { model } from "../../../src/model/model.ts";
import { rawScale, withEntries } from "../entries.ts";
import { scattered } from "../scattered.ts";
import { chain, chainCovariance as covariance, gaussianEntropy, pair, wide } from "./gaussians.ts";

const informationOf = (i: number, j: number): number => -0.5 * Math.log(1 - covariance[i]![j]! ** 2 / (covariance[i]![i]! * covariance[j]![j]!));

/** Within four errors and the bounds of the bias. */
const agrees = ({ value, error, bias: [least, most] = [0, 0] }: Estimate, truth: number): void => {
  expect(value - truth).toBeGreaterThan(least - 4 * error - 1e-12);
  expect(value - truth).toBeLessThan(most + 4 * error + 1e-12);
};

describe("where a rule integrates", () => {
  it("two correlated Gaussians: entropies and information to twelve digits", () => {
    const joint = entropy(pair);
    expect(joint).toMatchObject({ method: "quadrature" });
    expect(joint.value).toBeCloseTo(gaussianEntropy(2, 4 * 0.49), 12);
    expect(joint.error).toBeLessThan(1e-11);
    const [first, second] = blockEntropies(pair);
    expect(first!.conditional.value).toBeCloseTo(gaussianEntropy(1, 4), 12);
    expect(first!.marginal).toEqual(first!.conditional);
    expect(second!.conditional.value).toBeCloseTo(gaussianEntropy(1, 0.49), 12);
    expect(second!.marginal.value).toBeCloseTo(gaussianEntropy(1, 1.49), 12);
    const truth = 0.5 * Math.log(1.49 / 0.49);
    expect(mutualInformation(pair, 0, 1).value).toBeCloseTo(truth, 12);
    expect(mutualInformation(pair, 1, 0).value).toBeCloseTo(truth, 12);
    expect(totalCorrelation(pair).value).toBeCloseTo(truth, 12);
  });

  it("uniform densities have the logarithm of their volume; classes the logarithm of their number, exactly", () => {
    expect(entropy(model(sphere(2))).value).toBeCloseTo(Math.log(4 * Math.PI), 12);
    expect(entropy(model(circle())).value).toBeCloseTo(Math.log(2 * Math.PI), 12);
    expect(entropy(model(interval(-1, 3))).value).toBeCloseTo(Math.log(4), 12);
    expect(entropy(model(simplex(2))).value).toBeCloseTo(-Math.log(2), 12);
    expect(entropy(model(classes(5)))).toEqual({ value: expect.closeTo(Math.log(5), 13), error: 0, method: "exact", samples: 5 });
  });

  it("classes that depend on a class: sums of a table", () => {
    const flow = classes(3).logits().oplus(classes(2).logits(), { hidden: [] });
    const fresh = model(flow);
    const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 3, 1));
    const table = [0, 1, 2].map((i) => [0, 1].map((j) => Math.exp(own.logProb(unsafe(point("c3+c2", [0, 1, 2].map((k) => +(k === i)).concat([0, 1].map((k) => +(k === j))) as never))))));
    const h = (masses: readonly number[]): number => masses.reduce((sum, p) => sum - p * Math.log(p), 0);
    const [rows, columns] = [table.map(([a, b]) => a! + b!), [0, 1].map((j) => table.reduce((sum, row) => sum + row[j]!, 0))];
    expect(entropy(own)).toMatchObject({ method: "exact", error: 0 });
    expect(entropy(own).value).toBeCloseTo(h(table.flat()), 12);
    expect(mutualInformation(own, 0, 1).value).toBeCloseTo(h(rows) + h(columns) - h(table.flat()), 12);
    expect(mutualInformation(own, 0, 1).value).toBeGreaterThan(1e-3);
  });

  it("a class behind two numbers: its mass is a mean over both", () => {
    const fresh = model(euclid(1).affine().oplus(circle().moebius()).oplus(classes(2).logits()));
    const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 6, 0.3));
    const { probabilities } = moments(own)[2];
    const h = probabilities.value.reduce((sum, p) => sum - p * Math.log(p), 0);
    expect(entropy(own, { blocks: [2] }).method).toBe("quadrature");
    // Within what both say of themselves, which is little.
    const doubt = 1e-9 + probabilities.error[0]! * Math.abs(Math.log(probabilities.value[0]! / probabilities.value[1]!));
    const within = ({ value, error, bias }: Estimate, truth: number): void => {
      expect(bias).toBeUndefined();
      expect(error + doubt).toBeLessThan(0.03);
      expect(Math.abs(value - truth)).toBeLessThan(error + doubt);
    };
    within(entropy(own, { blocks: [2] }), h);
    // I(both; class) = H(class) − H(class | both).
    within(mutualInformation(own, [0, 1], 2), h - blockEntropies(own)[2]!.conditional.value);
  });

  it("a half line whose far nodes are beyond all floats: what its samples say", () => {
    const density = model(halfLine(0).gauss(4));
    expect(density.forward(unsafe(point<string>("e1", [7]))).point[0]).toBe(Infinity);
    const { logProb } = density.sample(20_000, { seed: 1 });
    const mean = logProb.reduce((sum, each) => sum - each / 20_000, 0);
    expect(Math.abs(entropy(density).value - mean)).toBeLessThan(0.05);
  });

  it("independent blocks tell nothing of each other", () => {
    const fresh = model(otimes(circle().moebius(), euclid(1).gauss()));
    const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 5));
    expect(mutualInformation(own, 0, 1).value).toBeCloseTo(0, 13);
  });

  it("of a conditional model, at one condition", () => {
    const flow = euclid(1).affine().given("e1", { hidden: [] });
    const own = model(flow, { parameters: withEntries(flow, { "block 1, network, last": [0, 0.4], "block 1, network, bias": [0, rawScale(1.5)] }) });
    const at = (x: number): number => entropy(own, { given: unsafe(point("e1", [x])) }).value;
    // The raw scale moves by 0.4 x.
    expect(at(2) - at(0)).toBeCloseTo(30 * Math.tanh((rawScale(1.5) + 0.8) / 30) - Math.log(1.5), 10);
    // @ts-expect-error a conditional model is given a condition
    expect(() => entropy(own)).toThrow("received nothing, expected a point or batch of e1");
  });
});

describe("where points are drawn", () => {
  it("three Gaussians: information between each two, one before, between and after them", () => {
    for (const [i, j] of [[0, 2], [1, 2]] as const) {
      const found = mutualInformation(chain, i, j, { seed: 3 });
      expect(found.method).toBe("sampling");
      agrees(found, informationOf(i, j));
    }
    agrees(mutualInformation(chain, [0, 1], 2, { seed: 4 }), 0.5 * Math.log(covariance[2]![2]! / 0.16));
    agrees(entropy(chain, { seed: 4 }), gaussianEntropy(3, 0.36 * 0.16));
  });

  it("the leave-one-out entropy is high, by no more than its bound; its errors cover", () => {
    const truth = gaussianEntropy(1, 1.33);
    const found = Array.from({ length: 60 }, (_, seed) => entropy(wide, { blocks: [1], samples: 256, group: 16, seed }));
    const mean = (of: (each: Estimate) => number): number => found.reduce((sum, each) => sum + of(each) / found.length, 0);
    const noise = Math.sqrt(mean(({ error }) => error ** 2) / found.length);
    expect(found[0]).toMatchObject({ method: "sampling", samples: 256 });
    const [bias, bound] = [mean(({ value }) => value) - truth, mean(({ bias: [, most] = [0, 0] }) => most)];
    // Groups of 16 leave a bias that is seen, and a bound that is above it.
    expect(bias).toBeGreaterThan(2 * noise);
    expect(bias).toBeLessThan(bound + 3 * noise);
    expect(bound).toBeLessThan(0.5);
    // What is left after the mean bias lies within 1.645 errors nine times of ten: of 60, within four deviations.
    const held = found.filter(({ value, error }) => Math.abs(value - truth - bias) < 1.753 * error).length;
    expect(Math.abs(held - 54)).toBeLessThan(10);
  });

  it("errors of plain means cover the truth as often as they say", () => {
    const held = Array.from({ length: 200 }, (_, seed) => {
      const { value, error } = entropy(chain, { samples: 100, group: 2, seed });
      return Math.abs(value - gaussianEntropy(3, 0.36 * 0.16)) < 1.645 * error;
    }).filter(Boolean).length;
    expect(Math.abs(held - 180)).toBeLessThan(17);
  });
});

it("misuse is said in one sentence", () => {
  expect(() => mutualInformation(pair, 0, [0, 1])).toThrow("Information is between different blocks, but block 0 is on both sides.");
  expect(() => mutualInformation(pair, 0, 2)).toThrow("A flow of 2 blocks has no block 2.");
  expect(() => entropy(chain, { samples: 1 })).toThrow("An estimate takes at least 4 samples, but 1 were asked for.");
});
