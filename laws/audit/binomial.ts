/** Exact bands of binomial counts: between which shares of N an event of probability p lies, but for a chance. */

export interface Band {
  readonly lower: number;
  readonly upper: number;
}

/** The shares that leave at most half of `chance` on either side. */
export const band = (count: number, p: number, chance: number): Band => {
  const mode = Math.min(count, Math.floor((count + 1) * p));
  // Probabilities relative to that of the mode, by the ratio of neighbours, as far as they matter.
  const from = (step: 1 | -1): readonly number[] => {
    const found: number[] = [];
    for (let k = mode, own = 1; k >= 0 && k <= count && own > 1e-30; k += step) {
      found.push(own);
      own *= step > 0 ? ((count - k) * p) / ((k + 1) * (1 - p)) : (k * (1 - p)) / ((count - k + 1) * p);
    }
    return found;
  };
  const [up, down] = [from(1), from(-1)];
  const total = [...up, ...down.slice(1)].reduce((sum, each) => sum + each, 0);
  /** How many steps from the mode still have more than half of the chance beyond or at them. */
  const reach = (side: readonly number[]): number => {
    let beyond = 0;
    for (let step = side.length - 1; step > 0; step--) {
      beyond += side[step]! / total;
      if (beyond > 0.5 * chance) return step;
    }
    return 0;
  };
  return { lower: (mode - reach(down)) / count, upper: (mode + reach(up)) / count };
};
