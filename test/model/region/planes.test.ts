import { describe, expect, it } from "vitest";
import { unsafe } from "../../../src/error.ts";
import { oplus } from "../../../src/flow/flow.ts";
import { circle, euclid, halfLine, interval, simplex } from "../../../src/flow/manifolds.ts";
import { batchOf } from "../../../src/manifold/batch.ts";
import { model } from "../../../src/model/model.ts";
import { highestDensity } from "../../../src/model/region/highest-density.ts";
import type { Polygons, Region, Triangle } from "../../../src/model/region/region.ts";
import { regionOf } from "../../../src/model/region/region-of.ts";
import { densityOn, dirichlet, mixture, normal, type Known } from "./known.ts";

const polygonsOf = (region: Region): Polygons => {
  if (region.kind !== "polygons") throw new Error(`polygons were expected, not ${region.kind}`);
  return region;
};
const inPlane = (known: Known, level: number, spec = "e2"): Polygons => polygonsOf(regionOf(densityOn(spec, known), level, 5000));
const triangleOf = (region: Region): Triangle => {
  if (region.kind !== "triangle") throw new Error(`a triangle was expected, not ${region.kind}`);
  return region;
};
const ringArea = (ring: readonly (readonly number[])[]): number => ring.slice(1).reduce((sum, [x, y], at) => sum + (ring[at]![0]! * y! - x! * ring[at]![1]!) / 2, 0);

/** Closed rings, the outer one counter-clockwise and holes clockwise, around the area that the region says, which is this one; and its content. */
const hasArea = (region: Polygons | Triangle, area: number, tolerance = 4e-4): void => {
  const rings: readonly (readonly (readonly (readonly number[])[])[])[] = region.polygons;
  rings.forEach((polygon) => polygon.forEach((ring, at) => {
    expect(ring.at(-1)).toEqual(ring[0]);
    expect(Math.sign(ringArea(ring))).toBe(at === 0 ? 1 : -1);
  }));
  const total = rings.flat().reduce((sum, ring) => sum + ringArea(ring), 0);
  expect(total / region.measure.value).toBeCloseTo(1, 6);
  expect(Math.abs(region.measure.value - area)).toBeLessThan(tolerance * area);
  expect(Math.abs(region.measure.value - area)).toBeLessThan(2 * region.measure.error + 1e-4 * area);
  expect(Math.abs(region.content.value - region.level)).toBeLessThan(4 * region.content.error);
};

