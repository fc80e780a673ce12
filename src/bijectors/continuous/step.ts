/**
 * One Runge–Kutta step on the sphere. Stages and the end are brought back to unit length, which changes no order of the
 * method: the flow of the field x ↦ v(x / ‖x‖) keeps lengths. The step is a map of the sphere with a derivative of its own,
 * whose determinant, of n forward derivatives along a tangent basis, is exact at every length of step.
 */
import { abs, add, apply, applyTransposed, constant, div, jvp, matmul, mul, sign, slice, sqrt, square, stack, stopGradient, sub, sum, take, transpose, unsqueeze, zeros, type Expr } from "../../expr/index.ts";
import { identityMatrix } from "../orthogonal/householder.ts";
import { factored } from "../positive-definite.ts";
import type { Local } from "../sphere-newton.ts";
import type { Field } from "./field.ts";
import type { Tableau } from "./tableau.ts";

const unit = (x: Expr): Expr => div(x, sqrt(sum(square(x))));

export interface Advance {
  readonly to: Expr;
  /** Estimated length of the error, by the embedded method; 0 without one. */
  readonly error: Expr;
  /** Length of the way, by the mean square speed of the stages. */
  readonly way: Expr;
}

/** From x [n + 1] at a time, by a step of time of either sign. */
export const advance = (field: Field, { nodes, stages, weights, errors = [] }: Tableau, x: Expr, time: Expr, step: Expr): Advance => {
  const slopes: Expr[] = [];
  const combined = (coefficients: readonly number[]): Expr =>
    coefficients.reduce((total, each, at) => (each === 0 ? total : add(total, mul(each, slopes[at]!))), zeros(x.shape));
  stages.forEach((row, at) => {
    const from = row.length === 0 ? x : unit(add(x, mul(step, combined(row))));
    slopes.push(field(from, add(time, mul(nodes[at]!, step))));
  });
  const length2 = (v: Expr): Expr => sum(square(v));
  return {
    to: unit(add(x, mul(step, combined(weights)))),
    error: mul(abs(step), sqrt(length2(combined(errors)))),
    way: mul(abs(step), sqrt(div(add(0, ...slopes.map(length2)), slopes.length))),
  };
};

/** An orthonormal basis of the tangent space at x [n + 1], in rows [n, n + 1]: the reflection that takes x to an axis. */
const tangents = (x: Expr): Expr => {
  const dim = x.shape[0]! - 1;
  const height = take(x, dim);
  const side = sign(height);
  const axis = add(x, mul(side, constant([...Array<number>(dim).fill(0), 1])));
  const reflection = sub(identityMatrix(dim + 1), mul(unsqueeze(axis), unsqueeze(div(axis, add(1, mul(side, height))), 0)));
  return slice(reflection, 0, 0, dim);
};

export interface Step extends Local {
  readonly logDet: Expr;
}

/** A map of the sphere at x with its derivative. `x` is a node on whose parts the image depends through it alone. */
export const differentiated = (map: (x: Expr) => Expr, x: Expr): Step => {
  const image = map(x);
  const basis = tangents(x);
  const dim = basis.shape[0]!;
  const columns = stack(Array.from({ length: dim }, (_, at) => jvp([image], new Map([[x, take(basis, at, 0)]]))[0]!));
  return {
    image,
    logDet: mul(0.5, factored(matmul(columns, transpose(columns))).logDet),
    pull: (u) => {
      const held = stopGradient(columns);
      return applyTransposed(factored(matmul(held, transpose(held))).solve(apply(held, u)), stopGradient(basis));
    },
  };
};
