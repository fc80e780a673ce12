import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { oplus } from "../../../src/flow/flow.ts";
import { circle, classes, euclid, halfLine, interval, simplex } from "../../../src/flow/manifolds.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { point } from "../../../src/manifold/point.ts";
import { model } from "../../../src/model/model.ts";
import { highestDensity } from "../../../src/model/region/highest-density.ts";
import type { Region } from "../../../src/model/region/region.ts";
import { regionOf } from "../../../src/model/region/region-of.ts";
import { rawScale, withEntries } from "../entries.ts";
import { densityOn, dirichlet, levels, mixture, normal, vonMises, vonMisesHalfWidth } from "./known.ts";

/** Two-sided quantiles of the normal density, from tables. */
const normalHalfWidths: readonly (readonly [number, number])[] = [
  [0.0001, 1.253314141e-4], [0.1, 0.1256613469], [0.5, 0.6744897502], [0.9, 1.6448536270], [0.95, 1.9599639845], [0.99, 2.5758293035], [0.999999, 4.8916384757],
];

const stretches = (region: Region): readonly (readonly [number, number])[] => {
  if (region.kind === "intervals") return region.intervals;
  if (region.kind === "arcs") return region.arcs;
  throw new Error(`intervals or arcs were expected, not ${region.kind}`);
};
const holds = ({ content: { value, error }, level }: Region): void => expect(Math.abs(value - level)).toBeLessThan(4 * error);
const length = (region: Region): number => stretches(region).reduce((sum, [from, to]) => sum + to - from, 0);

describe("on the line", () => {
  it.each(normalHalfWidths)("a share %f of a normal density lies within %f deviations", (level, width) => {
    const flow = euclid(1).affine();
    const own = model(flow, { parameters: withEntries(flow, { "block 1, layer 1 (affine), shift": [1e3], "block 1, layer 1 (affine), logScale": [rawScale(0.01)] }) });
    const region = highestDensity(own, level);
    expect(region.intervals).toHaveLength(1);
    const [from, to] = region.intervals[0]!;
    expect(Math.abs((to - 1e3) / 0.01 / width - 1)).toBeLessThan(1e-4);
    expect(Math.abs((from - 1e3) / 0.01 / width + 1)).toBeLessThan(1e-4);
    expect(region.measure.value).toBe(length(region));
    expect(region.threshold).toBeCloseTo(-0.5 * width ** 2 - Math.log(0.01) - 0.5 * Math.log(2 * Math.PI), 6);
    holds(region);
  });

  it("two peaks that are far apart have an interval each, the narrow one first to fill", () => {
    const own = densityOn("e1", mixture([[0.5, normal([-100], [[0.1]])], [0.5, normal([50], [[1]])]]));
    const region = regionOf(own, 0.9, 20_000);
    // With half-widths a and b in deviations: erf(a/√2) + erf(b/√2) = 1.8 and φ(a)/0.1 = φ(b).
    const [first, second] = stretches(region);
    expect(stretches(region)).toHaveLength(2);
    const [a, b] = [(first![1] - first![0]) / 2 / 0.1, (second![1] - second![0]) / 2];
    expect((first![0] + first![1]) / 2).toBeCloseTo(-100, 6);
    expect((second![0] + second![1]) / 2).toBeCloseTo(50, 5);
    expect(-0.5 * a * a - Math.log(0.1)).toBeCloseTo(-0.5 * b * b, 6);
    const share = (z: number): number => Array.from({ length: 4000 }, (_, k) => (z / 4000) * 2 * Math.exp(-0.5 * ((z * (k + 0.5)) / 4000) ** 2) / Math.sqrt(2 * Math.PI)).reduce((sum, each) => sum + each, 0);
    expect((share(a) + share(b)) / 2).toBeCloseTo(0.9, 6);
    holds(region);
    expect(regionOf(own, 0.2, 1000).measure.value).toBeLessThan(0.2);
    expect(stretches(regionOf(own, 0.2, 1000))).toHaveLength(1);
  });

  it("tails without moments: a Cauchy density", () => {
    const own = densityOn("e1", { logDensity: (x) => -Math.log(Math.PI * (1 + x[0]! ** 2)), draw: ({ uniform }) => [Math.tan(Math.PI * (uniform() - 0.5))] });
    for (const level of [0.01, 0.5, 0.99]) {
      const region = regionOf(own, level, 5000);
      const width = Math.tan((Math.PI * level) / 2);
      expect(stretches(region)).toHaveLength(1);
      stretches(region)[0]!.forEach((end, at) => expect(end / width).toBeCloseTo(at === 0 ? -1 : 1, 5));
    }
  });

  it("a density that ends: all of its mass and no more", () => {
    const own = densityOn("e1", { logDensity: (x) => (x[0]! >= 2 && x[0]! <= 3 ? Math.log(2 * (x[0]! - 2)) : -Infinity), draw: ({ uniform }) => [2 + Math.sqrt(uniform())] });
    const [[from, to]] = stretches(regionOf(own, 0.75, 5000)) as [[number, number]];
    expect(from).toBeCloseTo(2.5, 5);
    expect(to).toBeCloseTo(3, 9);
  });
});

