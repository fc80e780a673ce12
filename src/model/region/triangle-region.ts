/** Regions of three fractions: polygons in the triangle of the first two, whose area is the measure of the density. */
import type { Density } from "./density.ts";
import type { Fineness } from "./fineness.ts";
import { signedArea, straightened } from "./plane-region.ts";
import type { Estimate, Triangle } from "./region.ts";
import { fractionsTriangle } from "./surface.ts";
import { surfaceLevels } from "./surface-level.ts";

export interface TriangleRegion {
  readonly threshold: number;
  readonly polygons: Triangle["polygons"];
  readonly area: Estimate;
}

export const triangleRegion = (density: Density, level: number, samples: Float64Array, fineness: Fineness): TriangleRegion => {
  const { threshold, parts, area, massError } = surfaceLevels({
    surface: fractionsTriangle,
    scale: 1,
    samples: samples.filter((_, at) => at % 3 < 2),
    logDensity: (places, count) => {
      const rows = new Float64Array(3 * count);
      for (let at = 0; at < count; at++) rows.set(fractions(places[2 * at]!, places[2 * at + 1]!), 3 * at);
      return density.logDensity(rows, count);
    },
  }, [level], fineness)[0]!;
  const polygons = parts.map((rings) => rings
    .map((ring) => straightened(ring))
    .sort((a, b) => Number(signedArea(b) > 0) - Number(signedArea(a) > 0))
    .map((ring) => ring.map(({ 0: a, 1: b }) => fractions(a!, b!))));
  return { threshold, polygons, area: { value: area, error: massError * Math.exp(-threshold) } };
};

const fractions = (a: number, b: number): readonly [number, number, number] => [a, b, Math.max(1 - a - b, 0)];
