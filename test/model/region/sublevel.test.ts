import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { oplus } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, interval, sphere } from "../../../src/flow/manifolds.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { model } from "../../../src/model/model.ts";
import { chiSquareQuantile } from "../../../src/model/region/chi-square.ts";
import { highestDensity } from "../../../src/model/region/highest-density.ts";
import { contentOf, thresholdOf, volumeOf } from "../../../src/model/region/sublevel.ts";
import { random } from "../../../src/random.ts";
import { scattered } from "../scattered.ts";

describe("in many dimensions, by the threshold", () => {
  it.each([0.1, 0.5, 0.9, 0.99])("a normal density of three numbers: the ball that holds %f", (level) => {
    const region = highestDensity(model(euclid(3)), level, { samples: 20_000, seed: 2 });
    const square = chiSquareQuantile(level, 3);
    expect(region.kind).toBe("sublevel");
    expect(Math.abs(region.threshold + 0.5 * square + 1.5 * Math.log(2 * Math.PI))).toBeLessThan(4 * region.thresholdError);
    expect(Math.abs(region.content.value - level)).toBeLessThan(4 * Math.SQRT2 * region.content.error);
    // The volume is that of the ball of its own threshold.
    const own = -2 * (region.threshold + 1.5 * Math.log(2 * Math.PI));
    expect(Math.abs(region.measure.value - (4 / 3) * Math.PI * own ** 1.5)).toBeLessThan(4 * region.measure.error);
    expect(chiSquareCdf(own, 3)).toBeCloseTo(level, 1);
  });

  it("on a joint space, classes included: holds its share of samples that it has not seen", () => {
    const flow = oplus(sphere(2).nsphere(), circle().moebius(), classes(3).logits(), euclid(2).gauss());
    const fresh = model(flow);
    const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 2));
    const region = highestDensity(own, 0.8, { samples: 10_000 });
    const { points } = own.sample(10_000, { seed: 77 });
    const held = region.contains(points).filter(Boolean).length / 10_000;
    expect(Math.abs(held - 0.8)).toBeLessThan(4 * Math.SQRT2 * Math.sqrt(0.16 / 10_000));
    expect(Math.abs(region.content.value - 0.8)).toBeLessThan(4 * Math.SQRT2 * region.content.error);
  });

  it("a torus on which nothing tells points apart is all inside", () => {
    const region = highestDensity(model(oplus(circle(), interval(0, 3))), 0.5, { samples: 1000 });
    expect(region.content.value).toBe(1);
    expect(region.measure.value).toBeCloseTo(6 * Math.PI, 6);
    expect(region.contains(unsafe(batchOf("s1+i_0_3", [1, 0, 0, 0, -1, 3])))).toEqual([true, true]);
  });
});

it("errors of the threshold, the content and the volume are those of repeated draws", () => {
  const source = random(3, "repeated");
  const level = 0.7;
  const runs = Array.from({ length: 300 }, () => {
    const draw = (): Float64Array => Float64Array.from({ length: 1000 }, () => -0.5 * source.normal() ** 2 - 0.5 * Math.log(2 * Math.PI));
    const { threshold, thresholdError } = thresholdOf(draw(), level);
    const fixed = -0.5 * 1.0364333895 ** 2 - 0.5 * Math.log(2 * Math.PI);
    return [{ value: threshold, error: thresholdError }, contentOf(draw(), fixed, level), volumeOf(draw(), fixed)];
  });
  [0, 1, 2].forEach((of) => {
    const values = runs.map((run) => run[of]!.value);
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (values.length - 1));
    const stated = runs.reduce((sum, run) => sum + run[of]!.error, 0) / runs.length;
    expect(stated / spread).toBeGreaterThan(0.85);
    expect(stated / spread).toBeLessThan(1.18);
    expect(Math.abs(mean - [-0.5 * 1.0364333895 ** 2 - 0.5 * Math.log(2 * Math.PI), level, 2 * 1.0364333895][of]!)).toBeLessThan(4 * spread / Math.sqrt(300) + 5e-4);
  });
});
