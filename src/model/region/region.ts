/**
 * What a region is to its user: the smallest part of a space that holds a share of a density, {x : log p(x) ≥ threshold}
 * (Hyndman 1996, "Computing and graphing highest density regions"). Its `kind` says how it is written down: as intervals,
 * arcs, polygons or classes where there are such, and by its threshold alone elsewhere.
 */
import type { Batch } from "../../manifold/batch.ts";
import type { Point } from "../../manifold/point.ts";
import type { Wide } from "../../manifold/space.ts";
import type { MultiPolygon, Ring } from "./geojson.ts";

/** A number with its error: the standard error where samples are behind it, else a bound on what was neglected. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

interface Common<S extends string> {
  /** The share of the mass that was asked for. */
  readonly level: number;
  /** The log-density on the border, in nats with respect to the measure of the space. */
  readonly threshold: number;
  /** The share of fresh samples that lie inside, with its standard error: a check of all else. */
  readonly content: Estimate;
  /** Length, area or volume in the measure of the space; of classes, how many there are. */
  readonly measure: Estimate;
  /** Whether the density at a point reaches the threshold. */
  contains(point: Point<S>): boolean;
  contains(points: Batch<S>): readonly boolean[];
}

/** On e1, intervals and half lines, ascending; ends may be those of the manifold. On a1, intervals of the first fraction. */
export interface Intervals<S extends string = string> extends Common<S> {
  readonly kind: "intervals";
  readonly intervals: readonly (readonly [from: number, to: number])[];
}

/** On s1: angles in radians, counter-clockwise from `from` in [0, 2π) to `to`, which lies beyond 2π where the seam is inside. */
export interface Arcs<S extends string = string> extends Common<S> {
  readonly kind: "arcs";
  readonly arcs: readonly (readonly [from: number, to: number])[];
}

/** On e2 and on pairs of lines, intervals and half lines: per polygon its outer ring, counter-clockwise, and its holes, clockwise. */
export interface Polygons<S extends string = string> extends Common<S> {
  readonly kind: "polygons";
  readonly polygons: readonly (readonly Ring[])[];
}

/** On s2, in degrees of longitude and latitude. */
export interface SphereRegion<S extends string = string> extends Common<S> {
  readonly kind: "sphere";
  /** As RFC 7946 wants it: outer rings counter-clockwise, cut along the meridian of 180° and, around a pole, closed along its parallel. */
  readonly rfc7946: MultiPolygon;
  /** As d3-geo wants it: uncut rings of geodesics with the inside on the right, which is the opposite winding. */
  readonly d3: MultiPolygon | { readonly type: "Sphere" };
}

/** On a2: rings of fractions, wound as their first two fractions are in the plane: outer ones counter-clockwise. */
export interface Triangle<S extends string = string> extends Common<S> {
  readonly kind: "triangle";
  readonly polygons: readonly (readonly (readonly (readonly [number, number, number])[])[])[];
}

/** On classes: the most probable ones by number, from the most probable on. Their content is more than the level, where no set holds just that. */
export interface ClassSet<S extends string = string> extends Common<S> {
  readonly kind: "classes";
  readonly classes: readonly number[];
}

/** On all else: by the threshold, which comes from samples and has an error. */
export interface Sublevel<S extends string = string> extends Common<S> {
  readonly kind: "sublevel";
  readonly thresholdError: number;
}

export type Region<S extends string = string> = Intervals<S> | Arcs<S> | Polygons<S> | SphereRegion<S> | Triangle<S> | ClassSet<S> | Sublevel<S>;

/** The kind of region that a space has. */
export type RegionOf<S extends string> = Wide<S> extends true ? Region<S>
  : S extends `${infer A}+${infer B}` ? Pair<S, A, B>
  : S extends LineSpec | "a1" ? Intervals<S>
  : S extends "s1" ? Arcs<S>
  : S extends "s2" ? SphereRegion<S>
  : S extends "a2" ? Triangle<S>
  : S extends "e2" ? Polygons<S>
  : S extends `c${string}` ? ClassSet<S>
  : Sublevel<S>;

type LineSpec = "e1" | `i${string}`;
type Pair<S extends string, A extends string, B extends string> = B extends `${string}+${string}` ? Sublevel<S>
  : [A, B] extends [LineSpec, LineSpec] ? Polygons<S> : Sublevel<S>;
