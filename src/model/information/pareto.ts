/**
 * How heavy the tail of importance weights is, and the weights with that tail made smooth. The largest weights of N,
 * ⌈min(N/5, 3√N)⌉ of them, are taken for draws of a generalized Pareto distribution of shape k: weights have 1/k moments.
 *
 *     k < ½          a variance: errors are what they say;
 *     k < 0.7        estimates from smoothed weights are still reliable, if N ≥ 10^(1 / (1 − k));
 *     k ≥ 1          no mean: no number of samples will do.
 *
 * Sources: Zhang & Stephens 2009, Technometrics 51, 316 (the fit, with their eqs. 3 to 6); Vehtari, Simpson, Gelman, Yao &
 * Gabry 2024, JMLR 25(72), arXiv:1507.02646 (smoothing, the prior that draws k to ½ in small samples, and the bounds).
 */

export interface ParetoTail {
  /** The shape k; −∞ where the largest weights are equal, +∞ where there are too few samples or a weight is no number. */
  readonly k: number;
  /** Natural logarithms of the weights, the largest replaced by expected order statistics of the fitted tail. */
  readonly logWeights: Float64Array;
  /** Samples from which on a mean with this k is reliable; infinite from k = 1 on. */
  readonly needed: number;
  /** k < min(1 − 1/log₁₀ N, 0.7). */
  readonly reliable: boolean;
}

/** Too few for a fit. */
const leastTail = 5;

/** The tail of weights given as logarithms, up to a constant. */
export const paretoTail = (logWeights: ArrayLike<number>): ParetoTail => {
  const logs = Float64Array.from(logWeights);
  const { length } = logs;
  const order = Array.from(logs.keys()).sort((a, b) => logs[a]! - logs[b]!);
  const size = Math.ceil(Math.min(length / 5, 3 * Math.sqrt(length)));
  const told = (k: number, smoothed: Float64Array): ParetoTail => ({ k, logWeights: smoothed, needed: k < 1 ? 10 ** (1 / (1 - Math.max(0, k))) : Infinity, reliable: k < Math.min(1 - 1 / Math.log10(length), 0.7) });
  const top = logs[order[length - 1]!]!;
  if (size < leastTail || !Number.isFinite(top)) return told(Infinity, logs);
  const tail = order.slice(length - size);
  const cutoff = Math.exp(logs[order[length - size - 1]!]! - top);
  const excesses = tail.map((row) => Math.exp(logs[row]! - top) - cutoff);
  if (excesses[0]! === excesses[size - 1]!) return told(-Infinity, logs);
  const { k, scale } = fitPareto(excesses.filter((each) => each > 0));
  const smoothed = logs.slice();
  tail.forEach((row, at) => (smoothed[row] = Math.min(top, top + Math.log(cutoff + quantile((at + 0.5) / size, k, scale)))));
  return told(k, smoothed);
};

/** Of the generalized Pareto distribution that begins at 0. */
const quantile = (share: number, k: number, scale: number): number => (k === 0 ? -scale * Math.log1p(-share) : (scale * Math.expm1(-k * Math.log1p(-share))) / k);

/** Shape and scale of positive numbers in ascending order: the posterior mean of θ = k/σ on a grid, and k given θ. */
export const fitPareto = (sorted: readonly number[]): { readonly k: number; readonly scale: number } => {
  const count = sorted.length;
  const grid = 30 + Math.floor(Math.sqrt(count));
  const quarter = sorted[Math.floor(count / 4 + 0.5) - 1] ?? sorted[0]!;
  const largest = sorted[count - 1]!;
  const thetas = Array.from({ length: grid }, (_, j) => 1 / largest + (1 - Math.sqrt(grid / (j + 0.5))) / (3 * quarter));
  const shapeAt = (theta: number): number => sorted.reduce((sum, x) => sum + Math.log1p(-theta * x), 0) / count;
  const logs = thetas.map((theta) => {
    const shape = shapeAt(theta);
    return count * (Math.log(-theta / shape) - shape - 1);
  });
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logs.map((log) => Math.exp(log - most));
  const theta = thetas.reduce((sum, each, j) => sum + each * weights[j]!, 0) / weights.reduce((sum, each) => sum + each, 0);
  const raw = shapeAt(theta);
  // A prior worth ten observations at ½.
  return { k: (raw * count + 5) / (count + 10), scale: -raw / theta };
};
