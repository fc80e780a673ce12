/** Images of lattices whose points are drawn one by one. */
import type { Pixel } from "../lines.ts";
import { onGrid, type Grid } from "../mesh.ts";
import type { Route } from "./route.ts";
import type { Image } from "./stage.ts";

export const dotCount = 300;

export interface Followed {
  /** At each step the lines of the lattice, and the samples. */
  readonly lines: readonly Grid<Float64Array>[];
  readonly dots: readonly Float64Array[];
}

/** Where a lattice and samples of the base go, in one pass. */
export const followed = ({ follow, drawn }: Route, lattice: Grid<ArrayLike<number>>, count = dotCount): Followed => {
  const all = [...lattice.fine, ...lattice.strong];
  const steps = follow(all.flatMap((each) => Array.from(each)));
  let start = 0;
  const pieces = new Map(all.map((each) => [each, [(start += each.length) - each.length, start] as const]));
  return {
    lines: steps.map((rows) => onGrid(lattice, (each) => rows.slice(...pieces.get(each)!))),
    dots: count === 0 ? steps.map(() => new Float64Array(0)) : follow(drawn(count)),
  };
};

/** One step in pixels. */
export const imageOf = ({ lines, dots }: Followed, step: number, width: number, place: (rows: Float64Array, at: number) => Pixel): Image => {
  const placed = (rows: Float64Array): readonly Pixel[] => Array.from({ length: rows.length / width }, (_, at) => place(rows, at * width));
  return { lines: onGrid(lines[step]!, placed), dots: placed(dots[step]!) };
};
