/**
 * Monotone rational-quadratic splines of an interval.
 *
 * Space: i, i_<a>_<b>. Parameters: `widths` [K], `heights` [K], raw, of the K = `bins` bins; `slopes`, raw, at the knots
 * from the lower to the upper end: [K + 1], or [K − 1] where the option `boundary` fixes those at the ends. Zeros are
 * the identity. Widths and heights are softmax portions of the interval, slopes a shifted softplus, each above its
 * minimum.
 * log-det: the log-derivative of the spline.
 * Source: Durkan et al. 2019, arXiv:1906.04032. There the spline itself goes towards the data; here it goes from the
 * data to the base, so that the density is a rational function with knots on the data side. `invert` turns it round.
 */
import { concat, constant, type Expr } from "../../expr/index.ts";
import { packed, unpacked } from "../../manifold/pair.ts";
import { bijector, filled, type Image, type Parameters, type Sample } from "../bijector.ts";
import { between, oneOf, whole, type Values } from "../options.ts";
import { evenly, quantiles, rawKnots } from "./histogram.ts";
import { slopesOf, spline as splineOf, type Spline } from "./knots.ts";
import { back, through, type SplineImage } from "./unit-spline.ts";

/** The options that bound a spline's bins, shared by all layers made of splines. */
export const minimaFields = {
  minWidth: between(0, 1 / 64, 1e-3, "the least width of a bin, as a fraction of the whole"),
  minHeight: between(0, 1 / 64, 1e-3, "the least height of a bin, as a fraction of the whole"),
  minSlope: between(0, 0.5, 1e-4, "the least slope at a knot"),
};

/** Up to 64 bins, so that every choice of minima leaves room. */
export const binsField = whole(2, 64, 8, "number of bins");

const fields = {
  bins: binsField,
  ...minimaFields,
  boundary: oneOf(["free", "fixed"] as const, "free", "whether the slopes at the ends are parameters"),
  boundarySlope: between(1e-3, 1e3, 1, "the slope at both ends where they are fixed"),
};

type Options = Values<typeof fields>;
type Name = "widths" | "heights" | "slopes";

const read = ({ widths, heights, slopes }: Parameters<Name>, options: Options): Spline => {
  const free = slopesOf(slopes, options.minSlope);
  const end = constant([options.boundarySlope]);
  return splineOf(widths, heights, options.boundary === "free" ? free : concat([end, free, end]), options);
};

const image = ({ pair, logSlope }: SplineImage): Image => ({ point: packed(pair), logDet: logSlope });

export const spline = bijector({
  name: "spline",
  on: "i",
  symbol: "r",
  options: fields,
  parameters: (_, { bins, boundary }) => ({
    widths: filled([bins], 0),
    heights: filled([bins], 0),
    slopes: filled([boundary === "free" ? bins + 1 : bins - 1], 0),
  }),
  forward: (point: Expr, parameters, { options }) => image(back(read(parameters, options), unpacked(point))),
  inverse: (point: Expr, parameters, { options }) => image(through(read(parameters, options), unpacked(point))),
  /** Knots at quantiles. */
  fit: (sample, _, options) => fitted(sample, options),
});

const fitted = ({ rows, count, weights }: Sample, options: Options): { readonly [K in Name]: readonly number[] } => {
  const { bins, boundary } = options;
  const fractions = Float64Array.from({ length: count }, (_, row) => rows[2 * row]!);
  const { widths, heights, slopes } = rawKnots(quantiles(fractions, weights, bins), evenly(bins), options);
  return { widths, heights, slopes: boundary === "free" ? slopes : slopes.slice(1, -1) };
};
