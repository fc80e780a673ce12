/**
 * The knots of a spline on [0, 1], from raw parameters of any size: bins of positive width and height that add up to 1,
 * slopes that stay above a minimum. Equal raw widths and heights and raw slopes of zero give exactly the identity.
 *
 * Along each axis the distances of the knots from 0 and from 1 are summed up separately, from their own end, and the
 * ends are exact: a knot near 1 knows how near.
 */
import { add, concat, cumsum, div, exp, max, mul, slice, softplus, stopGradient, sub, sum, unsqueeze, zeros, type Expr } from "../../expr/index.ts";

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

/** Raw widths and heights [..., K] and slopes [..., K + 1], already positive, as a spline. */
export const spline = (rawWidths: Expr, rawHeights: Expr, slopes: Expr, { minWidth, minHeight }: Minima): Spline => ({
  across: axis(portions(rawWidths, minWidth)),
  up: axis(portions(rawHeights, minHeight)),
  slopes,
});