describe("in the plane", () => {
  it("is seen as closely as a picture shows, if no more is asked for", () => {
    const of = model(euclid(2), { seed: 1 });
    const area = -2 * Math.PI * Math.log(0.5);
    const [drawn, full] = (["drawn", "full"] as const).map((detail) => highestDensity(of, 0.5, { samples: 2000, detail }));
    hasArea(drawn!, area, 4e-3);
    const corners = (region: Polygons): number => region.polygons.flat(2).length;
    expect(corners(drawn!)).toBeGreaterThan(30);
    expect(corners(drawn!)).toBeLessThan(0.7 * corners(full!));
  });
  const lower = [[2, 0], [-1.5, 0.4]];
  it.each([1e-4, 0.1, 0.5, 0.99, 0.9999])("a share %f of a normal density lies in an ellipse of area −2π log(1 − m) √det", (level) => {
    const region = inPlane(normal([300, -5], lower), level);
    hasArea(region, -2 * Math.PI * Math.log1p(-level) * 2 * 0.4);
    expect(region.polygons.map((polygon) => polygon.length)).toEqual([1]);
    for (const [x, y] of region.polygons[0]![0]!) {
      const z = [(x - 300) / 2, (y + 5 + 1.5 * ((x - 300) / 2)) / 0.4];
      expect((z[0]! ** 2 + z[1]! ** 2) / (-2 * Math.log1p(-level))).toBeCloseTo(1, 2);
    }
  });

  it("coordinates of very different size", () => {
    hasArea(inPlane(normal([0, 0], [[1e6, 0], [0, 1e-5]]), 0.5), 2 * Math.PI * Math.LN2 * 10);
  });

  it("peaks that are far apart have a polygon each", () => {
    const region = inPlane(mixture([[0.5, normal([-50, 0], [[1, 0], [0, 1]])], [0.5, normal([50, 0], [[1, 0], [0, 1]])]]), 0.9);
    hasArea(region, 2 * 2 * Math.PI * Math.log(10));
    expect(region.polygons.map((polygon) => polygon.length)).toEqual([1, 1]);
  });

  it("a ring has a hole", () => {
    // p ∝ r² exp(−r²/2): s = r²/2 has the density s e^−s.
    const known: Known = {
      logDensity: (x) => Math.log(x[0]! ** 2 + x[1]! ** 2) - 0.5 * (x[0]! ** 2 + x[1]! ** 2) - Math.log(4 * Math.PI),
      draw: ({ uniform }) => {
        const [radius, turn] = [Math.sqrt(-2 * Math.log(uniform() * uniform())), 2 * Math.PI * uniform()];
        return [radius * Math.cos(turn), radius * Math.sin(turn)];
      },
    };
    const region = inPlane(known, 0.5);
    expect(region.polygons.map((polygon) => polygon.length)).toEqual([2]);
    // Inner and outer s have one density and half the mass between: (1 + a) e^−a − (1 + b) e^−b = ½, area 2π (b − a).
    const [outer, inner] = region.polygons[0]!.map((ring) => Math.abs(ringArea(ring)) / (2 * Math.PI));
    expect(inner! * Math.exp(-inner!)).toBeCloseTo(outer! * Math.exp(-outer!), 3);
    expect((1 + inner!) * Math.exp(-inner!) - (1 + outer!) * Math.exp(-outer!)).toBeCloseTo(0.5, 3);
    hasArea(region, 2 * Math.PI * (outer! - inner!));
  });

  it("a density that ends: the disc that it lives on", () => {
    const known: Known = {
      logDensity: (x) => (Math.hypot(x[0]!, x[1]!) < 1 ? -Math.log(Math.PI) : -Infinity),
      draw: ({ uniform }) => {
        const [radius, turn] = [Math.sqrt(uniform()), 2 * Math.PI * uniform()];
        return [radius * Math.cos(turn), radius * Math.sin(turn)];
      },
    };
    expect(inPlane(known, 0.5).measure.value / Math.PI).toBeCloseTo(1, 3);
  });
});

describe("pairs of lines, intervals and half lines", () => {
  it("a flat density on a square is all inside, corner to corner", () => {
    const region = highestDensity(model(oplus(interval(0, 2), interval(-1, 1))), 0.5, { samples: 500 });
    expect(region.polygons).toEqual([[[[2, 1], [0, 1], [0, -1], [2, -1], [2, 1]]]]);
    expect(region.measure.value).toBe(4);
  });

  it("touches the sides where the density is highest there", () => {
    // p = 4xy on the square; the region of mass m is xy ≥ t with 1 − t² (1 − 2 log t) = m, of area 1 − t (1 − log t).
    const known: Known = { logDensity: (x) => Math.log(4 * x[0]! * x[1]!), draw: ({ uniform }) => [Math.sqrt(uniform()), Math.sqrt(uniform())] };
    for (const t of [0.05, 0.4]) {
      const region = inPlane(known, 1 - t * t * (1 - 2 * Math.log(t)), "i+i");
      hasArea(region, 1 - t * (1 - Math.log(t)));
      expect(region.threshold).toBeCloseTo(Math.log(4 * t), 2);
      expect(region.polygons[0]![0]!.some(([x, y]) => x === 1 && y === 1)).toBe(true);
    }
  });

  it("a line and a half line: two exponentials against a normal density", () => {
    const known: Known = { logDensity: (x) => -0.5 * x[0]! ** 2 - 0.5 * Math.log(2 * Math.PI) - (x[1]! - 3), draw: ({ normal: draw, uniform }) => [draw(), 3 - Math.log(uniform())] };
    const region = inPlane(known, 0.8, "e1+i_3_inf");
    // {x²/2 + y ≤ c}: its area is ∫ (c − x²/2) dx = (4/3) c √(2c).
    const c = -region.threshold - 0.5 * Math.log(2 * Math.PI);
    hasArea(region, (4 / 3) * c * Math.sqrt(2 * c));
    expect(Math.min(...region.polygons[0]![0]!.map(([, y]) => y))).toBe(3);
  });

  it("of a flow on two lines and on a half line", () => {
    const region = highestDensity(model(oplus(euclid(1), euclid(1))), 0.5, { samples: 2000 });
    hasArea(region, 2 * Math.PI * Math.LN2);
    expect(highestDensity(model(oplus(euclid(1), halfLine(0))), 0.5, { samples: 500 }).kind).toBe("polygons");
    expect(highestDensity(model(oplus(euclid(1), circle())), 0.5, { samples: 500 }).kind).toBe("sublevel");
  });
});

