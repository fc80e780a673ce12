/**
 * Highest-density regions of a density on the sphere, as GeoJSON that any d3-geo projection can draw. The density is
 * evaluated once on a closed mesh of the whole sphere (`sphere-mesh`), so a region across the date line or around a
 * pole is found like any other, and the share of mass is a share of the whole, not of what a map shows.
 */
import type { Polygon, Position } from "geojson";
import { levelLoops, type Crossing } from "./level-loops.ts";
import { highestDensityLevels } from "./levels.ts";
import { sphereMesh, type Cap } from "./sphere-mesh.ts";

/** Log-density per steradian at places given in degrees, a batch at a time. */
export type SphereLogDensity = (lonDeg: Float64Array, latDeg: Float64Array) => ArrayLike<number>;

export interface SphereRegion {
  /** The share of the whole mass inside. */
  readonly mass: number;
  /** The log-density on its border. */
  readonly level: number;
  readonly shape: Polygon | { readonly type: "Sphere" };
}

const degrees = 180 / Math.PI;

/**
 * One region for each share in `masses`. `focus` is where the mass is expected; the mesh has `perEdge` cells along each
 * edge of its cube, which is perEdge·2 cells or so across the focus. Features finer than that are not seen.
 */
export const sphereRegions = (
  logDensity: SphereLogDensity,
  focus: Cap,
  masses: readonly number[],
  perEdge = 100,
): readonly SphereRegion[] => {
  const { positions, cells, weights } = sphereMesh(focus, perEdge);
  const lon = weights.map((_, i) => Math.atan2(positions[3 * i + 1]!, positions[3 * i]!) * degrees);
  const lat = weights.map((_, i) => Math.atan2(positions[3 * i + 2]!, Math.hypot(positions[3 * i]!, positions[3 * i + 1]!)) * degrees);
  const found = Float64Array.from(logDensity(lon, lat));
  const place = ({ from, to, at }: Crossing): Position => {
    const [x, y, z] = [0, 1, 2].map((k) => (1 - at) * positions[3 * from + k]! + at * positions[3 * to + k]!) as [number, number, number];
    return [Math.atan2(y, x) * degrees, Math.atan2(z, Math.hypot(x, y)) * degrees];
  };
  return highestDensityLevels(found, weights, masses).map((level, i) => {
    const rings = levelLoops(cells, found, level).map((loop) => [...loop, loop[0]!].map(place));
    const shape = rings.length > 0 ? { type: "Polygon" as const, coordinates: rings } : { type: "Sphere" as const };
    return { mass: masses[i]!, level, shape };
  });
};
