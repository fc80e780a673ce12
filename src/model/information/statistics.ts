/** Weighted means over rows of a block, and small symmetric matrices: what moments are made of. */
import { principalAxes, type Matrix } from "../../bijectors/principal-axes.ts";

/** The numbers of one block in whole points: row by row, [count, width]. */
export interface BlockRows {
  readonly rows: Float64Array;
  readonly count: number;
  readonly width: number;
}

export const blockRows = (rows: Float64Array, count: number, ambient: number, start: number, width: number): BlockRows => ({
  rows: Float64Array.from({ length: count * width }, (_, at) => rows[Math.floor(at / width) * ambient + start + (at % width)]!),
  count,
  width,
});

/** The same with every number changed. */
export const mapped = (of: BlockRows, change: (value: number) => number): BlockRows => ({ ...of, rows: of.rows.map(change) });

export const meanOfRows = ({ rows, count, width }: BlockRows, weights: Float64Array): number[] => {
  const sums = Array<number>(width).fill(0);
  for (let row = 0; row < count; row++) {
    const weight = weights[row]!;
    if (weight !== 0) for (let column = 0; column < width; column++) sums[column]! += weight * rows[row * width + column]!;
  }
  return sums;
};

/** Row-major [width, width], about the mean. */
export const covarianceOfRows = (of: BlockRows, weights: Float64Array): number[] => {
  const { rows, count, width } = of;
  const mean = meanOfRows(of, weights);
  const sums = Array<number>(width * width).fill(0);
  for (let row = 0; row < count; row++) {
    const weight = weights[row]!;
    if (weight === 0) continue;
    for (let i = 0; i < width; i++) {
      const own = weight * (rows[row * width + i]! - mean[i]!);
      for (let j = 0; j < width; j++) sums[i * width + j]! += own * (rows[row * width + j]! - mean[j]!);
    }
  }
  return sums;
};

export const asMatrix = (flat: readonly number[], width: number): number[][] => Array.from({ length: width }, (_, i) => flat.slice(i * width, (i + 1) * width));

export const dotOf = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
};

/** Eigenvectors of a symmetric matrix as rows, with their eigenvalues, the largest first. */
export const spectrum = (symmetric: Matrix): readonly { readonly value: number; readonly axis: readonly number[] }[] => {
  const axes = principalAxes(symmetric);
  return symmetric.map((_, k) => {
    const axis = axes.map((row) => row[k]!);
    return { axis, value: dotOf(axis, symmetric.map((row) => dotOf(row, axis))) };
  });
};