describe("on intervals and half lines", () => {
  it("a flat density is all inside, end to end, whatever the level", () => {
    for (const level of [1e-9, 0.5, 1 - 1e-9]) {
      const region = highestDensity(model(interval(-3, 5)), level);
      expect(region.intervals).toEqual([[-3, 5]]);
      expect(region.content.value).toBe(1);
      expect(region.measure.value).toBe(8);
    }
  });

  it("touches the end where the density is highest there", () => {
    // p = 2x on [0, 1]: the region of mass m is [√(1 − m), 1].
    const own = densityOn("i", { logDensity: (x) => Math.log(2 * x[0]!), draw: ({ uniform }) => [Math.sqrt(uniform())] });
    for (const level of levels) {
      const region = regionOf(own, level, 20_000);
      const [[from, to]] = stretches(region) as [[number, number]];
      expect(from).toBeCloseTo(Math.sqrt(1 - level), 7);
      expect(to).toBe(1);
      holds(region);
    }
  });

  it("is two pieces where the density is highest at both ends, infinite even", () => {
    const own = densityOn("i", { logDensity: (x) => -Math.log(Math.PI) - 0.5 * Math.log(x[0]! * (1 - x[0]!)), draw: ({ uniform }) => [Math.sin((Math.PI / 2) * uniform()) ** 2] });
    for (const level of levels) {
      const region = regionOf(own, level, 20_000);
      const inner = Math.sin((Math.PI / 4) * level) ** 2;
      expect(stretches(region)).toHaveLength(2);
      [0, inner, 1 - inner, 1].forEach((end, at) => expect(stretches(region).flat()[at]).toBeCloseTo(end, 7));
      holds(region);
    }
  });

  it.each([[0, "above"], [-7, "above"], [2, "below"]] as const)("on the half line %f and %s", (end, side) => {
    // An exponential density: the region of mass m begins at the end.
    const sign = side === "above" ? 1 : -1;
    const spec = side === "above" ? `i_${end}_inf` : `i_-inf_${end}`;
    const own = densityOn(spec, { logDensity: (x) => -3 * sign * (x[0]! - end) + Math.log(3), draw: ({ uniform }) => [end - (sign * Math.log(uniform())) / 3] });
    for (const level of levels) {
      const region = regionOf(own, level, 20_000);
      const far = end - (sign * Math.log(1 - level)) / 3;
      const [[from, to]] = stretches(region) as [[number, number]];
      expect(sign === 1 ? from : to).toBe(end);
      expect(sign === 1 ? to : from).toBeCloseTo(far, 7);
      holds(region);
    }
  });

  it("a log-normal density has the same level on both sides, and the mass between", () => {
    const region = highestDensity(model(halfLine(0)), 0.5);
    const [from, to] = region.intervals[0]!;
    const log = (x: number): number => -0.5 * Math.log(x) ** 2 - Math.log(x);
    expect(log(from)).toBeCloseTo(log(to), 8);
    const steps = Array.from({ length: 10_000 }, (_, k) => Math.log(from) + ((k + 0.5) / 10_000) * Math.log(to / from));
    expect(steps.reduce((sum, t) => sum + Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI) * Math.log(to / from) / 10_000, 0)).toBeCloseTo(0.5, 7);
  });
});

