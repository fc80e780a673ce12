import { geoArea, geoContains } from "d3-geo";
import { describe, expect, it } from "vitest";
import { sphere } from "../../../src/flow/manifolds.ts";
import { model } from "../../../src/model/model.ts";
import { highestDensity } from "../../../src/model/region/highest-density.ts";
import type { Region, SphereRegion } from "../../../src/model/region/region.ts";
import { regionOf } from "../../../src/model/region/region-of.ts";
import { capVersine, densityOn, fisher, girdle, mixture, toward, type Known } from "./known.ts";

const onSphere = (known: Known, level: number): SphereRegion => {
  const region: Region = regionOf(densityOn("s2", known), level, 5000);
  if (region.kind !== "sphere") throw new Error(`a region of the sphere was expected, not ${region.kind}`);
  return region;
};
const radians = Math.PI / 180;
type Ring = readonly (readonly [number, number])[];

/** Steradians inside a ring of the map with the inside on the left: −∮ sin(lat) d(lon), the sine as straight as the edge. */
const mapArea = (ring: Ring): number => ring.slice(1).reduce((sum, [lon, lat], at) => {
  const [before, latBefore] = ring[at]!;
  const half = ((lat - latBefore) * radians) / 2;
  const mean = (Math.sin((latBefore * radians + lat * radians) / 2) * Math.sin(half)) / (half || 1) || Math.sin(lat * radians);
  return sum - (lon - before) * radians * (Math.abs(half) < 1e-9 ? Math.sin(lat * radians) : mean);
}, 0);
const planeArea = (ring: Ring): number => ring.slice(1).reduce((sum, [x, y], at) => sum + (ring[at]![0] * y - x * ring[at]![1]) / 2, 0);

/** What RFC 7946 asks of polygons: closed rings, within the map, the outer one counter-clockwise and holes clockwise, no edge across the map but along a pole. */
const followsRfc7946 = ({ rfc7946 }: SphereRegion): void => {
  for (const polygon of rfc7946.coordinates) {
    polygon.forEach((ring, at) => {
      expect(ring.length).toBeGreaterThanOrEqual(4);
      expect(ring.at(-1)).toEqual(ring[0]);
      expect(Math.sign(planeArea(ring))).toBe(at === 0 ? 1 : -1);
      expect(ring.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90)).toBe(true);
      ring.slice(1).forEach(([lon, lat], k) => expect(Math.abs(lon - ring[k]![0]) <= 180 || (Math.abs(lat) === 90 && ring[k]![1] === lat)).toBe(true));
    });
  }
};

/** Both forms have the area that the region says, which is this one. */
const hasArea = (region: SphereRegion, area: number): void => {
  const { rfc7946, d3, measure } = region;
  expect(Math.abs(measure.value - area)).toBeLessThan(4e-4 * area);
  expect(Math.abs(measure.value - area)).toBeLessThan(2 * measure.error + 1e-4 * area);
  expect(geoArea(d3 as never) / measure.value).toBeCloseTo(1, 6);
  expect(rfc7946.coordinates.flat().reduce((sum, ring) => sum + mapArea(ring), 0) / area).toBeCloseTo(1, 3);
  followsRfc7946(region);
  expect(Math.abs(region.content.value - region.level)).toBeLessThan(4 * region.content.error);
};

