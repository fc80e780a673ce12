/**
 * The panel for a density on the globe as it is seen from space (orthographic): shaded in steps of equal mass, with the
 * borders of highest-density regions, graticule, coastlines where they are wanted, and observed places as dots.
 */
import { geoGraticule, geoOrthographic, geoPath } from "d3-geo";
import { DiffeoFault } from "../error.ts";
import { trusted, type Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";
import { marginal } from "../model/information/marginal.ts";
import type { Model } from "../model/model.ts";
import { landOf, type Coastlines } from "./coastlines.ts";
import { figure } from "./figure.ts";
import { thinned } from "./lines.ts";
import { outlined } from "./map-sheet.ts";
import type { LonLat } from "./map-view.ts";
import { dots, innermostFirst, percent, regionKeys } from "./marks.ts";
import type { Panel } from "./panel.ts";
import { lonLatOf, unitVectorOf, viewOf } from "./sphere-place.ts";
import { sphereRegions, type SphereLogDensity } from "./sphere-region.ts";
import { element } from "./svg.ts";
import { levelClass, type Theme } from "./theme.ts";

export interface GlobePanelOptions {
  /** Width and height. */
  readonly size: number;
  readonly title: string;
  /** Observed places in degrees. */
  readonly points: readonly LonLat[];
  readonly pointLabel?: string;
  /** Class of the dots in the style sheet; observations when left out. */
  readonly look?: string;
  /** Log-density per steradian, a batch at a time. */
  readonly logDensity: SphereLogDensity;
  /** Shares of the mass, such as `[0.5, 0.9]`. */
  readonly levels: readonly number[];
  /** The place in the middle, in degrees. */
  readonly centre: LonLat;
  /** Default false. */
  readonly coastlines?: Coastlines;
  /** How closely the density is looked at on this side, besides at the points: in cells each way. Default 60. */
  readonly perEdge?: number;
}

/** All steps of the shading hold equal shares of the mass. */
const shades = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97] as const;

/** The globe panel. */
export const globePanel = (options: GlobePanelOptions): Panel => {
  const { size, points, centre, coastlines: coasts = false } = options;
  const [middle, radius] = [size / 2, size / 2 - 4];
  const masses = innermostFirst(options.levels);
  const projection = geoOrthographic().rotate([-centre[0], -centre[1]]).scale(radius).translate([middle, middle]).clipAngle(90).precision(0.3);
  const path = geoPath(projection).digits(1);
  const found = sphereRegions(options.logDensity, { lonDeg: centre[0], latDeg: centre[1], radius: Math.PI / 2 }, [...shades, ...masses], points, options.perEdge ?? 60);
  // A uniform density has no smallest regions.
  const flat = found[0]!.level - found[shades.length - 1]!.level < 1e-6;
  const drawn = flat ? [] : found.map((region) => outlined(path, region));
  const borders = drawn.slice(shades.length);
  const facing = unitVectorOf(...centre);
  const seen = points.flatMap(([lon, lat]) => {
    const vector = unitVectorOf(lon, lat);
    return facing.reduce((sum, each, axis) => sum + each * vector[axis]!, 0) > 0 ? [projection([lon, lat])!] : [];
  });
  return {
    width: size,
    height: size,
    title: options.title,
    description: `A globe with ${seen.length} of ${points.length} dots on this side, shaded by the density, and the smallest regions that hold ${masses.map(percent).join(" and ")} of it.`,
    keys: [...(points.length > 0 ? [{ mark: "dots", class: options.look ?? "dots", label: options.pointLabel ?? "one observation" } as const] : []), ...(flat ? [] : regionKeys(masses))],
    body: element(
      "g",
      {},
      element("circle", { class: "field", cx: middle, cy: middle, r: radius }),
      ...(coasts === false ? [] : [element("path", { class: "land", d: landOf(coasts, "110m").map((each) => thinned(path(each))).join("") })]),
      ...drawn.slice(0, shades.length).map(({ area }) => element("path", { class: "shade", d: area })),
      element("path", { class: "grid", d: thinned(path(geoGraticule().step([15, 15])())) }),
      dots(seen, options.look),
      ...borders.map(({ border }) => element("path", { class: "line-halo", d: border })),
      ...borders.map(({ border }, at) => element("path", { class: `line ${levelClass(at)}`, d: border })),
      element("circle", { class: "frame", cx: middle, cy: middle, r: radius }),
    ),
  };
};

export interface GlobeOptions<S extends string = string, C extends string = string> {
  /** The block, counted from 0; the first sphere S² when left out. */
  readonly block?: number;
  readonly data?: Batch<S>;
  readonly given?: Point<C>;
  readonly levels?: readonly number[];
  /** The place in the middle, in degrees; where most of the points are when left out. */
  readonly centre?: LonLat;
  readonly coastlines?: Coastlines;
  /** Dots at most. Default 1000. */
  readonly dots?: number;
  /** Samples of the blocks before, over which the density is averaged. Default 100. */
  readonly contexts?: number;
  readonly seed?: number;
  /** Width in pixels. Default 480. */
  readonly size?: number;
  readonly title?: string;
  readonly note?: string;
  readonly theme?: Theme;
  readonly id?: string;
}

/** The density of one block of a model on a globe, as the text of an SVG file. */
export const globe = <S extends string, C extends string>(model: Model<S, C>, options: GlobeOptions<NoInfer<S>, NoInfer<C>> = {}): string => {
  const { blocks } = model.plan;
  const { block = blocks.findIndex(({ geometry }) => geometry.spec === "s2"), seed = 0, given, data, dots: most = 1000 } = options;
  if (blocks[block]?.geometry.spec !== "s2") {
    throw new DiffeoFault({ tag: "OptionError", path: ["globe"], sentence: `A globe shows a block s2, but ${block < 0 ? `there is none in ${model.flow.space}` : `the block that was chosen in ${model.flow.space} is ${blocks[block]?.geometry.spec ?? "not there"}`}.` });
  }
  const start = blocks.slice(0, block).reduce((sum, { geometry }) => sum + geometry.ambient, 0);
  // A sample's options are those of any model.
  const shown = data ?? model.sample(most, ...([{ seed, ...(given && { given }) }] as never)).points;
  const stride = Math.ceil(shown.count / most);
  const vectors = Array.from({ length: Math.ceil(shown.count / stride) }, (_, at) => Array.from(shown.rows.subarray(at * stride * shown.ambient + start, at * stride * shown.ambient + start + 3))).flat();
  const density = marginal(model, block, ...([{ samples: options.contexts ?? 100, even: true, seed, ...(given && { given }) }] as never)).logProb;
  return figure({
    title: options.title ?? `The density ${model.flow.space}`,
    rows: [[globePanel({
      size: options.size ?? 480, title: "", points: lonLatOf(vectors), levels: options.levels ?? [0.5, 0.9], centre: options.centre ?? viewOf(vectors),
      ...(data ? {} : { look: "dots draws", pointLabel: "a sample of the model" }),
      ...(options.coastlines !== undefined && { coastlines: options.coastlines }),
      logDensity: (lon, lat) => density(trusted<string>("s2", Float64Array.from(Array.from(lon).flatMap((each, at) => unitVectorOf(each, lat[at]!))), lon.length)),
    })]],
    ...(options.note !== undefined && { note: options.note }),
    ...(options.theme && { theme: options.theme }),
    ...(options.id !== undefined && { id: options.id }),
  });
};
