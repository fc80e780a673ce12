/**
 * Land on maps: that of the caller, or Natural Earth's (public domain) as packed by world-atlas. Node reads the package's files
 * by itself; a browser has no files to read, so there the caller passes what its bundler has made of them.
 */
import type { MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { DiffeoFault } from "../error.ts";

/** Which of Natural Earth's generalizations: "50m" for a part of the globe, "110m" for the whole. */
export type CoastDetail = "50m" | "110m";

/** Polygons in degrees, wound as d3-geo has them: outer rings clockwise. */
export type Land = readonly (Polygon | MultiPolygon)[];

/** Whether land is drawn, and which: in the detail that suits the map, in this one, or what is passed. */
export type Coastlines = boolean | CoastDetail | Land;

/** The land, where `detail` is what suits the map; none if none is wanted. */
export const landOf = (coastlines: Coastlines, detail: CoastDetail): Land =>
  coastlines === false ? [] : typeof coastlines === "object" ? coastlines : ofWorldAtlas(coastlines === true ? detail : coastlines);

/** What an application without files passes: the land of a topology such as world-atlas/land-110m.json, as JSON is imported. */
export const land = (topology: { readonly objects: { readonly land: object } }): Land => {
  // The shape of world-atlas files is fixed by its readme: one object, `land`, of polygons. JSON that is imported has lost its literals.
  const known = topology as Topology<{ land: GeometryCollection }>;
  return feature(known, known.objects.land).features.flatMap(({ geometry }) => (geometry.type === "Polygon" || geometry.type === "MultiPolygon" ? [geometry] : []));
};

const ofWorldAtlas = (detail: CoastDetail): Land => {
  // Asked for at run time, so that bundlers for browsers have nothing to resolve.
  const node = (globalThis as { readonly process?: { readonly getBuiltinModule?: (id: string) => { readonly createRequire: (url: string) => (id: string) => unknown } } }).process?.getBuiltinModule?.("node:module");
  if (!node) throw new DiffeoFault({ tag: "OptionError", path: ["coastlines"], sentence: "There are no files to read coastlines from here; pass land itself, as in { coastlines: land(topology) } with the topology of world-atlas/land-110m.json." });
  return land(node.createRequire(import.meta.url)(`world-atlas/land-${detail}.json`) as Parameters<typeof land>[0]);
};
