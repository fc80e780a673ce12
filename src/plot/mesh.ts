/** An even grid and its image: the lines of a lattice, a cloud of samples on them, and regions. */
import type { Pixel } from "./lines.ts";
import { dots } from "./marks.ts";
import { element, siblings, type Svg } from "./svg.ts";
import { levelClass } from "./theme.ts";

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
