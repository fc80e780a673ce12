/** Places on the sphere as unit vectors and as degrees. */
import type { LonLat } from "./map-view.ts";

const radians = Math.PI / 180;

export const unitVectorOf = (lonDeg: number, latDeg: number): readonly number[] => [
  Math.cos(latDeg * radians) * Math.cos(lonDeg * radians), Math.cos(latDeg * radians) * Math.sin(lonDeg * radians), Math.sin(latDeg * radians),
];

/** Longitudes and latitudes of vectors of any length, three numbers each. */
export const lonLatOf = (vectors: ArrayLike<number>): readonly LonLat[] =>
  Array.from({ length: vectors.length / 3 }, (_, at): LonLat => [
    Math.atan2(vectors[3 * at + 1]!, vectors[3 * at]!) / radians,
    Math.atan2(vectors[3 * at + 2]!, Math.hypot(vectors[3 * at]!, vectors[3 * at + 1]!)) / radians,
  ]);

/** From where a globe is seen best: over the mean direction of the points, a little from the north. */
export const viewOf = (vectors: ArrayLike<number>): LonLat => {
  const mean = [0, 1, 2].map((axis) => Array.from({ length: vectors.length / 3 }, (_, at) => vectors[3 * at + axis]!).reduce((a, b) => a + b, 0));
  const [[lon, lat]] = lonLatOf(mean) as [LonLat];
  const far = Math.hypot(...mean) > (0.05 * vectors.length) / 3;
  return far ? [lon, Math.max(-50, Math.min(50, lat + 10))] : [20, 25];
};
