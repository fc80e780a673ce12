/**
 * Autoregressive maps of S^n on nested cylinders.
 *
 * Space: s<n>, n ≥ 2. From the data to the base: the rotation is undone; the height x_n moves by a spline; then, for
 * m = n − 1 … 2, the height of what is left, a point of S^m, by a spline that depends on the heights above; last the
 * circle of (x_0, x_1), by a mixture of Möbius maps or a spline that depends on all heights (`nsphere/level.ts`,
 * `nsphere/circle.ts`). Everything that depends on the part of x on S^m fades with the radius of that part, so that
 * densities are continuous at the poles of every level. Parameters depend on heights and fade with radii on the BASE
 * side: there they have size one however concentrated the data are, and both directions know them beforehand.
 *
 * Parameters: `axes` [k, n + 1], an even number k of Householder reflections, each read up to its length ([0] without
 * rotation); `widths`, `heights` [n − 1, bins] and `slopes` [n − 1, bins + 1], raw, from the outermost level inwards;
 * `centers` [kernels, 2] and `weights` [kernels], or `turns` [3, bins], raw, of the circle. Under `smooth` slopes are those
 * at the ends alone, [n − 1, 2], and turns have none, [2, bins]. Networks: `circle`, which adds
 * to the parameters of the circle and gives the angle of a turn, and `level<m>`, which add to those of inner levels.
 * log-det: the sum over levels; closed in the direction of evaluation, one scalar equation in that of sampling.
 * Source: Rezende et al. 2020, arXiv:2002.02428, section 2.2; there the circle comes first, and densities jump at poles.
 */
import { add, concat, mul, slice, take, zero, type Expr } from "../expr/index.ts";
import { bijector, filled, scattered, type Context, type Image, type NetworkSpec, type Parameters, type ParameterSpec } from "./bijector.ts";
import { after } from "./layer.ts";
import { moebiusCircle, part, splineCircle, type CircleMap } from "./nsphere/circle.ts";
import { heightKnots } from "./nsphere/fit.ts";
import { level } from "./nsphere/level.ts";
import { between, flag, oneOf, whole, wholes, type Values } from "./options.ts";
import { axesSpec, meanAxes, rotatedAfter, rotatedBefore } from "./rotation/after.ts";
import { binsField, minimaFields } from "./spline/bins.ts";
import { slopesOf, spline, type Spline } from "./spline/knots.ts";
import { back, through } from "./spline/unit-spline.ts";

const fields = {
  bins: binsField,
  ...minimaFields,
  // Concentrated data live in a small fraction of the heights, next to an end, where pairs resolve any width.
  minWidth: between(0, 1 / 64, 1e-4, "the least width of a bin, as a fraction of the whole"),
  smooth: flag(false, "whether the second derivatives of the splines are continuous"),
  circle: oneOf(["moebius", "spline"] as const, "moebius", "the map of the last circle"),
  kernels: whole(1, 1024, 8, "number of Möbius maps in the mixture on the circle"),
  hidden: wholes(1, 4096, [32], "widths of the hidden layers of the networks between heights and circle"),
  rotation: flag(true, "a rotation of the sphere after the map"),
};

type Options = Values<typeof fields>;
type Name = "axes" | "widths" | "heights" | "slopes" | "centers" | "weights" | "turns";

/** Levels with a height, from the outermost: n, n − 1, …, 2. */
const levels = (dim: number): readonly number[] => Array.from({ length: dim - 1 }, (_, index) => dim - index);

/** The slopes of a height's spline that are parameters, and the rows of parameters of the circle's. */
const slopesCount = ({ bins, smooth }: Options): number => (smooth ? 2 : bins + 1);
const turnRows = ({ smooth }: Options): number => (smooth ? 2 : 3);

type Reading = readonly [Parameters<Name>, Context<Options, string>];

