/**
 * The concentration of maximum likelihood of the zoom alone. With the fractions β, α of each point and y = 2κ the mean
 * log-density is, up to a constant and with T(y) = log((1 − e^−y) / y),
 *
 *     −yβ − T(y) + (n − 2)/2 · (T(yβ) + T(yα) − 2T(y) − yβ),
 *
 * the first two terms alone on S², where its derivative vanishes at coth κ − 1/κ = R, the mean resultant length.
 */

export interface Fractions {
  readonly near: number;
  readonly far: number;
}

const [least, most] = [1e-3, 1e9];

/** The κ that suits points best, in float64 digits; points all over the sphere have the least one, a single point the most. */
export const likeliest = (points: readonly Fractions[], weights: ArrayLike<number>, dim: number): number => {
  const score = (kappa: number): number => {
    const y = 2 * kappa;
    const whole = slope(y);
    return points.reduce((sum, { near, far }, row) =>
      sum + weights[row]! * (-near - whole + 0.5 * (dim - 2) * (near * slope(y * near) + far * slope(y * far) - 2 * whole - near)), 0);
  };
  if (!(score(least) > 0)) return least;
  let [low, high] = [Math.log(least), Math.log(most)];
  for (let step = 0; step < 60; step++) {
    const middle = 0.5 * (low + high);
    if (score(Math.exp(middle)) > 0) low = middle;
    else high = middle;
  }
  return Math.exp(low);
};

/** T′(y) = 1 / (e^y − 1) − 1/y. */
const slope = (y: number): number => (y < 0.05 ? -0.5 + y / 12 - y ** 3 / 720 + y ** 5 / 30240 : 1 / Math.expm1(y) - 1 / y);

const share = (y: number): number => (y < 1e-8 ? 1 : -Math.expm1(-y) / y);

/** From the data to the base, as in `gather.ts`. */
export const spreadFractions = ({ near, far }: Fractions, kappa: number): Fractions => {
  const y = 2 * kappa;
  const [own, other] = [(near * share(y * near)) / share(y), ((far * share(y * far)) / share(y)) * Math.exp(-y * near)];
  return own <= other ? { near: own, far: 1 - own } : { near: 1 - other, far: other };
};
