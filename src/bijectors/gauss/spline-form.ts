/**
 * The spline form of the layer's coordinate maps: data to base by a monotone rational-quadratic spline with linear tails,
 * so that the base to the data is closed too.
 *
 * Parameters: `box` [n, 4], the left end of the box on the data side, its log-length, and both for the base side; lengths
 * are read into [0.01, 1000]. `bins` [n, 2k], raw widths and heights of the k bins; `slopes` [n, k + 1], raw, in units of
 * the box, each above 1e-4 and 1 at 0; [0] if `smooth`: then slopes are those that leave the second derivative continuous
 * at all knots and zero in the tails. A fresh layer is the identity.
 */
import { slice, take, type Expr } from "../../expr/index.ts";
import { filled, startingAt, type ParameterSpec } from "../bijector.ts";
import { quantiles, rawKnots } from "../spline/histogram.ts";
import { slopesOf, spline, type Minima, type Spline } from "../spline/knots.ts";
import { backLine, throughLine, type Box } from "../spline/linear-tails.ts";
import { logNormalQuantile } from "../../expr/special.ts";
import { bounded, rawBounded, type Bounds } from "./bounded.ts";
import type { CoordinateMap } from "./coordinate-map.ts";

export type SplineName = "box" | "bins" | "slopes";

const lengths: Bounds = { min: 0.01, max: 1000 };

/** Half the box of a fresh layer, in standard deviations. */
const reach = 3;

const minima = (bins: number): Minima => ({ minWidth: Math.min(1e-3, 0.1 / bins), minHeight: Math.min(1e-3, 0.1 / bins), minSlope: 1e-4 });

/** What the form reads of the options. */
export interface SplineForm {
  readonly kernels: number;
  readonly smooth: boolean;
}

export const splineParameters = (dim: number, { kernels: bins, smooth }: SplineForm): { readonly [K in SplineName]: ParameterSpec } => {
  const length = rawBounded(2 * reach, lengths);
  return {
    box: startingAt([dim, 4], Array.from({ length: dim }, () => [-reach, length, -reach, length]).flat()),
    bins: filled([dim, 2 * bins], 0),
    slopes: filled(smooth ? [0] : [dim, bins + 1], 0),
  };
};

const read = (raw: { readonly [K in SplineName]: Expr }, { kernels: bins, smooth }: SplineForm): { readonly curve: Spline; readonly box: Box } => {
  const least = minima(bins);
  const [widths, heights] = [slice(raw.bins, -1, 0, bins), slice(raw.bins, -1, bins, bins)];
  return {
    curve: spline(widths, heights, smooth ? "straight" : slopesOf(raw.slopes, least.minSlope), least),
    box: { left: take(raw.box, 0), across: bounded(take(raw.box, 1), lengths), bottom: take(raw.box, 2), up: bounded(take(raw.box, 3), lengths) },
  };
};

export const splineMap = (raw: { readonly [K in SplineName]: Expr }, form: SplineForm): CoordinateMap => {
  const { curve, box } = read(raw, form);
  return { toBase: (u) => throughLine(curve, box, u), fromBase: (z) => backLine(curve, box, z) };
};

/** Knots at quantiles, taken to the quantiles of the normal distribution; the box leaves the outermost to the tails. */
export const fitSpline = (points: Float64Array, weights: Float64Array, { kernels: bins, smooth }: SplineForm): { readonly [K in SplineName]: readonly number[] } => {
  const fractions = bins + 2;
  const from = quantiles(points, weights, fractions);
  const to = Array.from({ length: bins + 1 }, (_, knot) => logNormalQuantile(Math.log((knot + 1) / fractions)));
  const across = Math.max(from.at(-1)! - from[0]!, 1.1 * lengths.min);
  const up = to.at(-1)! - to[0]!;
  const inner = (knots: readonly number[], length: number): readonly number[] => knots.slice(1, -1).map((knot) => (knot - knots[0]!) / length);
  const raw = rawKnots(inner(from, across), inner(to, up), minima(bins));
  return { box: [from[0]!, rawBounded(across, lengths), to[0]!, rawBounded(up, lengths)], bins: [...raw.widths, ...raw.heights], slopes: smooth ? [] : raw.slopes };
};
