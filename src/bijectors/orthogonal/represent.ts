/**
 * Raw parameters of given orthogonal matrices: how a fit puts what it found into each parametrisation. Where only the
 * axes matter and not their signs, columns may be returned negated.
 */
import { identity, type Matrix } from "../principal-axes.ts";
import { rawSkew } from "./cayley.ts";
import { pairs } from "./planar-angles.ts";

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, each, i) => sum + each * b[i]!, 0);

/** x − 2 v (v·x) / (v·v). */
export const reflect = (v: readonly number[], x: readonly number[]): number[] => {
  const factor = (2 * dot(v, x)) / dot(v, v);
  return x.map((each, i) => each - factor * v[i]!);
};

export const transposed = (matrix: Matrix): number[][] => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));

/** The matrix of a product of reflections, rows. */
export const productOf = (axes: Matrix): number[][] =>
  transposed(identity(axes[0]!.length).map((unit) => [...axes].reverse().reduce<number[]>((x, v) => reflect(v, x), unit)));

/**
 * Axes of `count` reflections whose product has the first `count` columns of an orthogonal matrix, up to sign. More
 * reflections than dimensions only change signs.
 */
export const reflectionsOf = (matrix: Matrix, count: number): number[][] => {
  const dim = matrix.length;
  let columns = transposed(matrix);
  return Array.from({ length: count }, (_, step) => {
    const unit = identity(dim)[step % dim]!;
    if (step >= dim) return unit;
    // The sign that makes the axis long: it is never zero, where its gradient would vanish.
    const column = columns[step]!;
    const side = column[step]! > 0 ? -1 : 1;
    const axis = column.map((each, i) => unit[i]! - side * each);
    columns = columns.map((each) => reflect(axis, each));
    return axis;
  });
};

/** The same axes as a matrix of determinant 1: the last column takes the sign. */
export const proper = (matrix: Matrix): number[][] => {
  const sign = determinant(matrix) < 0 ? -1 : 1;
  return matrix.map((row) => row.map((each, j) => (j === row.length - 1 ? sign * each : each)));
};

export const determinant = (matrix: Matrix): number => {
  const rows = matrix.map((row) => [...row]);
  return rows.reduce((product, _, column) => {
    const best = largestBelow(rows, column);
    const swapped = best !== column;
    if (swapped) [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    const pivot = rows[column]!;
    if (pivot[column] === 0) return 0;
    for (const row of rows.slice(column + 1)) {
      const factor = row[column]! / pivot[column]!;
      for (let j = column; j < row.length; j++) row[j]! -= factor * pivot[j]!;
    }
    return product * (swapped ? -1 : 1) * pivot[column]!;
  }, 1);
};

/** Angles of a rotation, the inverse of `planarAngles`: each turn in its order clears one entry to the right of the diagonal. */
export const anglesOf = (rotation: Matrix): number[] => {
  const rest = rotation.map((row) => [...row]);
  return pairs(rotation.length).map(([a, b]) => {
    const angle = Math.atan2(rest[a]![b]!, rest[a]![a]!);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    for (const row of rest) [row[a], row[b]] = [c * row[a]! + s * row[b]!, c * row[b]! - s * row[a]!];
    return angle;
  });
};

/** Raw skew entries of a rotation R without eigenvalue −1, the inverse of `cayley`: A = 2(I + R)⁻¹ − I. */
export const skewOf = (rotation: Matrix): number[] => {
  const halves = inverse(plusIdentity(rotation));
  return pairs(rotation.length).map(([a, b]) => rawSkew(halves[a]![b]! - halves[b]![a]!));
};

/**
 * The same axes, with signs that keep the matrix far from eigenvalue −1: flips of one or two columns while they make
 * |det(I + R)| larger. The skew entries are then of ordinary size (Kahan 2006, LAA 417, 335).
 */
export const farFromHalfTurns = (matrix: Matrix): Matrix => {
  const size = (each: Matrix): number => Math.abs(determinant(plusIdentity(each)));
  const flips = matrix.flatMap((_, i) => matrix.slice(i).map((_, rest) => new Set([i, i + rest])));
  const flipped = flips.map((columns) => matrix.map((row) => row.map((each, j) => (columns.has(j) ? -each : each))));
  const best = flipped.reduce((most, each) => (size(each) > size(most) ? each : most), matrix as number[][]);
  return size(best) > 1.01 * size(matrix) ? farFromHalfTurns(best) : matrix;
};

const plusIdentity = (matrix: Matrix): number[][] => matrix.map((row, i) => row.map((each, j) => each + (i === j ? 1 : 0)));

/** By Gauss–Jordan elimination with row pivots. */
const inverse = (matrix: Matrix): number[][] => {
  const dim = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...identity(dim)[i]!]);
  for (let column = 0; column < dim; column++) {
    const best = largestBelow(rows, column);
    [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    const pivot = rows[column]![column]!;
    rows[column] = rows[column]!.map((each) => each / pivot);
    rows.forEach((row, i) => {
      const factor = row[column]!;
      if (i !== column) rows[i] = row.map((each, j) => each - factor * rows[column]![j]!);
    });
  }
  return rows.map((row) => row.slice(dim));
};

const largestBelow = (rows: Matrix, column: number): number =>
  rows.slice(column).reduce((top, row, i) => (Math.abs(row[column]!) > Math.abs(rows[top]![column]!) ? column + i : top), column);
