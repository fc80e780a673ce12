/**
 * Where the zoom starts from points: the pole turned to their mean direction, the concentration of maximum likelihood, and
 * of each kind of splines the one next to the data at quantiles of what is left. Numbers here do what the formulas do.
 */
import type { Sample } from "../bijector.ts";
import { reflect } from "../orthogonal/represent.ts";
import { identity } from "../principal-axes.ts";
import { centre, meanDirection, orAcross, productOfQuaternions, transposedProduct, turnTo, type Turn, type Vector } from "../rotation/turning.ts";
import { evenly, quantiles, rawKnots } from "../spline/histogram.ts";
import { circularSize } from "./azimuth.ts";
import { isLength, rawConcentration } from "./concentration.ts";
import { likeliest, spreadFractions, type Fractions } from "./likelihood.ts";
import type { ZoomOptions } from "./options.ts";
import { verticalSize, verticalSlopes } from "./vertical.ts";

type Fitted = { readonly [K in "rotation" | "concentration" | "vertical" | "circular"]?: readonly number[] };

export const fitted = (sample: Sample, options: ZoomOptions): Fitted => {
  const { rows, count, weights } = sample;
  const ambient = rows.length / count;
  const side = options.toward === "south" ? 1 : -1;
  const to = meanDirection(sample, ambient).map((each) => side * each);
  const turn = turnOf(to, options);
  const points = Array.from({ length: count }, (_, row) => transposedProduct(turn.matrix, rows.subarray(row * ambient, (row + 1) * ambient)));
  const facing = points.map((point) => fractionsOf(point, side));
  const kappa = Math.max(likeliest(facing, weights, ambient - 1), 2 * options.minConcentration);
  const left = points.map((point, row) => unzoomed(point, facing[row]!, kappa, side, options));
  const length = isLength(options) ? rawConcentration(kappa, options) : 1;
  return {
    ...(options.rotation === "none" ? {} : { rotation: turn.raw.map((each) => length * each) }),
    ...(isLength(options) ? {} : { concentration: [rawConcentration(kappa, options)] }),
    ...(options.circular.length === 0 ? {} : { circular: circularKnots(left, weights, options) }),
    ...(options.vertical.length === 0 ? {} : { vertical: verticalKnots(left, weights, options) }),
  };
};

/** The rotation from the south pole to a direction; where its own vector v tells the concentration, with v of length 1. */
const turnOf = (to: Vector, options: ZoomOptions): Turn => {
  const { rotation: by, reflections } = options;
  if (by === "none") return { raw: [], matrix: identity(to.length) };
  const from = centre(to.length);
  if (by !== "quaternion" || !isLength(options)) return turnTo(to, { by, reflections });
  if (to.length === 3) {
    // The half turn about the direction between both.
    const sums = orAcross(from.map((each, i) => each + to[i]!), 3);
    const axis = sums.map((each) => each / Math.hypot(...sums));
    return { raw: [0, ...axis], matrix: identity(3).map((unit) => reflect(axis, unit).map((each) => 0 - each)) };
  }
  // v ↦ m v c⁻¹ with c⁻¹ = −c.
  const back = from.map((each) => 0 - each);
  const images = identity(4).map((unit) => productOfQuaternions(productOfQuaternions(to, unit), back));
  const size = Math.hypot(...to.slice(1), 1);
  return { raw: [...to, ...from].map((each) => each / size), matrix: images[0]!.map((_, i) => images.map((image) => image[i]!)) };
};

/** Fractions of the way from the pole that the zoom faces, and from the other. */
const fractionsOf = (point: Vector, side: number): Fractions => {
  const h = side * point.at(-1)!;
  const across = point.slice(0, -1).reduce((sum, each) => sum + each * each, 0);
  const far = 0.5 * (1 + Math.abs(h));
  const near = across / (4 * far);
  return h < 0 ? { near, far } : { near: far, far: near };
};

/** A point before the zoom and the quarter turn. */
const unzoomed = (point: Vector, from: Fractions, kappa: number, side: number, { quarterTurn }: ZoomOptions): Vector => {
  const to = spreadFractions(from, kappa);
  const radius = Math.sqrt(from.near * from.far);
  const factor = radius > 0 ? Math.sqrt(to.near * to.far) / radius : 0;
  const own = [...point.slice(0, -1).map((each) => factor * each), side * (to.near - to.far)];
  return quarterTurn ? [-own.at(-1)!, ...own.slice(1, -1), own[0]!] : own;
};

/** Zeros, the identity, for all splines but the one next to the data. */
const lastOf = (sizes: readonly number[], last: readonly number[]): readonly number[] =>
  [...Array<number>(sizes.slice(0, -1).reduce((a, b) => a + b, 0)).fill(0), ...last];

/** A point counts for as much as the spline acts on it. */
const circularKnots = (points: readonly Vector[], weights: Float64Array, options: ZoomOptions): readonly number[] => {
  const sizes = options.circular.map((bins) => circularSize(bins, options));
  const turns = points.map(([x = 1, y = 0]) => {
    const angle = Math.atan2(y, x) / (2 * Math.PI);
    return angle < 0 ? 1 + angle : angle;
  });
  const shares = points.map((point, row) => {
    const c = Math.min(1, Math.hypot(...point.slice(2)));
    return weights[row]! * (1 - c) ** 3 * (1 + 3 * c + 6 * c * c);
  });
  const bins = options.circular.at(-1)!;
  if (!(shares.reduce((a, b) => a + b, 0) > 0)) return lastOf(sizes, Array<number>(sizes.at(-1)!).fill(0));
  const { widths, heights, slopes } = rawKnots(quantiles(turns, shares, bins), evenly(bins), options, "joined");
  return lastOf(sizes, [...widths, ...heights, ...(options.smooth ? [] : slopes.slice(0, -1))]);
};

/** Between the caps, quantiles of heights to those of uniform points. */
const verticalKnots = (points: readonly Vector[], weights: Float64Array, options: ZoomOptions): readonly number[] => {
  const sizes = options.vertical.map((bins) => verticalSize(bins, options));
  const bins = options.vertical.at(-1)!;
  const dim = points[0]!.length - 1;
  const inner = (values: readonly number[], own: ArrayLike<number>): readonly number[] | undefined => {
    const fractions = values.map((value) => (value - 0.5 * options.cap) / (1 - options.cap));
    const shares = fractions.map((fraction, row) => (fraction > 0 && fraction < 1 ? own[row]! : 0));
    return shares.some((share) => share > 0) ? quantiles(fractions, shares, bins) : undefined;
  };
  const found = inner(points.map((point) => fractionsOf(point, 1).near), weights);
  const uniform = inner(grid.map((angle) => Math.sin(0.5 * angle) ** 2), grid.map((angle) => Math.sin(angle) ** (dim - 1)));
  if (!found || !uniform) return lastOf(sizes, Array<number>(sizes.at(-1)!).fill(0));
  const { widths, heights, slopes } = rawKnots(found, uniform, options);
  return lastOf(sizes, [...widths, ...heights, ...verticalSlopes(slopes, options)]);
};

/** Angles from the south pole, evenly. */
const grid: readonly number[] = Array.from({ length: 4000 }, (_, step) => (Math.PI * (step + 0.5)) / 4000);
