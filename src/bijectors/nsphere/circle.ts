/**
 * The last level of the cylinder recursion: the circle of the first two coordinates s = r·z of a point, at fixed other
 * coordinates. Where r vanishes the map fades to a rotation, so that densities are continuous at the poles.
 *
 * `moebius`: a mixture with centres r·w; as a function of s it is smooth at 0 and has no angle in it. `spline`: a
 * circular spline whose raw parameters are multiplied by r. Both end with a turn by an angle that depends on the other
 * coordinates and so leaves densities smooth wherever they are.
 * log-det: that of the angle.
 */
import { add, concat, mul, neg, reshape, slice, square, sub, sum, unstack, type Expr } from "../../expr/index.ts";
import type { Image } from "../bijector.ts";
import { circular, onTurn } from "../circular-spline.ts";
import { displacement, displacementBack, kernels, logDerivative, turned, type Kernels } from "../moebius/kernels.ts";
import type { Bounds } from "../spline/knots.ts";
import { back, through } from "../spline/unit-spline.ts";
import { polar } from "./level.ts";

/** A map of the circle in its own direction, from the data to the base, and back. */
export interface CircleMap {
  readonly there: (x: Expr) => Image;
  readonly back: (x: Expr) => Image;
}

const first = (x: Expr): Expr => slice(x, 0, 0, 2);
const others = (x: Expr): Expr => slice(x, 0, 2, x.shape[0]! - 2);
const around = (x: Expr, circle: Expr): Expr => concat([circle, others(x)]);

/** Centres [K, 2] and weights [K], raw; the angle of the turn. */
export const moebiusCircle = (rawCenters: Expr, rawWeights: Expr, angle: Expr): CircleMap => {
  const mixture: Kernels = kernels(rawCenters, rawWeights);
  const slack = (x: Expr): Expr => sum(square(others(x)));
  return {
    there: (x) => {
      const s = first(x);
      return { point: around(x, turned(s, add(displacement(mixture, s), angle))), logDet: logDerivative(mixture, s, slack(x)) };
    },
    back: (x) => {
      const start = turned(first(x), neg(angle));
      const { value, residual } = displacementBack(mixture, start);
      const s = turned(start, value);
      return { point: around(x, s), logDet: neg(logDerivative(mixture, s, slack(x))), residuals: [residual] };
    },
  };
};

/** Widths, heights and, where the spline is not smooth, slopes [3 or 2, K], raw; the angle of the turn. */
export const splineCircle = (raw: Expr, angle: Expr, bounds: Bounds): CircleMap => {
  const map = (way: typeof through, x: Expr, circle: Expr): Image => {
    const { radius, unit } = polar(concat([circle, others(x)]), 2);
    // Smooth splines have no row of slopes, and read none.
    const [widths, heights, slopes] = unstack(raw).map((row) => mul(radius, row)) as [Expr, Expr, Expr];
    const { point, logDet } = onTurn(way, circular(widths, heights, slopes, bounds), unit);
    // Not r·z̃: where r vanishes the derivative is that of the circle's own coordinates.
    return { point: add(circle, mul(radius, sub(point, unit))), logDet };
  };
  return {
    there: (x) => {
      const { point, logDet } = map(through, x, first(x));
      return { point: around(x, turned(point, angle)), logDet };
    },
    back: (x) => {
      const { point, logDet } = map(back, x, turned(first(x), neg(angle)));
      return { point: around(x, point), logDet };
    },
  };
};

/** `length` numbers of a vector from `start` on, under a shape. */
export const part = (vector: Expr, start: number, shape: readonly number[]): Expr =>
  reshape(slice(vector, 0, start, shape.reduce((a, b) => a * b, 1)), shape);