/** The spline of level m at a point, of which the coordinates beyond m are those of the base. */
const splineOf = (m: number, x: Expr, [{ widths, heights, slopes }, { geometry: { dim }, options, networks }]: Reading) => (radius: Expr): Spline => {
  const { bins, minSlope } = options;
  const own = [widths, heights, slopes].map((each) => take(each, dim - m, 0));
  const raw = m === dim ? concat(own) : mul(radius, add(concat(own), networks[`level${m}`]!(slice(x, 0, m + 1, dim - m))));
  return spline(part(raw, 0, [bins]), part(raw, bins, [bins]), slopesOf(part(raw, 2 * bins, [slopesCount(options)]), minSlope), options);
};

const circleOf = (x: Expr, [{ centers, weights, turns }, { geometry: { dim }, options, networks }]: Reading): CircleMap => {
  const { bins, circle, kernels } = options;
  const given = networks["circle"]!(slice(x, 0, 2, dim - 1));
  return circle === "moebius"
    ? moebiusCircle(add(centers, part(given, 0, [kernels, 2])), add(weights, part(given, 2 * kernels, [kernels])), part(given, 3 * kernels, []))
    : splineCircle(add(turns, part(given, 0, [turnRows(options), bins])), part(given, turnRows(options) * bins, []), options);
};

/** A chain of maps of one point. */
const chained = (point: Expr, steps: readonly ((x: Expr) => Image)[]): Image =>
  steps.reduce<Image>((image, step) => after(image, step(image.point)), { point, logDet: zero });

export const nsphere = bijector({
  name: "nsphere",
  on: "s2up",
  symbol: "n",
  options: fields,
  parameters: ({ dim, ambient }, options): { readonly [K in Name]: ParameterSpec } => {
    const { bins, circle, kernels, rotation } = options;
    return {
      axes: axesSpec(ambient, rotation),
      widths: filled([dim - 1, bins], 0),
      heights: filled([dim - 1, bins], 0),
      slopes: filled([dim - 1, slopesCount(options)], 0),
      centers: circle === "moebius" ? scattered([kernels, 2], 0.1) : filled([0], 0),
      weights: filled([circle === "moebius" ? kernels : 0], 0),
      turns: circle === "spline" ? filled([turnRows(options), bins], 0) : filled([0], 0),
    };
  },
  networks: ({ dim }, options): { readonly [name: string]: NetworkSpec } => {
    const { bins, circle, hidden, kernels } = options;
    return {
      ...Object.fromEntries(levels(dim).slice(1).map((m) => [`level${m}`, { inputs: dim - m, outputs: 2 * bins + slopesCount(options), hidden }])),
      circle: { inputs: dim - 1, outputs: (circle === "moebius" ? 3 * kernels : turnRows(options) * bins) + 1, hidden },
    };
  },
  forward: (z, parameters, context) => {
    const { geometry: { dim }, options: { rotation } } = context;
    const reading: Reading = [parameters, context];
    const steps = [...levels(dim)].reverse().map((m) => (x: Expr) => level(back, m, splineOf(m, x, reading), x));
    const image = chained(z, [(x) => circleOf(x, reading).back(x), ...steps]);
    return { ...image, point: rotatedAfter(parameters.axes, image.point, rotation) };
  },
  inverse: (x, parameters, context) => {
    const { geometry: { dim }, options: { rotation } } = context;
    const reading: Reading = [parameters, context];
    const still = rotatedBefore(parameters.axes, x, rotation);
    const steps = levels(dim).map((m) => (at: Expr) => level(through, m, splineOf(m, at, reading), at));
    return chained(still, [...steps, (at) => circleOf(at, reading).there(at)]);
  },
  /** The mean direction to the base's centre, and knots of the outermost height at quantiles. */
  fit: (sample, { dim, ambient }, options) => {
    const axes = options.rotation ? meanAxes(sample, ambient) : [];
    const outermost = heightKnots(sample, dim, axes, options.bins, options);
    const padded = (row: readonly number[]): readonly number[] => [...row, ...Array<number>((dim - 2) * row.length).fill(0)];
    return {
      ...(options.rotation ? { axes } : {}),
      widths: padded(outermost.widths),
      heights: padded(outermost.heights),
      slopes: padded(options.smooth ? [outermost.slopes[0]!, outermost.slopes.at(-1)!] : outermost.slopes),
    };
  },
});
