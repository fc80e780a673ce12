/**
 * Mixtures of wrapped Cauchy distributions, fitted to angles. Evaluated in closed form, a mixture of Möbius maps gives a
 * uniform base the density Σ π_k (1 − |w_k|²) / |z − w_k|² / 2π: w_k is the direction and the resultant length of the
 * k-th wrapped Cauchy distribution.
 * Source: Kent & Tyler 1988, J. Appl. Stat. 15: the maximum likelihood has mean h_w(z) = 0, and moving w by that mean
 * increases the likelihood; here under the weights of expectation–maximisation.
 */

/** Complex numbers, as pairs. */
type Complex = readonly [number, number];

export interface WrappedCauchy {
  readonly center: Complex;
  readonly weight: number;
}

/** Longest resultant: kernels do not shrink onto single points. */
const longest = 0.98;
const most = 2000;
const rounds = 60;

/** `count` kernels for unit vectors with weights that add up to 1. */
export const fitWrappedCauchy = (points: readonly Complex[], weights: ArrayLike<number>, count: number): readonly WrappedCauchy[] => {
  const step = Math.max(1, Math.floor(points.length / most));
  const chosen = points.flatMap(([x, y], index) => (index % step === 0 ? [{ x, y, weight: weights[index]! }] : []));
  const all = chosen.reduce((sum, { weight }) => sum + weight, 0);
  let mixture = spread(chosen, count);
  for (let round = 0; round < rounds; round++) {
    const sums = mixture.map(() => ({ weight: 0, x: 0, y: 0 }));
    for (const point of chosen) {
      const densities = mixture.map(({ center: [wx, wy], weight }) => (weight * (1 - wx * wx - wy * wy)) / ((point.x - wx) ** 2 + (point.y - wy) ** 2));
      const whole = densities.reduce((a, b) => a + b, 0);
      mixture.forEach(({ center }, k) => {
        const share = (point.weight * densities[k]!) / whole;
        const [x, y] = moebiusMap([point.x, point.y], center);
        const own = sums[k]!;
        own.weight += share;
        own.x += share * x;
        own.y += share * y;
      });
    }
    mixture = mixture.map(({ center: [wx, wy] }, k) => {
      const { weight, x, y } = sums[k]!;
      const mean: Complex = weight > 0 ? [x / weight, y / weight] : [0, 0];
      // h_{−w}(mean): where a mean of h_w at 0 would have its centre.
      return { center: shortened(moebiusMap(mean, [-wx, -wy])), weight: Math.max(weight / all, 1e-3 / count) };
    });
  }
  return mixture;
};

/** Kernels of equal weight at every (k + ½)-th quantile of the angle. */
const spread = (points: readonly { readonly x: number; readonly y: number }[], count: number): readonly WrappedCauchy[] => {
  const angles = points.map(({ x, y }) => Math.atan2(y, x)).sort((a, b) => a - b);
  const length = 1 - 1 / (1 + count);
  return Array.from({ length: count }, (_, k) => {
    const angle = angles[Math.floor(((k + 0.5) / count) * angles.length)]!;
    return { center: [length * Math.cos(angle), length * Math.sin(angle)], weight: 1 / count };
  });
};

/** h_w(z) = (z − w) / (1 − w̄z). */
const moebiusMap = ([x, y]: Complex, [wx, wy]: Complex): Complex => {
  const [a, b] = [x - wx, y - wy];
  const [c, d] = [1 - wx * x - wy * y, wy * x - wx * y];
  const over = c * c + d * d;
  return [(a * c + b * d) / over, (b * c - a * d) / over];
};

const shortened = ([x, y]: Complex): Complex => {
  const factor = Math.min(1, longest / Math.hypot(x, y));
  return [x * factor, y * factor];
};
