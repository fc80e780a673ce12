/** A layer on the simplex of three fractions: a triangle with lines of equal fractions, and where lines and samples go. */
import { contours } from "d3-contour";
import { levelsFromSamples } from "../../../src/plot/levels.ts";
import type { Panel } from "../../../src/plot/panel.ts";
import { element, polyline, translate } from "../../../src/plot/svg.ts";
import { fractionLines } from "../../../src/plot/lattices.ts";
import { line, loop, type Pixel } from "../../../src/plot/lines.ts";
import { onGrid, scene, type Grid } from "../../../src/plot/mesh.ts";
import { keys, masses, sampleCount } from "./marks.ts";
import type { Subject } from "./subject.ts";

const side = 340;
const high = (side * Math.sqrt(3)) / 2;
const size = { width: 400, height: 350 };
const corners: readonly Pixel[] = [
  [0, high],
  [side, high],
  [side / 2, 0],
];

const place = (fractions: ArrayLike<number>, at: number): Pixel => [
  corners.reduce((sum, [x], corner) => sum + x * fractions[at + corner]!, 0),
  corners.reduce((sum, [, y], corner) => sum + y * fractions[at + corner]!, 0),
];

const placed = (rows: ArrayLike<number>): readonly Pixel[] =>
  Array.from({ length: rows.length / 3 }, (_, at) => place(rows, 3 * at));

const step = 2;

/** Rings of the density above levels, over a raster of the triangle. Outside, the nearest fractions stand in. */
const rings = (logProb: Subject["logProb"], levels: readonly number[]): readonly string[] => {
  const [across, down] = [Math.ceil(side / step) + 3, Math.ceil(high / step) + 3];
  const fractions = Array.from({ length: across * down }, (_, at) => {
    const [x, y] = [((at % across) - 1) * step, (Math.floor(at / across) - 1) * step];
    const top = 1 - y / high;
    const right = x / side - top / 2;
    const inside = [1 - top - right, right, top].map((each) => Math.max(each, 1e-4));
    const sum = inside.reduce((a, b) => a + b, 0);
    return inside.map((each) => each / sum);
  }).flat();
  const values = [...logProb(fractions)];
  return levels.map((level) =>
    contours()
      .size([across, down])
      .contour(values, level)
      .coordinates.flat()
      .map((ring) => loop(ring.slice(1).map(([i, j]): Pixel => [(i! - 1.5) * step, (j! - 1.5) * step])))
      .join(""),
  );
};

const panel = (
  title: string,
  description: string,
  lines: Grid<ArrayLike<number>>,
  points: ArrayLike<number>,
  regions: readonly string[],
  flat: boolean,
): Panel => ({
  ...size,
  title,
  description,
  keys: [keys.mesh, keys.dots, ...(flat ? [] : keys.regions)],
  body: element(
    "g",
    { transform: translate((size.width - side) / 2, 24) },
    element("path", { class: "field", d: polyline(corners, true) }),
    element(
      "svg",
      { width: side, height: high, overflow: "hidden" },
      scene(
        onGrid(lines, (each) => line(placed(each))),
        placed(points),
        regions,
      ),
    ),
    // What the raster draws beyond the edges is covered.
    element("path", {
      class: "paper",
      "fill-rule": "evenodd",
      d: `M-20,-20H${side + 20}V${Math.ceil(high) + 20}H-20Z${polyline(corners, true)}`,
    }),
    element("path", { class: "frame", d: polyline(corners, true) }),
    ...corners.map(([x, y], corner) =>
      element("text", { x, y: y === 0 ? -8 : y + 18, "text-anchor": "middle" }, `fraction ${corner + 1}`),
    ),
  ),
});

export const simplexPanels = ({ base, forward, sample, logProb }: Subject): readonly Panel[] => {
  const z = base(sampleCount);
  const lines = fractionLines();
  const levels = levelsFromSamples(logProb(sample(20_000)), masses);
  const flat = levels[0]! - levels[1]! < 1e-6;
  return [
    panel("Base", "A triangle with lines of equal fractions and samples of the uniform density.", lines, z, [], flat),
    panel(
      "Data",
      "The image of the lines and of the samples under the layer, with the regions of the density.",
      onGrid(lines, forward),
      forward(z),
      flat ? [] : rings(logProb, levels),
      flat,
    ),
  ];
};