describe("on three fractions", () => {
  it("a flat density is the triangle, whatever the level", () => {
    const region = highestDensity(model(simplex(2)), 0.3, { samples: 500 });
    expect(region.polygons).toHaveLength(1);
    expect(region.polygons[0]![0]!.slice(1).sort()).toEqual([[0, 0, 1], [0, 1, 0], [1, 0, 0]]);
    hasArea({ ...region, level: region.content.value }, 0.5);
  });

  it("a corner of the triangle: Dirichlet(3, 1, 1), whose region is a ≥ t", () => {
    for (const level of [0.1, 0.99]) {
      // P(a ≥ t) = 1 − 4t³ + 3t⁴: density 12 a² (1 − a) of the first fraction.
      const t = Array.from({ length: 200 }).reduce<number>((x) => x - (1 - 4 * x ** 3 + 3 * x ** 4 - level) / (-12 * x ** 2 + 12 * x ** 3), 0.6);
      const region = triangleOf(regionOf(densityOn("a2", dirichlet([3, 1, 1])), level, 5000));
      hasArea(region, 0.5 * (1 - t) ** 2);
      for (const [a, b, c] of region.polygons[0]![0]!) {
        expect(a + b + c).toBeCloseTo(1, 12);
        expect(a).toBeGreaterThan(t - 1e-3);
      }
      expect(region.polygons[0]![0]!).toContainEqual([1, 0, 0]);
    }
  });

  it("an oval inside: Dirichlet(4, 4, 4), by the mass that its own boundary holds", () => {
    const known = dirichlet([4, 4, 4]);
    const region = triangleOf(regionOf(densityOn("a2", known), 0.7, 20_000));
    expect(region.polygons.map((polygon) => polygon.length)).toEqual([1]);
    for (const [a, b, c] of region.polygons[0]![0]!) expect(known.logDensity(Float64Array.of(a, b, c))).toBeCloseTo(region.threshold, 6);
    // By a sum over a fine grid of another kind.
    const n = 1000;
    let [mass, area] = [0, 0];
    for (let i = 0; i < n; i++) {
      for (let j = 0; i + j < n; j++) {
        for (const third of i + j < n - 1 ? [1 / 3, 2 / 3] : [1 / 3]) {
          const log = known.logDensity(Float64Array.of((i + third) / n, (j + third) / n, 1 - (i + j + 2 * third) / n));
          if (log >= region.threshold) [mass, area] = [mass + Math.exp(log) / n ** 2 / 2, area + 1 / n ** 2 / 2];
        }
      }
    }
    expect(mass).toBeCloseTo(0.7, 3);
    hasArea(region, area);
  });
});

describe("nested and tested", () => {
  const known = mixture([[0.6, normal([-1, 0], [[1, 0], [0.8, 0.5]])], [0.4, normal([2, 1], [[0.3, 0], [0, 0.6]])]]);
  const regions = [0.1, 0.7, 0.99].map((level) => inPlane(known, level));
  it("regions grow with the level, and hold what they say", () => {
    const points = unsafe(batchOf("e2", densityOn("e2", known).draw(400, "nested")));
    regions.forEach((region, at) => {
      hasArea(region, region.measure.value);
      if (at === 0) return;
      const [inner, outer] = [regions[at - 1]!.contains(points), region.contains(points)];
      expect(region.measure.value).toBeGreaterThan(regions[at - 1]!.measure.value);
      expect(inner.every((each, k) => !each || outer[k])).toBe(true);
    });
  });
});
