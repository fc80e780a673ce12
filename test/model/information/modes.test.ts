/** Modes of densities whose modes are known. */
import { describe, expect, it } from "vitest";
import { circle, classes, euclid, interval, sphere } from "../../../src/flow/manifolds.ts";
import { modes } from "../../../src/model/information/modes.ts";
import { model } from "../../../src/model/model.ts";
import { withEntries } from "../entries.ts";
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
