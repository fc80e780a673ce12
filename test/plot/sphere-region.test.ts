import { geoArea, geoContains, geoDistance } from "d3-geo";
import { describe, expect, it } from "vitest";
import { sphereRegions } from "../../src/plot/sphere-region.ts";
import { capRadius, vonMisesFisher } from "./von-mises-fisher.ts";

const places = [
  [-60, 25],
  [180, 0],
  [-179.9, -17],
  [0, 90],
  [0, -90],
  [45, 89.5],
] as const;

describe.each(places)("regions of a von Mises–Fisher density about %d°, %d°", (lonDeg, latDeg) => {
  it.each([2, 40, 3000])("are caps of the analytic radius for κ = %d", (kappa) => {
    const focus = { lonDeg, latDeg, radius: Math.min(Math.PI / 2, 3.5 / Math.sqrt(kappa)) };
    for (const { mass, level, shape } of sphereRegions(vonMisesFisher(lonDeg, latDeg, kappa), focus, [0.5, 0.9], [], 60)) {
      const radius = capRadius(kappa, mass);
      expect(level).toBeCloseTo(vonMisesFisher(0, 0, kappa)(Float64Array.of(0), Float64Array.of((radius * 180) / Math.PI))[0]!, 2);
      if (shape.type === "Sphere") throw new Error("A cap was expected.");
      expect(shape.coordinates).toHaveLength(1);
      const ring = shape.coordinates[0]!;
      expect(ring.at(-1)).toEqual(ring[0]);
      for (const [lon, lat] of ring) {
        expect(Math.abs(geoDistance([lonDeg, latDeg], [lon!, lat!]) / radius - 1)).toBeLessThan(0.01);
      }
      expect(geoArea(shape) / (2 * Math.PI * (1 - Math.cos(radius)))).toBeCloseTo(1, 2);
      expect(geoContains(shape, [lonDeg, latDeg])).toBe(true);
      expect(geoContains(shape, [lonDeg + 180, -latDeg])).toBe(false);
    }
  });
});

describe("sphereRegions", () => {
  const globe = { lonDeg: 0, latDeg: 0, radius: Math.PI / 2 };
  it("looks at a density once for all shares, and not closer than a picture shows", () => {
    const asked = (masses: readonly number[]): number => {
      const counts: number[] = [];
      sphereRegions((lon, lat) => (counts.push(lon.length), vonMisesFisher(20, 50, 10)(lon, lat)), globe, masses, [], 60);
      return counts.reduce((sum, each) => sum + each, 0);
    };
    expect(asked([0.5])).toBeLessThan(30_000);
    expect(asked([0.5, 0.5])).toBe(asked([0.5]));
    expect(asked([0.1, 0.3, 0.5, 0.7, 0.9])).toBeLessThan(4 * asked([0.5]));
  });
  it("counts mass that lies far from the focus", () => {
    const [here, there] = [vonMisesFisher(0, 0, 200), vonMisesFisher(180, 0, 20)];
    const both = (lon: Float64Array, lat: Float64Array): Float64Array => {
      const far = there(lon, lat);
      return Float64Array.from(here(lon, lat), (near, i) => Math.log(0.5 * Math.exp(near) + 0.5 * Math.exp(far[i]!)));
    };
    const [region] = sphereRegions(both, { lonDeg: 0, latDeg: 0, radius: 0.6 }, [0.5], [], 100);
    if (region!.shape.type === "Sphere") throw new Error("Two caps were expected.");
    // The level is x of the far peak and x / 10 of the near one, with ½ (1 − x / 10) + ½ (1 − x) = ½, so x = 10 / 11.
    const areas = region!.shape.coordinates.map((ring) => geoArea({ type: "Polygon", coordinates: [ring] })).sort();
    const expected = [capRadius(200, 10 / 11), capRadius(20, 1 / 11)].map((radius) => 2 * Math.PI * (1 - Math.cos(radius))).sort();
    expect(areas).toHaveLength(2);
    areas.forEach((area, i) => expect(Math.abs(area / expected[i]! - 1)).toBeLessThan(0.1));
  });
  it("keeps a hole a hole: all but a cap", () => {
    const hollow = (lon: Float64Array, lat: Float64Array): Float64Array =>
      lon.map((l, i) => (geoDistance([179, 80], [l, lat[i]!]) < 0.5 ? -5 : 0) - lat[i]! * 1e-6);
    const [region] = sphereRegions(hollow, globe, [0.99], [], 60);
    const shape = region!.shape as never;
    expect(geoContains(shape, [179, 80])).toBe(false);
    expect(geoContains(shape, [0, 0])).toBe(true);
    expect(geoArea(shape)).toBeGreaterThan(10);
  });
  it("ends a density that drops to nothing between two points of the mesh", () => {
    const disc = (lon: Float64Array, lat: Float64Array): Float64Array =>
      lon.map((l, i) => (geoDistance([10, 50], [l, lat[i]!]) < 0.4 ? -geoDistance([10, 50], [l, lat[i]!]) * 1e-3 : -Infinity));
    const [region] = sphereRegions(disc, { lonDeg: 10, latDeg: 50, radius: 0.5 }, [0.995], [], 60);
    expect(geoArea(region!.shape as never) / (2 * Math.PI * (1 - Math.cos(0.4)))).toBeCloseTo(1, 1);
  });
  it("is the whole sphere where the density is uniform", () => {
    const [region] = sphereRegions((lon) => lon.map(() => -Math.log(4 * Math.PI)), globe, [0.9], [], 10);
    expect(region!.shape).toEqual({ type: "Sphere" });
  });
  it("refuses NaN", () => {
    expect(() => sphereRegions((lon) => lon.map(() => NaN), globe, [0.5], [], 4)).toThrow("NaN");
  });
});
