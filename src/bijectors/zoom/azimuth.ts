/**
 * Splines of the azimuth: of the circle of the first two coordinates s = r·u of a point of S^n, at fixed other coordinates,
 * whose length is c = √(1 − r²). All raw parameters of the splines are multiplied by a window that is 1 at c = 0 and
 * vanishes to second order at c = 1,
 *
 *     1 − 10c³ + 15c⁴ − 6c⁵ = (1 − c)³ (1 + 3c + 6c²),   1 − c = r² / (1 + c),
 *
 * hence like r⁶: where the azimuth is lost nothing depends on it, and densities are smooth. Zeros are the identity. A
 * turn by an angle that depends on the other coordinates follows on the data side.
 * log-det: that of the azimuth.
 */
import { add, concat, div, dot, less, mul, neg, slice, square, sub, sum, where, zero, zeros, type Expr } from "../../expr/index.ts";
import { direction } from "../../manifold/direction.ts";
import type { Image } from "../bijector.ts";
import { circular, onTurn } from "../circular-spline.ts";
import { turned } from "../moebius/kernels.ts";
import { polar } from "../nsphere/level.ts";
import { back, through } from "../spline/unit-spline.ts";
import type { ZoomOptions } from "./options.ts";

export interface Azimuth {
  readonly forward: (x: Expr) => Image;
  readonly inverse: (x: Expr) => Image;
}

/** Numbers in the raw parameters of a circular spline: widths, heights and, where they do not follow from these, slopes. */
export const circularSize = (bins: number, { smooth }: ZoomOptions): number => (smooth ? 2 : 3) * bins;

/** A window below this, at r under 2e-3, leaves of the splines nothing but roundings, which derivatives enlarge by 1/r. */
const blind = 1e-17;

const first = (x: Expr): Expr => slice(x, 0, 0, 2);

/** All but the first two coordinates of a point: what azimuths may depend on. */
export const others = (x: Expr): Expr => slice(x, 0, 2, x.shape[0]! - 2);

const windowOf = (x: Expr): Expr => {
  // Not √‖·‖²: this has a finite gradient at the equator.
  const c = dot(direction(others(x)), others(x));
  const gap = div(sum(square(first(x))), add(1, c));
  return mul(gap, square(gap), add(1, mul(3, c), mul(6, square(c))));
};

/** The chain of splines, from the base to the data, of a raw vector, and a turn by `angle`, if any. */
export const azimuth = (raw: Expr, angle: Expr | undefined, options: ZoomOptions): Azimuth => {
  const starts = options.circular.map((_, index) => options.circular.slice(0, index).reduce((total, bins) => total + circularSize(bins, options), 0));
  const along = (way: typeof through, x: Expr): Image => {
    if (starts.length === 0) return { point: x, logDet: zero };
    const window = windowOf(x);
    const open = less(blind, window);
    const faded = mul(window, raw);
    const splines = options.circular.map((bins, index) => {
      const row = (at: number): Expr => slice(faded, 0, starts[index]! + at * bins, bins);
      const [widths, heights, slopes] = [row(0), row(1), options.smooth ? zeros([0]) : row(2)];
      return circular(widths, heights, slopes, options);
    });
    const { radius, unit } = polar(x, 2);
    const { point, logDet } = (way === back ? splines : [...splines].reverse()).reduce<Image>((image, spline) => {
      const next = onTurn(way, spline, image.point);
      return { point: next.point, logDet: add(image.logDet, next.logDet) };
    }, { point: unit, logDet: zero });
    // Not r·ũ: where r vanishes the derivative is that of the circle's own coordinates.
    return {
      point: concat([add(first(x), where(open, mul(radius, sub(point, unit)), 0)), others(x)]),
      logDet: where(open, logDet, 0),
    };
  };
  const turn = (x: Expr, by: Expr): Expr => concat([turned(first(x), by), others(x)]);
  return {
    forward: (x) => {
      const { point, logDet } = along(back, x);
      return { point: angle ? turn(point, angle) : point, logDet };
    },
    inverse: (x) => along(through, angle ? turn(x, neg(angle)) : x),
  };
};
