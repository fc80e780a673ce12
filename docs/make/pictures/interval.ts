/** A layer on an interval: its curve, and the density that comes of it. */
import type { ManifoldSpec } from "../../../src/manifold/space.ts";
import { axes, linear, type Interval } from "../../../src/plot/axis.ts";
import type { Panel } from "../../../src/plot/panel.ts";
import { element, translate, type Svg } from "../../../src/plot/svg.ts";
import { evenly, line, type Pixel } from "./lines.ts";
import { keys, mesh } from "./marks.ts";
import type { Subject } from "./subject.ts";

const sheet = { width: 340, height: 320 };
const margin = { left: 54, top: 4, right: 10, bottom: 46 };
const bins = 50;

const framed = (title: string, description: string, own: readonly Panel["keys"][number][], spans: readonly [Interval, Interval], names: readonly [string, string], inside: Svg): Panel => {
  const { grid, labels } = axes(sheet, { span: spans[0], label: names[0] }, { span: spans[1], label: names[1] });
  return {
    width: margin.left + sheet.width + margin.right,
    height: margin.top + sheet.height + margin.bottom,
    title,
    description,
    keys: own,
    body: element("g", { transform: translate(margin.left, margin.top) }, element("rect", { class: "field", ...sheet }), grid, element("svg", { ...sheet, overflow: "hidden" }, inside), element("rect", { class: "frame", ...sheet }), labels),
  };
};

/** Even steps of the base go across to the curve and down to the data. */
const curve = ({ forward }: Subject, [lower, upper]: Interval): Panel => {
  const across = linear([lower, upper], [0, sheet.width]);
  const up = linear([lower, upper], [sheet.height, 0]);
  const z = evenly(401, lower, upper);
  const x = forward(z);
  const steps = evenly(41, lower, upper).slice(1, -1);
  const images = forward(steps);
  const down = steps.map((at, index) => line([[0, up(at)], [across(images[index]!), up(at)], [across(images[index]!), sheet.height]]));
  const body = element("g", {}, mesh(down), element("path", { class: "line", d: line(z.map((at, index): Pixel => [across(x[index]!), up(at)])) }));
  return framed("The map", "The base against the data as a rising curve; even steps of the base fall to uneven steps of the data.", [{ ...keys.line, label: "map and density" }, { ...keys.mesh, label: "even steps of the base, and their images" }], [[lower, upper], [lower, upper]], ["data x", "base z"], body);
};

const density = ({ sample, logProb }: Subject, [lower, upper]: Interval): Panel => {
  const x = evenly(401, lower, upper);
  const heights = Array.from(logProb(x), Math.exp);
  const samples = sample(5000);
  const shares = new Float64Array(bins);
  for (const each of samples) shares[Math.min(bins - 1, Math.floor((bins * (each - lower)) / (upper - lower)))]! += bins / (samples.length * (upper - lower));
  const top = 1.08 * Math.max(...shares, ...heights);
  const [across, up] = [linear([lower, upper], [0, sheet.width]), linear([0, top], [sheet.height, 0])];
  const width = (upper - lower) / bins;
  const bars = Array.from(shares, (share, at) => `M${across(lower + at * width).toFixed(1)},${sheet.height}V${up(share).toFixed(1)}H${across(lower + (at + 1) * width).toFixed(1)}V${sheet.height}Z`);
  const path = line(x.map((at, index): Pixel => [across(at), up(heights[index]!)]));
  const body = element("g", {}, element("path", { class: "bars", d: bars.join("") }), element("path", { class: "line-halo", d: path }), element("path", { class: "line", d: path }));
  return framed("Density, and 5,000 samples", "The density over the data, and a histogram of samples.", [keys.bars], [[lower, upper], [0, top]], ["data x", "density"], body);
};

export const intervalPanels = (subject: Subject, { lower, upper }: Extract<ManifoldSpec, { kind: "i" }>): readonly Panel[] => [
  curve(subject, [lower, upper]),
  density(subject, [lower, upper]),
];
