/** A layer on the plane: a square grid with samples of the Gaussian, and where both go. */
import { axes, linear, spanOf, type Interval } from "../../../src/plot/axis.ts";
import type { Panel } from "../../../src/plot/panel.ts";
import { planeRegions } from "../../../src/plot/plane.ts";
import { element, translate } from "../../../src/plot/svg.ts";
import { squares } from "../../../src/plot/lattices.ts";
import { line, loop, pixels, type Pixel } from "../../../src/plot/lines.ts";
import { onGrid, scene, type Grid } from "../../../src/plot/mesh.ts";
import { keys, masses, sampleCount } from "./marks.ts";
import type { Subject } from "./subject.ts";

const sheet = { width: 340, height: 340 };
const margin = { left: 50, top: 4, right: 6, bottom: 46 };
const reach = 3;

/** A square that holds nearly all of the points, with one unit for both axes. */
const squareAround = (points: ArrayLike<number>): readonly [Interval, Interval] => {
  const spans = [0, 1].map((axis) => {
    const sorted = Float64Array.from({ length: points.length / 2 }, (_, at) => points[2 * at + axis]!).sort();
    const cut = Math.floor(sorted.length / 250);
    return spanOf([sorted[cut]!, sorted[sorted.length - 1 - cut]!], 0.06);
  });
  const half = Math.max(...spans.map(([low, high]) => (high - low) / 2));
  const [across, up] = spans.map(([low, high]): Interval => [(low + high) / 2 - half, (low + high) / 2 + half]);
  return [across!, up!];
};

interface Scene {
  readonly title: string;
  readonly description: string;
  readonly spans: readonly [Interval, Interval];
  readonly names: readonly [string, string];
  readonly lines: Grid<ArrayLike<number>>;
  readonly points: ArrayLike<number>;
  readonly logProb: (rows: ArrayLike<number>) => Float64Array;
}

const panel = ({
  title,
  description,
  spans: [xSpan, ySpan],
  names: [xLabel, yLabel],
  lines,
  points,
  logProb,
}: Scene): Panel => {
  const [across, up] = [linear(xSpan, [0, sheet.width]), linear(ySpan, [sheet.height, 0])];
  const place = (x: number, y: number): Pixel => [across(x), up(y)];
  const wide = ([low, high]: Interval): Interval => [low - 0.2 * (high - low), high + 0.2 * (high - low)];
  const rows = (x: Float64Array, y: Float64Array): Float64Array =>
    Float64Array.from({ length: 2 * x.length }, (_, at) => (at % 2 === 0 ? x : y)[at >> 1]!);
  const found = planeRegions((x, y) => logProb(rows(x, y)), wide(xSpan), wide(ySpan), masses, 140);
  const regions = found.map((rings) => rings.map((ring) => loop(ring.slice(1).map(([x, y]) => place(x, y)))).join(""));
  const near = ([x, y]: Pixel): boolean => x >= 0 && x <= sheet.width && y >= 0 && y <= sheet.height;
  const { grid, labels } = axes(sheet, { span: xSpan, label: xLabel }, { span: ySpan, label: yLabel });
  return {
    width: margin.left + sheet.width + margin.right,
    height: margin.top + sheet.height + margin.bottom,
    title,
    description,
    keys: [keys.mesh, keys.dots, ...keys.regions],
    body: element(
      "g",
      { transform: translate(margin.left, margin.top) },
      element("rect", { class: "field", ...sheet }),
      grid,
      element(
        "svg",
        { ...sheet, overflow: "hidden" },
        scene(
          onGrid(lines, (each) => pieces(pixels(each, place)).map(line).join("")),
          pixels(points, place).filter(near),
          regions,
        ),
      ),
      element("rect", { class: "frame", ...sheet }),
      labels,
    ),
  };
};

/** The parts of a line on the sheet or near it: what lies far outside is not worth its bytes. */
const pieces = (points: readonly Pixel[]): readonly (readonly Pixel[])[] => {
  const beyond = 40;
  const near = ([x, y]: Pixel): boolean =>
    x > -beyond && x < sheet.width + beyond && y > -beyond && y < sheet.height + beyond;
  const parts: Pixel[][] = [[]];
  points.forEach((point, at) => {
    const touches = near(point) || [points[at - 1], points[at + 1]].some((next) => next !== undefined && near(next));
    if (touches) parts.at(-1)!.push(point);
    else if (parts.at(-1)!.length > 0) parts.push([]);
  });
  return parts.filter((part) => part.length > 1);
};

const logNormal = (rows: ArrayLike<number>): Float64Array =>
  Float64Array.from(
    { length: rows.length / 2 },
    (_, at) => -Math.log(2 * Math.PI) - (rows[2 * at]! ** 2 + rows[2 * at + 1]! ** 2) / 2,
  );

export const planePanels = ({ base, forward, sample, logProb }: Subject): readonly Panel[] => {
  const z = base(sampleCount);
  const lines = squares(reach);
  const x = forward(z);
  return [
    panel({
      title: "Base",
      description: "A square grid and samples of the standard Gaussian with its regions.",
      spans: [
        [-reach - 0.3, reach + 0.3],
        [-reach - 0.3, reach + 0.3],
      ],
      names: ["z₁", "z₂"],
      lines,
      points: z,
      logProb: logNormal,
    }),
    panel({
      title: "Data",
      description: "The image of the grid and of the samples under the layer, with the regions of the density.",
      spans: squareAround(sample(5000)),
      names: ["x₁", "x₂"],
      lines: onGrid(lines, forward),
      points: x,
      logProb,
    }),
  ];
};
