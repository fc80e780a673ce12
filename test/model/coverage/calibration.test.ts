/** Overconfident, underconfident and biased models, whose curves are known exactly, on every manifold. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { given, oplus } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, interval, simplex, sphere } from "../../../src/flow/manifolds.ts";
import { batchOf, type Batch } from "../../../src/manifold/batch.ts";
import { baseBatch } from "../../../src/model/evaluation.ts";
import { calibration, type Calibration } from "../../../src/model/coverage/calibration.ts";
import type { Check, Verdict } from "../../../src/model/coverage/check.ts";
import { model } from "../../../src/model/model.ts";
import { random } from "../../../src/random.ts";
import { scattered } from "../scattered.ts";
import { gaussian, scaledCurve, vonMisesFisher, wrappedCauchy, type Curve } from "./truths.ts";

const count = 1000;
const options = { samples: 59, seed: 5, confidence: 0.9999 };

/** The true curve lies within the bands, up to what a finite number of samples rounds. */
const follows = ({ curve, name }: Check, exact: Curve, rounding = 0): void => {
  for (const { nominal, low, high } of curve) {
    expect(exact(nominal), `${name} at ${nominal}`).toBeGreaterThan(low - rounding);
    expect(exact(nominal), `${name} at ${nominal}`).toBeLessThan(high + rounding);
  }
};
const verdicts = ({ verdict, joint, blocks }: Calibration): readonly Verdict[] => [verdict, joint.density.verdict, joint.base.verdict, ...blocks.map((each) => each.verdict)];

describe("Gaussian rows by Gaussian models", () => {
  it.each([[1, 0.7, "overconfident"], [1, 1.5, "underconfident"], [2, 0.7, "overconfident"], [2, 1.5, "underconfident"], [2, 1, "calibrated"]] as const)("in %i dimensions, of standard deviation %f", (dim, scale, verdict) => {
    const { own, rows } = gaussian(dim, 0, scale, count, 1);
    const report = unsafe(calibration(own, rows, options));
    follows(report.joint.base, scaledCurve(1 / scale, dim));
    follows(report.joint.density, scaledCurve(1 / scale, dim), 0.02);
    expect(verdicts(report)).toEqual(Array(4).fill(verdict));
  });

  it("off by a third of a standard deviation", () => {
    const { own, rows } = gaussian(2, 1 / 3, 1, count, 1);
    const report = unsafe(calibration(own, rows, options));
    expect(report.blocks[0]!.ranks.map((each) => each.verdict)).toEqual(["biased", "calibrated"]);
    expect(report.blocks[0]!.ranks[0]!.tilt).toBeLessThan(-4);
    expect(report.verdict).toBe("biased");
  });
});

describe("wrapped Cauchy rows on the circle", () => {
  it.each([[0.8, 0.5, "overconfident"], [0.3, 0.6, "underconfident"], [0.5, 0.5, "calibrated"]] as const)("by one of resultant length %f, where %f is true", (assumed, truth, verdict) => {
    const { own, rows, curve } = wrappedCauchy(assumed, truth, 0, count, 2);
    const report = unsafe(calibration(own, rows, options));
    follows(report.joint.density, curve, 0.02);
    expect([report.verdict, report.joint.density.verdict, report.blocks[0]!.ranks[0]!.verdict]).toEqual(Array(3).fill(verdict));
  });

  it.each([0.4, -0.4])("turned by %f", (turn) => {
    const { own, rows } = wrappedCauchy(0.6, 0.6, turn, count, 2);
    const report = unsafe(calibration(own, rows, options));
    expect([report.verdict, report.blocks[0]!.ranks[0]!.verdict]).toEqual(["biased", "biased"]);
    expect(Math.sign(report.blocks[0]!.ranks[0]!.tilt)).toBe(Math.sign(turn));
  });
});

it.each([[30, 12, "overconfident"], [4, 12, "underconfident"], [12, 12, "calibrated"]] as const)("von Mises–Fisher rows by one of concentration %f, where %f is true", (assumed, truth, verdict) => {
  const { own, rows, curve } = vonMisesFisher(assumed, truth, count, 3);
  const report = unsafe(calibration(own, rows, options));
  follows(report.joint.base, curve);
  follows(report.joint.density, curve, 0.02);
  expect(verdicts(report)).toEqual(Array(4).fill(verdict));
  expect(report.blocks[0]!.ranks.map((each) => each.verdict)).toEqual([verdict, verdict]);
});

