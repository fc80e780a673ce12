import { geoContains } from "d3-geo";
import { describe, expect, it } from "vitest";
import { landOf } from "../../src/plot/coastlines.ts";

describe.each(["50m", "110m"] as const)("coastlines at %s", (detail) => {
  const land = landOf(detail, "110m");
  it.each([
    ["Paris", 2.35, 48.86, true],
    ["the Sargasso Sea", -60, 28, false],
    ["a step from the south pole", 0, -89.99, true],
    ["the north pole", 0, 90, false],
    ["Chukotka, beyond the date line", -175, 66.8, true],
  ] as const)("%s", (_, lon, lat, inside) => {
    expect(land.some((shape) => geoContains(shape, [lon, lat]))).toBe(inside);
  });
});
