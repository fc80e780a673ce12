/**
 * The panel of curves: lines, dots and bars over two straight axes. On it stand the density of one number (`linePanel`), the
 * graph of a map, and how often what was foretold has come.
 */
import { axes, linear, spanOf, type Interval } from "./axis.ts";
import { dots } from "./marks.ts";
import type { Key, Panel, Size } from "./panel.ts";
import { element, polyline, siblings, translate } from "./svg.ts";
import { levelClass } from "./theme.ts";

type Place = readonly [x: number, y: number];

/** What lies between two curves. */
type Band = readonly (readonly [x: number, low: number, high: number])[];

export interface CurvesPanelOptions {
  readonly size: Size;
  readonly title: string;
  /** For readers who cannot see the picture. */
  readonly description: string;
  /** At most three can be told apart. */
  readonly curves: readonly { readonly points: readonly Place[]; readonly label: string }[];
  /** Tints, such as of errors: one or more with one meaning. */
  readonly bands?: { readonly areas: readonly Band[]; readonly label: string };
  /** What the curves are compared with. */
  readonly guide?: { readonly points: readonly Place[]; readonly label: string };
  readonly dots?: { readonly points: readonly Place[]; readonly label: string };
  /** Bars that stand on 0, side by side between `edges`. */
  readonly bars?: { readonly edges: ArrayLike<number>; readonly heights: ArrayLike<number>; readonly label: string };
  readonly xLabel: string;
  readonly yLabel: string;
  /** Shown ranges; of all that is drawn when left out. */
  readonly xSpan?: Interval;
  readonly ySpan?: Interval;
}

const margin = { left: 66, right: 12, top: 4, bottom: 46 };

/** The panel of curves. */
export const curvesPanel = (options: CurvesPanelOptions): Panel => {
  const { size: { width, height }, curves, bars } = options;
  const sheet = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const outlines = (options.bands?.areas ?? []).map((area): readonly Place[] => [...area.map(([x, low]) => [x, low] as const), ...area.map(([x, , high]) => [x, high] as const).reverse()]);
  const all = [...[...curves, ...(options.guide ? [options.guide] : [])].flatMap(({ points }) => points), ...outlines.flat(), ...(options.dots?.points ?? [])];
  const xSpan = options.xSpan ?? spanOf([...all.map(([x]) => x), ...Array.from(bars?.edges ?? [])], 0);
  const ySpan = options.ySpan ?? spanOf([...all.map(([, y]) => y), ...(bars ? [0, ...Array.from(bars.heights)] : [])], 0.04);
  const [across, up] = [linear(xSpan, [0, sheet.width]), linear(ySpan, [sheet.height, 0])];
  const drawn = (points: readonly Place[]): readonly Place[] => points.map(([x, y]) => [across(x), up(y)] as const);
  const lines = curves.map(({ points }) => polyline(drawn(points)));
  const bar = (at: number, tall: number): string => {
    const [left, right] = [bars!.edges[at]!, bars!.edges[at + 1]!];
    return polyline(drawn([[left, 0], [left, tall], [right, tall], [right, 0]]), true);
  };
  const { grid, labels } = axes(sheet, { span: xSpan, label: options.xLabel }, { span: ySpan, label: options.yLabel });
  const keys: readonly Key[] = [
    ...(bars ? [{ mark: "bars", class: "bars", label: bars.label } as const] : []),
    ...(options.bands ? [{ mark: "band", class: "region", label: options.bands.label } as const] : []),
    ...(options.guide ? [{ mark: "line", class: "mesh axis", label: options.guide.label } as const] : []),
    ...(options.dots ? [{ mark: "dots", class: "dots", label: options.dots.label } as const] : []),
    ...curves.map(({ label }, index) => ({ mark: "line", class: `line ${levelClass(index)}`, label }) as const),
  ];
  return {
    width,
    height,
    title: options.title,
    description: options.description,
    keys,
    body: element(
      "g",
      { transform: translate(margin.left, margin.top) },
      element("rect", { class: "field", ...sheet }),
      grid,
      element(
        "svg",
        { ...sheet, overflow: "hidden" },
        ...(bars ? [element("path", { class: "bars", d: Array.from(bars.heights, (tall, at) => (tall > 0 ? bar(at, tall) : "")).join("") })] : []),
        ...outlines.map((area) => element("path", { class: "region", d: polyline(drawn(area), true) })),
        ...(options.guide ? [element("path", { class: "mesh axis", d: polyline(drawn(options.guide.points)) })] : []),
        options.dots ? dots(drawn(options.dots.points)) : siblings(),
        ...lines.map((d) => element("path", { class: "line-halo", d })),
        ...lines.map((d, index) => element("path", { class: `line ${levelClass(index)}`, d })),
      ),
      element("rect", { class: "frame", ...sheet }),
      labels,
    ),
  };
};

export interface LinePanelOptions {
  readonly size: Size;
  readonly title: string;
  readonly values: ArrayLike<number>;
  /** Log-density, a batch at a time. */
  readonly logDensity: (values: Float64Array) => ArrayLike<number>;
  /** Name of the axis, with its unit. */
  readonly xLabel: string;
  /** The unit of a value in the singular, such as `"km"`, for the density. */
  readonly unit: string;
  /** Shown range; the values and a little more when left out. */
  readonly span?: Interval;
  /** Bars of the histogram. Default 48. */
  readonly bins?: number;
}

const steps = 400;

/** The panel for a density of one number: a histogram and the fitted density. */
export const linePanel = ({ size, title, values, logDensity, xLabel, unit, span, bins = 48 }: LinePanelOptions): Panel => {
  const [low, high] = span ?? spanOf(Array.from(values), 0.04);
  const x = Float64Array.from({ length: steps + 1 }, (_, at) => low + ((high - low) * at) / steps);
  const density = Float64Array.from(logDensity(x), Math.exp);
  const heights = new Float64Array(bins);
  for (let at = 0; at < values.length; at++) {
    const bin = Math.floor(((values[at]! - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) heights[bin]! += bins / ((high - low) * values.length);
  }
  // A density may have a pole at an end, and then the bars say how much of it is shown.
  const [tallest, highest] = [Math.max(...heights), Math.max(...density)];
  const top = tallest > 0 ? Math.max(tallest, Math.min(highest, 1.5 * tallest)) : highest;
  return curvesPanel({
    size, title, xLabel, yLabel: `density per ${unit}`,
    description: `A histogram of ${values.length} values in ${bins} bars and the fitted density as a curve.`,
    bars: { edges: Float64Array.from({ length: bins + 1 }, (_, at) => low + ((high - low) * at) / bins), heights, label: "share of the observations per bin" },
    curves: [{ points: Array.from(x, (each, at): Place => [each, Math.min(density[at]!, 2 * top)]), label: "fitted density" }],
    xSpan: [low, high],
    ySpan: [0, 1.06 * top],
  });
};
