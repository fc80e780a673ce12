/** Moments and quantiles of densities whose moments and quantiles are known, manifold by manifold. */
import { describe, expect, expectTypeOf, it } from "vitest";
import { oplus, otimes } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, interval, simplex, sphere } from "../../../src/flow/manifolds.ts";
import { moments, type Moments, type CircleMoments, type EuclideanMoments, type HalfLineMoments, type SphereMoments } from "../../../src/model/information/moments.ts";
import { quantiles } from "../../../src/model/information/quantiles.ts";
import { entropy } from "../../../src/model/information/entropy.ts";
import { marginal } from "../../../src/model/information/marginal.ts";
import { model, type Model } from "../../../src/model/model.ts";
import { unsafe } from "../../../src/error.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { rawScale, withEntries } from "../entries.ts";
import { scattered } from "../scattered.ts";
import { logNormal, meanLength, vonMisesFisher, vonMisesFisherEntropy, wrappedCauchy } from "./directions.ts";
import { pair, wide } from "./gaussians.ts";

describe("moments", () => {
  it("are typed by the spec", () => {
    expectTypeOf<Moments<"e2+s1+s2+i_0_inf">>().toEqualTypeOf<readonly [EuclideanMoments, CircleMoments, SphereMoments, HalfLineMoments]>();
  });

  it("of lines: mean and covariance, of a later block too", () => {
    const [x, y] = moments(pair);
    expect(x).toMatchObject({ kind: "euclidean", method: "quadrature" });
    expect([x.mean.value[0], x.covariance.value[0]![0]]).toEqual([expect.closeTo(1, 12), expect.closeTo(4, 12)]);
    expect([y.mean.value[0], y.covariance.value[0]![0]]).toEqual([expect.closeTo(3.5, 12), expect.closeTo(1.49, 12)]);
    expect(y.covariance.error[0]![0]).toBeLessThan(1e-10);
  });

  it("of many dimensions: by samples, whose errors cover as often as they say", () => {
    const held = { mean: 0, variance: 0 };
    for (let seed = 0; seed < 200; seed++) {
      const [, y] = moments(wide, { samples: 320, seed });
      if (Math.abs(y.mean.value[0]!) < 1.697 * y.mean.error[0]!) held.mean++;
      if (Math.abs(y.covariance.value[0]![0]! - 1.33) < 1.697 * y.covariance.error[0]![0]!) held.variance++;
    }
    // 90 % of 200 by Student's t of 30 degrees, within four standard errors; a variance has a skewed mean.
    expect(Math.abs(held.mean - 180)).toBeLessThan(17);
    expect(Math.abs(held.variance - 178)).toBeLessThan(20);
  });

  it.each([[0.3, 0.4], [0.9, -3.1], [0.99, 2]])("of the wrapped Cauchy of length %d about %d: direction, length and circular variance", (length, angle) => {
    const own = wrappedCauchy(length, angle);
    const [found] = moments(own);
    expect(found).toMatchObject({ kind: "circle", method: "quadrature" });
    expect(found.direction.value).toBeCloseTo(angle, 9);
    expect(found.resultantLength.value).toBeCloseTo(length, 9);
    expect(found.variance.value).toBeCloseTo(1 - length, 9);
    expect(found.deviation.value).toBeCloseTo(Math.sqrt(-2 * Math.log(length)), 8);
    expect(entropy(own).value).toBeCloseTo(Math.log(2 * Math.PI * (1 - length ** 2)), 9);
  });

  it("a direction at the seam has the error of one elsewhere", () => {
    const flow = euclid(3).affine().oplus(circle().moebius(1, { kernels: 1 }), { hidden: [] });
    const turned = (angle: number) => moments(model(flow, { parameters: withEntries(flow, { "block 2, network, bias": [-1.5, 0.01, 0, Math.cos(angle), Math.sin(angle)] }) }))[1];
    // The mean of the samples themselves goes to the seam, so that parts of them lie on both sides.
    const found = turned(Math.PI - turned(0).direction.value);
    expect(found.method).toBe("sampling");
    expect(Math.abs(found.direction.value)).toBeGreaterThan(3);
    expect(found.direction.error).toBeLessThan(0.03);
    expect(found.direction.error).toBeGreaterThan(0.001);
  });

  it.each([0.5, 10, 300])("of von Mises–Fisher of κ = %d: coth κ − 1/κ, and the entropy", (kappa) => {
    const own = vonMisesFisher(kappa);
    const [{ direction, resultantLength, frechet }] = moments(own);
    expect(resultantLength.value).toBeCloseTo(meanLength(kappa), 8);
    expect(Math.hypot(direction.value[0]!, direction.value[1]!, direction.value[2]! - 1)).toBeLessThan(1e-8);
    expect(Math.hypot(frechet.mean.value[0]!, frechet.mean.value[1]!, frechet.mean.value[2]! - 1)).toBeLessThan(1e-7);
    expect(frechet).toMatchObject({ converged: true, unique: true });
    // E θ² over the angle from the pole, by Simpson's rule.
    const steps = 20_000;
    const integral = Array.from({ length: steps + 1 }, (_, at) => {
      const theta = (Math.PI * at) / steps;
      return (at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2) * theta ** 2 * Math.sin(theta) * Math.exp(kappa * (Math.cos(theta) - 1));
    }).reduce((sum, each) => sum + each, 0) * (Math.PI / steps / 3);
    expect(frechet.variance.value).toBeCloseTo((integral * kappa) / (1 - Math.exp(-2 * kappa)), 6);
    if (kappa < 300) expect(entropy(own).value).toBeCloseTo(vonMisesFisherEntropy(kappa), 8);
  });

  it("a uniform sphere has no mean, and says so", () => {
    const [{ resultantLength, frechet }] = moments(model(sphere(2)));
    expect(resultantLength.value).toBeLessThan(1e-12);
    expect(frechet.unique).toBe(false);
    // E θ² = ½ ∫ θ² sin θ = (π² − 4)/2; θ² has a kink at the antipode.
    expect(frechet.variance.value).toBeCloseTo((Math.PI ** 2 - 4) / 2, 2);
  });

  it("of a log-normal: means of both kinds", () => {
    const [found] = moments(logNormal(0.3, 0.5));
    expect(found).toMatchObject({ kind: "half line" });
    expect(found.mean.value).toBeCloseTo(Math.exp(0.3 + 0.125), 11);
    expect(found.variance.value).toBeCloseTo((Math.exp(0.25) - 1) * Math.exp(0.6 + 0.25), 10);
    expect(found.geometricMean.value).toBeCloseTo(Math.exp(0.3), 11);
    expect(found.logVariance.value).toBeCloseTo(0.25, 11);
  });

  it("of the flat simplex and of an interval", () => {
    const [fractions, number] = moments(model(otimes(simplex(2), interval(-1, 3))));
    expect(number.mean.value).toBeCloseTo(1, 9);
    expect(number.variance.value).toBeCloseTo(16 / 12, 9);
    // Dirichlet(1, 1, 1): mean 1/3; Var ln x_i − mean = ψ′(1) (1 − 1/3), covariances −ψ′(1)/3.
    for (const at of [0, 1, 2]) {
      expect(fractions.mean.value[at]).toBeCloseTo(1 / 3, 9);
      expect(fractions.geometricMean.value[at]).toBeCloseTo(1 / 3, 6);
      expect(fractions.logRatioCovariance.value[at]![at]).toBeCloseTo((Math.PI ** 2 / 6) * (2 / 3), 5);
      expect(fractions.logRatioCovariance.value[at]![(at + 1) % 3]).toBeCloseTo(-(Math.PI ** 2) / 18, 5);
    }
  });

  it("of classes: masses, exactly, and over what they depend on", () => {
    const flow = classes(3).logits().oplus(classes(2).logits());
    const fresh = model(flow);
    const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 2, 1));
    const [first, second] = moments(own);
    expect(second).toMatchObject({ kind: "classes", method: "exact" });
    const exact = marginal(own, 1).logProb(unsafe(batchOf<string>("c2", [1, 0, 0, 1]))).map(Math.exp);
    expect(second.probabilities.value).toEqual([expect.closeTo(exact[0]!, 12), expect.closeTo(exact[1]!, 12)]);
    expect(first.probabilities.value.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    expect(second.probabilities.error).toEqual([0, 0]);
  });
});

