/** Unit triangular matrices as expressions: how their entries are laid out, and how their systems are solved. */
import { concat, constant, mul, reshape, slice, stack, sub, take, transpose, type Expr } from "../expr/index.ts";

/** The unit lower triangular matrix [n, n] whose n (n − 1) / 2 entries below the diagonal are given row by row. */
export const unitLower = (below: Expr, dim: number): Expr => {
  const rows = Array.from({ length: dim }, (_, row) => {
    const diagonal = constant([1, ...Array<number>(dim - 1 - row).fill(0)]);
    return row === 0 ? diagonal : concat([slice(below, 0, (row * (row - 1)) / 2, row), diagonal]);
  });
  return stack(rows);
};

/** Its transpose: the entries above the diagonal are given column by column. */
export const unitUpper = (above: Expr, dim: number): Expr => transpose(unitLower(above, dim));

const columnOf = (matrix: Expr, column: number, start: number, length: number): Expr =>
  reshape(slice(slice(matrix, 0, start, length), 1, column, 1), [length]);

/** y with L y = x for a unit lower triangular L [n, n]: forward substitution, a column at a time. */
export const solveUnitLower = (matrix: Expr, x: Expr): Expr => {
  const dim = x.shape[0]!;
  const solved: Expr[] = [];
  let rest = x;
  for (let column = 0; column < dim; column++) {
    const head = take(rest, 0);
    solved.push(head);
    const length = dim - 1 - column;
    if (length > 0) rest = sub(slice(rest, 0, 1, length), mul(columnOf(matrix, column, column + 1, length), head));
  }
  return stack(solved);
};

/** y with U y = x for a unit upper triangular U [n, n]: backward substitution, a column at a time. */
export const solveUnitUpper = (matrix: Expr, x: Expr): Expr => {
  const solved: Expr[] = [];
  let rest = x;
  for (let column = x.shape[0]! - 1; column >= 0; column--) {
    const head = take(rest, column);
    solved.unshift(head);
    if (column > 0) rest = sub(slice(rest, 0, 0, column), mul(columnOf(matrix, column, 0, column), head));
  }
  return stack(solved);
};
