/** Regions in the numbers of a table's columns: what a chart makes of intervals, arcs and classes, and GeoJSON for the sphere. */
import type { Json } from "../flow/codec-json.ts";
import type { MultiPolygon } from "../model/region/geojson.ts";
import type { Region } from "../model/region/region.ts";
import type { ColumnBlock } from "./columns/syntax.ts";

/** To the millionth of a degree, which is a hand's breadth on Earth (RFC 7946, section 11.2). */
const rounded = (polygons: MultiPolygon["coordinates"]): Json => polygons.map((rings) => rings.map((ring) => ring.map((place) => place.map((degrees) => Math.round(degrees * 1e6) / 1e6))));

/** The shape of a region, with its kind and its measure in the unit of the columns (on the sphere in steradians). */
export const inColumns = (region: Region, blocks: readonly ColumnBlock[]): { readonly [key: string]: Json } => {
  const { kind, measure } = region;
  const [first] = blocks;
  const sized = (perUnit = 1): { readonly [key: string]: Json } => ({ measure: measure.value * perUnit, measureError: measure.error * perUnit });
  switch (region.kind) {
    case "intervals":
      // JSON has no infinite numbers: an open end is null.
      return { kind, intervals: region.intervals.map((ends) => ends.map((end) => (Number.isFinite(end) ? end : null))), ...sized() };
    case "arcs": {
      const { chart } = first!;
      // A chart of the circle has equal units all round; one of unit vectors has none, and its arcs are in radians.
      const perUnit = chart.columns.length === 1 ? Math.exp(-chart.logVolume([0])) : 1;
      const start = (angle: number): number => (chart.columns.length === 1 ? chart.fromPoint([Math.cos(angle), Math.sin(angle)])[0]! : angle);
      return { kind, arcs: region.arcs.map(([from, to]) => [start(from), start(from) + (to - from) * perUnit]), ...sized(perUnit) };
    }
    case "polygons":
    case "triangle":
      return { kind, polygons: region.polygons.map((polygon) => polygon.map((ring) => ring.map((place) => [...place]))), ...sized() };
    case "sphere":
      return { kind, geometry: { type: "MultiPolygon", coordinates: rounded(region.rfc7946.coordinates) }, ...sized() };
    case "classes":
      return { kind, classes: region.classes.map((each) => first!.labels?.[each] ?? each), ...sized() };
    case "sublevel":
      return { kind, thresholdError: region.thresholdError, ...sized() };
  }
};
