/** Divergences, cross-entropy, gradients and slices, against closed forms and differences with the same base points. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { otimes } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, sphere } from "../../../src/flow/manifolds.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { point } from "../../../src/manifold/point.ts";
import { crossEntropy, divergence } from "../../../src/model/information/divergence.ts";
import { entropy } from "../../../src/model/information/entropy.ts";
import { divergenceGradient, entropyGradient } from "../../../src/model/information/gradients.ts";
import { slice } from "../../../src/model/information/slice.ts";
import { model, type Model } from "../../../src/model/model.ts";
import { rawScale, withEntries } from "../entries.ts";
import { scattered } from "../scattered.ts";
import { meanLength, vonMisesFisher } from "./directions.ts";
import { chain, chainCovariance as covariance, gaussianEntropy, pair } from "./gaussians.ts";

const normal = (dim: 1 | 3, mean: number, deviation: number): Model<string> => {
  const flow = euclid(dim).affine();
  const all = (value: number): number[] => Array.from({ length: dim }, () => value);
  return model(flow as never, { parameters: withEntries(flow, { "block 1, layer 1 (affine), shift": all(mean), "block 1, layer 1 (affine), logScale": all(rawScale(deviation)) }) }) as Model<string>;
};
const gaussianDivergence = (m: number, s: number, n: number, t: number): number => Math.log(t / s) + (s * s + (m - n) ** 2) / (2 * t * t) - 0.5;
const away = <S extends string>(own: Model<S>, seed: number): Model<S> => own.withParameters(scattered(own.plan, own.parameters, seed));

describe("divergence", () => {
  it("of two Gaussians, both ways, and Jensen–Shannon by Simpson's rule", () => {
    const { forward, reverse, jensenShannon } = divergence(normal(1, 0.3, 0.8), normal(1, -0.2, 1.3));
    expect(forward).toMatchObject({ method: "quadrature" });
    expect(forward.value).toBeCloseTo(gaussianDivergence(0.3, 0.8, -0.2, 1.3), 11);
    expect(reverse.value).toBeCloseTo(gaussianDivergence(-0.2, 1.3, 0.3, 0.8), 11);
    const density = (x: number, m: number, s: number): number => Math.exp(-0.5 * ((x - m) / s) ** 2) / (s * Math.sqrt(2 * Math.PI));
    const sum = Array.from({ length: 40_001 }, (_, at) => {
      const x = -20 + at / 1000;
      const [p, q] = [density(x, 0.3, 0.8), density(x, -0.2, 1.3)];
      return 0.5e-3 * ((p > 0 ? p * Math.log((2 * p) / (p + q)) : 0) + (q > 0 ? q * Math.log((2 * q) / (p + q)) : 0));
    }).reduce((total, each) => total + each, 0);
    expect(jensenShannon.value).toBeCloseTo(sum, 9);
  });

  it("of von Mises–Fisher from the uniform sphere: ln 4π less the entropy", () => {
    const { forward, reverse } = divergence(vonMisesFisher(5), model(sphere(2)));
    expect(forward.value).toBeCloseTo(Math.log(5 / Math.sinh(5)) + 5 * meanLength(5), 8);
    expect(reverse.value).toBeCloseTo(Math.log(Math.sinh(5) / 5), 8);
  });

  it("of many dimensions by samples, whose errors cover; apart it is ln 2, and of equals exactly 0", () => {
    const truth = 3 * gaussianDivergence(0, 1, 0.4, 1.2);
    const held = Array.from({ length: 200 }, (_, seed) => divergence(normal(3, 0, 1), normal(3, 0.4, 1.2), { samples: 200, seed }).forward)
      .filter(({ value, error }) => Math.abs(value - truth) < 1.645 * error).length;
    expect(Math.abs(held - 180)).toBeLessThan(17);
    expect(divergence(normal(3, 0, 1), normal(3, 60, 1)).jensenShannon.value).toBeCloseTo(Math.LN2, 12);
    expect(divergence(normal(3, 0, 1), normal(3, 0, 1))).toMatchObject({ forward: { value: 0, error: 0 }, jensenShannon: { value: 0 } });
  });

  it("is between models on one space", () => {
    // @ts-expect-error another space
    expect(() => divergence(model(circle()), model(euclid(1)))).toThrow("A divergence is between models on one space, but these live on s1 and e1.");
  });

  it("cross-entropy on data is entropy and divergence", () => {
    const [p, q] = [normal(3, 0, 1), normal(3, 0.4, 1.2)];
    const found = crossEntropy(q, p.sample(4000, { seed: 1 }).points);
    expect(Math.abs(found.value - gaussianEntropy(3, 1) - 3 * gaussianDivergence(0, 1, 0.4, 1.2))).toBeLessThan(4 * found.error);
    expect(() => crossEntropy(model(euclid(1)), unsafe(batchOf("e1", [1])))).toThrow("at least two rows, but there is one");
  });
});

/** Central differences of a value in each parameter. */
const differences = (value: (parameters: Float64Array) => number, parameters: Float64Array): readonly number[] =>
  Array.from(parameters, (_, at) => {
    const moved = (side: number): Float64Array => parameters.map((each, index) => (index === at ? each + side * 1e-5 : each));
    return (value(moved(1)) - value(moved(-1))) / 2e-5;
  });

