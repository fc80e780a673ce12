/**
 * The part of GeoJSON (RFC 7946) that regions are written in. The types are structural, so that a value of them is one of
 * `geojson`'s too and the library needs no package for it.
 */

/** Positions, the last equal to the first. */
export type Ring = readonly (readonly [number, number])[];

export interface MultiPolygon {
  readonly type: "MultiPolygon";
  /** Polygon by polygon its rings, of which the first is the outer one. Arrays are the reader's to change, as `geojson` has them. */
  readonly coordinates: [number, number][][][];
}
