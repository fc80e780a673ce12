/**
 * Whether numbers are uniform in [0, 1]. The test is Kolmogorov's, with the bound of Dvoretzky, Kiefer & Wolfowitz in the sharp
 * form of Massart 1990, P(D ≥ d) ≤ 2 exp(−2 N d²): it holds for every N, so that a test at level α gives at most a share α of
 * false alarms, and for small α hardly fewer. Two moments, in standard errors, say what a deviation looks like.
 */

export interface Uniformity {
  /** The largest distance by which the empirical distribution function lies above the diagonal: too many small numbers. */
  readonly above: number;
  /** The same below the diagonal: too many large ones. */
  readonly below: number;
  /** Of Kolmogorov's test, an upper bound. */
  readonly pValue: number;
  /** √(12 N) (mean u − ½): to which side the numbers lean; standard normal if they are uniform. */
  readonly tilt: number;
  /** √(180 N) (mean (u − ½)² − 1/12): positive if they gather at both ends, negative if in the middle. */
  readonly spread: number;
}

export const uniformity = (numbers: Float64Array): Uniformity => {
  const { length } = numbers;
  const sorted = numbers.toSorted();
  const above = sorted.reduce((most, u, at) => Math.max(most, (at + 1) / length - u), 0);
  const below = sorted.reduce((most, u, at) => Math.max(most, u - at / length), 0);
  const mean = (of: (u: number) => number): number => sorted.reduce((sum, u) => sum + of(u), 0) / length;
  return {
    above,
    below,
    pValue: tail(length, Math.max(above, below), 2),
    tilt: Math.sqrt(12 * length) * (mean((u) => u) - 0.5),
    spread: Math.sqrt(180 * length) * (mean((u) => (u - 0.5) ** 2) - 1 / 12),
  };
};

/** A bound of the probability of a distance, to `sides` sides. */
export const tail = (count: number, distance: number, sides: 1 | 2): number => Math.min(1, sides * Math.exp(-2 * count * distance * distance));
