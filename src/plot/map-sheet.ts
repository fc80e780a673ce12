/** The sheet of an equal-area map, on which panels draw: its projection, land and graticule below, frame and names above. */
import { geoPath, type GeoPath, type GeoProjection } from "d3-geo";
import { landOf, type Coastlines } from "./coastlines.ts";
import { graticule, graticuleLabels, graticuleShape, type Graticule } from "./graticule.ts";
import { mapView, type LonLat } from "./map-view.ts";
import { thinned } from "./lines.ts";
import type { RegionPath } from "./marks.ts";
import type { Cap, SphereRegion } from "./sphere-region.ts";
import { element, siblings, type Svg } from "./svg.ts";
import { lonLatOf, unitVectorOf } from "./sphere-place.ts";

const bleed = 6;

/** Land, where it is wanted, finer on a part of the globe than on the whole, and the graticule. */
export const backdrop = (path: GeoPath, lines: Graticule, world: boolean, coasts: Coastlines): Svg =>
  siblings(
    element("path", { class: "field", d: path({ type: "Sphere" }) ?? "" }),
    ...(coasts === false ? [] : [element("path", { class: "land", d: landOf(coasts, world ? "110m" : "50m").map((each) => thinned(path(each))).join("") })]),
    element("path", { class: "grid", d: thinned(path(graticuleShape(lines))) }),
  );

/** The border is drawn as lines, for the outline of a polygon would follow the map's own rim where that cuts it. */
export const outlined = (path: GeoPath, { shape }: SphereRegion): RegionPath => ({
  area: thinned(path(shape)),
  border: shape.type === "Sphere" ? "" : thinned(path({ type: "MultiLineString", coordinates: shape.coordinates })),
});

export interface MapSheet {
  readonly projection: GeoProjection;
  readonly path: GeoPath;
  readonly focus: Cap;
  readonly vector: (lonDeg: number, latDeg: number) => readonly number[];
  /** Unit vectors, three numbers each, as pixels; those beyond the sheet are left out. */
  readonly placed: (vectors: ArrayLike<number>) => readonly (readonly [number, number])[];
  /** The map with marks on it. */
  readonly drawn: (...marks: readonly Svg[]) => Svg;
  /** Room for names. */
  readonly left: number;
  readonly below: number;
}

/** A square sheet that shows all these places. */
export const mapSheet = (extent: readonly LonLat[], side: number, coasts: Coastlines): MapSheet => {
  const size = { width: side, height: side };
  const { projection, focus, world } = mapView(extent, side, side, 12);
  projection.clipExtent([[-bleed, -bleed], [side + bleed, side + bleed]]);
  const path = geoPath(projection).digits(1);
  const lines = graticule(projection, size);
  const outline = path({ type: "Sphere" }) ?? "";
  return {
    projection,
    path,
    focus,
    vector: unitVectorOf,
    placed: (vectors) =>
      lonLatOf(vectors).flatMap((place) => {
        const at = projection([...place]);
        return at !== null && at[0] >= 0 && at[0] <= side && at[1] >= 0 && at[1] <= side ? [at] : [];
      }),
    drawn: (...marks) =>
      siblings(
        element("svg", { ...size, overflow: "hidden" }, backdrop(path, lines, world, coasts), ...marks,
          // What marks draw beyond the edge of the world is covered.
          ...(world ? [element("path", { class: "paper", "fill-rule": "evenodd", d: `M-9,-9H${side + 9}V${side + 9}H-9Z${outline}` })] : [])),
        world ? element("path", { class: "frame", d: outline }) : element("rect", { class: "frame", ...size }),
        world ? siblings() : graticuleLabels(projection, size, lines),
      ),
    left: world ? 0 : 38,
    below: world ? 0 : 20,
  };
};