describe("rows on the interval by the uniform model", () => {
  // The content of the base ball is |2t − 1|.
  it.each([
    ["of the arcsine law", "overconfident", (u: number) => Math.sin((Math.PI * u) / 2) ** 2, (level: number) => (2 / Math.PI) * Math.asin(level)],
    ["that gather in the middle", "underconfident", (u: number) => 0.5 + 0.5 * Math.sign(u - 0.5) * (2 * u - 1) ** 2, (level: number) => Math.sqrt(level)],
  ] as const)("%s", (_, verdict, quantile, exact) => {
    const source = random(4, "interval");
    const report = unsafe(calibration(model(interval(0, 1)), unsafe(batchOf("i", Array.from({ length: count }, () => quantile(source.uniform())))), options));
    follows(report.joint.base, exact);
    expect([report.verdict, report.blocks[0]!.coverage.verdict, report.blocks[0]!.ranks[0]!.verdict]).toEqual(Array(3).fill(verdict));
    // All points are as likely as all others.
    expect(report.joint.density.pValue).toBeGreaterThan(0.001);
  });
});

/** Rows whose base points are `ratio` times as wide as the Gaussian: the same curve on every space. */
const widened = <S extends string>(own: { readonly plan: { readonly dim: number } }, forward: (base: Batch<string>) => { readonly points: Batch<S> }, ratio: number, seed: number): Batch<S> => {
  const source = random(seed, "widened");
  return forward(baseBatch(own.plan.dim, Float64Array.from({ length: count * own.plan.dim }, () => ratio * source.normal()), count)).points;
};

describe.each([[1.5, "overconfident"], [0.7, "underconfident"], [1, "calibrated"]] as const)("base points %f times as wide as a model's", (ratio, verdict) => {
  it("on the simplex", () => {
    const fresh = model(simplex(2).gumbelSoftmax());
    const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 1));
    const report = unsafe(calibration(own, widened(own, (base) => own.forward(base), ratio, 6), options));
    follows(report.joint.base, scaledCurve(ratio, 2));
    expect([report.verdict, report.joint.base.verdict]).toEqual([verdict, verdict]);
  });

  it("on a joint space, given a point for each row", () => {
    const fresh = model(given("e1")(oplus(sphere(2).zoom(), circle().moebius(), euclid(2).affine())));
    const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 2));
    const conditions = model(euclid(1)).sample(count, { seed: 8 }).points as Batch<"e1">;
    const report = unsafe(calibration(own, widened(own, (base) => own.forward(base, { given: conditions }), ratio, 7), { ...options, given: conditions }));
    follows(report.joint.base, scaledCurve(ratio, 5));
    [2, 1, 2].forEach((dim, block) => follows(report.blocks[block]!.coverage, scaledCurve(ratio, dim)));
    expect([report.verdict, report.joint.base.verdict, ...report.blocks.map(({ coverage }) => coverage.verdict)]).toEqual(Array(5).fill(verdict));
  });
});

describe("classes", () => {
  const [assumed, logits] = [[0.6, 0.3, 0.1], [Math.log(0.6), Math.log(0.3), Math.log(0.1)]];
  const own = model(classes(3).logits(), { parameters: logits });
  const drawn = (masses: readonly number[], seed: number): Batch<"c3"> => {
    const source = random(seed, "classes");
    return unsafe(batchOf("c3", Array.from({ length: count }, () => {
      const u = source.uniform();
      const chosen = u < masses[0]! ? 0 : u < masses[0]! + masses[1]! ? 1 : 2;
      return [0, 1, 2].map((each) => (each === chosen ? 1 : 0));
    }).flat()));
  };
  /** Up to content p the likeliest classes are held whole and the next one in part. */
  const curve = (truth: readonly number[]): Curve => (share) =>
    truth.reduce((sum, mass, each) => sum + mass * Math.min(1, Math.max(0, (share - assumed.slice(0, each).reduce((a, b) => a + b, 0)) / assumed[each]!)), 0);

  it.each([[[0.4, 0.3, 0.3], "overconfident"], [[0.8, 0.15, 0.05], "underconfident"], [assumed, "calibrated"]] as const)("of masses %j", (truth, verdict) => {
    const report = unsafe(calibration(own, drawn(truth, 9), options));
    follows(report.blocks[0]!.coverage, curve(truth));
    follows(report.joint.density, curve(truth), 0.02);
    expect([report.blocks[0]!.coverage.verdict, report.joint.density.verdict]).toEqual([verdict, verdict]);
    expect(report.verdict).toBe(verdict === "calibrated" ? verdict : "biased");
  });

  it("have base points that are spread over their parts", () => {
    const report = unsafe(calibration(own, drawn(assumed, 9), options));
    expect(report.joint.base.pValue).toBeGreaterThan(0.001);
    expect(new Set(report.joint.base.contents).size).toBe(count);
  });
});
