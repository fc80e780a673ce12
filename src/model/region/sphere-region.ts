/** Regions on the sphere: found on a mesh that knows no pole and no date line, and written as GeoJSON in both windings. */
import { cutAtAntimeridian, wholeMap } from "./antimeridian.ts";
import type { Density } from "./density.ts";
import type { Fineness } from "./fineness.ts";
import type { MultiPolygon } from "./geojson.ts";
import type { Estimate, SphereRegion as Region } from "./region.ts";
import { globe, solidAngle } from "./surface.ts";
import { surfaceLevels, type SurfaceLevel } from "./surface-level.ts";

export interface SphereLevel {
  readonly threshold: number;
  readonly rfc7946: MultiPolygon;
  readonly d3: Region["d3"];
  readonly area: Estimate;
}

type Place = readonly number[];
type Position = [lon: number, lat: number];

/** One for each level. */
export const sphereLevels = ({ logDensity }: Pick<Density, "logDensity">, levels: readonly number[], samples: Float64Array, fineness: Fineness): readonly SphereLevel[] =>
  surfaceLevels({ surface: globe, scale: 1, samples, logDensity }, levels, fineness).map(onSphere);

const onSphere = ({ threshold, parts, area, massError }: SurfaceLevel): SphereLevel => {
  const rings = parts.map((part) => [...part].sort((a, b) => around(b) - around(a)).map((ring) => [...ring, ring[0]!].map(degrees)));
  const multi = (coordinates: readonly (readonly (readonly (readonly [number, number])[])[])[]): MultiPolygon =>
    ({ type: "MultiPolygon", coordinates: coordinates.map((polygon) => polygon.map((ring) => ring.map(([lon, lat]): Position => [lon, lat]))) });
  return {
    threshold,
    rfc7946: multi(rings.length === 0 ? [[wholeMap]] : rings.flatMap(cutAtAntimeridian)),
    d3: rings.length === 0 ? { type: "Sphere" } : multi(rings.map((part) => part.map((ring) => [...ring].reverse()))),
    area: { value: area, error: massError * Math.exp(-threshold) },
  };
};

const degrees = ({ 0: x, 1: y, 2: z }: Place): Position => [(Math.atan2(y!, x!) * 180) / Math.PI, (Math.atan2(z!, Math.hypot(x!, y!)) * 180) / Math.PI];

/** Solid angle on the left of a ring less that on the right, in a fan from its mean direction: which of two rings has more. */
const around = (ring: readonly Place[]): number => {
  const mean = globe.onto([0, 1, 2].map((k) => ring.reduce((sum, place) => sum + place[k]!, 0)));
  return ring.reduce((sum, place, at) => sum + solidAngle(mean, place, ring[(at + 1) % ring.length]!), 0);
};
