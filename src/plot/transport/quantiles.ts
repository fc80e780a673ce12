/** Blocks of one dimension: points of the base between which equal shares of the mass lie, and the density where they go. */
import { evenly } from "../lines.ts";

const tail = [1e-4, 3e-4, 8e-4, 0.002, 0.004];

/** Shares of the mass below the points of a curve, dense in the tails, where a hill ends; which of them cut it, and the middle. */
export const shares = (light: boolean): { readonly at: readonly number[]; readonly cuts: readonly number[]; readonly middle: number } => {
  const count = light ? 120 : 240;
  const inner = evenly(count - 1, 1 / count, 1 - 1 / count);
  return {
    at: [...tail, ...inner, ...tail.map((each) => 1 - each).reverse()],
    cuts: Array.from({ length: 23 }, (_, at) => tail.length - 1 + ((at + 1) * count) / 24).filter((_, at) => at !== 11),
    middle: tail.length - 1 + count / 2,
  };
};

/** The density between neighbouring images of points that have these shares of the mass below them, at each of these points. */
export const densities = (at: readonly number[], images: ArrayLike<number>): readonly number[] => {
  const slopes = at.slice(1).map((share, index) => (share - at[index]!) / Math.max(Math.abs(images[index + 1]! - images[index]!), 1e-12));
  return at.map((_, index) => (slopes[Math.max(0, index - 1)]! + slopes[Math.min(slopes.length - 1, index)]!) / 2);
};
