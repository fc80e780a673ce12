import { describe, expect, it } from "vitest";
import { mapView, type LonLat } from "../../src/plot/map-view.ts";

const around = (lon: number, lat: number, reach: number): readonly LonLat[] =>
  [[-1, -1], [-1, 1], [1, -1], [1, 1], [0, 0]].map(([x, y]) => [lon + (x! * reach) / Math.cos((lat * Math.PI) / 180), lat + y! * reach]);

const cases: readonly (readonly [string, readonly LonLat[]])[] = [
  ["the Atlantic", around(-60, 30, 15)],
  ["the date line", around(180, -17, 5)],
  ["the date line, by the other name", around(-180, -17, 5)],
  ["the north pole", [0, 90, 180, 270].map((lon): LonLat => [lon, 80])],
  ["the south pole itself", [[0, -90]]],
  ["a single point", [[7, 50]]],
  ["a crowd and one far away", [[-80, 20], [-80, 21], [-81, 20], [-80, 20], [-80, 20], [10, 60]]],
  ["a line of points", [[7, 50], [7, 55], [7, 52]]],
];

describe.each(cases)("mapView of %s", (_, points) => {
  const { projection, focus, world } = mapView(points, 400, 200, 10);
  it("shows every point within the padding", () => {
    expect(world).toBe(false);
    for (const [lon, lat] of points) {
      const [x, y] = projection([lon, lat])!;
      expect(x).toBeGreaterThan(10 - 1e-6);
      expect(x).toBeLessThan(390 + 1e-6);
      expect(y).toBeGreaterThan(10 - 1e-6);
      expect(y).toBeLessThan(190 + 1e-6);
    }
  });
  it("is centred and filled", () => {
    const drawn = points.map(([lon, lat]) => projection([lon, lat])!);
    const [xs, ys] = [drawn.map(([x]) => x), drawn.map(([, y]) => y)];
    expect((Math.min(...xs) + Math.max(...xs)) / 2).toBeCloseTo(200, 3);
    expect((Math.min(...ys) + Math.max(...ys)) / 2).toBeCloseTo(100, 3);
    const filled = Math.max((Math.max(...xs) - Math.min(...xs)) / 380, (Math.max(...ys) - Math.min(...ys)) / 180);
    if (points.length > 1) expect(filled).toBeCloseTo(1, 6);
    expect(Number.isFinite(focus.lonDeg + focus.latDeg) && focus.radius > 0).toBe(true);
  });
});

describe("mapView", () => {
  it("finds the middle of points on both sides of the date line", () => {
    expect(Math.abs(mapView([[179, 10], [-179, 10]], 400, 200, 10).focus.lonDeg)).toBeCloseTo(180, 6);
  });
  it("is about the middle of the bounds, not where most points are", () => {
    expect(mapView([[-60, 0], [-60, 0], [-60, 0], [0, 0]], 400, 200, 10).focus.lonDeg).toBeCloseTo(-30, 1);
  });
  it.each([[[[0, 0], [180, 0]]], [[]], [[[0, 90], [0, -90], [0, 0], [180, 0], [90, 0], [-90, 0]]]] as readonly (readonly LonLat[])[][])("shows the world for %j", (points) => {
    const { projection, world, focus } = mapView(points, 400, 200, 10);
    expect(world).toBe(true);
    expect(focus.radius).toBeCloseTo(Math.PI / 2);
    const [x, y] = projection([focus.lonDeg + 179.99, 0])!;
    expect(x).toBeLessThanOrEqual(400);
    expect(y).toBeCloseTo(100, 0);
  });
});
