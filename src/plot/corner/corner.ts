/** The layout of a corner plot: cells in a lower triangle, with numbers and names once for each column and row. */
import type { Panel } from "../panel.ts";
import { element, siblings, translate, type Svg } from "../svg.ts";
import type { Aspect } from "./aspects.ts";
import type { Cell } from "./cell.ts";
import { marginalCell } from "./marginal-cell.ts";
import { pairCell } from "./pair-cell.ts";
import type { Scene } from "./scene.ts";

const gap = 22;
const titleRoom = 24;
const axisBelow = 44;
const right = 16;

/** Rows of the lower triangle, the diagonal included. */
const triangle = <A>(size: number, make: (column: number, row: number) => A): readonly (readonly A[])[] =>
  Array.from({ length: size }, (_, row) => Array.from({ length: row + 1 }, (__, column) => make(column, row)));

export const cornerPanel = (scene: Scene, aspects: readonly Aspect[]): Panel => {
  const { side } = scene;
  const count = aspects.length;
  const cells = triangle(count, (column, row) => (column === row ? marginalCell(scene, aspects[row]!) : pairCell(scene, aspects[column]!, aspects[row]!)));
  // An axis is written where no cell of the same column further down, or of the same row further left, writes it.
  const lowest = aspects.map((_, column) => cells.findLastIndex((row) => row[column]?.xLabels !== undefined));
  const leftmost = cells.map((row) => row.findIndex((cell) => cell.yLabels !== undefined));
  const leftOf = (cell: Cell, column: number, row: number): number => Math.max(cell.left ?? 0, leftmost[row] === column ? yRoom(scene, aspects[row]!) : 0);
  const belowOf = (cell: Cell, column: number, row: number): number => Math.max(cell.below ?? 0, lowest[column] === row ? axisBelow : 0);
  const lefts = aspects.map((_, column) => Math.max(...cells.flatMap((row, at) => (row[column] ? [leftOf(row[column], column, at)] : []))));
  const belows = cells.map((row, at) => Math.max(...row.map((cell, column) => belowOf(cell, column, at))));
  const x = lefts.map((_, column) => lefts.slice(0, column + 1).reduce((sum, each) => sum + each, 0) + column * (side + gap));
  const y = belows.map((_, row) => titleRoom + belows.slice(0, row).reduce((sum, each) => sum + each, 0) + row * (side + gap + titleRoom - 8));
  const placed = cells.flatMap((row, at) => row.map((cell, column): Svg =>
    element("g", { transform: translate(x[column]!, y[at]!) },
      column === at ? element("text", { class: "panel-title", x: 0, y: -9 }, aspects[at]!.label) : siblings(),
      cell.body,
      lowest[column] === at ? cell.xLabels! : siblings(),
      leftmost[at] === column ? cell.yLabels! : siblings(),
    )));
  return {
    width: x.at(-1)! + side + right,
    height: y.at(-1)! + side + belows.at(-1)!,
    title: "",
    description: cells.flat().map(({ words }) => words).join(" "),
    keys: cells.flat().flatMap(({ keys }) => keys),
    body: element("g", {}, ...placed),
  };
};

/** Room for the numbers and the name of a row. */
const yRoom = (scene: Scene, aspect: Aspect): number => {
  const texts = aspect.kind === "number" || aspect.kind === "angle" || aspect.kind === "class" ? (scene.axis(aspect).ticks ?? []).map(({ text }) => text.length) : [];
  return 30 + 7 * Math.max(0, ...texts);
};
