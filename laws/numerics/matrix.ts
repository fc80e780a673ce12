/** Small dense matrices, row by row: what oracles need and nothing more. */
export type Rows = readonly (readonly number[])[];

export const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
};

/** Largest entry by size. */
export const size = (a: ArrayLike<number>): number => {
  let most = 0;
  for (let at = 0; at < a.length; at++) {
    const own = Math.abs(a[at]!);
    if (!(own <= most)) most = Number.isNaN(own) ? Infinity : own;
  }
  return most;
};

export const norm = (rows: Rows): number => Math.sqrt(rows.reduce((sum, row) => sum + inner(row, row), 0));

/** Row i, column j is the component of the j-th vector along the i-th of an orthonormal basis. */
export const components = (basis: Rows, vectors: Rows): Rows => basis.map((axis) => vectors.map((vector) => inner(axis, vector)));

/** The inverse and log |det|, by elimination with rows scaled and pivots chosen. A singular matrix has log |det| = −∞. */
export const solved = (matrix: Rows): { readonly inverse: Rows; readonly logDet: number } => {
  const count = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: count }, (_, j) => (i === j ? 1 : 0))]);
  let logDet = 0;
  for (let k = 0; k < count; k++) {
    let best = k;
    for (let i = k + 1; i < count; i++) {
      if (Math.abs(rows[i]![k]!) / size(rows[i]!.slice(0, count)) > Math.abs(rows[best]![k]!) / size(rows[best]!.slice(0, count))) best = i;
    }
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    const pivot = rows[k]![k]!;
    logDet += Math.log(Math.abs(pivot));
    rows[k] = rows[k]!.map((each) => each / pivot);
    for (let i = 0; i < count; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]!;
      if (factor !== 0) rows[i] = rows[i]!.map((each, j) => each - factor * rows[k]![j]!);
    }
  }
  return { inverse: rows.map((row) => row.slice(count)), logDet };
};
