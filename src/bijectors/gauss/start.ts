/**
 * Where the kernels of a fresh layer lie: means at quantiles of the distribution that the outer function stands for, drawn
 * together by one factor, and one width, so that the mixture has that distribution's second and fourth moments. The layer
 * then is close to the identity: see the tests for how close.
 */
import { logNormalQuantile } from "../../expr/special.ts";

export interface Start {
  readonly means: readonly number[];
  readonly width: number;
}

interface Target {
  readonly quantile: (fraction: number) => number;
  readonly variance: number;
  /** Fourth moment over the squared variance. */
  readonly kurtosis: number;
}

const logisticVariance = Math.PI ** 2 / 3;
const logisticKurtosis = 4.2;

const targets = {
  normal: { quantile: (p: number): number => logNormalQuantile(Math.log(p)), variance: 1, kurtosis: 3 },
  // A touch lighter than the logistic distribution, which would put all means in one place, where they cannot part.
  logistic: { quantile: (p: number): number => Math.log(p / (1 - p)), variance: logisticVariance, kurtosis: 4.1 },
} as const satisfies { readonly [name: string]: Target };

const meanPower = (values: readonly number[], power: number): number => values.reduce((sum, each) => sum + each ** power, 0) / values.length;

/** `count` equal kernels for one coordinate. */
export const start = (outer: keyof typeof targets, count: number): Start => {
  const { quantile, variance, kurtosis } = targets[outer];
  const points = Array.from({ length: count }, (_, kernel) => quantile((kernel + 0.5) / count));
  const share = count === 1 ? 0 : shareOfMeans(meanPower(points, 4) / meanPower(points, 2) ** 2, kurtosis);
  const spread = count === 1 ? 0 : Math.sqrt((share * variance) / meanPower(points, 2));
  return { means: points.map((point) => spread * point), width: Math.sqrt(((1 - share) * variance) / logisticVariance) };
};

/**
 * The share A of the variance that the means carry, from κA² + 6A(1 − A) + 4.2(1 − A)² = kurtosis, κ being that of the
 * means: the fourth moment of a sum of two independent symmetric variables.
 */
const shareOfMeans = (own: number, kurtosis: number): number => {
  const [a, b, c] = [own - 6 + logisticKurtosis, 6 - 2 * logisticKurtosis, logisticKurtosis - kurtosis];
  return (2 * c) / (-b + Math.sqrt(b * b - 4 * a * c));
};