const trained = ({ plan }: Model<never>): readonly number[] => plan.entries.filter(({ frozen }) => !frozen).flatMap(({ offset, shape }) => Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => offset + at));

describe("gradients", () => {
  const joint = away(model(sphere(2).nsphere(1, { hidden: [3] }).oplus(euclid(1).affine(), { hidden: [3] })), 3);
  const line = away(model(euclid(1).gauss(1, { kernels: 3 })), 2);

  it.each<readonly [string, Model<never>, number]>([["by a rule", line as never, 1e-6], ["by samples", joint as never, 1e-5]])("of the entropy are those of its estimate: %s", (_, own, near) => {
    const { gradient, value } = entropyGradient(own, { samples: 64, seed: 5 });
    const options = { samples: 64, seed: 5, group: 2 };
    expect(entropy(own, options).value).toBeCloseTo(value, 9);
    const numeric = differences((parameters) => entropy(own.withParameters(parameters), options).value, own.parameters);
    for (const at of trained(own)) expect(Math.abs(gradient.value[at]! - numeric[at]!)).toBeLessThan(near * (1 + Math.abs(numeric[at]!)));
    expect(Math.max(...trained(own).map((at) => Math.abs(gradient.value[at]!)))).toBeGreaterThan(0.05);
  });

  it("of a divergence in both models", () => {
    const [p, q] = [line, away(line, 7)];
    const found = divergenceGradient(p, q);
    expect(found.value).toBeCloseTo(divergence(p, q).forward.value, 9);
    const [inP, inQ] = [differences((parameters) => divergence(p.withParameters(parameters), q).forward.value, p.parameters), differences((parameters) => divergence(p, q.withParameters(parameters)).forward.value, q.parameters)];
    for (const at of trained(line as never)) {
      expect(found.p.value[at]).toBeCloseTo(inP[at]!, 5);
      expect(found.q.value[at]).toBeCloseTo(inQ[at]!, 5);
    }
  });

  it("of the entropy of classes: exact; beside numbers by samples, with little noise", () => {
    const own = away(model(classes(4).logits()), 3);
    const { gradient, method } = entropyGradient(own);
    expect(method).toBe("exact");
    differences((parameters) => entropy(own.withParameters(parameters)).value, own.parameters).forEach((each, at) => expect(gradient.value[at]).toBeCloseTo(each, 7));
    expect(() => divergenceGradient(own, own)).toThrow("A class does not move with its parameters");
    const mixed = model(otimes(classes(2).logits(), euclid(3).affine()));
    const scale = mixed.plan.entries.find(({ path }) => path.includes("logScale") && path.length === 3)!.offset;
    const drawn = entropyGradient(mixed);
    for (const k of [0, 1, 2]) {
      expect(Math.abs(drawn.gradient.value[scale + k]! - 1)).toBeLessThan(4 * drawn.gradient.error[scale + k]!);
      // Terms of deviation 4 about: the mean of ln p is no part of them.
      expect(drawn.gradient.error[scale + k]!).toBeLessThan(0.08);
    }
    // The entropy of three Gaussian numbers grows by one for each logarithm of a scale.
    const normals = normal(3, 0, 1);
    const { plan } = normals;
    const { offset } = plan.entries.find(({ path }) => path.includes("logScale") && path.length === 3)!;
    const found = entropyGradient(normals);
    for (const at of [0, 1, 2]) expect(found.gradient.value[offset + at]).toBeCloseTo(1, 12);
  });
});

