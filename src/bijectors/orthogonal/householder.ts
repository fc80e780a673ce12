/**
 * Products of Householder reflections, R = H_1 H_2 … H_k with H = I − 2 v vᵀ / ‖v‖².
 *
 * Axes v of any length but zero are the same as their direction; a zero axis is the identity, with a zero gradient. A
 * reflection does not change when v is scaled, so v is first divided by its largest entry, which is a constant to
 * derivatives: no axis that a float can hold overflows or underflows.
 * Source: Householder 1958; as in Tomczak & Welling 2016, arXiv:1611.09630, eq. 9.
 */
import { abs, add, apply, constant, div, dot, equal, max, mul, stopGradient, sub, unsqueeze, unstack, where, type Expr } from "../../expr/index.ts";

interface Reflection {
  /** v, scaled. */
  readonly axis: Expr;
  /** 2 v / ‖v‖². */
  readonly twice: Expr;
}

const reflection = (v: Expr): Reflection => {
  const largest = stopGradient(max(abs(v)));
  const nothing = equal(largest, 0);
  const axis = div(v, where(nothing, 1, largest));
  return { axis, twice: div(mul(2, axis), add(dot(axis, axis), nothing)) };
};

/** The identity matrix [n, n]. */
export const identityMatrix = (dim: number): Expr =>
  constant(Float64Array.from({ length: dim * dim }, (_, at) => (at % (dim + 1) === 0 ? 1 : 0)), [dim, dim]);

/** axes [k, n] → R [n, n]. */
export const householder = (axes: Expr): Expr =>
  unstack(axes).reduce<Expr>((matrix, v) => {
    const { axis, twice } = reflection(v);
    return sub(matrix, mul(unsqueeze(apply(matrix, axis)), unsqueeze(twice, 0)));
  }, identityMatrix(axes.shape[1]!));

/** R x (the last axis reflects first) or Rᵀ x (the first does), without the matrix: for axes that each sample has its own of. */
export const reflectAll = (axes: Expr, x: Expr, order: "last first" | "first first"): Expr => {
  const each = unstack(axes);
  return (order === "last first" ? [...each].reverse() : each).reduce((point, v) => {
    const { axis, twice } = reflection(v);
    return sub(point, mul(twice, dot(axis, point)));
  }, x);
};
