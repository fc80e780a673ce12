/**
 * Fits of densities whose entropy is known: how far above it the cross-entropy stays on fresh samples. Bounds are a few
 * times what the runs reach, for they are equal runs.
 */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { oplus, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, interval } from "../../src/flow/manifolds.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import { point } from "../../src/manifold/point.ts";
import { model } from "../../src/model/model.ts";
import { random, type Random } from "../../src/random.ts";
import { fit, type FitOptions } from "../../src/train/fit.ts";
import { fromData } from "../../src/train/from-data.ts";

const draw = <S extends string>(spec: S, count: number, seed: number, one: (source: Random) => readonly number[]): Batch<S> => {
  const source = random(seed, "truth");
  return unsafe(batchOf<string>(spec, Array.from({ length: count }, () => one(source)).flat())) as Batch<S>;
};
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, each) => sum + each, 0) / values.length;

/** KL(truth ‖ fit) with its standard error, on 4,000 fresh points. */
const divergence = async <S extends string>(flow: AnyFlow<S, "e0">, one: (source: Random) => readonly number[], logTruth: (point: Float64Array) => number, options: FitOptions<"e0">): Promise<number> => {
  const { model: own } = unsafe(await fit(flow, draw(flow.space, 3000, 1, one), options)());
  const fresh = draw(flow.space, 4000, 2, one);
  const { rows, ambient } = fresh;
  return mean(own.logProb(fresh).map((value, row) => logTruth(rows.subarray(row * ambient, (row + 1) * ambient)) - value));
};

