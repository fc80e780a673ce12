/**
 * A mixture of logistic kernels, C(u) = Σ π_k σ((u − μ_k)/w_k), with one exponential and one division per kernel and no
 * loss of digits anywhere: in either tail, however far, and in the gaps between kernels, however wide.
 *
 * With t = (u − μ)/w, M = min_k |t_k|, E = exp(M − |t|), e = E·exp(−M) = exp(−|t|) and q = 1/(1 + e), the two tails of a
 * kernel are q and e·q in the order of the sign of t, and its density is e·q²/w. Sums of terms that all carry e are
 * taken over E and shifted by −M afterwards, so that they are never below the least weight. Nothing depends on M, which
 * is therefore a constant to derivatives.
 */
import { abs, add, div, exp, lessEqual, log, max, mul, neg, square, stopGradient, sub, sum, unsqueeze, where, type Expr } from "../../expr/index.ts";
import type { Mixture, Tails } from "./tails.ts";

/** Kernels of n coordinates. */
export interface Kernels {
  /** μ [n, k]. */
  readonly means: Expr;
  /** w [n, k], positive. */
  readonly widths: Expr;
  /** π [n, k]; each row adds up to 1. */
  readonly weights: Expr;
}

export const logisticMixture = ({ means, widths, weights }: Kernels): Mixture => {
  const perWidth = div(1, widths);
  const weightPerWidth = mul(weights, perWidth);
  return {
    tails: (u) => {
      const t = mul(sub(unsqueeze(u), means), perWidth);
      const distance = abs(t);
      const nearest = stopGradient(leastOf(distance));
      const relative = exp(sub(unsqueeze(nearest), distance));
      const scale = exp(neg(nearest));
      const q = div(1, add(1, mul(relative, unsqueeze(scale))));
      const near = mul(weights, q);
      const far = mul(near, relative);
      const right = lessEqual(0, t);
      const density = log(sum(mul(weightPerWidth, relative, square(q))));
      const below = tail(sum(mul(right, near)), sum(mul(sub(1, right), far)), scale, nearest);
      const above = tail(sum(mul(sub(1, right), near)), sum(mul(right, far)), scale, nearest);
      return both(density, below, above, nearest);
    },
    bracket: (below, above) => {
      const ends = add(means, mul(widths, unsqueeze(sub(below, above))));
      return { lower: leastOf(ends), upper: max(ends) };
    },
  };
};

const leastOf = (x: Expr): Expr => neg(max(neg(x)));

/** A tail of the mixture is scale · far + near; where no kernel is near, its logarithm is that of `far`, shifted. */
interface Tail {
  /** log of the tail, times exp(M) where shifted. */
  readonly scaled: Expr;
  readonly shifted: Expr;
}

const tail = (near: Expr, far: Expr, scale: Expr, nearest: Expr): Tail & { readonly value: Expr } => {
  const shifted = lessEqual(near, 0);
  const scaled = log(where(shifted, far, add(near, mul(scale, far))));
  return { scaled, shifted, value: sub(scaled, where(shifted, nearest, 0)) };
};

const both = (density: Expr, below: ReturnType<typeof tail>, above: ReturnType<typeof tail>, nearest: Expr): Tails => {
  const per = ({ scaled, shifted }: Tail): Expr => sub(sub(density, scaled), where(shifted, 0, nearest));
  return { below: below.value, above: above.value, density: sub(density, nearest), perBelow: per(below), perAbove: per(above) };
};
