/**
 * The panel for a density on the globe: an equal-area map with coastlines, graticule, observed places as dots and the
 * highest-density regions of the fit. The map fits itself to the places; the regions hold their share of the whole mass.
 */
import { geoPath } from "d3-geo";
import { graticule, graticuleLabels } from "./graticule.ts";
import { mapView, type LonLat } from "./map-view.ts";
import type { Coastlines } from "./coastlines.ts";
import { backdrop, outlined } from "./map-sheet.ts";
import { dotsAndRegions, innermostFirst, percent, regionKeys } from "./marks.ts";
import type { Panel, Size } from "./panel.ts";
import { sphereRegions, type SphereLogDensity } from "./sphere-region.ts";
import { element, siblings, translate } from "./svg.ts";

export interface MapPanelOptions {
  readonly size: Size;
  readonly title: string;
  /** Observed places in degrees. */
  readonly points: readonly LonLat[];
  /** What one dot is, for the legend. */
  readonly pointLabel?: string;
  /** Log-density per steradian, a batch at a time. */
  readonly logDensity: SphereLogDensity;
  /** Shares of the mass, such as `[0.5, 0.9]`. */
  readonly levels: readonly number[];
  /** Places that the map must show; the observed places when left out. */
  readonly extent?: readonly LonLat[];
  /** How closely the density is looked at where the data are, besides at the data themselves: in cells each way. Default 100. */
  readonly perEdge?: number;
  /** Whether and how finely land is drawn. Default true. */
  readonly coastlines?: Coastlines;
}

const margin = { left: 42, right: 8, top: 4, bottom: 24 };
const bleed = 6;

/** The map panel. */
export const mapPanel = (options: MapPanelOptions): Panel => {
  const { width, height } = options.size;
  const sheet = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const masses = innermostFirst(options.levels);
  const { projection, world } = mapView(options.extent ?? options.points, sheet.width, sheet.height, 14);
  // The mesh goes by the data even where the map shows another place, for there the mass is.
  const { focus } = mapView(options.points, sheet.width, sheet.height, 0);
  projection.clipExtent([[-bleed, -bleed], [sheet.width + bleed, sheet.height + bleed]]);
  const path = geoPath(projection).digits(1);
  const found = sphereRegions(options.logDensity, focus, masses, options.points, options.perEdge);
  const inside = options.points.flatMap(([lon, lat]): readonly (readonly [number, number])[] => {
    const at = projection([lon, lat]);
    return at !== null && at[0] >= 0 && at[0] <= sheet.width && at[1] >= 0 && at[1] <= sheet.height ? [at] : [];
  });
  const lines = graticule(projection, sheet);
  const frame = world
    ? element("path", { class: "frame", d: path({ type: "Sphere" }) ?? "" })
    : element("rect", { class: "frame", ...sheet });
  const drawing = element(
    "svg",
    { ...sheet, overflow: "hidden" },
    backdrop(path, lines, world, options.coastlines ?? true),
    dotsAndRegions(inside, found.map((region) => outlined(path, region))),
  );
  const labels = world ? siblings() : graticuleLabels(projection, sheet, lines);
  return {
    width,
    height,
    title: options.title,
    description:
      `Equal-area map with ${options.points.length} dots and the smallest regions that hold ` +
      `${masses.map(percent).join(" and ")} of the fitted density on the sphere.`,
    keys: [{ mark: "dots", class: "dots", label: options.pointLabel ?? "one observation" }, ...regionKeys(masses)],
    body: element("g", { transform: translate(margin.left, margin.top) }, drawing, frame, labels),
  };
};