describe("a slice", () => {
  const at = [0.4, -0.3, 1.1] as const;
  it.each([0, 1, 2])("of block %i of three Gaussians is the Gaussian given the others", (index) => {
    const { space, logNormalizer, logProb } = slice(chain, index, { at: unsafe(point("e1+e1+e1", [...at])) });
    expect(space).toBe("e1");
    // By the precision matrix: mean −Σ Λ_kj x_j / Λ_kk, variance 1/Λ_kk.
    const precision = inverse(covariance);
    const variance = 1 / precision[index]![index]!;
    const mean = -variance * [0, 1, 2].reduce((sum, j) => sum + (j === index ? 0 : precision[index]![j]! * at[j]!), 0);
    const points = [-1, 0, 0.7, 2];
    logProb(unsafe(batchOf<string>("e1", points))).forEach((got, row) =>
      expect(got).toBeCloseTo(-0.5 * (points[row]! - mean) ** 2 / variance - 0.5 * Math.log(2 * Math.PI * variance), 9));
    expect(logNormalizer).toMatchObject({ method: "quadrature" });
    // The density of the others is the joint density over the slice.
    expect(chain.logProb(unsafe(point("e1+e1+e1", [...at])))).toBeCloseTo(logNormalizer.value + logProb(unsafe(batchOf<string>("e1", [at[index]!])))[0]!, 10);
  });

  it("of classes given a number is Bayes' rule", () => {
    const own = away(model(classes(3).logits().oplus(euclid(1).affine())), 8);
    const { logProb, logNormalizer } = slice(own, 0, { at: unsafe(point("c3+e1", [1, 0, 0, 0.7])) });
    expect(logNormalizer).toMatchObject({ method: "exact", error: 0 });
    const joint = [0, 1, 2].map((c) => own.logProb(unsafe(point("c3+e1", [0, 1, 2].map((k) => +(k === c)).concat(0.7) as never))));
    const whole = Math.log(joint.reduce((sum, each) => sum + Math.exp(each), 0));
    logProb(unsafe(batchOf<string>("c3", [1, 0, 0, 0, 1, 0, 0, 0, 1]))).forEach((got, c) => expect(got).toBeCloseTo(joint[c]! - whole, 11));
  });

  it("of three dimensions is normalized by samples", () => {
    const flow = euclid(3).affine().oplus(euclid(1).affine(), { hidden: [] });
    const own = model(flow, { parameters: withEntries(flow, { "block 2, network, last": [0.6, 0, 0, 0, 0, 0] }) });
    const { logNormalizer } = slice(own, 0, { at: unsafe(point("e3+e1", [0, 0, 0, 1])) });
    expect(logNormalizer.method).toBe("sampling");
    expect(Math.abs(logNormalizer.value + 0.5 / 1.36 + 0.5 * Math.log(2 * Math.PI * 1.36))).toBeLessThan(4 * logNormalizer.error);
  });

  it("refuses a block that is not there and points of another", () => {
    expect(() => slice(pair, 2, { at: unsafe(point("e1+e1", [0, 0])) })).toThrow("A flow of 2 blocks has no block 2.");
    expect(() => slice(pair, 0, { at: unsafe(point("e1+e1", [0, 0])) }).logProb(unsafe(batchOf<string>("e2", [0, 0])))).toThrow("received a batch of e2, expected a batch of e1");
  });
});

const inverse = (m: readonly (readonly number[])[]): number[][] => {
  const minor = (i: number, j: number): number => {
    const [a, b] = [0, 1, 2].filter((k) => k !== i) as [number, number];
    const [c, d] = [0, 1, 2].filter((k) => k !== j) as [number, number];
    return (i + j) % 2 === 0 ? m[a]![c]! * m[b]![d]! - m[a]![d]! * m[b]![c]! : m[a]![d]! * m[b]![c]! - m[a]![c]! * m[b]![d]!;
  };
  const determinant = [0, 1, 2].reduce((sum, j) => sum + m[0]![j]! * minor(0, j), 0);
  return [0, 1, 2].map((i) => [0, 1, 2].map((j) => minor(j, i) / determinant));
};
