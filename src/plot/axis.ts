/** Straight axes: round tick values, the linear scale from data to pixels, and the lines and labels along two sides of a frame. */
import { DiffeoFault } from "../error.ts";
import type { Size } from "./panel.ts";
import { element, siblings, translate, type Svg } from "./svg.ts";

/** The lowest and the highest value shown. */
export type Interval = readonly [low: number, high: number];

/** Multiples of 1, 2 or 5 times a power of ten inside the interval, about `count` of them. */
export const roundTicks = ([low, high]: Interval, count: number): readonly number[] => {
  if (!(high > low) || !Number.isFinite(high - low)) {
    const sentence = `An axis needs a finite interval that is not empty, not [${low}, ${high}].`;
    throw new DiffeoFault({ tag: "OptionError", path: ["plot", "axis"], sentence });
  }
  const rough = (high - low) / count;
  const power = Math.floor(Math.log10(rough));
  const lead = rough / 10 ** power;
  const factor = lead < Math.SQRT2 ? 1 : lead < Math.sqrt(10) ? 2 : lead < Math.sqrt(50) ? 5 : 10;
  // Dividing by 10^-power instead of multiplying by 10^power keeps 0.3 from coming out as 0.30000000000000004.
  const tick = (i: number): number => (power < 0 ? (i * factor) / 10 ** -power : i * factor * 10 ** power);
  const first = Math.ceil(low / tick(1) - 1e-9);
  const last = Math.floor(high / tick(1) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tick(first + i) + 0);
};

/** The interval of the values, widened on both sides by `share` of its length. A single value gets a length of 1. */
export const spanOf = (values: Iterable<number>, share: number): Interval => {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const length = high > low ? high - low : 1;
  const margin = high > low ? share * length : length / 2;
  return [low - margin, high + margin];
};

/** The straight map that takes the ends of one interval to the ends of the other. */
export const linear =
  ([a, b]: Interval, [c, d]: Interval): ((value: number) => number) =>
  (value) => c + ((value - a) / (b - a)) * (d - c);

const minus = (value: number): string => String(value).replace("-", "\u2212");

/** A mark on an axis: where, and what stands there. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Round numbers along so many pixels. */
export const numberTicks = (span: Interval, length: number, apart = 65): readonly Tick[] =>
  roundTicks(span, Math.max(2, length / apart)).map((at) => ({ at, text: minus(at) }));

/** One axis of a frame; its own marks take the place of round numbers. */
export interface Axis {
  readonly span: Interval;
  readonly label: string;
  readonly ticks?: readonly Tick[];
}

/** Grid, ticks, numbers and names of the two axes of a frame of the given size, y upwards. */
export const axes = ({ width, height }: Size, x: Axis, y: Axis): { readonly grid: Svg; readonly labels: Svg; readonly xLabels: Svg; readonly yLabels: Svg } => {
  const across = linear(x.span, [0, width]);
  const up = linear(y.span, [height, 0]);
  const xTicks = x.ticks ?? numberTicks(x.span, width);
  const yTicks = y.ticks ?? numberTicks(y.span, height, 55);
  const grid = siblings(
    ...xTicks.map(({ at }) => element("line", { class: "grid", x1: across(at), x2: across(at), y1: 0, y2: height })),
    ...yTicks.map(({ at }) => element("line", { class: "grid", x1: 0, x2: width, y1: up(at), y2: up(at) })),
  );
  const widest = Math.max(0, ...yTicks.map(({ text }) => text.length));
  const xLabels = siblings(
    ...xTicks.map(({ at, text }) => element("text", { x: across(at), y: height + 17, "text-anchor": "middle" }, text)),
    element("text", { x: width / 2, y: height + 37, "text-anchor": "middle" }, x.label),
  );
  const yLabels = siblings(
    ...yTicks.map(({ at, text }) => element("text", { x: -7, y: up(at) + 4, "text-anchor": "end" }, text)),
    element(
      "text",
      { transform: `${translate(-16 - 7 * widest, height / 2)} rotate(-90)`, "text-anchor": "middle" },
      y.label,
    ),
  );
  return { grid, labels: siblings(xLabels, yLabels), xLabels, yLabels };
};
