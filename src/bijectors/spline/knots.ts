/**
 * The knots of a spline on [0, 1], from raw parameters of any size: bins of positive width and height that add up to 1,
 * slopes that stay above a minimum, or that make the spline smooth. Equal raw widths and heights and raw slopes of zero
 * give exactly the identity.
 *
 * Along each axis the distances of the knots from 0 and from 1 are summed up separately, from their own end, and the
 * ends are exact: a knot near 1 knows how near.
 */
import { add, concat, cumsum, div, exp, max, mul, slice, softplus, stopGradient, sub, sum, tanh, unsqueeze, zeros, type Expr } from "../../expr/index.ts";
import { smoothSlopes, type Ends } from "./smooth.ts";

/** Bins along one axis, each [..., K]. */
export interface Axis {
  readonly lengths: Expr;
  /** Distance of each bin's lower end from 0; the first is 0. */
  readonly below: Expr;
  /** Distance of each bin's upper end from 1; the last is 0. */
  readonly above: Expr;
}

export interface Spline {
  readonly across: Axis;
  readonly up: Axis;
  /** At the knots: [..., K + 1]. */
  readonly slopes: Expr;
}

/** The least width and height of a bin, as fractions of the whole (K · least < 1), and the least slope. */
export interface Minima {
  readonly minWidth: number;
  readonly minHeight: number;
  readonly minSlope: number;
}

/** What splines are read under. */
export interface Bounds extends Minima {
  /** The largest ratio of two widths, and of two heights. */
  readonly maxRatio?: number | "none";
  /** Whether the second derivative is continuous; the slopes at inner knots then follow from the bins. */
  readonly smooth?: boolean;
}

/** Raw numbers, no two of which are told further apart than log `maxRatio`: L tanh(raw / L) with L = ½ log maxRatio. */
export const limited = (raw: Expr, maxRatio: number | "none"): Expr => {
  if (maxRatio === "none") return raw;
  const limit = 0.5 * Math.log(maxRatio);
  return mul(limit, tanh(div(raw, limit)));
};

/** The raw number that is read as a given one; at or beyond the limit, as one a little inside. */
export const rawLimited = (value: number, maxRatio: number | "none"): number => {
  if (maxRatio === "none") return value;
  const limit = 0.5 * Math.log(maxRatio);
  return limit * Math.atanh(Math.min(0.99, Math.max(-0.99, value / limit)));
};

/** Raw numbers [..., K] → positive ones that add up to 1, each at least `least`. */
export const portions = (raw: Expr, least: number): Expr => {
  const bins = raw.shape.at(-1)!;
  // A shift changes nothing, so the largest is a constant to derivatives.
  const powers = exp(sub(raw, unsqueeze(stopGradient(max(raw)))));
  const shares = div(powers, unsqueeze(sum(powers)));
  return add(least, mul(1 - bins * least, shares));
};

/** Raw numbers → slopes above `least`; 1 at 0. */
export const slopesOf = (raw: Expr, least: number): Expr => add(least, softplus(add(raw, rawUnitSlope(least))));

/** softplus⁻¹(1 − least). */
export const rawUnitSlope = (least: number): number => Math.log(Math.expm1(1 - least));

export const axis = (lengths: Expr): Axis => {
  const bins = lengths.shape.at(-1)!;
  const none = zeros([...lengths.shape.slice(0, -1), 1]);
  return {
    lengths,
    below: concat([none, cumsum(slice(lengths, -1, 0, bins - 1))], -1),
    above: concat([cumsum(slice(lengths, -1, 1, bins - 1), -1, true), none], -1),
  };
};

/**
 * Raw widths and heights [..., K] and slopes, already positive, as a spline. The slopes are those at all knots
 * [..., K + 1], or, where smooth, those at the ends [..., 2], or how the ends are treated without any.
 */
export const spline = (rawWidths: Expr, rawHeights: Expr, slopes: Ends, { minWidth, minHeight, maxRatio = "none", smooth = false }: Bounds): Spline => {
  const widths = portions(limited(rawWidths, maxRatio), minWidth);
  const heights = portions(limited(rawHeights, maxRatio), minHeight);
  return { across: axis(widths), up: axis(heights), slopes: smooth || typeof slopes === "string" ? smoothSlopes(widths, heights, slopes) : slopes };
};
