/**
 * What a figure is made of. A panel is drawn in its own coordinates, from (0, 0) to (width, height), and says in words
 * what it shows and what its marks mean; the figure places panels, gathers the legend and reads the words out.
 */
import type { Svg } from "./svg.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One entry of a legend: how a mark looks and what it is. `class` is a class of the theme's style sheet. */
export interface Key {
  readonly mark: "dots" | "bars" | "line" | "band" | "region";
  readonly class: string;
  readonly label: string;
}

export interface Panel extends Size {
  readonly title: string;
  /** For readers who cannot see the picture. */
  readonly description: string;
  readonly keys: readonly Key[];
  readonly body: Svg;
}