describe("on the circle", () => {
  it.each([0, 1, 3, 2 * Math.PI - 1e-3])("arcs about %f, across the seam where it lies inside", (mean) => {
    for (const kappa of [0.5, 5000]) {
      for (const level of [0.1, 0.9]) {
        const region = regionOf(densityOn("s1", vonMises(mean, kappa)), level, 1000);
        const half = vonMisesHalfWidth(kappa, level);
        expect(stretches(region)).toHaveLength(1);
        const [from, to] = stretches(region)[0]!;
        expect(from).toBeGreaterThanOrEqual(0);
        expect(from).toBeLessThan(2 * Math.PI);
        expect((to - from) / 2 / half).toBeCloseTo(1, 6);
        expect(Math.cos((from + to) / 2 - mean)).toBeCloseTo(1, 10);
      }
    }
  });

  it("two arcs, and the whole circle where nothing tells its points apart", () => {
    const own = regionOf(densityOn("s1", mixture([[0.5, vonMises(0, 20)], [0.5, vonMises(2, 20)]])), 0.8, 20_000);
    expect(stretches(own)).toHaveLength(2);
    expect(stretches(own)[1]![1]).toBeGreaterThan(2 * Math.PI);
    holds(own);
    expect(highestDensity(model(circle()), 0.3).arcs).toEqual([[0, 2 * Math.PI]]);
  });
});

describe("on two fractions", () => {
  it("intervals of the first: 6 t (1 − t)", () => {
    for (const level of levels) {
      const region = regionOf(densityOn("a1", dirichlet([2, 2])), level, 20_000);
      const [from, to] = stretches(region)[0]!;
      expect(from + to).toBeCloseTo(1, 8);
      // F(t) = t² (3 − 2t).
      expect(to * to * (3 - 2 * to) - from * from * (3 - 2 * from)).toBeCloseTo(level, 7);
      holds(region);
    }
    expect(highestDensity(model(simplex(1)), 0.4).intervals).toEqual([[0, 1]]);
  });
});

describe("sets of classes", () => {
  const own = densityOn("c4", { logDensity: (x) => Math.log(0.1 * x[0]! + 0.6 * x[1]! + 0.2 * x[2]! + 0.1 * x[3]!), draw: ({ uniform }) => [0.1, 0.7, 0.9, 1].map((edge, k, all) => +(((u) => u < edge && u >= (all[k - 1] ?? 0))(uniform()))) });
  it.each([[0.01, [1]], [0.6, [1]], [0.61, [1, 2]], [0.8, [1, 2]], [0.85, [1, 2, 0, 3]], [0.999, [1, 2, 0, 3]]])("a share %f: %j", (level, expected) => {
    const region = regionOf({ ...own, draw: (count) => Float64Array.from(Array.from({ length: count }, () => [0, 1, 0, 0]).flat()) }, level, 100);
    expect(region).toMatchObject({ kind: "classes", classes: expected, measure: { value: expected.length, error: 0 } });
    [0, 1, 2, 3].forEach((each) => expect(region.contains(unsafe(point<string>("c4", [0, 1, 2, 3].map((k) => +(k === each)))))).toBe(expected.includes(each)));
  });
  it("of a flow: all, for none is more probable", () => {
    expect(highestDensity(model(classes(3)), 0.2)).toMatchObject({ classes: [0, 1, 2], content: { value: 1 } });
  });
});

