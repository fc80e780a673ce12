/**
 * A monotone rational-quadratic spline on a box [left, left + across] × [bottom, bottom + up], continued outside by
 * straight lines with the slopes at its ends. Elementwise in positions [...] with knots [..., K]; exact at any distance.
 * Source: Durkan et al. 2019, arXiv:1906.04032, sec. 3.1, with tails of any slope instead of the identity.
 */
import { add, div, less, log, maximum, minimum, mul, sub, take, where, type Expr } from "../../expr/index.ts";
import type { Pair } from "../../manifold/pair.ts";
import type { Spline } from "./knots.ts";
import { back, through } from "./unit-spline.ts";

/** The box, each of the shape of positions; `slopes` of the spline are in units of the box. */
export interface Box {
  readonly left: Expr;
  readonly across: Expr;
  readonly bottom: Expr;
  readonly up: Expr;
}

export interface LineImage {
  readonly value: Expr;
  readonly logSlope: Expr;
}

/** Where a point lies along one side of the box: inside as a pair, and how far outside, negative below. */
const along = (x: Expr, start: Expr, length: Expr): { readonly inside: Pair; readonly outside: Expr } => {
  const t = div(sub(x, start), length);
  const within = minimum(maximum(t, 0), 1);
  return { inside: { t: within, complement: sub(1, within) }, outside: sub(t, within) };
};

const line = (spline: Spline, box: Box, x: Expr, direction: "through" | "back"): LineImage => {
  const [from, length, to, height] =
    direction === "through" ? [box.left, box.across, box.bottom, box.up] : [box.bottom, box.up, box.left, box.across];
  const { inside, outside } = along(x, from, length);
  const image = (direction === "through" ? through : back)(spline, inside);
  const ends = spline.slopes.shape.at(-1)! - 1;
  const forward = where(less(outside, 0), take(spline.slopes, 0), take(spline.slopes, ends));
  const slope = direction === "through" ? forward : div(1, forward);
  return {
    value: add(to, mul(height, add(image.pair.t, mul(slope, outside)))),
    // Outside, the spline is taken at its end, where it has the slope of the line.
    logSlope: add(image.logSlope, log(div(height, length))),
  };
};

export const throughLine = (spline: Spline, box: Box, x: Expr): LineImage => line(spline, box, x, "through");
export const backLine = (spline: Spline, box: Box, y: Expr): LineImage => line(spline, box, y, "back");