describe("caps of von Mises–Fisher densities", () => {
  it.each([
    [-75, 33, 2000, 0.9], [180, 20, 200, 0.9], [-179.99, -40, 20, 0.5], [0, 90, 30, 0.9], [10, -90, 30, 0.5],
    [120, 89.5, 1e4, 0.99], [170, 10, 0.5, 0.1], [170, 10, 0.5, 0.9], [33, -80, 0.2, 0.99], [0, 12, 1e6, 0.1],
  ])("about %f°, %f° with κ = %f hold %f", (lonDeg, latDeg, kappa, level) => {
    const axis = toward(lonDeg, latDeg);
    const region = onSphere(fisher(axis, kappa), level);
    const versine = capVersine(kappa, level);
    hasArea(region, 2 * Math.PI * versine);
    expect(region.threshold).toBeCloseTo(Math.log(kappa / (2 * Math.PI * -Math.expm1(-2 * kappa))) - kappa * versine, 2);
    if (region.d3.type === "Sphere") throw new Error("a cap was expected");
    expect(region.d3.coordinates.map((polygon) => polygon.length)).toEqual([1]);
    const radius = 2 * Math.asin(Math.sqrt(versine / 2));
    for (const [lon, lat] of region.d3.coordinates[0]![0]!) {
      const gap = 2 * Math.asin(Math.hypot(...toward(lon, lat).map((each, k) => each - axis[k]!)) / 2);
      expect(Math.abs(gap / radius - 1)).toBeLessThan(1e-3);
    }
    expect(geoContains(region.d3, [lonDeg, latDeg])).toBe(true);
    expect(geoContains(region.d3, [lonDeg + 180, -latDeg])).toBe(false);
  });

  it("of a flow: the zoom", () => {
    const flow = sphere(2).zoom();
    const region = highestDensity(model(flow, { seed: 2 }), 0.7, { samples: 2000 });
    expect(region.kind).toBe("sphere");
    expect(Math.abs(region.content.value - 0.7)).toBeLessThan(4 * region.content.error);
    followsRfc7946(region);
  });
});

describe("shapes that a map makes hard", () => {
  it.each([[0, 90], [180, 0], [40, 50]])("a band round the axis %f°, %f°: one part with two rings", (lonDeg, latDeg) => {
    const region = onSphere(girdle(toward(lonDeg, latDeg)), 0.6);
    // ¾ (h − h³/3) = 0.3 by iteration.
    const height = Array.from({ length: 60 }).reduce<number>((h) => 0.4 + h ** 3 / 3, 0.4);
    hasArea(region, 4 * Math.PI * height);
    if (region.d3.type === "Sphere") throw new Error("a band was expected");
    expect(region.d3.coordinates.map((polygon) => polygon.length)).toEqual([2]);
    expect(geoContains(region.d3, [lonDeg, latDeg])).toBe(false);
  });

  it("all but a cap, which is a hole: larger than a hemisphere", () => {
    const axis = toward(120, -10);
    const region = onSphere(mixture([[0.95, fisher(axis, 0.3)], [0.05, fisher(axis, 0.1)]]), 0.97);
    expect(region.measure.value).toBeGreaterThan(11);
    hasArea(region, region.measure.value);
    expect(region.rfc7946.coordinates.map((polygon) => polygon.length)).toEqual([2]);
    expect(region.rfc7946.coordinates[0]![0]!).toEqual([[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]);
  });

  it("two caps, one across the date line: three polygons of the map, two parts of the sphere", () => {
    const region = onSphere(mixture([[0.5, fisher(toward(180, 0), 100)], [0.5, fisher(toward(0, 45), 100)]]), 0.9);
    hasArea(region, 2 * 2 * Math.PI * capVersine(100, 0.9));
    expect(region.rfc7946.coordinates).toHaveLength(3);
    expect(region.d3.type === "Sphere" ? 0 : region.d3.coordinates.length).toBe(2);
  });

  it("the whole sphere where nothing tells its points apart", () => {
    const region = highestDensity(model(sphere(2)), 0.3, { samples: 500 });
    expect(region.d3).toEqual({ type: "Sphere" });
    expect(region.measure.value).toBeCloseTo(4 * Math.PI, 9);
    followsRfc7946(region);
  });

  it("next to nothing, and nearly all", () => {
    const known = fisher(toward(-100, -20), 3);
    hasArea(onSphere(known, 1e-4), 2 * Math.PI * capVersine(3, 1e-4));
    hasArea(onSphere(known, 0.9999), 2 * Math.PI * capVersine(3, 0.9999));
  });
});
