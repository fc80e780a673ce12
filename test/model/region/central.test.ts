import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { oplus } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, halfLine, interval, sphere } from "../../../src/flow/manifolds.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { point } from "../../../src/manifold/point.ts";
import { central } from "../../../src/model/region/central.ts";
import { chiSquareQuantile } from "../../../src/model/region/chi-square.ts";
import { highestDensity } from "../../../src/model/region/highest-density.ts";
import { model } from "../../../src/model/model.ts";
import { rawScale, withEntries } from "../entries.ts";
import { scattered } from "../scattered.ts";

it.each([[0.5, 1, 0.454936423], [0.95, 1, 3.841458821], [0.95, 2, 5.991464547], [0.9, 5, 9.236356900], [0.01, 10, 2.558212160], [0.999, 100, 149.4492527]])("χ²: a share %f in %i dimensions", (share, dim, expected) => {
  expect(chiSquareQuantile(share, dim) / expected).toBeCloseTo(1, 8);
});

describe("of one dimension: two ends", () => {
  it("on the line", () => {
    const region = central(model(euclid(1)), 0.95);
    region.boundary!.rows.forEach((end, at) => expect(end).toBeCloseTo(at === 0 ? -1.9599639845 : 1.9599639845, 8));
    expect(region.measure.value).toBeCloseTo(2 * 1.9599639845, 8);
    expect(region.measure.error).toBeLessThan(1e-9);
    expect(region.contains(unsafe(batchOf("e1", [0, 1.95, 1.97])))).toEqual([true, true, false]);
    expect([...region.center.rows]).toEqual([0]);
  });
  it("on an interval: what lies in the middle", () => {
    const region = central(model(interval(-1, 1)), 0.9);
    region.boundary!.rows.forEach((end, at) => expect(end).toBeCloseTo(at === 0 ? -0.9 : 0.9, 9));
    expect(Math.abs(region.measure.value - 1.8)).toBeLessThan(4 * region.measure.error);
  });
  it("on a half line: between quantiles, not the smallest", () => {
    const own = model(halfLine(0));
    const [low, high] = central(own, 0.5).boundary!.rows;
    expect(Math.log(low!)).toBeCloseTo(-0.6744897502, 8);
    expect(Math.log(high!)).toBeCloseTo(0.6744897502, 8);
    expect(highestDensity(own, 0.5, { samples: 1000 }).measure.value).toBeLessThan(high! - low!);
  });
});

describe("of two dimensions: a closed curve", () => {
  it("an ellipse, where that is the smallest region too", () => {
    const flow = euclid(2).affine();
    const own = model(flow, { parameters: withEntries(flow, { "block 1, layer 1 (affine), shift": [3, -1], "block 1, layer 1 (affine), logScale": [rawScale(2), rawScale(0.1)] }) });
    const { boundary, measure } = central(own, 0.7, { nodes: 100 });
    expect(boundary!.count).toBe(101);
    expect(boundary!.rows.slice(0, 2)).toEqual(boundary!.rows.slice(-2));
    expect(measure.value).toBeCloseTo(-2 * Math.PI * Math.log(0.3) * 0.2, 9);
    own.logProb(boundary!).forEach((each, _, all) => expect(each).toBeCloseTo(all[0]!, 9));
  });
  it("a cap about the centre of the sphere", () => {
    const { boundary, measure, center } = central(model(sphere(2)), 0.3);
    expect([...center.rows]).toEqual([0, 0, -1]);
    for (let at = 2; at < boundary!.rows.length; at += 3) expect(boundary!.rows[at]).toBeCloseTo(-1 + 2 * 0.3, 9);
    expect(Math.abs(measure.value - 4 * Math.PI * 0.3)).toBeLessThan(4 * measure.error);
  });
});

describe("of many dimensions", () => {
  const flow = oplus(sphere(2).nsphere(), circle().moebius(), euclid(3).gauss());
  const fresh = model(flow);
  const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 4));
  it("holds what it says, and no curve bounds it", () => {
    const region = central(own, 0.8, { samples: 4000 });
    const held = region.contains(own.sample(5000, { seed: 3 }).points).filter(Boolean).length / 5000;
    expect(Math.abs(held - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / 5000));
    expect(region.boundary).toBeUndefined();
    // The same volume as a mean of 1/p over samples inside.
    const { points, logProb } = own.sample(40_000, { seed: 9 });
    const terms = region.contains(points).map((inside, at) => (inside ? Math.exp(-logProb[at]!) : 0));
    const mean = terms.reduce((sum, each) => sum + each, 0) / terms.length;
    const error = Math.sqrt(terms.reduce((sum, each) => sum + (each - mean) ** 2, 0)) / terms.length;
    expect(Math.abs(region.measure.value - mean)).toBeLessThan(4 * Math.hypot(error, region.measure.error));
  });
  it("of a block given those before, and given a condition", () => {
    const joint = euclid(1).affine().oplus(euclid(1).affine(), { hidden: [] });
    const two = model(joint, { parameters: withEntries(joint, { "block 2, network, last": [0.5, 0], "block 2, network, bias": [3, rawScale(0.7)] }) });
    const region = central(two, 0.9, { block: 1, before: [4] });
    region.boundary!.rows.forEach((end, at) => expect(end).toBeCloseTo(5 + (at === 0 ? -1 : 1) * 0.7 * 1.6448536270, 8));
    expect(region.contains(unsafe(point<string>("e1", [5])))).toBe(true);
    const conditional = euclid(1).affine().given("e1", { hidden: [] });
    const shifted = model(conditional, { parameters: withEntries(conditional, { "block 1, network, last": [2, 0] }) });
    expect(central(shifted, 0.9, { given: unsafe(point("e1", [5])) }).center.rows[0]).toBeCloseTo(10, 9);
  });
});

describe("misuse is said in one sentence", () => {
  const own = model(oplus(euclid(1), classes(2), euclid(2)));
  it.each<readonly [string, () => unknown]>([
    ["so e1+c2+e2 has no central regions; ask for the highest-density region.", () => central(own, 0.5)],
    ["give such a point, as in { block: 1, before }.", () => central(own, 0.5, { block: 2 })],
    ["between 0 and 1, but 0 was asked for.", () => central(own, 0)],
    ["The one point of e0 is all of it, whatever the share", () => central(model(oplus()), 0.5)],
    ["A boundary has a whole number of nodes, at least 3, but 2 were asked for.", () => central(own, 0.5, { nodes: 2 })],
    ["A volume takes a whole number of samples, at least 2, but 1 were asked for.", () => central(own, 0.5, { samples: 1 })],
  ])("%s", (sentence, act) => expect(act).toThrow(sentence));
});
