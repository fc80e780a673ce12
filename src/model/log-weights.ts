/**
 * What importance weights tell: w = p̃(x)/q(x) of samples x of q, kept as logarithms. With N samples,
 *
 *     Z ≈ w̄ = Σw/N,   effective share = (Σw)² / (N Σw²) = 1 / (1 + c²),   KL(q ‖ p) ≈ ln w̄ − mean ln w,
 *
 * c being the coefficient of variation of the weights. Standard errors by the delta method: c/√N of ln w̄, and of the
 * divergence the deviation of w/w̄ − ln w over √N, in which the noise of both terms cancels where q is near p.
 */
export interface WeightSummary {
  /** Effective sample size as a share of all samples, in (0, 1]. */
  readonly effectiveShare: number;
  /** ln Z, biased low by half its squared standard error. */
  readonly logNormalizer: number;
  readonly logNormalizerError: number;
  /** KL(q ‖ p) in nats; infinite where p̃ vanishes at a sample. */
  readonly divergence: number;
  readonly divergenceError: number;
}

export const summarize = (logWeights: ArrayLike<number>): WeightSummary => {
  const logs = Float64Array.from(logWeights);
  const { length } = logs;
  if (length < 2) throw new RangeError(`A standard error takes at least two weights, but there are ${length}.`);
  const top = logs.reduce((most, each) => Math.max(most, each), -Infinity);
  if (top === -Infinity) return { effectiveShare: 0, logNormalizer: -Infinity, logNormalizerError: NaN, divergence: NaN, divergenceError: NaN };
  const scaled = logs.map((log) => Math.exp(log - top));
  const average = mean(scaled);
  const relative = scaled.map((each) => each / average);
  const perRoot = 1 / Math.sqrt(length);
  return {
    effectiveShare: 1 / mean(relative.map((each) => each * each)),
    logNormalizer: top + Math.log(average),
    logNormalizerError: deviation(relative) * perRoot,
    // From logarithms near 0: adding a constant to ln p̃ changes nothing.
    divergence: Math.log(average) - mean(logs.map((log) => log - top)),
    divergenceError: deviation(relative.map((each, row) => each - (logs[row]! - top))) * perRoot,
  };
};

const mean = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0) / values.length;

const deviation = (values: Float64Array): number => {
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, each) => sum + (each - center) ** 2, 0) / (values.length - 1));
};
