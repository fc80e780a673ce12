/**
 * The inverse of a map of the sphere that comes with its derivative, by Newton's iteration with step halving.
 *
 * Each step of a `scan` tries one move. A move that brings the image nearer, by Armijo's rule, is taken, and the next one is
 * computed where it led to; else the move is halved. Where the image is as near as floats can tell no move is taken, and the
 * point stays. The derivative of the map is nowhere singular, so that only the solution stops the descent.
 *
 * Derivatives are those of the implicit function theorem: the solution found is a constant to them, and one more step of
 * Newton from there makes it a function of all that the map depends on. Second derivatives are finite, but not those of the
 * solution: for that the step's own matrix would have to change.
 */
import { add, div, dot, less, mul, scan, sqrt, square, stopGradient, sub, sum, where, zeros, type Expr } from "../expr/index.ts";

/** A map of S^n at a point. */
export interface Local {
  /** Its value there [n + 1]. */
  readonly image: Expr;
  /** The tangent that its derivative takes to a tangent u at the image. All but u is a constant to derivatives. */
  readonly pull: (u: Expr) => Expr;
}

/** The move from x by Newton's step; what is left of the gap along the image is of second order. */
const move = ({ image, pull }: Local, target: Expr): { readonly gap: Expr; readonly step: Expr } => {
  const gap = sub(target, image);
  return { gap, step: pull(sub(gap, mul(dot(gap, image), image))) };
};

const moved = (x: Expr, step: Expr): Expr => {
  const to = add(x, step);
  return div(to, sqrt(sum(square(to))));
};

/** The point whose image is `target`, from a start whose image is less than a quarter turn away from it. */
export const solved = (map: (x: Expr) => Local, target: Expr, start: Expr, tries: number): Expr => {
  const { last } = scan(
    ({ x, step, share, miss }) => {
      const to = moved(x, mul(share, step));
      const { gap, step: next } = move(map(to), target);
      const left = dot(gap, gap);
      const taken = less(left, mul(sub(1, mul(0.5, share)), miss));
      return {
        x: where(taken, to, x),
        step: where(taken, next, step),
        share: where(taken, 1, mul(0.5, share)),
        miss: where(taken, left, miss),
      };
    },
    // No image is as far as this: the first try, the start itself, is taken.
    { x: start, step: zeros(start.shape), share: 1, miss: 100 },
    tries,
  );
  const found = stopGradient(last.x);
  return moved(found, move(map(found), target).step);
};
