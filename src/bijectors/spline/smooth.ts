/**
 * The slopes that make a rational-quadratic spline twice continuously differentiable, for any number of bins.
 *
 * At a knot of slope D between bins of heights h₋, h₊ and mean slopes s₋, s₊, whose other knots have the slopes D₋, D₊, the
 * second derivatives of both sides agree where
 *
 *     D + p D₋ + q D₊ = p s₋ + q s₊ + (p s₋² + q s₊²) / D,   p = h₊ / (h₋ + h₊),   q = h₋ / (h₋ + h₊).
 *
 * Over all knots that are not given, this says that Σ (D₋ + D₊)² / 2h − (s/h)(D₋ + D₊) − (s²/h) log D₋D₊, summed over the
 * bins, is stationary. It is strictly convex and infinite at the border of positive slopes: there is one solution.
 *
 * Sweeps find it. Given its neighbours, a slope is the positive root of D² + 2PD = Q, with Q = p s₋² + q s₊². Since
 * D² ≤ √Q D + Q whatever they are, D ≤ 1.62 √Q (the golden ratio), and a change of the neighbours by δ moves the root by at
 * most δ / (1 + Q/D²) ≤ 0.724 δ. So a sweep over all knots at once contracts by 0.724 or better, for every spline. What is
 * left after `sweeps` of them (2e-3 by this bound, 1e-6 at most of what has been seen), two steps of Newton in the logarithms
 * of the slopes square twice. The second is the only one that derivatives see, and makes the first derivatives those of
 * the implicit function theorem.
 *
 * The matrices of these steps have the same bound on their rows. Cyclic reduction therefore needs no pivots, and joined
 * ends need no extra care: it takes the coupling of the knots from 0.724 to 0.36, 0.067, 2e-3, … 5e-24 in six steps.
 *
 * Source: Delbourgo & Gregory 1983, IMA J. Numer. Anal. 3, 141, for given slopes at the ends.
 */
import { add, concat, div, exp, expand, less, mul, neg, scan, slice, sqrt, square, stopGradient, sub, where, zeros, type Expr } from "../../expr/index.ts";

/**
 * What lies beyond the ends of a spline: slopes [..., 2] that are given, the other end of the spline itself (`joined`), or
 * straight lines with the slopes at the ends (`straight`).
 */
export type Ends = Expr | "joined" | "straight";

/** The equations of n knots, each [..., n]; the sides are p and q, the weights of the neighbours. */
interface System extends Sides {
  /** p s₋ + q s₊, less what given slopes at the ends take from it. */
  readonly linear: Expr;
  /** Q. */
  readonly squared: Expr;
  /** The entries `by` knots before, or after where negative; zero where there is none. */
  readonly shift: (x: Expr, by: number) => Expr;
  /** Steps of cyclic reduction until no knot is coupled to another. */
  readonly reductions: number;
}

/** Widths and heights [..., K], in units in which both add up to the same → slopes at all knots [..., K + 1]. */
export const smoothSlopes = (widths: Expr, heights: Expr, ends: Ends): Expr => {
  const system = systemOf(heights, div(heights, widths), ends);
  const slopes = newton(system, stopGradient(newton(system, swept(system))));
  if (ends === "straight") return slopes;
  return ends === "joined" ? concat([slopes, slice(slopes, -1, 0, 1)], -1) : concat([slice(ends, -1, 0, 1), slopes, slice(ends, -1, 1, 1)], -1);
};

const sweeps = 20;

const neighbors = ({ before, after, shift }: System, slopes: Expr): Expr => add(mul(before, shift(slopes, 1)), mul(after, shift(slopes, -1)));

const swept = (system: System): Expr => {
  const { linear, squared } = system;
  const once = (slopes: Expr): Expr => {
    const half = mul(0.5, sub(neighbors(system, slopes), linear));
    const reach = sqrt(add(square(half), squared));
    // Both forms of the root, so that nothing cancels.
    const low = less(0, half);
    return where(low, div(squared, add(reach, where(low, half, 0))), sub(reach, half));
  };
  return scan(once, sqrt(squared), sweeps).last;
};

/** Newton's step from slopes that count as constants, D exp(ε): the matrix is that of ε, and a constant too. */
const newton = (system: System, slopes: Expr): Expr => {
  const { before, after, linear, squared, shift } = system;
  const over = div(squared, slopes);
  const residual = sub(sub(add(slopes, neighbors(system, slopes)), linear), over);
  const matrix: Rows = {
    before: stopGradient(mul(before, shift(slopes, 1))),
    diagonal: stopGradient(add(slopes, over)),
    after: stopGradient(mul(after, shift(slopes, -1))),
  };
  return mul(slopes, exp(solve(matrix, neg(residual), system)));
};

