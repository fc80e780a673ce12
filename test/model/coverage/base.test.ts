import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { oplus } from "../../../src/flow/flow.ts";
import { circle, euclid, interval, sphere } from "../../../src/flow/manifolds.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { baseContents, coverageByBlock } from "../../../src/model/coverage/base.ts";
import { coverage } from "../../../src/model/coverage/curve.ts";
import { model } from "../../../src/model/model.ts";
import { scattered } from "../scattered.ts";
import { chiSquareQuantile } from "./truths.ts";

const nominal = [0.5, 0.68, 0.9, 0.95];

/** The non-central χ² as a Poisson mixture of central ones. */
const shiftedCdf = (x: number, dim: number, square: number): number => {
  let [weight, sum] = [Math.exp(-square / 2), 0];
  for (let k = 0; k < 200; k++) {
    sum += weight * chiSquareCdf(x, dim + 2 * k);
    weight *= square / 2 / (k + 1);
  }
  return sum;
};

/** Gaussian rows, and their contents under a model with these frames: no sampling of the model is involved. */
const observed = (dim: number, location: number, scale: number, count = 40_000) => {
  const truth = model(euclid(dim)).sample(count, { seed: 11 }).points;
  const own = model(euclid(dim), { parameters: [...Array<number>(dim).fill(0).map((_, at) => (at === 0 ? location : 0)), ...Array<number>(dim).fill(Math.log(scale))] });
  return coverage(baseContents(own.inverse(truth)), nominal);
};

describe("coverage of Gaussian rows by Gaussian models", () => {
  it.each([[1, 1], [1, 1.5], [2, 0.7], [3, 1.2], [5, 0.9]])("in %i dimensions, of standard deviation %f", (dim, scale) => {
    for (const { nominal: share, observed: got, error } of observed(dim, 0, scale)) {
      const exact = chiSquareCdf(scale ** 2 * chiSquareQuantile(share, dim), dim);
      expect(Math.abs(got - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 40_000));
      expect(error).toBeCloseTo(Math.sqrt((share * (1 - share)) / 40_000), 12);
    }
  });

  it.each([[1, 0.8], [2, 1.5]])("in %i dimensions, shifted by %f", (dim, shift) => {
    for (const { nominal: share, observed: got } of observed(dim, shift, 1)) {
      const exact = shiftedCdf(chiSquareQuantile(share, dim), dim, shift ** 2);
      expect(Math.abs(got - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 40_000));
    }
  });
});

describe("coverage of a flow's own samples", () => {
  const flow = oplus(sphere(2).nsphere(), circle().moebius(), interval(-1, 1).spline(), euclid(3).gauss());
  const fresh = model(flow);
  const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 4));
  const back = own.inverse(own.sample(4000, { seed: 2 }).points);

  it("is nominal, on all blocks together and on each", () => {
    for (const rows of [coverage(baseContents(back)), ...coverageByBlock(own.plan, back, nominal)]) {
      expect(rows.map((each) => each.nominal)).toEqual(nominal);
      for (const { nominal: share, observed: got, error } of rows) expect(Math.abs(got - share)).toBeLessThan(4 * error);
    }
  });

  it("reads each block's own part of the base", () => {
    const [onSphere, onCircle, inside, space] = coverageByBlock(own.plan, back, [0.5]);
    const content = (row: number, start: number, dim: number): number =>
      chiSquareCdf(Array.from(back.base.rows.subarray(row * 7 + start, row * 7 + start + dim)).reduce((sum, z) => sum + z * z, 0), dim);
    for (const [rows, start, dim] of [[onSphere, 0, 2], [onCircle, 2, 1], [inside, 3, 1], [space, 4, 3]] as const) {
      const held = Array.from({ length: 4000 }, (_, row) => content(row, start, dim)).filter((each) => each <= 0.5).length;
      expect(rows![0]!.observed).toBe(held / 4000);
    }
  });
});

it("a row's content is that of the ball it lies on", () => {
  const { base, count } = model(euclid(2)).inverse(unsafe(batchOf("e2", [0, 0, 3, 4, 0, 100])));
  const contents = baseContents({ base, count });
  [0, 1 - Math.exp(-12.5), 1].forEach((content, row) => expect(contents[row]).toBeCloseTo(content, 12));
});

it("no rows have no coverage", () => {
  expect(() => coverage(new Float64Array(0))).toThrow("In the coverage: received no rows, expected at least one row.");
});
