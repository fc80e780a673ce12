/**
 * Highest-density regions of a density on the sphere, as GeoJSON that any d3-geo projection can draw: those of
 * `model/region`, of a density over longitudes and latitudes. The share of mass is a share of the whole, not of what a map
 * shows.
 */
import type { Polygon } from "geojson";
import { DiffeoFault } from "../error.ts";
import { detail } from "../model/region/fineness.ts";
import { sphereLevels } from "../model/region/sphere-region.ts";
import type { LonLat } from "./map-view.ts";
import { unitVectorOf } from "./sphere-place.ts";

/** Log-density per steradian at places given in degrees, a batch at a time. */
export type SphereLogDensity = (lonDeg: Float64Array, latDeg: Float64Array) => ArrayLike<number>;

/** A spherical cap: its middle in degrees and its angular radius in radians. */
export interface Cap {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly radius: number;
}

export interface SphereRegion {
  /** The share of the whole mass inside. */
  readonly mass: number;
  /** The log-density on its border. */
  readonly level: number;
  readonly shape: Polygon | { readonly type: "Sphere" };
}

const degrees = 180 / Math.PI;

/**
 * One region for each share in `masses`. The density is looked at closely at places `near` which mass is known to be, such as
 * observations or samples; within `focus`, as closely as perEdge cells each way allow; elsewhere where it is found to change. A
 * peak that is finer than that, and near none of these places, is not seen.
 */
export const sphereRegions = (
  logDensity: SphereLogDensity,
  focus: Cap,
  masses: readonly number[],
  near: readonly LonLat[],
  perEdge = 100,
): readonly SphereRegion[] => {
  const onSphere = (rows: Float64Array, count: number): Float64Array => {
    const [lon, lat] = [new Float64Array(count), new Float64Array(count)];
    for (let at = 0; at < count; at++) {
      const [x, y, z] = [rows[3 * at]!, rows[3 * at + 1]!, rows[3 * at + 2]!];
      lon[at] = Math.atan2(y, x) * degrees;
      lat[at] = Math.atan2(z, Math.hypot(x, y)) * degrees;
    }
    const found = Float64Array.from(logDensity(lon, lat));
    const odd = found.findIndex(Number.isNaN);
    if (odd >= 0) throw new DiffeoFault({ tag: "OptionError", path: ["plot", "sphere"], sentence: `The log-density at ${lon[odd]}°, ${lat[odd]}° is NaN.` });
    return found;
  };
  const places = Float64Array.of(...near.flatMap(([lon, lat]) => unitVectorOf(lon, lat)), ...spread(focus, 2 * perEdge * perEdge));
  const shares = [...new Set(masses)];
  const found = sphereLevels({ logDensity: onSphere }, shares, places, detail.drawn);
  return masses.map((mass) => {
    const { threshold, d3 } = found[shares.indexOf(mass)]!;
    return { mass, level: threshold, shape: d3.type === "Sphere" ? d3 : { type: "Polygon", coordinates: d3.coordinates.flat() } };
  });
};

/** Places that are spread evenly over a cap, along a spiral by the golden section. */
const spread = ({ lonDeg, latDeg, radius }: Cap, count: number): Float64Array => {
  const [lon, lat] = [lonDeg / degrees, latDeg / degrees];
  const up = [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  const east = [-Math.sin(lon), Math.cos(lon), 0];
  const north = [-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat)];
  const places = new Float64Array(3 * count);
  for (let at = 0; at < count; at++) {
    const versine = (1 - Math.cos(radius)) * ((at + 0.5) / count);
    const [across, turn] = [Math.sqrt(versine * (2 - versine)), at * Math.PI * (3 - Math.sqrt(5))];
    for (let k = 0; k < 3; k++) places[3 * at + k] = (1 - versine) * up[k]! + across * (Math.cos(turn) * east[k]! + Math.sin(turn) * north[k]!);
  }
  return places;
};
