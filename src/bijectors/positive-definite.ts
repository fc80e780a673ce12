/**
 * Small symmetric positive definite matrices as expressions: A = L D Lᵀ with unit lower triangular L and positive D. No
 * pivot has to be chosen: each is at least the least eigenvalue of A. Columns are eliminated one after the other, each
 * in a few operations on whole tensors. Source: Golub & Van Loan, algorithm 4.1.2.
 */
import { concat, constant, div, log, mul, slice, stack, sub, sum, take, transpose, unsqueeze, zeros, type Expr } from "../expr/index.ts";
import { solveUnitLower, solveUnitUpper } from "./triangular.ts";

export interface Factored {
  readonly logDet: Expr;
  /** A⁻¹ b, for b [n]. */
  readonly solve: (b: Expr) => Expr;
}

/** A [n, n]. */
export const factored = (matrix: Expr): Factored => {
  const dim = matrix.shape[0]!;
  const [pivots, columns]: [Expr[], Expr[]] = [[], []];
  let rest = matrix;
  for (let at = 0; at < dim; at++) {
    const length = dim - at - 1;
    const pivot = take(take(rest, 0, 0), 0);
    const under = slice(take(rest, 0, 0), 0, 1, length);
    const multipliers = div(under, pivot);
    pivots.push(pivot);
    columns.push(concat([zeros([at]), constant([1]), multipliers]));
    if (length > 0) rest = sub(slice(slice(rest, 0, 1, length), 1, 1, length), mul(unsqueeze(multipliers), unsqueeze(under, 0)));
  }
  const lower = stack(columns, 1);
  const diagonal = stack(pivots);
  return {
    logDet: sum(log(diagonal)),
    solve: (b) => solveUnitUpper(transpose(lower), div(solveUnitLower(lower, b), diagonal)),
  };
};
