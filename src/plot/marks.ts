/** The marks that panels share, so that one thing looks the same on a map and on a plane: observations as translucent dots, regions of a fit as a tint with an outline. */
import { levelClass } from "./theme.ts";
import { coordinate, element, siblings, type Svg } from "./svg.ts";
import type { Key } from "./panel.ts";

/** Radius and opacity of dots: many points want small faint ones. */
const dotStyle = (count: number): { readonly diameter: number; readonly opacity: number } => {
  const crowd = Math.min(1, Math.max(0, Math.log10(Math.max(count, 1) / 100) / 2));
  return { diameter: 4.2 - 2.2 * crowd, opacity: 0.65 - 0.35 * crowd };
};

// A single path paints overlapping dots once, one element a dot makes a file five times as large. Some dozens of paths
// show how crowded a place is and stay small; taking every n-th point spreads neighbours in the data over the paths.
const layers = 24;

/** Observations, or with another look other points. Points outside the sheet should be left out by the caller. */
export const dots = (points: readonly (readonly [number, number])[], look = "dots"): Svg => {
  const { diameter, opacity } = dotStyle(points.length);
  const paths = Array.from({ length: Math.min(layers, points.length) }, (_, layer) =>
    points
      .filter((_, i) => i % layers === layer)
      .map(([x, y]) => `M${coordinate(Math.round(x * 10) / 10)},${coordinate(Math.round(y * 10) / 10)}h0`)
      .join(""),
  );
  return element(
    "g",
    { class: look, "stroke-width": diameter, "stroke-opacity": opacity },
    ...paths.map((d) => element("path", { d })),
  );
};

/** Path data of a region: its area, and the line around it. They differ where the sheet cuts the area but no border runs. */
export interface RegionPath {
  readonly area: string;
  readonly border: string;
}

/**
 * Observations and the regions of a fit, given from the innermost to the outermost: tints below the dots, outlines above
 * them, with a halo that parts the lines from the crowd.
 */
export const dotsAndRegions = (points: readonly (readonly [number, number])[], paths: readonly RegionPath[], look = "dots"): Svg =>
  siblings(
    ...paths.map(({ area }) => element("path", { class: "region", d: area })),
    dots(points, look),
    ...paths.map(({ border }) => element("path", { class: "line-halo", d: border })),
    ...paths.map(({ border }, i) => element("path", { class: `line ${levelClass(i)}`, d: border })),
  );

/** `"50 %"`, with a narrow no-break space. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(6))}\u202f%`;

/** What the regions of the given shares mean, for the legend. */
export const regionKeys = (masses: readonly number[]): readonly Key[] =>
  masses.map((mass, i) => ({
    mark: "region",
    class: levelClass(i),
    label: `smallest region with ${percent(mass)} of the fitted density`,
  }));

/** Shares in the order that `dotsAndRegions` and `regionKeys` expect. */
export const innermostFirst = (masses: readonly number[]): readonly number[] => [...masses].sort((a, b) => a - b);
