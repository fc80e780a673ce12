/** The marks that pictures of layers share, and what legends say of them. */
import { dots, percent } from "../../../src/plot/marks.ts";
import type { Key } from "../../../src/plot/panel.ts";
import { element, siblings, type Svg } from "../../../src/plot/svg.ts";
import { levelClass } from "../../../src/plot/theme.ts";
import type { Pixel } from "../../../src/plot/lines.ts";

/** Shares of the regions, from the innermost. */
export const masses = [0.5, 0.9] as const;

export const keys = {
  mesh: { mark: "line", class: "mesh", label: "an even grid of the base, and its image" },
  dots: { mark: "dots", class: "dots", label: "a sample" },
  line: { mark: "line", class: "line", label: "density" },
  bars: { mark: "bars", class: "bars", label: "samples" },
  regions: masses.map((mass, at): Key => ({
    mark: "region",
    class: levelClass(at),
    label: `smallest region with ${percent(mass)}`,
  })),
} as const;

export const mesh = (lines: readonly string[]): Svg => element("path", { class: "mesh", d: lines.join("") });

/** The lines of a grid; those that the eye is to follow, such as an equator, are strong. */
export interface Grid<A> {
  readonly fine: readonly A[];
  readonly strong: readonly A[];
}

export const onGrid = <A, B>({ fine, strong }: Grid<A>, f: (line: A) => B): Grid<B> => ({
  fine: fine.map(f),
  strong: strong.map(f),
});

/** A cloud of samples on a grid, with the outlines of regions above and their tints below. */
export const scene = ({ fine, strong }: Grid<string>, points: readonly Pixel[], regions: readonly string[]): Svg =>
  siblings(
    ...regions.map((d) => element("path", { class: "region", d })),
    mesh(fine),
    element("path", { class: "mesh axis", d: strong.join("") }),
    dots(points),
    ...regions.map((d) => element("path", { class: "line-halo", d })),
    ...regions.map((d, at) => element("path", { class: `line ${levelClass(at)}`, d })),
  );

export const sampleCount = 500;
