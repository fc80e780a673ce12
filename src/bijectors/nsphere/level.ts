/**
 * One level of the cylinder recursion: a spline of the height of y ∈ S^m, where a point of S^n is
 *
 *     x = (r·y, rest),   y = (√(1 − h²) y′, h) ∈ S^m,   y′ ∈ S^(m−1).
 *
 * The height moves to h̃ and y′ stays. With the fractions p = (1 + h)/2 and q = (1 − h)/2, whose images are p̃ and q̃,
 * the coordinates of y′ are stretched by √(p̃q̃ / pq), which is known as a ratio: nothing is divided by the vanishing
 * radius at the poles, and nothing is clamped there. The area of S^m is (1 − h²)^((m−2)/2) dh dA′, hence
 *
 *     log-det = (m − 2)/2 · log(p̃q̃ / pq) + log h̃′.
 */
import { add, concat, dot, exp, mul, one, reshape, slice, sub, take, type Expr } from "../../expr/index.ts";
import { direction } from "../../manifold/direction.ts";
import { height, type Pair } from "../../manifold/pair.ts";
import type { Image } from "../bijector.ts";
import type { Spline } from "../spline/knots.ts";
import type { SplineImage, through } from "../spline/unit-spline.ts";

/** The first `length` coordinates as radius and direction. The whole of a point has length 1. */
export const polar = (x: Expr, length: number): { readonly radius: Expr; readonly unit: Expr } => {
  if (length === x.shape[0]) return { radius: one, unit: x };
  const head = slice(x, 0, 0, length);
  const unit = direction(head);
  // Not √‖·‖²: this has a finite gradient where the head vanishes.
  return { radius: dot(unit, head), unit };
};

/** x [n + 1] with the height of its part on S^m, a part of radius r, moved from one fraction to another. */
export const atHeight = (x: Expr, m: number, radius: Expr, from: Pair, { pair, logRatios }: Pick<SplineImage, "pair" | "logRatios">): Expr => {
  // Not r·h̃: as r vanishes so does h̃ − h, and what is left is the derivative of x_m itself, whatever the direction.
  const rise = sub(sub(pair.t, from.t), sub(pair.complement, from.complement));
  return concat([
    mul(exp(mul(0.5, add(logRatios.t, logRatios.complement))), slice(x, 0, 0, m)),
    reshape(add(take(x, m), mul(radius, rise)), [1]),
    slice(x, 0, m + 1, x.shape[0]! - m - 1),
  ]);
};

/** x [n + 1] under a spline of the height of its part on S^m; the spline is told the radius r of that part. */
export const level = (way: typeof through, m: number, splineAt: (radius: Expr) => Spline, x: Expr): Image => {
  const { radius, unit } = polar(x, m + 1);
  const from = height(unit);
  const image = way(splineAt(radius), from);
  const stretch = add(image.logRatios.t, image.logRatios.complement);
  return { point: atHeight(x, m, radius, from, image), logDet: add(image.logSlope, mul((m - 2) / 2, stretch)) };
};
