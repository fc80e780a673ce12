/**
 * A monotone rational-quadratic spline of [0, 1] onto itself, on pairs (t, 1 − t).
 *
 * A point below the middle is compared with the knots' distances from 0, one above with those from 1, in the direction
 * of use; its place inside the bin is measured from the same end. Both halves of the image come from their own formula,
 * so that both ends are precise to the last digits, however near. Positions of shape [...] go with knots [..., K].
 */
import { div, equal, gather, less, lessEqual, log, mul, neg, slice, sub, sum, unsqueeze, where, add, type Expr } from "../../expr/index.ts";
import type { Pair } from "../../manifold/pair.ts";
import type { Axis, Spline } from "./knots.ts";
import { endRatios, rationalQuadratic, rationalQuadraticInverse, rationalQuadraticLogSlope, type Bin } from "./rational-quadratic.ts";

/** The image of a pair under a spline, in one of its directions. */
export interface SplineImage {
  readonly pair: Pair;
  /** log of the derivative of this direction. */
  readonly logSlope: Expr;
  /** log (image / point) of either half; at an end, the limit. */
  readonly logRatios: Pair;
}

export interface Place {
  /** Number of the bin: 0 … K − 1. */
  readonly index: Expr;
  /** Fractions of the bin below and above the point. */
  readonly within: Pair;
}

export const locate = ({ lengths, below, above }: Axis, { t, complement }: Pair): Place => {
  const inner = lengths.shape.at(-1)! - 1;
  const low = lessEqual(t, complement);
  const passed = where(
    unsqueeze(low),
    lessEqual(slice(below, -1, 1, inner), unsqueeze(t)),
    less(unsqueeze(complement), slice(above, -1, 0, inner)),
  );
  const index = sum(passed);
  const length = gather(lengths, index);
  const up = div(sub(t, gather(below, index)), length);
  const down = div(sub(complement, gather(above, index)), length);
  return { index, within: { t: where(low, up, sub(1, down)), complement: where(low, sub(1, up), down) } };
};

/** The smaller half of a place comes from its own knot; the larger one is 1 − the smaller, so that errors do not pile up. */
export const at = ({ lengths, below, above }: Axis, { index, within }: Place): Pair => {
  const length = gather(lengths, index);
  const t = add(gather(below, index), mul(length, within.t));
  const complement = add(gather(above, index), mul(length, within.complement));
  const low = lessEqual(t, complement);
  return { t: where(low, t, sub(1, complement)), complement: where(low, sub(1, t), complement) };
};

const binAt = ({ across, up, slopes }: Spline, index: Expr): Bin => {
  const bins = across.lengths.shape.at(-1)!;
  return {
    slope: div(gather(up.lengths, index), gather(across.lengths, index)),
    left: gather(slice(slopes, -1, 0, bins), index),
    right: gather(slice(slopes, -1, 1, bins), index),
  };
};

/** Farther from an end a ratio is a quotient, which fits the numbers of its pairs to the last digit. */
const near = 1e-6;

/** log (upper / lower) of both halves, where `point` and `image` are the same place of the spline on its two axes. */
const logRatios = (spline: Spline, bin: Bin, place: Place, point: Pair, image: Pair): Pair => {
  const last = spline.across.lengths.shape.at(-1)! - 1;
  const ratios = endRatios(bin, place.within);
  const ratio = (end: number, limit: Expr, over: Expr, under: Expr): Expr => {
    const here = mul(equal(place.index, end), less(under, near));
    return log(where(here, limit, div(over, where(here, 1, under))));
  };
  return {
    t: ratio(0, ratios.t, image.t, point.t),
    complement: ratio(last, ratios.complement, image.complement, point.complement),
  };
};

/** The spline itself. */
export const through = (spline: Spline, point: Pair): SplineImage => {
  const place = locate(spline.across, point);
  const bin = binAt(spline, place.index);
  const image = at(spline.up, { index: place.index, within: rationalQuadratic(bin, place.within) });
  return {
    pair: image,
    logSlope: rationalQuadraticLogSlope(bin, place.within),
    logRatios: logRatios(spline, bin, place, point, image),
  };
};

/** Its inverse. */
export const back = (spline: Spline, image: Pair): SplineImage => {
  const { index, within: risen } = locate(spline.up, image);
  const bin = binAt(spline, index);
  const place = { index, within: rationalQuadraticInverse(bin, risen) };
  const point = at(spline.across, place);
  const ratios = logRatios(spline, bin, place, point, image);
  return {
    pair: point,
    logSlope: neg(rationalQuadraticLogSlope(bin, place.within)),
    logRatios: { t: neg(ratios.t), complement: neg(ratios.complement) },
  };
};
