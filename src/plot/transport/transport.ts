/**
 * How a flow makes its density: an even grid of the base and samples, pushed through the layers of one block, step by
 * step. As a row of panels, or moving: an SVG that plays without scripts and stands still for readers who ask for that.
 */
import type { Point } from "../../manifold/point.ts";
import type { Model } from "../../model/model.ts";
import { figure } from "../figure.ts";
import { line } from "../lines.ts";
import { dots } from "../marks.ts";
import { mesh } from "../mesh.ts";
import type { Key, Panel } from "../panel.ts";
import { element, siblings, translate, type Svg } from "../svg.ts";
import type { Theme } from "../theme.ts";
import { captionOf } from "./caption.ts";
import { movingPanel } from "./moving.ts";
import { route } from "./route.ts";
import { stage, type Image, type Stage } from "./stage.ts";

export interface TransportOptions<S extends string = string, C extends string = string> {
  /** The block, counted from 0. Default 0. */
  readonly block?: number;
  /** Where the blocks before stay; at the image of the base's origin when left out. */
  readonly at?: Point<S>;
  /** The condition of a conditional model. */
  readonly given?: Point<C>;
  /** A picture that moves instead of a row of panels. Default false. */
  readonly animate?: boolean;
  /** Names of the block's numbers, with units. */
  readonly labels?: readonly string[];
  readonly seed?: number;
  readonly title?: string;
  readonly theme?: Theme;
  readonly id?: string;
}

/** The picture, as the text of an SVG file. */
export const transport = <S extends string, C extends string>(model: Model<S, C>, options: TransportOptions<NoInfer<S>, NoInfer<C>> = {}): string => {
  const { block = 0, animate = false, seed = 0 } = options;
  // Of any model no more is asked than of this one.
  const way = route(model as unknown as Model<string, string>, block, seed, options.at, options.given);
  const side = animate ? 400 : [300, 300, 240, 200][Math.min(3, perRow(way.names.length) - 1)]!;
  const own = stage(way, { side, labels: options.labels, light: animate });
  const panel = animate ? movingPanel(own, way.names, side) : stillPanel(own, way.names, side);
  const spec = way.manifold.spec;
  return figure({
    title: options.title ?? `From the base to the density on ${spec}`,
    rows: [[{ ...panel, keys: keysOf(own) }]],
    ...(options.theme && { theme: options.theme }),
    ...(options.id !== undefined && { id: options.id }),
  });
};

const keysOf = ({ steps: [first] }: Stage): readonly Key[] =>
  first!.density
    ? [{ mark: "region", class: "ridge", label: "density" }, { mark: "line", class: "mesh", label: "cuts between equal shares of the mass, and their images" }]
    : [{ mark: "line", class: "mesh", label: "an even grid of the base, and its image" }, ...(first!.dots.length > 0 ? [{ mark: "dots", class: "dots", label: "a sample" } as const] : [])];

const drawn = ({ lines, density, dots: points }: Image, side: number): Svg => {
  const near = points.filter(([x, y]) => x >= 0 && x <= side && y >= 0 && y <= side);
  return siblings(
    ...(density ? [element("path", { class: "ridge", d: line(density) })] : []),
    mesh(lines.fine.map(line)),
    element("path", { class: "mesh axis", d: lines.strong.map(line).join("") }),
    ...(near.length > 0 ? [dots(near)] : []),
  );
};

/** Rows of three look better than four and one. */
const perRow = (count: number): number => (count <= 4 ? count : count <= 6 ? 3 : 4);
const gap = 18;
const caption = 24;

const stillPanel = (own: Stage, names: readonly string[], side: number): Panel => {
  const columns = perRow(names.length);
  const [across, down] = [own.left + side + gap, caption + side + own.below + gap];
  return {
    width: columns * across - gap + 12,
    height: Math.ceil(names.length / columns) * down - gap,
    title: "",
    description: `${names.length} panels with the image of an even grid of the base: ${names.map((_, step) => captionOf(names, step)).join(", ")}.`,
    keys: [],
    body: siblings(...names.map((_, step) =>
      element("g", { transform: translate((step % columns) * across + own.left, Math.floor(step / columns) * down + caption) },
        element("text", { class: "panel-title", y: -9 }, captionOf(names, step)),
        own.under,
        element("svg", { width: side, height: side, overflow: "hidden" }, drawn(own.steps[step]!, side)),
        own.over,
      ))),
  };
};
