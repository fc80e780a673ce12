/**
 * The panel for a density of three fractions that add up to 1: a triangle whose corners are the pure ones, with observations
 * as dots and the highest-density regions of the fit. Equal areas of the triangle are equal measures of fractions.
 */
import { contours } from "d3-contour";
import { linear } from "./axis.ts";
import { highestDensityLevels } from "./levels.ts";
import { dotsAndRegions, innermostFirst, percent, regionKeys } from "./marks.ts";
import type { Panel, Size } from "./panel.ts";
import { element, polyline, siblings } from "./svg.ts";

type Place = readonly [x: number, y: number];
type Fractions = readonly [number, number, number];

export interface TrianglePanelOptions {
  readonly size: Size;
  readonly title: string;
  readonly points: readonly Fractions[];
  /** What one dot is, for the legend. */
  readonly pointLabel?: string;
  /** Class of the dots in the style sheet; observations when left out. */
  readonly look?: string;
  /** Log-density at fractions [count, 3], row by row. */
  readonly logDensity: (fractions: Float64Array) => ArrayLike<number>;
  /** Shares of the mass, such as `[0.5, 0.9]`. */
  readonly levels: readonly number[];
  /** What the corners are: left, right, top. */
  readonly corners: readonly [string, string, string];
  /** Grid points along each side. Default 160. */
  readonly perSide?: number;
}

const room = { side: 40, top: 26, bottom: 30 };

/** How far beyond its sides the triangle is evaluated, at the nearest fractions: so that no border runs along a side by chance. */
const beyond = 0.03;

/** The nearest of fractions that is not on a side, where densities may be infinite. */
const within = (a: number, b: number): Fractions => {
  const raw = [a, b, 1 - a - b].map((each) => Math.max(each, 1e-4));
  const sum = raw[0]! + raw[1]! + raw[2]!;
  return [raw[0]! / sum, raw[1]! / sum, raw[2]! / sum];
};

/** The part of a ring inside a convex polygon, both in one order of turning (Sutherland & Hodgman 1974). */
const clipped = (ring: readonly Place[], polygon: readonly Place[]): readonly Place[] =>
  polygon.reduce<readonly Place[]>((rest, [x0, y0], index) => {
    const [x1, y1] = polygon[(index + 1) % polygon.length]!;
    const side = ([x, y]: Place): number => (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    return rest.flatMap((here, at): readonly Place[] => {
      const before = rest[(at + rest.length - 1) % rest.length]!;
      const [now, was] = [side(here), side(before)];
      const share = was / (was - now);
      const cut: readonly Place[] = now >= 0 === was >= 0 ? [] : [[before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])]];
      return now >= 0 ? [...cut, here] : cut;
    });
  }, ring);

/** The triangle on a sheet: where fractions lie, and what is drawn below and above marks. */
export const triangleSheet = ({ width, height }: Size, names: readonly [string, string, string]) => {
  const length = Math.min(width - 2 * room.side, ((height - room.top - room.bottom) * 2) / Math.sqrt(3));
  const rise = (length * Math.sqrt(3)) / 2;
  const left = (width - length) / 2;
  const place = ([, b, c]: readonly number[]): Place => [left + length * (b! + c! / 2), room.top + rise * (1 - c!)];
  const corners = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map(place) as [Place, Place, Place];
  const tenths = [0.2, 0.4, 0.6, 0.8].flatMap((t): readonly (readonly [Place, Place])[] => [
    [place([t, 1 - t, 0]), place([t, 0, 1 - t])], [place([1 - t, t, 0]), place([0, t, 1 - t])], [place([1 - t, 0, t]), place([0, 1 - t, t])],
  ]);
  const outline = polyline(corners, true);
  const named = names.map((text, at) => element("text", { x: corners[at]![0], y: corners[at]![1] + (at === 2 ? -10 : 20), "text-anchor": "middle" }, text));
  return {
    place,
    corners,
    outline,
    under: siblings(element("path", { class: "field", d: outline }), ...tenths.map(([[x1, y1], [x2, y2]]) => element("line", { class: "grid", x1, y1, x2, y2 }))),
    over: siblings(element("path", { class: "frame", d: outline }), ...named),
  };
};

/** The triangle panel. */
export const trianglePanel = (options: TrianglePanelOptions): Panel => {
  const { size: { width, height }, perSide = 160 } = options;
  const { place, corners, under, over } = triangleSheet(options.size, options.corners);
  const masses = innermostFirst(options.levels);

  const along = linear([0, perSide - 1], [-beyond, 1 + beyond]);
  const grid = Array.from({ length: perSide * perSide }, (_, at) => [along(at % perSide), along(Math.floor(at / perSide))] as const);
  const found = Array.from(options.logDensity(Float64Array.from(grid.flatMap(([b, c]) => within(1 - b - c, b)))));
  const inside = grid.map(([b, c]) => (b >= 0 && c >= 0 && b + c <= 1 ? 1 : 0));
  const contour = contours().size([perSide, perSide]);
  const paths = highestDensityLevels(found, inside, masses).map((level) => {
    const rings = contour.contour(found, level).coordinates.flat();
    // d3-contour counts from the corner of the first cell, half a step before its value.
    const shown = rings.map((ring) => clipped(ring.slice(1).map(([i, j]) => {
      const [b, c] = [along(i! - 0.5), along(j! - 0.5)];
      return place([1 - b - c, b, c]);
    }), [corners[0], corners[2], corners[1]]));
    const path = shown.map((ring) => polyline(ring, true)).join("");
    return { area: path, border: path };
  });
  return {
    width,
    height,
    title: options.title,
    description:
      `A triangle with the corners ${options.corners.join(", ")}: ${options.points.length} dots and the smallest regions that hold ` +
      `${masses.map(percent).join(" and ")} of the fitted density.`,
    keys: [{ mark: "dots", class: "dots", label: options.pointLabel ?? "one observation" }, ...regionKeys(masses)],
    body: element("g", {}, under, dotsAndRegions(options.points.map(place), paths, options.look), over),
  };
};
