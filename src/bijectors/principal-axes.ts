/** The principal axes of a symmetric matrix, by Jacobi's turns, and what they give to rotations fitted to data. */

export type Matrix = readonly (readonly number[])[];

export const identity = (dim: number): number[][] => Array.from({ length: dim }, (_, i) => Array.from({ length: dim }, (_, j) => (i === j ? 1 : 0)));

/** Orthonormal eigenvectors as columns, of the largest eigenvalue first. Source: Golub & Van Loan, algorithm 8.5.3. */
export const principalAxes = (symmetric: Matrix): number[][] => {
  const dim = symmetric.length;
  const a = symmetric.map((row) => [...row]);
  const axes = identity(dim);
  const sweeps = 30;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let p = 0; p < dim; p++) {
      for (let q = p + 1; q < dim; q++) {
        if (a[p]![q] === 0) continue;
        const tau = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
        const tangent = Math.sign(tau || 1) / (Math.abs(tau) + Math.hypot(1, tau));
        const c = 1 / Math.hypot(1, tangent);
        const s = tangent * c;
        for (const matrix of [a, axes]) turnColumns(matrix, p, q, c, s);
        turnRows(a, p, q, c, s);
      }
    }
  }
  const order = a.map((row, i) => ({ i, value: row[i]! })).sort((x, y) => y.value - x.value);
  return axes.map((row) => order.map(({ i }) => row[i]!));
};

const turnColumns = (matrix: number[][], p: number, q: number, c: number, s: number): void => {
  for (const row of matrix) [row[p], row[q]] = [c * row[p]! - s * row[q]!, s * row[p]! + c * row[q]!];
};

const turnRows = (matrix: number[][], p: number, q: number, c: number, s: number): void => {
  const [above, under] = [matrix[p]!, matrix[q]!];
  for (let j = 0; j < above.length; j++) [above[j], under[j]] = [c * above[j]! - s * under[j]!, s * above[j]! + c * under[j]!];
};
