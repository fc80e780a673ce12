/**
 * Vectors of raw parameters that are read up to their length. Such a vector is first divided by its largest entry, a
 * constant to derivatives: no length that a float can hold overflows or underflows. A zero vector is read as a given
 * direction, with a finite gradient.
 */
import { abs, add, constant, div, equal, max, mul, sqrt, square, stopGradient, sum, where, type Expr } from "../../expr/index.ts";

/** v [n] / ‖v‖, and `otherwise`, a unit vector, for 0. */
export const unit = (v: Expr, otherwise: readonly number[]): Expr => {
  const largest = stopGradient(max(abs(v)));
  const nothing = equal(largest, 0);
  const scaled = add(div(v, where(nothing, 1, largest)), mul(nothing, constant(otherwise)));
  return div(scaled, sqrt(sum(square(scaled))));
};
