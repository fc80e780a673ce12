/**
 * The panel for a density on a circle, such as the day of the year: a histogram and the fitted density around a ring,
 * clockwise from the top. Heights are drawn so that areas are true: a bar covers an area in proportion to its count,
 * which a radius in proportion would not do.
 */
import { DiffeoFault } from "../error.ts";
import { roundTicks } from "./axis.ts";
import type { Panel, Size } from "./panel.ts";
import { element, polyline, siblings, translate, type Svg } from "./svg.ts";
import { percent } from "./marks.ts";

export interface RingPanelOptions {
  readonly size: Size;
  readonly title: string;
  /** Observed values, in the unit of `period`; whole turns do not matter. */
  readonly values: ArrayLike<number>;
  /** The length of a turn, such as 2π, 24 or 365.25. */
  readonly period: number;
  /** The unit of a value in the singular, such as `"day"`, for the scale. */
  readonly unit: string;
  /** Log-density per unit, a batch at a time. */
  readonly logDensity: (values: Float64Array) => ArrayLike<number>;
  /** Where labels stand around the ring, and marks, such as the middles and the first days of the months. */
  readonly labels: readonly { readonly at: number; readonly text: string }[];
  readonly marks?: readonly number[];
  /** Bars of the histogram. Default 48. */
  readonly bins?: number;
}

const steps = 720;
const labelRoom = 30;

/** Share of the observations per unit in each of `bins` equal bins from 0 on. */
export const ringHistogram = (values: ArrayLike<number>, period: number, bins: number): Float64Array => {
  const density = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) {
    const turn = values[i]! / period - Math.floor(values[i]! / period);
    density[Math.min(bins - 1, Math.floor(turn * bins))]! += bins / (values.length * period);
  }
  return density;
};

type At = (value: number, density: number) => readonly [number, number];

const sector = (at: At, from: number, to: number, density: number): string => {
  const along = Array.from({ length: 9 }, (_, i) => from + ((to - from) * i) / 8);
  return polyline([...along.map((value) => at(value, density)), ...along.reverse().map((value) => at(value, 0))], true);
};

/** Where the fit is low and the paper empty: there, the place nearest to straight up or down, where labels stack well. */
const quietPlace = (turn: Float64Array, fit: Float64Array, period: number): number => {
  const limit = 0.1 * Math.max(...fit) + 0.9 * Math.min(...fit);
  const upright = (value: number): number => Math.abs(Math.cos((2 * Math.PI * value) / period));
  return turn.filter((_, i) => fit[i]! <= limit).reduce((best, value) => (upright(value) > upright(best) + 1e-9 ? value : best));
};

/** Circles of equal density with their values. */
const scale = (radius: (density: number) => number, at: At, top: number, quiet: number, unit: string): Svg => {
  const ticks = roundTicks([0, top], 3).filter((tick) => tick > 0 && tick < 0.9 * top);
  // On a small ring there is room for the outermost value alone.
  const named = ticks.filter((tick, i) => i === ticks.length - 1 || radius(ticks.at(-1)!) - radius(tick) > 16 * (ticks.length - 1 - i));
  return siblings(
    ...ticks.map((tick, i) => {
      if (!named.includes(tick)) return element("circle", { class: "grid", r: radius(tick) });
      const [x, y] = at(quiet, tick);
      const name = i === ticks.length - 1 ? `${percent(tick)} per ${unit}` : percent(tick);
      return siblings(
        element("circle", { class: "grid", r: radius(tick) }),
        element("text", { class: "faint halo", x, y: y + 4, "text-anchor": "middle" }, name),
      );
    }),
  );
};

/** The ring panel. */
export const ringPanel = (options: RingPanelOptions): Panel => {
  const { size, period, values, bins = 48 } = options;
  if (!(period > 0)) {
    const sentence = `The period of a ring must be above 0, not ${period}.`;
    throw new DiffeoFault({ tag: "OptionError", path: ["plot", "ring"], sentence });
  }
  const outer = Math.min(size.width, size.height) / 2 - labelRoom;
  const inner = 0.36 * outer;
  const bars = ringHistogram(values, period, bins);
  const turn = Float64Array.from({ length: steps }, (_, i) => (i * period) / steps);
  const fit = Float64Array.from(options.logDensity(turn), Math.exp);
  const top = 1.12 * Math.max(...bars, ...fit);
  const radius = (density: number): number => Math.sqrt(inner ** 2 + (outer ** 2 - inner ** 2) * (density / top));
  const polar = (value: number, r: number): readonly [number, number] => {
    const angle = (2 * Math.PI * value) / period;
    return [r * Math.sin(angle), -r * Math.cos(angle)];
  };
  const at: At = (value, density) => polar(value, radius(density));
  const curve = polyline(Array.from(turn, (value, i) => at(value, fit[i]!)), true);
  const body = element(
    "g",
    { transform: translate(size.width / 2, size.height / 2) },
    element("circle", { class: "field", r: outer }),
    ...(options.marks ?? []).map((mark) => {
      const [[x1, y1], [x2, y2]] = [polar(mark, inner), polar(mark, outer)];
      return element("line", { class: "grid", x1, y1, x2, y2 });
    }),
    element("path", {
      class: "bars",
      d: Array.from(bars, (bar, i) => (bar > 0 ? sector(at, (i * period) / bins, ((i + 1) * period) / bins, bar) : "")).join(""),
    }),
    scale(radius, at, top, quietPlace(turn, fit, period), options.unit),
    element("circle", { class: "frame", r: inner }),
    element("path", { class: "line-halo", d: curve }),
    element("path", { class: "line", d: curve }),
    ...options.labels.map(({ at: value, text }) => {
      const [x, y] = polar(value, outer + 8);
      // Text hangs away from the ring: to the right of it on the right, to the left on the left, above and below elsewhere.
      const anchor = x > 0.35 * outer ? "start" : x < -0.35 * outer ? "end" : "middle";
      return element("text", { x, y: y + 4 + (4 * y) / outer, "text-anchor": anchor }, text);
    }),
  );
  return {
    ...size,
    title: options.title,
    description:
      `Ring, clockwise from the top, with a histogram of ${values.length} values in ${bins} bars and the fitted density ` +
      `per ${options.unit} as a closed curve.`,
    keys: [
      { mark: "bars", class: "bars", label: "share of the observations per bin" },
      { mark: "line", class: "line", label: "fitted density" },
    ],
    body,
  };
};
