/**
 * The base map of S^n, n ≥ 2. In polar coordinates z = r·u the point is (u·2√(pq), p − q) with p + q = 1: p is the
 * fraction of the way up from the centre, the south pole. On S² the cap below p has the mass of the disc of radius r,
 *
 *     q = exp(−r²/2),   p = 1 − q,
 *
 * and in general p solves P(cap) = P(disc) (`radial.ts`). Around the centre the map is z times a regular factor.
 */
import { concat, constant, div, exp, expm1, less, log, mul, neg, reshape, slice, sqrt, square, sub, sum, where, type Expr } from "../expr/index.ts";
import { height, least, proper, type Pair } from "./pair.ts";
import { expm1Ratio, log1pRatio } from "./ratio.ts";

/** z [n] → unit vector [n+1]. */
export const sphereFromBase = (base: Expr): Expr => {
  const half = mul(0.5, sum(square(base)));
  const q = exp(neg(half));
  // 2√(pq)/r = √(2q · p/(r²/2)), and p/(r²/2) is regular at the centre.
  const factor = sqrt(mul(2, q, expm1Ratio(neg(half))));
  return concat([mul(base, factor), reshape(sub(neg(expm1(neg(half))), q), [1])]);
};

/** unit vector [n+1] → z [n]; the antipode of the centre goes to the largest radius, in the first direction. */
export const sphereToBase = (point: Expr): Expr => {
  const dim = point.shape[0]! - 1;
  const across = slice(point, 0, 0, dim);
  const { t: p, complement: q }: Pair = proper(height(point));
  const south = less(p, 0.5);
  const inner = where(south, p, 0.25);
  const near = mul(across, sqrt(div(log1pRatio(neg(inner)), mul(2, sub(1, inner)))));
  const radius = sqrt(mul(-2, log(where(south, 0.5, q))));
  const far = mul(direction(across), radius);
  return where(south, near, far);
};

/** x [n] / ‖x‖, and the first direction where x vanishes. */
export const direction = (x: Expr): Expr => {
  const length2 = sum(square(x));
  const none = less(length2, least);
  const first = constant([1, ...Array<number>(x.shape[0]! - 1).fill(0)]);
  return where(none, first, div(x, sqrt(where(none, 1, length2))));
};

