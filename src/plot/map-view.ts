/**
 * Which part of the globe a map shows, and how: the Lambert azimuthal equal-area projection about the middle of the
 * points, or the whole world on Equal Earth when the points reach beyond a hemisphere. Both keep areas, so that dots are
 * as crowded on paper as they are on the globe and regions can be compared by eye.
 */
import { geoAzimuthalEqualArea, geoDistance, geoEqualEarth, type GeoProjection } from "d3-geo";
import type { Cap } from "./sphere-region.ts";

/** Longitude and latitude in degrees. */
export type LonLat = readonly [lonDeg: number, latDeg: number];

export interface MapView {
  readonly projection: GeoProjection;
  /** Where the points are: their middle and the distance to the farthest. */
  readonly focus: Cap;
  readonly world: boolean;
}

const radians = Math.PI / 180;

/** Direction of the mean of the points as unit vectors. Points that cancel out have none and get (0°, 0°). */
const meanDirection = (points: readonly LonLat[]): LonLat => {
  let [x, y, z] = [0, 0, 0];
  for (const [lon, lat] of points) {
    x += Math.cos(lat * radians) * Math.cos(lon * radians);
    y += Math.cos(lat * radians) * Math.sin(lon * radians);
    z += Math.sin(lat * radians);
  }
  if (Math.hypot(x, y, z) < 1e-9 * points.length) return [0, 0];
  return [Math.atan2(y, x) / radians, Math.atan2(z, Math.hypot(x, y)) / radians];
};

const farthest = (from: LonLat, points: readonly LonLat[]): number =>
  points.reduce((most, [lon, lat]) => Math.max(most, geoDistance([...from], [lon, lat])), 0);

const azimuthal = ([lon, lat]: LonLat): GeoProjection => geoAzimuthalEqualArea().rotate([-lon, -lat]).precision(0.2);

/** Bounds of the points on the plane of a projection: left, top, right, bottom. */
const bounds = (projection: GeoProjection, points: readonly LonLat[]): readonly [number, number, number, number] => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    const [x, y] = projection([lon, lat]) ?? [NaN, NaN];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return [left, top, right, bottom];
};

/** The middle of the points as a map shows them: the centre of their bounds, on a projection about that very centre. */
const middle = (points: readonly LonLat[]): LonLat =>
  [0, 1, 2].reduce<LonLat>((centre) => {
    const projection = azimuthal(centre);
    const [left, top, right, bottom] = bounds(projection, points);
    const [lon, lat] = projection.invert?.([(left + right) / 2, (top + bottom) / 2]) ?? centre;
    return Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : centre;
  }, meanDirection(points));

// Below this the coastlines have nothing to show and a single point would have no scale at all.
const smallestRadius = 0.05 * radians;

/** The view that holds all the points, with `padding` pixels around them, on a sheet of the given size. */
export const mapView = (points: readonly LonLat[], width: number, height: number, padding: number): MapView => {
  const mean = meanDirection(points);
  const reach = farthest(mean, points);
  if (points.length === 0 || reach > 95 * radians) {
    const frame: [[number, number], [number, number]] = [[1, 1], [width - 1, height - 1]];
    const projection = geoEqualEarth().rotate([-mean[0], 0]).precision(0.2).fitExtent(frame, { type: "Sphere" });
    return { projection, focus: { lonDeg: mean[0], latDeg: mean[1], radius: Math.PI / 2 }, world: true };
  }
  const centre = middle(points);
  const projection = azimuthal(centre).scale(1).translate([0, 0]);
  const [left, top, right, bottom] = bounds(projection, points);
  const [across, down] = [Math.max(right - left, smallestRadius), Math.max(bottom - top, smallestRadius)];
  const scale = Math.min((width - 2 * padding) / across, (height - 2 * padding) / down);
  projection.scale(scale).translate([width / 2 - (scale * (left + right)) / 2, height / 2 - (scale * (top + bottom)) / 2]);
  const focus = { lonDeg: centre[0], latDeg: centre[1], radius: Math.max(farthest(centre, points), smallestRadius) };
  return { projection, focus, world: false };
};
