/**
 * The Fréchet mean of directions: the point of S^n whose mean squared great-circle distance to them is least, and that
 * distance, the geodesic variance. Found by going to the mean of the tangent vectors log_m(x) again and again (Karcher 1977;
 * Pennec 2006, J. Math. Imaging Vis. 25, §4). The variance may have several minima, so the walk begins at the mean direction
 * and at both ends of all principal axes; it is a mean where no other end is as good. Of a density that is symmetric under
 * a reflection through the origin, or uniform, there is none.
 */
import { asMatrix, covarianceOfRows, meanOfRows, spectrum, type BlockRows } from "./statistics.ts";

export interface Frechet {
  readonly mean: readonly number[];
  /** Mean squared distance, in radians². */
  readonly variance: number;
  /** Whether the walk came to rest. */
  readonly converged: boolean;
  /** False where another point is as good, to a thousandth of the variance: then the mean is one of several. */
  readonly unique: boolean;
}

export const frechetMean = (of: BlockRows, weights: Float64Array): Frechet => {
  const [nearest, ...others] = starts(of, weights);
  const first = walk(of, weights, nearest!, 200);
  const ends = others.map((start) => walk(of, weights, start, 60));
  const best = ends.reduce((least, end) => (end.variance < least.variance - 1e-12 ? end : least), first);
  const rival = [first, ...ends].some((end) => angle(end.mean, best.mean) > 0.05 && end.variance < best.variance * 1.001);
  return { ...best, unique: !rival };
};

/** From a point that is near the mean already. */
export const frechetNear = (of: BlockRows, weights: Float64Array, start: readonly number[]): Omit<Frechet, "unique"> => walk(of, weights, start, 200);

const starts = (of: BlockRows, weights: Float64Array): readonly (readonly number[])[] => {
  const mean = meanOfRows(of, weights);
  const length = Math.hypot(...mean);
  const axes = spectrum(asMatrix(covarianceOfRows(of, weights), of.width)).flatMap(({ axis }) => [axis, axis.map((each) => -each)]);
  return [length > 1e-9 ? mean.map((each) => each / length) : axes[0]!, ...axes];
};

const walk = (of: BlockRows, weights: Float64Array, start: readonly number[], steps: number): Omit<Frechet, "unique"> => {
  let mean = start;
  for (let step = 0; step < steps; step++) {
    const tangent = meanTangent(of, weights, mean);
    const length = Math.hypot(...tangent);
    if (length < 1e-12) return { mean, variance: spread(of, weights, mean), converged: true };
    const [c, s] = [Math.cos(length), Math.sin(length) / length];
    const moved = mean.map((each, at) => c * each + s * tangent[at]!);
    const size = Math.hypot(...moved);
    mean = moved.map((each) => each / size);
    // Rounding leaves 1e-15 or so per row, and slow walks end where they no longer tell.
    if (length < 1e-9) return { mean, variance: spread(of, weights, mean), converged: true };
  }
  return { mean, variance: spread(of, weights, mean), converged: false };
};

/** Mean of log_m(x) = θ (x − m cos θ) / sin θ. The antipode has no direction, and none is taken. A loop without lists, for it is walked often. */
const meanTangent = ({ rows, count, width }: BlockRows, weights: Float64Array, mean: readonly number[]): readonly number[] => {
  const sums = Array<number>(width).fill(0);
  for (let row = 0; row < count; row++) {
    const weight = weights[row]!;
    if (weight === 0) continue;
    const start = row * width;
    let along = 0;
    for (let at = 0; at < width; at++) along += rows[start + at]! * mean[at]!;
    let squared = 0;
    for (let at = 0; at < width; at++) squared += (rows[start + at]! - along * mean[at]!) ** 2;
    if (squared === 0) continue;
    const sine = Math.sqrt(squared);
    const factor = (weight * Math.atan2(sine, along)) / sine;
    for (let at = 0; at < width; at++) sums[at]! += factor * (rows[start + at]! - along * mean[at]!);
  }
  return sums;
};

const spread = ({ rows, count, width }: BlockRows, weights: Float64Array, mean: readonly number[]): number => {
  let sum = 0;
  for (let row = 0; row < count; row++) if (weights[row] !== 0) sum += weights[row]! * angle(rows.subarray(row * width, (row + 1) * width), mean) ** 2;
  return sum;
};

/** Between unit vectors, exact for small and for straight angles: 2 atan2(|x − y|, |x + y|). */
const angle = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  let [apart, together] = [0, 0];
  for (let at = 0; at < x.length; at++) {
    apart += (x[at]! - y[at]!) ** 2;
    together += (x[at]! + y[at]!) ** 2;
  }
  return 2 * Math.atan2(Math.sqrt(apart), Math.sqrt(together));
};