describe("quantiles", () => {
  const levels = [0.025, 0.5, 0.9];
  const normal = [-1.959963984540054, 0, 1.2815515655446004];

  it("of a first block: images of the base's, exact", () => {
    const found = quantiles(pair, levels);
    found.forEach((each, at) => expect(each).toEqual({ level: levels[at], value: expect.closeTo(1 + 2 * normal[at]!, 11), error: 0, method: "exact", samples: 1 }));
    quantiles(logNormal(0.3, 0.5), levels).forEach(({ value }, at) => expect(value).toBeCloseTo(Math.exp(0.3 + 0.5 * normal[at]!), 10));
  });

  it("of a later block: roots of a mean of distribution functions", () => {
    quantiles(pair, levels, { block: 1 }).forEach(({ value, error, method }, at) => {
      expect(method).toBe("quadrature");
      expect(value).toBeCloseTo(3.5 + Math.sqrt(1.49) * normal[at]!, 9);
      expect(error).toBeLessThan(1e-6);
    });
    const held = Array.from({ length: 100 }, (_, seed) => quantiles(wide, [0.9], { block: 1, samples: 200, seed })[0]!)
      .filter(({ value, error }) => Math.abs(value - Math.sqrt(1.33) * normal[2]!) < 1.645 * error).length;
    expect(Math.abs(held - 90)).toBeLessThan(12);
  });

  it("on a circle: from the antipode of the mean direction", () => {
    const [length, angle] = [0.6, 2.5];
    // The wrapped Cauchy's angle δ from its mean has share ½ + atan(((1 + R)/(1 − R)) tan δ/2)/π below it.
    const truth = (level: number): number => 2 * Math.atan(((1 - length) / (1 + length)) * Math.tan(Math.PI * (level - 0.5)));
    const folded = (x: number): number => Math.atan2(Math.sin(x), Math.cos(x));
    quantiles(wrappedCauchy(length, angle), levels).forEach(({ value }, at) => expect(value).toBeCloseTo(folded(angle + truth(levels[at]!)), 8));
    const flow = oplus(euclid(1).affine(), circle().moebius());
    const fresh = model(flow);
    const own: Model<"e1+s1"> = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 4, 0.25));
    const [low, high] = quantiles(own, [0.2, 0.7], { block: 1 }).map(({ value }) => value);
    const steps = 4000;
    const width = ((high! - low!) % (2 * Math.PI) + 2 * Math.PI) % (2 * Math.PI);
    const angles = Array.from({ length: steps }, (_, at) => low! + (width * (at + 0.5)) / steps);
    const density = marginal(own, 1).logProb(unsafe(batchOf<string>("s1", angles.flatMap((each) => [Math.cos(each), Math.sin(each)]))));
    expect(density.reduce((sum, each) => sum + (Math.exp(each) * width) / steps, 0)).toBeCloseTo(0.5, 5);
  });

  it("of a line turned round are in order", () => {
    const flow = interval(0, 2).spline();
    const fresh = model(flow);
    const [a, b] = quantiles(fresh.withParameters(scattered(fresh.plan, fresh.parameters, 1)), [0.25, 0.75]);
    expect(a!.value).toBeLessThan(b!.value);
  });

  it("misuse is said in one sentence", () => {
    expect(() => quantiles(wide, [0.5])).toThrow("Quantiles are of blocks of one dimension, but block 0 is e3; take a marginal of it, or moments.");
    expect(() => quantiles(pair, [1])).toThrow("A quantile has a level between 0 and 1, but 1 was asked for.");
  });
});

it("moments of a scale far from one", () => {
  const flow = euclid(1).affine();
  const [found] = moments(model(flow, { parameters: withEntries(flow, { "block 1, layer 1 (affine), shift": [1e6], "block 1, layer 1 (affine), logScale": [rawScale(1e-3)] }) }));
  expect(found.covariance.value[0]![0]! / 1e-6).toBeCloseTo(1, 4);
});
