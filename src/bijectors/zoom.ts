/**
 * The Fisher–von Mises zoom: a map of the height of the sphere that gathers points around a pole, behind splines of height
 * and azimuth and in front of a rotation.
 *
 * Space: s<n>, n ≥ 2. From the base to the data: splines of the height x_n (`zoom/vertical.ts`); splines of the azimuth of
 * (x_0, x_1), which fade at the poles (`zoom/azimuth.ts`); a quarter turn (x_0, …, x_n) ↦ (x_n, …, −x_0), if asked for; the
 * zoom with concentration κ ≥ 0 (`zoom/gather.ts`); a rotation. With c the height over the equator towards the pole, the
 * zoom of S² gives the uniform density the image κ / (4π sinh κ) · e^(κc), von Mises–Fisher. On other S^n it is the same map
 * of heights; its image is a density of the same shape, though not von Mises–Fisher's, for which no closed form exists.
 *
 * Parameters, all raw: `rotation`, as in the layer of that name; `concentration` [1], or [0] where it is a length of the
 * rotation's parameters; `vertical` and `circular`, the widths, heights and slopes of one spline after the other, slopes at
 * all knots but the ends where `boundary` fixes those and the inner ones where they follow from `smooth`. Zeros of splines are the identity. Network: `azimuth`, where
 * `correlated`: adds to `circular` given (x_2, …, x_n), the height on S², and gives the angle of a turn after it.
 * log-det: the sum over the parts; of the zoom κc − log(sinh κ / κ) towards the base on S², which is regular at κ = 0, and
 * for each further dimension half the logarithm of what (1 − c²) is multiplied by.
 * Domain: all of the sphere; κ < 1e12. Densities are continuous, and but for the knots of splines (of which the map is
 * once differentiable) smooth, at the poles too. A cap with free end slopes makes densities jump at its edge.
 * Source: Fisher 1953 for the density; the composition as in arXiv:2604.19846, with heights here as pairs.
 */
import { add, concat, mul, neg, one, reshape, slice, take, zero, type Expr } from "../expr/index.ts";
import { height, swap } from "../manifold/pair.ts";
import { bijector, filled, type Context, type Image, type NetworkSpec, type Parameters, type ParameterSpec } from "./bijector.ts";
import { after } from "./layer.ts";
import { atHeight } from "./nsphere/level.ts";
import { finalRotation } from "./rotation/map.ts";
import { back, through } from "./spline/unit-spline.ts";
import { azimuth, circularSize, others, type Azimuth } from "./zoom/azimuth.ts";
import { concentrationOf, concentrationSpec, isLength, rotationSpec } from "./zoom/concentration.ts";
import { fitted } from "./zoom/fit.ts";
import { gather, spread } from "./zoom/gather.ts";
import { fields, type ZoomOptions } from "./zoom/options.ts";
import { vertical, verticalSize, verticalSpline } from "./zoom/vertical.ts";

type Name = "rotation" | "concentration" | "vertical" | "circular";
type Reading = readonly [Parameters<Name>, Context<ZoomOptions, string>];
type Step = (x: Expr) => Image;

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** The splines of the height, each as a step, from the base to the data. */
const verticals = (way: typeof through, [{ vertical: raw }, { options }]: Reading): readonly Step[] => {
  const sizes = options.vertical.map((bins) => verticalSize(bins, options));
  return options.vertical.map((bins, index) => {
    const own = verticalSpline(slice(raw, 0, total(sizes.slice(0, index)), sizes[index]!), bins, options);
    return (x) => vertical(way, own, options.cap, x);
  });
};

/** The splines of the azimuth at a point, whose other coordinates they leave alone. */
const azimuthAt = (x: Expr, [{ circular }, { options, networks }]: Reading): Azimuth => {
  if (!options.correlated) return azimuth(circular, undefined, options);
  const given = networks["azimuth"]!(others(x));
  const count = circular.shape[0]!;
  return azimuth(add(circular, slice(given, 0, 0, count)), take(given, count), options);
};

const quarter = (x: Expr, ends: readonly [first: Expr, last: Expr]): Expr =>
  concat([reshape(ends[0], [1]), slice(x, 0, 1, x.shape[0]! - 2), reshape(ends[1], [1])]);

const quarterTurn: Step = (x) => ({ point: quarter(x, [take(x, -1), neg(take(x, 0))]), logDet: zero });
const quarterBack: Step = (x) => ({ point: quarter(x, [neg(take(x, -1)), take(x, 0)]), logDet: zero });

const zoomed = (way: typeof gather, [{ rotation, concentration }, { geometry: { dim }, options }]: Reading): Step => (x) => {
  const kappa = concentrationOf(isLength(options) ? undefined : take(concentration, 0), rotation, options);
  const from = height(x);
  const facing = options.toward === "south" ? from : swap(from);
  const { pair, logRatios, logSlope, logStretch } = way(kappa, facing);
  const image = options.toward === "south" ? { pair, logRatios } : { pair: swap(pair), logRatios: swap(logRatios) };
  return { point: atHeight(x, dim, one, from, image), logDet: add(logSlope, mul((dim - 2) / 2, logStretch)) };
};

const chained = (point: Expr, steps: readonly Step[]): Image => steps.reduce<Image>((image, step) => after(image, step(image.point)), { point, logDet: zero });

export const zoom = bijector({
  name: "zoom",
  on: "s2up",
  symbol: "f",
  options: fields,
  parameters: ({ ambient }, options): { readonly [K in Name]: ParameterSpec } => ({
    rotation: rotationSpec(finalRotation(ambient, options, "zoom").parameters, options),
    concentration: concentrationSpec(options),
    vertical: filled([total(options.vertical.map((bins) => verticalSize(bins, options)))], 0),
    circular: filled([total(options.circular.map((bins) => circularSize(bins, options)))], 0),
  }),
  networks: ({ dim }, options): { readonly [name: string]: NetworkSpec } =>
    options.correlated ? { azimuth: { inputs: dim - 1, outputs: total(options.circular.map((bins) => circularSize(bins, options))) + 1, hidden: options.hidden } } : {},
  forward: (z, parameters, context) => {
    const reading: Reading = [parameters, context];
    const { geometry: { ambient }, options } = context;
    const image = chained(z, [
      ...verticals(back, reading),
      (x) => azimuthAt(x, reading).forward(x),
      ...(options.quarterTurn ? [quarterTurn] : []),
      zoomed(gather, reading),
    ]);
    return { ...image, point: finalRotation(ambient, options, "zoom").apply(parameters.rotation, image.point) };
  },
  inverse: (x, parameters, context) => {
    const reading: Reading = [parameters, context];
    const { geometry: { ambient }, options } = context;
    return chained(finalRotation(ambient, options, "zoom").applyInverse(parameters.rotation, x), [
      zoomed(spread, reading),
      ...(options.quarterTurn ? [quarterBack] : []),
      (at) => azimuthAt(at, reading).inverse(at),
      ...[...verticals(through, reading)].reverse(),
    ]);
  },
  /**
   * The mean direction to the pole and the concentration of maximum likelihood; then, of each kind, the spline next to the
   * data at quantiles of what is left.
   */
  fit: (sample, _, options) => fitted(sample, options),
});
