/**
 * Monotone rational-quadratic splines of an interval.
 *
 * Space: i, i_<a>_<b>. Parameters: `widths` [K], `heights` [K], raw, of the K = `bins` bins, fewer where `pins` says so;
 * `slopes`, raw, at the knots from the lower to the upper end: [K + 1], or, where `smooth` finds those at inner knots, [2];
 * two fewer where the option `boundary` fixes those at the ends. Zeros are the identity. Widths and heights are softmax
 * portions of the interval, slopes a shifted softplus, each above its minimum; see `spline/bins.ts`, `spline/smooth.ts`.
 * log-det: the log-derivative of the spline; under `smooth` its derivative is continuous, and so is that of the density.
 * Source: Durkan et al. 2019, arXiv:1906.04032. There the spline itself goes towards the data; here it goes from the
 * data to the base, so that the density is a rational function with knots on the data side. `invert` turns it round.
 */
import { concat, constant, type Expr } from "../../expr/index.ts";
import { packed, unpacked } from "../../manifold/pair.ts";
import { bijector, filled, type Image, type Parameters, type Sample } from "../bijector.ts";
import { between, flag, oneOf, type Values } from "../options.ts";
import { binParameters, binsField, binShapes, minimaFields, parametrizationFields, rawBins, sampleKnots } from "./bins.ts";
import { rawKnots } from "./histogram.ts";
import { slopesOf, spline as splineOf, type Spline } from "./knots.ts";
import { back, through, type SplineImage } from "./unit-spline.ts";

const fields = {
  bins: binsField,
  ...minimaFields,
  ...parametrizationFields,
  smooth: flag(false, "whether the second derivative is continuous: the slopes at inner knots then are no parameters"),
  boundary: oneOf(["free", "fixed"] as const, "free", "whether the slopes at the ends are parameters"),
  boundarySlope: between(1e-3, 1e3, 1, "the slope at both ends where they are fixed"),
};

export { binsField, minimaFields };

type Options = Values<typeof fields>;
type Name = "widths" | "heights" | "slopes";

/** How many slopes are parameters. */
const slopesCount = ({ bins, boundary, smooth }: Options): number => (smooth ? 0 : bins - 1) + (boundary === "free" ? 2 : 0);

const read = (parameters: Parameters<Name>, options: Options): Spline => {
  const { widths, heights } = rawBins(parameters, options);
  const free = slopesOf(parameters.slopes, options.minSlope);
  const end = constant([options.boundarySlope]);
  return splineOf(widths, heights, options.boundary === "free" ? free : concat([end, free, end]), options);
};

const image = ({ pair, logSlope }: SplineImage): Image => ({ point: packed(pair), logDet: logSlope });

export const spline = bijector({
  name: "spline",
  on: "i",
  symbol: "r",
  options: fields,
  parameters: (_, options) => ({
    widths: filled(binShapes(options).widths, 0),
    heights: filled(binShapes(options).heights, 0),
    slopes: filled([slopesCount(options)], 0),
  }),
  forward: (point: Expr, parameters, { options }) => image(back(read(parameters, options), unpacked(point))),
  inverse: (point: Expr, parameters, { options }) => image(through(read(parameters, options), unpacked(point))),
  /** Knots at quantiles. */
  fit: (sample, _, options) => fitted(sample, options),
});

const fitted = ({ rows, count, weights }: Sample, options: Options): { readonly [K in Name]: readonly number[] } => {
  const { boundary, smooth } = options;
  const fractions = Float64Array.from({ length: count }, (_, row) => rows[2 * row]!);
  const raw = rawKnots(...sampleKnots(fractions, weights, options), options);
  const [first, inner, last] = [raw.slopes.slice(0, 1), raw.slopes.slice(1, -1), raw.slopes.slice(-1)];
  return {
    ...binParameters(raw, options),
    slopes: [...(boundary === "free" ? first : []), ...(smooth ? [] : inner), ...(boundary === "free" ? last : [])],
  };
};
