/** The quantile of χ² with `dim` degrees of freedom: the squared radius of the ball that holds a share of a Gaussian. */
import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import { lastHolding } from "./bisection.ts";

export const chiSquareQuantile = (share: number, dim: number): number => {
  if (dim === 2) return -2 * Math.log1p(-share);
  let high = dim + 10;
  while (chiSquareCdf(high, dim) < share && high < 1e6) high *= 2;
  return lastHolding((square) => chiSquareCdf(square, dim) <= share, 0, high);
};
