/**
 * Matrices held to a spectral norm below 1, so that networks made of them move no two outputs farther apart than their inputs.
 *
 * W is divided by (1 + tr (WᵀW)⁴)^(1/8), which lies above its norm: tr (WᵀW)⁴ = Σ σ⁸ over the singular values σ. A matrix
 * much smaller than 1 stays as it is, and one whose singular values are all equal ends within their number^(1/8) of 1.
 * Source: the constraint is that of Gouk et al. 2021, Mach. Learn. 110, 393; there by power iteration, whose answer is too small.
 */
import { abs, add, div, exp, log, matmul, max, maximum, mul, reshape, size, square, stopGradient, total, transpose, type Expr } from "../expr/index.ts";

export const contracted = (matrix: Expr): Expr => {
  const [rows, columns] = matrix.shape as readonly [number, number];
  if (size(matrix.shape) === 0) return matrix;
  // The quotient does not change with the unit, which keeps the eighth power of any entry a float.
  const unit = maximum(1, stopGradient(max(reshape(abs(matrix), [size(matrix.shape)]))));
  const scaled = div(matrix, unit);
  const gram = rows <= columns ? matmul(scaled, transpose(scaled)) : matmul(transpose(scaled), scaled);
  const eighth = add(exp(mul(-8, log(unit))), total(square(matmul(gram, gram))));
  return mul(scaled, exp(mul(-1 / 8, log(eighth))));
};