/** before · x₋ + diagonal · x + after · x₊ in each row. */
interface Rows extends Sides {
  readonly diagonal: Expr;
}

/** Cyclic reduction (Hockney 1965): each step eliminates the neighbours of every row and doubles the distance of its next ones. */
const solve = (rows: Rows, right: Expr, { shift, reductions }: Pick<System, "shift" | "reductions">): Expr => {
  let [{ before, diagonal, after }, known] = [rows, right];
  for (let step = 0, distance = 1; step < reductions; step++, distance *= 2) {
    const [earlier, later] = [(x: Expr): Expr => shift(x, distance), (x: Expr): Expr => shift(x, -distance)];
    // Where there is no neighbour its weight is zero, and so is its row.
    const missing = (x: Expr): Expr => where(less(0, x), x, 1);
    const [back, ahead] = [neg(div(before, missing(earlier(diagonal)))), neg(div(after, missing(later(diagonal))))];
    known = add(known, mul(back, earlier(known)), mul(ahead, later(known)));
    diagonal = add(diagonal, mul(back, earlier(after)), mul(ahead, later(before)));
    [before, after] = [mul(back, earlier(before)), mul(ahead, later(after))];
  }
  return div(known, diagonal);
};

const systemOf = (heights: Expr, rises: Expr, ends: Ends): System => {
  const bins = heights.shape.at(-1)!;
  /** What the bins before and after every knot have. */
  const sides = (x: Expr): Sides => (ends === "joined" ? { before: rolled(x, 1), after: x } : { before: slice(x, -1, 0, bins - 1), after: slice(x, -1, 1, bins - 1) });
  const own = weights(sides(heights));
  const [{ before, after }, around] = ends === "straight" ? [only(own), doubled(rises)] : [own, sides(rises)];
  const mean = (x: Sides): Expr => add(mul(before, x.before), mul(after, x.after));
  const knots = before.shape.at(-1)!;
  return {
    before,
    after,
    linear: typeof ends === "string" ? mean(around) : sub(mean(around), mean(beyond(ends, knots))),
    squared: mean({ before: square(around.before), after: square(around.after) }),
    shift: ends === "joined" ? rolled : shifted,
    reductions: ends === "joined" ? 6 : Math.ceil(Math.log2(knots)),
  };
};

interface Sides {
  readonly before: Expr;
  readonly after: Expr;
}

/** p and q, from heights. */
const weights = ({ before, after }: Sides): Sides => {
  const both = add(before, after);
  return { before: div(after, both), after: div(before, both) };
};

/** The weights with those of the ends, where only the bin inside counts. */
const only = ({ before, after }: Sides): Sides => {
  const [none, all] = [0, 1].map((each) => expand(each, [...before.shape.slice(0, -1), 1])) as [Expr, Expr];
  return { before: concat([none, before, all], -1), after: concat([all, after, none], -1) };
};

/** The bins on both sides of all knots, the ends among them; beyond an end lies the bin inside once more. */
const doubled = (x: Expr): Sides => ({ before: concat([slice(x, -1, 0, 1), x], -1), after: concat([x, slice(x, -1, x.shape.at(-1)! - 1, 1)], -1) });

/** Slopes [..., 2] as those before the first of n knots and after the last, and zeros. */
const beyond = (ends: Expr, knots: number): Sides => {
  const none = zeros([...ends.shape.slice(0, -1), knots - 1]);
  return { before: concat([slice(ends, -1, 0, 1), none], -1), after: concat([none, slice(ends, -1, 1, 1)], -1) };
};

const shifted = (x: Expr, by: number): Expr => {
  const length = x.shape.at(-1)!;
  const [count, kept] = [Math.min(Math.abs(by), length), Math.max(0, length - Math.abs(by))];
  const none = zeros([...x.shape.slice(0, -1), count]);
  return by > 0 ? concat([none, slice(x, -1, 0, kept)], -1) : concat([slice(x, -1, count, kept), none], -1);
};

const rolled = (x: Expr, by: number): Expr => {
  const length = x.shape.at(-1)!;
  const count = ((by % length) + length) % length;
  return count === 0 ? x : concat([slice(x, -1, length - count, count), slice(x, -1, 0, length - count)], -1);
};
