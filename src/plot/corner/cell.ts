/** A cell of a corner plot, and the frame that cells with straight axes share. */
import { axes, type Axis } from "../axis.ts";
import type { Key } from "../panel.ts";
import type { Scene } from "./scene.ts";
import { element, type Svg } from "../svg.ts";

/** A square drawing; what stands around it is drawn by the layout, once for a row and a column. */
export interface Cell {
  readonly body: Svg;
  /** Numbers and names below and to the left, where the cell has axes that it shares with its column and row. */
  readonly xLabels?: Svg;
  readonly yLabels?: Svg;
  /** Room that the drawing itself takes beyond the square. */
  readonly below?: number;
  readonly left?: number;
  readonly keys: readonly Key[];
  /** For readers who cannot see it. */
  readonly words: string;
}

/** A square of this side with a grid; what is drawn in it is cut by its edges. */
export const framed = (side: number, x: Axis, y: Axis, ...inside: readonly Svg[]): { readonly body: Svg; readonly xLabels: Svg; readonly yLabels: Svg } => {
  const { grid, xLabels, yLabels } = axes({ width: side, height: side }, x, y);
  return {
    body: element(
      "g",
      {},
      element("rect", { class: "field", width: side, height: side }),
      grid,
      element("svg", { width: side, height: side, overflow: "hidden" }, ...inside),
      element("rect", { class: "frame", width: side, height: side }),
    ),
    xLabels,
    yLabels,
  };
};

/** What the dots of a corner plot are. */
export const dotLook = ({ observed }: Pick<Scene, "observed">): Key & { readonly mark: "dots" } =>
  observed ? { mark: "dots", class: "dots", label: "one observation" } : { mark: "dots", class: "dots draws", label: "a sample of the model" };
