/** Kolmogorov's test: whether numbers are uniform on [0, 1]. */

/** sup |F_N(u) − u| of numbers in [0, 1], and where; infinite if one of them is none. */
export const distance = (numbers: readonly number[]): { readonly distance: number; readonly at: number } => {
  const sorted = [...numbers].sort((a, b) => a - b);
  let [most, at] = [0, 0];
  sorted.forEach((u, rank) => {
    const own = Math.max(u - rank / sorted.length, (rank + 1) / sorted.length - u);
    if (!(own <= most)) [most, at] = [Number.isNaN(own) ? Infinity : own, u];
  });
  return { distance: most, at };
};

/** The distance that N uniform numbers pass with this chance at most: P(√N D > λ) ≤ 2 exp(−2λ²) (Massart 1990). */
export const critical = (count: number, chance: number): number => Math.sqrt(Math.log(2 / chance) / (2 * count));

/** P(D > d) of N uniform numbers, by Kolmogorov's series with Stephens's correction for small N. */
export const probability = (distance: number, count: number): number => {
  const lambda = (Math.sqrt(count) + 0.12 + 0.11 / Math.sqrt(count)) * distance;
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * lambda) ** 2);
  return Math.min(1, Math.max(0, sum));
};
