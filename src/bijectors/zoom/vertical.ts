/**
 * Splines of the height x_n of a point of S^n that leave two caps at the poles alone. A spline acts on the fractions
 * t = (1 + h) / 2 between δ/2 and 1 − δ/2, δ the height of a cap; without caps (δ = 0) on all of them. On S² its
 * image is as smooth at the poles as elsewhere. With an end slope of 1 the density goes on across the edge of a cap;
 * with free slopes it jumps there.
 */
import { add, concat, constant, div, less, log1p, maximum, minimum, mul, one, slice, sub, where, type Expr } from "../../expr/index.ts";
import { height, type Pair } from "../../manifold/pair.ts";
import type { Image } from "../bijector.ts";
import { atHeight } from "../nsphere/level.ts";
import { slopesOf, spline, type Spline } from "../spline/knots.ts";
import type { SplineImage, through } from "../spline/unit-spline.ts";
import type { ZoomOptions } from "./options.ts";

/** Slopes among the raw parameters of a spline: those at inner knots, where they are none of a smooth one, and at free ends. */
const slopeCount = (bins: number, { boundary, smooth }: ZoomOptions): number => (smooth ? 0 : bins - 1) + (boundary === "fixed" ? 0 : 2);

/** Numbers in the raw parameters of a spline: widths, heights, slopes. */
export const verticalSize = (bins: number, options: ZoomOptions): number => 2 * bins + slopeCount(bins, options);

/** The spline of raw parameters. */
export const verticalSpline = (raw: Expr, bins: number, options: ZoomOptions): Spline => {
  const slopes = slopesOf(slice(raw, 0, 2 * bins, slopeCount(bins, options)), options.minSlope);
  const end = constant([1]);
  return spline(slice(raw, 0, 0, bins), slice(raw, 0, bins, bins), options.boundary === "fixed" ? concat([end, slopes, end]) : slopes, options);
};

/** The raw slopes of a spline with raw slopes at all knots. */
export const verticalSlopes = (all: readonly number[], { boundary, smooth }: ZoomOptions): readonly number[] => {
  const inner = smooth ? [] : all.slice(1, -1);
  return boundary === "fixed" ? inner : [all[0]!, ...inner, all.at(-1)!];
};

/** A point [n + 1] under a spline of its height, in either direction of the spline. */
export const vertical = (way: typeof through, own: Spline, cap: number, x: Expr): Image => {
  const from = height(x);
  const image = cap === 0 ? way(own, from) : between(cap, from, (inner) => way(own, inner));
  const dim = x.shape[0]! - 1;
  const { t, complement } = image.logRatios;
  return {
    point: atHeight(x, dim, one, from, image),
    logDet: add(image.logSlope, mul((dim - 2) / 2, add(t, complement))),
  };
};

/** A map of the fractions between the caps; fractions within them stay, to the last digit. */
const between = (cap: number, { t, complement }: Pair, map: (inner: Pair) => SplineImage): SplineImage => {
  const edge = 0.5 * cap;
  const scaled = (fraction: Expr): Expr => minimum(maximum(div(sub(fraction, edge), 1 - cap), 0), 1);
  const inner = { t: scaled(t), complement: scaled(complement) };
  const { pair, logSlope } = map(inner);
  const [up, down] = [mul(1 - cap, sub(pair.t, inner.t)), mul(1 - cap, sub(pair.complement, inner.complement))];
  return {
    pair: { t: add(t, up), complement: add(complement, down) },
    logSlope: where(less(minimum(t, complement), edge), 0, logSlope),
    logRatios: { t: log1p(div(up, maximum(t, edge))), complement: log1p(div(down, maximum(complement, edge))) },
  };
};
