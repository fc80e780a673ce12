/** Weighted moments of a sample: what layers start from when they are fitted to data. */
import type { Sample } from "./bijector.ts";

/** Column means of rows [count, dim]. */
export const mean = ({ rows, count, weights }: Sample, dim: number): number[] => {
  const sums = Array<number>(dim).fill(0);
  for (let row = 0; row < count; row++) for (let i = 0; i < dim; i++) sums[i]! += weights[row]! * rows[row * dim + i]!;
  return sums;
};

/** Covariance of rows [count, dim], with a ridge that keeps it positive definite where columns are constant or equal. */
export const covariance = (sample: Sample, dim: number): number[][] => {
  const { rows, count, weights } = sample;
  const center = mean(sample, dim);
  const sums = Array.from({ length: dim }, () => Array<number>(dim).fill(0));
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j <= i; j++) {
        sums[i]![j]! += weights[row]! * (rows[row * dim + i]! - center[i]!) * (rows[row * dim + j]! - center[j]!);
      }
    }
  }
  const ridge = 1e-6 * Math.max(...sums.map((row, i) => row[i]!)) || 1e-12;
  return sums.map((row, i) => row.map((_, j) => (i === j ? sums[i]![i]! + ridge : sums[Math.max(i, j)]![Math.min(i, j)]!)));
};

/** Lower triangular L with L Lᵀ = A, for a positive definite A. */
export const cholesky = (matrix: readonly (readonly number[])[]): number[][] => {
  const lower = matrix.map((row) => row.map(() => 0));
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      const rest = row[j]! - lower[i]!.slice(0, j).reduce((sum, each, k) => sum + each * lower[j]![k]!, 0);
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!;
    }
  });
  return lower;
};
