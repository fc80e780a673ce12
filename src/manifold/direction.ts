/** Vectors by length and direction, where either may be lost. */
import { constant, div, less, mul, sqrt, square, sum, unsqueeze, where, type Expr } from "../expr/index.ts";
import { least } from "./pair.ts";

/** x [n] / ‖x‖, and the first direction where x vanishes. */
export const direction = (x: Expr): Expr => {
  const length2 = sum(square(x));
  const none = less(length2, least);
  const first = constant([1, ...Array<number>(x.shape[0]! - 1).fill(0)]);
  return where(none, first, div(x, sqrt(where(none, 1, length2))));
};

/** Rows x [..., n] / ‖x‖; rows that vanish are zero. */
export const directions = (x: Expr): Expr => {
  const length2 = unsqueeze(sum(square(x)));
  const none = less(length2, least);
  return where(none, 0, div(x, sqrt(where(none, 1, length2))));
};

/**
 * x [n], and the nearest vector of length `radius` where x is longer: a base map holds its argument within the radius
 * that leaves `least` of the Gaussian's mass outside, beyond which distances to the end are no longer told apart.
 */
export const held = (x: Expr, radius: number): Expr => {
  const length2 = sum(square(x));
  const outside = less(radius * radius, length2);
  return mul(x, where(outside, div(radius, sqrt(where(outside, length2, 1))), 1));
};
