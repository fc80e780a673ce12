/**
 * The coastlines of the world, from Natural Earth (public domain) as packed by world-atlas. This file alone touches the
 * package's JSON: `createRequire` reads it on every Node version without import attributes, and a build for the browser
 * puts its own loader in place of this file.
 */
import { createRequire } from "node:module";
import type { MultiPolygon, Polygon } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

/** Which of Natural Earth's generalizations: "50m" for a part of the globe, "110m" for the whole. */
export type CoastDetail = "50m" | "110m";

/** The land masses. */
export const coastlines = (detail: CoastDetail): readonly (Polygon | MultiPolygon)[] => {
  const load = createRequire(import.meta.url);
  // The shape of world-atlas files is fixed by its readme: one object, `land`, of polygons.
  const topology = load(`world-atlas/land-${detail}.json`) as Topology<{ land: GeometryCollection }>;
  return feature(topology, topology.objects.land).features.flatMap(({ geometry }) =>
    geometry.type === "Polygon" || geometry.type === "MultiPolygon" ? [geometry] : [],
  );
};
