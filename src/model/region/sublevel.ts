/**
 * Regions by their threshold alone, in any dimension. The threshold is a quantile of the log-density at samples; its
 * standard error comes from the order statistics one binomial deviation to either side. The volume is a mean over fresh
 * samples inside, ∫ 1[p ≥ t] dx = E 1[p ≥ t] / p, whose terms are at most 1/t.
 */
import { slack } from "./bisection.ts";
import type { Estimate } from "./region.ts";

export interface Threshold {
  readonly threshold: number;
  readonly thresholdError: number;
}

/** The log-density that a share `level` of samples reaches. */
export const thresholdOf = (logDensity: Float64Array, level: number): Threshold => {
  const sorted = logDensity.slice().sort();
  const count = sorted.length;
  const at = (rank: number): number => sorted[Math.min(Math.max(Math.floor(rank), 0), count - 1)]!;
  const [rank, deviation] = [(1 - level) * count, Math.sqrt(level * (1 - level) * count)];
  // One rank to either side at least, where hardly any sample is left out.
  const step = Math.max(deviation, 1);
  return { threshold: at(rank) - slack, thresholdError: 0.5 * (at(rank + step) - at(rank - step)) };
};

/** The share of fresh samples inside. Its error is that of the level if all is right, and so never zero. */
export const contentOf = (logDensity: Float64Array, threshold: number, level: number): Estimate => {
  const inside = logDensity.reduce((sum, each) => (each >= threshold ? sum + 1 : sum), 0);
  return { value: inside / logDensity.length, error: Math.sqrt((level * (1 - level)) / logDensity.length) };
};

export const volumeOf = (logDensity: Float64Array, threshold: number): Estimate => {
  const terms = logDensity.map((each) => (each >= threshold ? Math.exp(threshold - each) : 0));
  const mean = terms.reduce((sum, each) => sum + each, 0) / terms.length;
  const square = terms.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, terms.length - 1);
  return { value: mean * Math.exp(-threshold), error: Math.sqrt(square / terms.length) * Math.exp(-threshold) };
};
