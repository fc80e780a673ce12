/**
 * The base map of S². In polar coordinates z = r·u the point is (u·2√(pq), p − q) with p + q = 1: p is the fraction of
 * the way up from the centre, the south pole. The cap below p has the mass of the disc of radius r,
 *
 *     q = exp(−r²/2),   p = 1 − q;
 *
 * in other dimensions p solves an equation (`radial.ts`). Around the centre the map is z times a regular factor.
 */
import { concat, div, exp, expm1, less, log, mul, neg, reshape, slice, sqrt, square, sub, sum, where, type Expr } from "../expr/index.ts";
import { direction, held } from "./direction.ts";
import { height, least, proper, type Pair } from "./pair.ts";
import { expm1Ratio, log1pRatio } from "./ratio.ts";

/** The radius that leaves `least` of the Gaussian's mass outside. */
const farthest = Math.sqrt(-2 * Math.log(least));

/** z [2] → unit vector [3]. Radii beyond `farthest` count as `farthest`. */
export const sphereFromBase = (base: Expr): Expr => {
  const z = held(base, farthest);
  const half = mul(0.5, sum(square(z)));
  const q = exp(neg(half));
  // 2√(pq)/r = √(2q · p/(r²/2)), and p/(r²/2) is regular at the centre.
  const factor = sqrt(mul(2, q, expm1Ratio(neg(half))));
  return concat([mul(z, factor), reshape(sub(neg(expm1(neg(half))), q), [1])]);
};

/** unit vector [3] → z [2]; the antipode of the centre goes to the largest radius, in the first direction. */
export const sphereToBase = (point: Expr): Expr => {
  const across = slice(point, 0, 0, 2);
  const { t: p, complement: q }: Pair = proper(height(point));
  const south = less(p, 0.5);
  const inner = where(south, p, 0.25);
  const near = mul(across, sqrt(div(log1pRatio(neg(inner)), mul(2, sub(1, inner)))));
  const radius = sqrt(mul(-2, log(where(south, 0.5, q))));
  const far = mul(direction(across), radius);
  return where(south, near, far);
};
