/**
 * Where numbers lie and how far they spread, robustly: a centre and a triangular matrix L with x = centre + L y, y of
 * about unit size. Outliers count as three interquartile ranges, for a tail may have no variance.
 */
import { inner, type Rows } from "../numerics/matrix.ts";

export interface Spread {
  readonly centre: readonly number[];
  /** Lower triangular. */
  readonly matrix: Rows;
  readonly logDet: number;
}

export const spreadOf = (rows: Rows, dim: number): Spread => {
  const finite = rows.filter((row) => row.every(Number.isFinite));
  const clipped = Array.from({ length: dim }, (_, axis) => clip(finite.map((row) => row[axis]!)));
  const count = Math.max(1, finite.length);
  const centre = clipped.map(({ values }) => values.reduce((sum, each) => sum + each, 0) / count);
  const covariance = clipped.map(({ values: a }, i) => clipped.slice(0, i + 1).map(({ values: b }, j) =>
    a.reduce((sum, each, row) => sum + (each - centre[i]!) * (b[row]! - centre[j]!), 0) / count));
  const matrix = cholesky(covariance, clipped.map(({ least }) => least));
  return { centre, matrix, logDet: matrix.reduce((sum, row) => sum + Math.log(row.at(-1)!), 0) };
};

/** x = centre + L y. */
export const placed = ({ centre, matrix }: Spread, y: readonly number[]): readonly number[] => centre.map((each, axis) => each + inner(matrix[axis]!, y));

/** y = L⁻¹ (x − centre). */
export const standardized = ({ centre, matrix }: Spread, x: readonly number[]): readonly number[] => {
  const y: number[] = [];
  matrix.forEach((row, axis) => y.push((x[axis]! - centre[axis]! - inner(y, row)) / row[axis]!));
  return y;
};

/** Numbers held within three interquartile ranges of their quartiles, and the least scale that they can be told apart at. */
const clip = (values: readonly number[]): { readonly values: readonly number[]; readonly least: number } => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [low, middle, high] = [at(0.25), at(0.5), at(0.75)];
  const [from, to] = [low - 3 * (high - low), high + 3 * (high - low)];
  return { values: values.map((each) => Math.min(Math.max(each, from), to)), least: high > low ? 1e-3 * (high - low) : 1e-9 * (1 + Math.abs(middle)) };
};

/** The triangular root of a matrix; an axis that has no room of its own gets its least scale. */
const cholesky = (covariance: Rows, least: readonly number[]): Rows => {
  const rows: number[][] = [];
  covariance.forEach((own, i) => {
    const row: number[] = [];
    for (let j = 0; j < i; j++) row.push((own[j]! - inner(rows[j]!.slice(0, j), row)) / rows[j]![j]!);
    row.push(Math.sqrt(Math.max(own[i]! - inner(row, row), least[i]! ** 2)));
    rows.push(row);
  });
  return rows;
};