describe("known densities", () => {
  it("a correlated Gaussian by a full affine map: the start is the maximum", async () => {
    const factor = [[2, 0, 0], [-1, 0.5, 0], [0.3, 0.4, 1.5]];
    const points = draw("e3", 500, 3, (source) => {
      const z = [source.normal(), source.normal(), source.normal()];
      return factor.map((row, i) => 10 * i + row.reduce((sum, each, j) => sum + each * z[j]!, 0));
    });
    const flow = euclid(3).affine(1, { matrix: "full" });
    const start = fromData(flow, points);
    // At the maximum the mean log-likelihood is −½ log det(2πe Σ) of the sample covariance Σ.
    const center = [0, 1, 2].map((i) => mean(Array.from({ length: 500 }, (_, row) => points.rows[row * 3 + i]!)));
    const [[a, b, c], [, d, e], [, , f]] = [0, 1, 2].map((i) => [0, 1, 2].map((j) => mean(Array.from({ length: 500 }, (_, row) => (points.rows[row * 3 + i]! - center[i]!) * (points.rows[row * 3 + j]! - center[j]!))))) as [[number, number, number], [number, number, number], [number, number, number]];
    const determinant = a * (d * f - e * e) - b * (b * f - c * e) + c * (b * e - c * d);
    const best = -1.5 * Math.log(2 * Math.PI * Math.E) - 0.5 * Math.log(determinant);
    expect(mean(start.logProb(points))).toBeCloseTo(best, 4);
    const { heldOut } = unsafe(await fit(flow, points, { epochs: 20, batch: 500, heldOut: 0, rate: 1e-3 })());
    expect(heldOut).toBeCloseTo(best, 4);
    expect(heldOut).toBeLessThanOrEqual(best + 1e-12);
  });

  it("two von Mises distributions by Möbius maps", async () => {
    const logBessel = (k: number): number => Math.log(mean(Array.from({ length: 100 }, (_, at) => Math.exp(k * Math.cos((2 * Math.PI * at) / 100)))));
    const parts = [[0.4, 1, 6], [0.6, 3.5, 2]] as const;
    const logTruth = ([c, s]: Float64Array): number => Math.log(parts.reduce((sum, [weight, at, k]) => sum + weight * Math.exp(k * (c! * Math.cos(at) + s! * Math.sin(at)) - logBessel(k)) / (2 * Math.PI), 0));
    // Rejection from the uniform circle.
    const one = (source: Random): readonly number[] => {
      for (;;) {
        const angle = 2 * Math.PI * source.uniform();
        const there = Float64Array.of(Math.cos(angle), Math.sin(angle));
        if (source.uniform() * 0.45 < Math.exp(logTruth(there))) return Array.from(there);
      }
    };
    expect(await divergence(circle().moebius(2), one, logTruth, { epochs: 30, batch: 200 })).toBeLessThan(0.01);
  });

  it("two Betas by splines", async () => {
    // 0.6 Beta(2, 8) + 0.4 Beta(12, 4); B(2, 8) = 1/72, B(12, 4) = 11! 3! / 15!.
    const logTruth = ([x]: Float64Array): number => Math.log(0.6 * 72 * x! * (1 - x!) ** 7 + 0.4 * 5460 * x! ** 11 * (1 - x!) ** 3);
    const gamma = (shape: number, source: Random): number => -Math.log(Array.from({ length: shape }, () => source.uniform()).reduce((product, u) => product * u, 1));
    const beta = (a: number, b: number, source: Random): number => {
      const [x, y] = [gamma(a, source), gamma(b, source)];
      return x / (x + y);
    };
    expect(await divergence(interval().spline(), (source) => [source.uniform() < 0.6 ? beta(2, 8, source) : beta(12, 4, source)], logTruth, { epochs: 30, batch: 200 })).toBeLessThan(0.02);
  });

  it("a conditional Gaussian, whose mean and deviation depend on an angle", async () => {
    const [at, deviation] = [(angle: number): number => 3 * Math.sin(angle), (angle: number): number => Math.exp(0.5 * Math.cos(angle))];
    const source = random(5, "conditional");
    const angles = Array.from({ length: 3000 }, () => 2 * Math.PI * source.uniform());
    const given = unsafe(batchOf("s1", angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])));
    const points = unsafe(batchOf("e1", angles.map((angle) => at(angle) + deviation(angle) * source.normal())));
    const { model: own } = unsafe(await fit(euclid(1).affine().given("s1", { hidden: [16] }), points, { given, epochs: 40, batch: 100, rate: 0.02 })());
    const gaps = Array.from({ length: 24 }, (_, index) => {
      const angle = (2 * Math.PI * index) / 24;
      const condition = unsafe(point("s1", [Math.cos(angle), Math.sin(angle)]));
      const [low, middle] = [-1, 0].map((z) => own.forward(unsafe(point("e1", [z])), { given: condition }).point[0]!) as [number, number];
      const [m, s] = [middle, middle - low];
      // KL between the Gaussians.
      return Math.log(s / deviation(angle)) + (deviation(angle) ** 2 + (at(angle) - m) ** 2) / (2 * s * s) - 0.5;
    });
    expect(mean(gaps)).toBeLessThan(0.01);
  });

  it("a block that depends on another: the product is worse by their mutual information", async () => {
    const [flow, apart] = [oplus(euclid(1).affine(), circle().moebius(1)), euclid(1).affine().otimes(circle().moebius(1))] as const;
    const points = draw("e1+s1", 2000, 7, (source) => {
      const x = source.normal();
      const angle = x + 0.4 * source.normal();
      return [x, Math.cos(angle), Math.sin(angle)];
    });
    const [joint, product] = [unsafe(await fit(flow, points, { epochs: 20, batch: 100 })()), unsafe(await fit(apart, points, { epochs: 20, batch: 100 })())];
    // H(angle) − H(angle | x) of Gaussians with deviations √1.16 and 0.4, up to the little that wraps.
    expect(joint.heldOut - product.heldOut).toBeGreaterThan(Math.log(Math.sqrt(1.16) / 0.4) - 0.25);
  });
});

describe("standard units", () => {
  const far = draw("e1", 400, 8, (source) => [990 + 12 * source.normal()]);

  it("make the start a good one, whatever the units of the data", async () => {
    const flow = euclid(1).gauss();
    const near = unsafe(batchOf("e1", far.rows.map((x) => (x - 990) / 12)));
    const [a, b] = [unsafe(await fit(flow, far, { epochs: 3 })()), unsafe(await fit(flow, near, { epochs: 3 })())];
    expect(a.heldOut + Math.log(12)).toBeCloseTo(b.heldOut, 6);
  });

  it("can be left out: numbers stay as they are", async () => {
    const { model: own } = unsafe(await fit(euclid(1), far, { epochs: 1, standardize: false })());
    expect(own.parameters).toEqual(model(euclid(1)).parameters);
    const { model: framed } = unsafe(await fit(euclid(1), far, { epochs: 1, heldOut: 0 })());
    expect(framed.parameters[0]).toBeCloseTo(mean(far.rows), 9);
    expect(Math.exp(framed.parameters[1]!)).toBeCloseTo(Math.sqrt(mean(far.rows.map((x) => (x - mean(far.rows)) ** 2))), 9);
  });
});