describe("of a block, and given a condition", () => {
  // x ~ N(1, 2²), y | x ~ N(3 + 0.5 x, 0.7²).
  const flow = euclid(1).affine().oplus(euclid(1).affine(), { hidden: [] });
  const own = model(flow, { parameters: withEntries(flow, {
    "block 1, layer 1 (affine), shift": [1], "block 1, layer 1 (affine), logScale": [rawScale(2)],
    "block 2, network, last": [0.5, 0], "block 2, network, bias": [3, rawScale(0.7)],
  }) });
  const about = (region: Region, mean: number, deviation: number, tolerance = 1e-6): void => {
    const [from, to] = stretches(region)[0]!;
    expect(Math.abs(from - mean + 1.6448536269 * deviation)).toBeLessThan(tolerance);
    expect(Math.abs(to - mean - 1.6448536269 * deviation)).toBeLessThan(tolerance);
    holds(region);
  };
  it("the first: exactly", () => about(highestDensity(own, 0.9, { block: 0 }), 1, 2));
  it.each([-4, 0, 10])("the second given the first at %f: exactly", (x) => about(highestDensity(own, 0.9, { block: 1, before: [x] }), 3 + 0.5 * x, 0.7));
  it("the second alone: by samples of the first", () => about(highestDensity(own, 0.9, { block: 1, contexts: 1000, samples: 1000 }), 3.5, Math.hypot(0.7, 1), 0.1));
  it("given a condition, which shifts it", () => {
    const conditional = euclid(1).affine().given("e1", { hidden: [] });
    const shifted = model(conditional, { parameters: withEntries(conditional, { "block 1, network, last": [2, 0] }) });
    about(highestDensity(shifted, 0.9, { given: unsafe(point("e1", [5])) }), 10, 1);
    expect(() => highestDensity(shifted, 0.9, { given: unsafe(batchOf("e1", [1, 2])) })).toThrow("In the condition: received a batch of 2, expected one point.");
  });
  it("a block after a class", () => {
    const mixed = oplus(classes(2), euclid(1).affine());
    const two = model(mixed, { parameters: withEntries(mixed, { "block 2, network, bias": [-3, 0] }) });
    const region = highestDensity(two, 0.9, { block: 1, before: [0, 1] });
    about(region, -3, 1);
  });
});

describe("membership", () => {
  const region = highestDensity(model(euclid(1)), 0.9);
  it("agrees with the intervals, for a point and for many", () => {
    expect(region.contains(unsafe(point("e1", [1.64])))).toBe(true);
    expect(region.contains(unsafe(point("e1", [-1.65])))).toBe(false);
    expect(region.contains(unsafe(batchOf("e1", [0, 1.6, 1.7, -9])))).toEqual([true, true, false, false]);
  });
  it("grows with the level", () => {
    const own = densityOn("s1", mixture([[0.3, vonMises(0, 20)], [0.7, vonMises(2, 3)]]));
    const regions = [0.05, 0.3, 0.6, 0.9, 0.999].map((level) => regionOf(own, level, 2000));
    const points = unsafe(batchOf("s1", own.draw(500, "nested")));
    regions.slice(1).forEach((wider, at) => {
      const [inner, outer] = [regions[at]!.contains(points), wider.contains(points)];
      expect(wider.threshold).toBeLessThan(regions[at]!.threshold);
      expect(inner.every((each, k) => !each || outer[k])).toBe(true);
    });
  });
});

describe("misuse is said in one sentence", () => {
  const own = model(oplus(euclid(1), circle()));
  it.each<readonly [string, () => unknown]>([
    ["In the region: A region holds a share of the mass between 0 and 1, but 1 was asked for.", () => highestDensity(own, 1)],
    ["A region holds a share of the mass between 0 and 1, but NaN was asked for.", () => highestDensity(own, NaN)],
    ["A region takes a whole number of samples, at least 100, but 10 was asked for.", () => highestDensity(own, 0.5, { samples: 10 })],
    ["A flow of 2 blocks has no block 2.", () => highestDensity(own, 0.5, { block: 2 })],
    ["received a point before the first block, expected a later block", () => highestDensity(own, 0.5, { block: 0, before: [1] })],
    ["received 2 numbers, expected 1 number for a point of e1.", () => highestDensity(own, 0.5, { block: 1, before: [1, 2] })],
    ["received a batch of s1, expected a batch of e1.", () => highestDensity(own, 0.5, { block: 0 }).contains(unsafe(batchOf("s1", [1, 0])))],
  ])("%s", (sentence, act) => expect(act).toThrow(sentence));
});
