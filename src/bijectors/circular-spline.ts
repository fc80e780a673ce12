/**
 * Circular rational-quadratic splines.
 *
 * Space: s1. Parameters: `widths` [K], `heights` [K] and `slopes` [K], raw, as on intervals; the first slope is that on
 * both sides of the seam φ = 0, so that the map is once differentiable all round, and twice under `smooth`, which finds
 * all slopes itself ([0]); `rotation` [2], a rotation after the
 * spline on the data side, read up to its length ([0] without it). Zeros are the identity. The spline leaves φ = 0
 * where it is.
 * log-det: the log-derivative of the spline of the angle.
 * Source: Rezende et al. 2020, arXiv:2002.02428, section 2.1.2. As on intervals, the spline itself goes from the data
 * to the base; `invert` turns it round.
 */
import { concat, slice, type Expr } from "../expr/index.ts";
import { fromTurn, turn } from "../manifold/pair.ts";
import { bijector, filled, startingAt, type Image, type Parameters, type Sample } from "./bijector.ts";
import { centering, rotated, rotatedBack, unrotated } from "./circle-rotation.ts";
import { flag, type Values } from "./options.ts";
import { binParameters, binsField, binShapes, minimaFields, parametrizationFields, rawBins, sampleKnots } from "./spline/bins.ts";
import { rawKnots } from "./spline/histogram.ts";
import { slopesOf, spline, type Bounds, type Spline } from "./spline/knots.ts";
import { back, through } from "./spline/unit-spline.ts";

const fields = {
  bins: binsField,
  ...minimaFields,
  ...parametrizationFields,
  smooth: flag(false, "whether the second derivative is continuous all round: the slopes then are no parameters"),
  rotation: flag(true, "a rotation of the circle after the spline"),
};

type Options = Values<typeof fields>;

/** A spline [K] of the turn whose slopes agree across the seam, from raw parameters; where it is smooth, `slopes` are not read. */
export const circular = (widths: Expr, heights: Expr, slopes: Expr, bounds: Bounds): Spline => {
  if (bounds.smooth) return spline(widths, heights, "joined", bounds);
  const own = slopesOf(slopes, bounds.minSlope);
  return spline(widths, heights, concat([own, slice(own, 0, 0, 1)]), bounds);
};

/** The image of a unit vector [2] under a spline of its turn, in either direction of the spline. */
export const onTurn = (way: typeof through, spline: Spline, z: Expr): Image => {
  const { pair, logSlope } = way(spline, turn(z));
  return { point: fromTurn(pair), logDet: logSlope };
};

const read = (parameters: Parameters<"widths" | "heights" | "slopes">, options: Options): Spline => {
  const { widths, heights } = rawBins(parameters, options);
  return circular(widths, heights, parameters.slopes, options);
};

export const circularSpline = bijector({
  name: "circularSpline",
  on: "s1",
  symbol: "o",
  options: fields,
  parameters: (_, options) => ({
    widths: filled(binShapes(options).widths, 0),
    heights: filled(binShapes(options).heights, 0),
    slopes: filled([options.smooth ? 0 : options.bins], 0),
    rotation: options.rotation ? startingAt([2], [1, 0]) : filled([0], 0),
  }),
  forward: (z, parameters, { options }) => {
    const { point, logDet } = onTurn(back, read(parameters, options), z);
    return { point: options.rotation ? rotated(point, parameters.rotation) : point, logDet };
  },
  inverse: (x, parameters, { options }) => onTurn(through, read(parameters, options), options.rotation ? rotatedBack(x, parameters.rotation) : x),
  /** The mean direction to the base's centre, then knots at quantiles of the angle. */
  fit: (sample, _, options) => fitted(sample, options),
});

const fitted = (sample: Sample, options: Options) => {
  const rotation = options.rotation ? centering(sample) : ([1, 0] as const);
  const turns = unrotated(sample, rotation).map(([c, s]) => {
    const angle = Math.atan2(s, c) / (2 * Math.PI);
    return angle < 0 ? 1 + angle : angle;
  });
  const raw = rawKnots(...sampleKnots(turns, sample.weights, options), options, "joined");
  return { ...binParameters(raw, options), slopes: options.smooth ? [] : raw.slopes.slice(0, -1), ...(options.rotation ? { rotation } : {}) };
};
