/**
 * The panel for a density of two numbers: observed pairs as dots and the highest-density regions of the fit, with axes.
 * The regions come from a grid that reaches beyond the frame on every side, so a region that leaves the frame is cut by
 * it and not closed along it; shares of mass are shares of what that grid holds.
 */
import { contours } from "d3-contour";
import { axes, linear, spanOf, type Interval } from "./axis.ts";
import { highestDensityLevels } from "./levels.ts";
import { dotsAndRegions, innermostFirst, percent, regionKeys } from "./marks.ts";
import type { Panel, Size } from "./panel.ts";
import { element, polyline, translate } from "./svg.ts";

export interface PlanePanelOptions {
  readonly size: Size;
  readonly title: string;
  readonly points: readonly (readonly [number, number])[];
  /** What one dot is, for the legend. */
  readonly pointLabel?: string;
  /** Log-density at pairs (x[i], y[i]), a batch at a time. */
  readonly logDensity: (x: Float64Array, y: Float64Array) => ArrayLike<number>;
  /** Shares of the mass, such as `[0.5, 0.9]`. */
  readonly levels: readonly number[];
  /** Names of the axes, with units. */
  readonly xLabel: string;
  readonly yLabel: string;
  /** Shown ranges; the data and a little more when left out. */
  readonly xSpan?: Interval;
  readonly ySpan?: Interval;
  /** Grid points along each axis; their square is the number of evaluations. Default 160. */
  readonly perAxis?: number;
}

const margin = { left: 66, right: 12, top: 4, bottom: 46 };
const reach = 0.2;

const widened = ([low, high]: Interval): Interval => [low - reach * (high - low), high + reach * (high - low)];

/**
 * Rings of the regions that hold the given shares, in the coordinates of the plane: for each share its rings, each a
 * closed list of points (outer rings and holes alike).
 */
export const planeRegions = (
  logDensity: PlanePanelOptions["logDensity"],
  xSpan: Interval,
  ySpan: Interval,
  masses: readonly number[],
  perAxis = 160,
): readonly (readonly (readonly (readonly [number, number])[])[])[] => {
  const [toX, toY] = [linear([0, perAxis - 1], xSpan), linear([0, perAxis - 1], ySpan)];
  const count = perAxis * perAxis;
  const x = Float64Array.from({ length: count }, (_, i) => toX(i % perAxis));
  const y = Float64Array.from({ length: count }, (_, i) => toY(Math.floor(i / perAxis)));
  const found = Float64Array.from(logDensity(x, y));
  const contour = contours().size([perAxis, perAxis]);
  return highestDensityLevels(found, new Float64Array(count).fill(1), masses).map((level) =>
    contour
      .contour([...found], level)
      .coordinates.flat()
      // d3-contour counts from the corner of the first cell, half a step before its value.
      .map((ring) => ring.map(([i, j]): readonly [number, number] => [toX(i! - 0.5), toY(j! - 0.5)])),
  );
};

/** The plane panel. */
export const planePanel = (options: PlanePanelOptions): Panel => {
  const { width, height } = options.size;
  const sheet = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const masses = innermostFirst(options.levels);
  const xSpan = options.xSpan ?? spanOf(options.points.map(([x]) => x), 0.04);
  const ySpan = options.ySpan ?? spanOf(options.points.map(([, y]) => y), 0.04);
  const [across, up] = [linear(xSpan, [0, sheet.width]), linear(ySpan, [sheet.height, 0])];
  const found = planeRegions(options.logDensity, widened(xSpan), widened(ySpan), masses, options.perAxis);
  const paths = found.map((rings) => {
    const path = rings.map((ring) => polyline(ring.slice(1).map(([x, y]) => [across(x), up(y)] as const), true)).join("");
    return { area: path, border: path };
  });
  const inside = options.points
    .filter(([x, y]) => x >= xSpan[0] && x <= xSpan[1] && y >= ySpan[0] && y <= ySpan[1])
    .map(([x, y]) => [across(x), up(y)] as const);
  const { grid, labels } = axes(sheet, { span: xSpan, label: options.xLabel }, { span: ySpan, label: options.yLabel });
  return {
    width,
    height,
    title: options.title,
    description:
      `${options.yLabel} against ${options.xLabel}: ${options.points.length} dots and the smallest regions that hold ` +
      `${masses.map(percent).join(" and ")} of the fitted density.`,
    keys: [{ mark: "dots", class: "dots", label: options.pointLabel ?? "one observation" }, ...regionKeys(masses)],
    body: element(
      "g",
      { transform: translate(margin.left, margin.top) },
      element("rect", { class: "field", ...sheet }),
      grid,
      element("svg", { ...sheet, overflow: "hidden" }, dotsAndRegions(inside, paths)),
      element("rect", { class: "frame", ...sheet }),
      labels,
    ),
  };
};
