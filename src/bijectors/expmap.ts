/**
 * Exponential maps of the gradient of a potential.
 *
 * x ↦ exp_x(∇φ(x)), φ(x) = Σ_k w_k F_k(x·μ_k): points move along great circles, towards the centres μ_k or away from
 * their antipodes. Space: s<n>. Parameters: `centers` [K, n + 1], each read up to its length (a zero vector pulls
 * nowhere); `weights` [K], raw, read as w_k = 0.999 exp(w_k) / (1 + Σ exp(w_j)); `shapes`, raw, what the option `potential` needs:
 *   linear, quadratic  nothing ([0]).
 *   exponential        [K, 1], the concentration.
 *   spline             [K, 3 · bins + 1], the widths, heights and slopes of F_k′ on [−1, 1].
 *   polynomial         [K, 2 · degree], scores of T_1 … T_degree with the sign +, then with the sign −.
 * `axes` of a rotation after the map on the data side, as of nsphere ([0] without it).
 * The weights add up to at most 0.999, which keeps the map a bijection for every potential (`expmap/potential.ts`). It stretches
 * no direction by less than 0.001 · sin 1, and none by more than 2 if potentials are linear or quadratic: where evaluation has
 * the closed form, densities of one layer rise to 2^n times the uniform one; where sampling has it, to (1200)^n times.
 * log-det: (n − 1) log(sin r / r) + log det(Hess φ + Hess d²/2), r = ‖∇φ‖, d the distance from the image, in the direction
 * of closed form (`expmap/gradient-map.ts`); its negative in the other, which is solved by Newton's iteration.
 * Source: Sei 2013, Commun. Stat. Theory Methods 42, 2525; Rezende et al. 2020, arXiv:2002.02428, section 2.2.
 */
import { concat, exp, logSumExp, mul, neg, sub, zeros, type Expr } from "../expr/index.ts";
import { directions } from "../manifold/direction.ts";
import { bijector, filled, scattered, type Image, type Parameters } from "./bijector.ts";
import { drawn, most, rawWeight } from "./expmap/fit.ts";
import { fields, type ExpmapOptions } from "./expmap/options.ts";
import { gradientMap, type GradientMap } from "./expmap/gradient-map.ts";
import { potentialsOf, shapeSize } from "./expmap/potential.ts";
import { axesSpec, meanAxes, rotatedAfter, rotatedBefore } from "./rotation/after.ts";
import { solved } from "./sphere-newton.ts";

type Name = "centers" | "weights" | "shapes" | "axes";

const read = ({ centers, weights, shapes }: Parameters<Name>, options: ExpmapOptions): ((x: Expr) => GradientMap) =>
  gradientMap({
    centers: directions(centers),
    weights: mul(most, exp(sub(weights, logSumExp(concat([zeros([1]), weights]))))),
    potentials: potentialsOf(shapes, options),
  });

/** Twelve were enough for the steepest smooth potentials, and 40 for bins as narrow as they may be. */
const triesFor = ({ potential }: ExpmapOptions): number => (potential === "spline" ? 60 : 16);

const mapped = (map: (x: Expr) => GradientMap, x: Expr): Image => {
  const { image, logDet } = map(x);
  return { point: image, logDet };
};

/** No image is farther than one radian from its point, which is thus near enough to start from. */
const unmapped = (map: (x: Expr) => GradientMap, target: Expr, tries: number): Image => {
  const point = solved(map, target, target, tries);
  const { image, logDet } = map(point);
  return { point, logDet: neg(logDet), residuals: [sub(image, target)] };
};

const towards = (direction: ExpmapOptions["direction"], x: Expr, parameters: Parameters<Name>, options: ExpmapOptions): Image => {
  const map = read(parameters, options);
  return direction === options.direction ? mapped(map, x) : unmapped(map, x, triesFor(options));
};

export const expmap = bijector({
  name: "expmap",
  on: "s",
  symbol: "v",
  options: fields,
  parameters: ({ ambient }, options) => ({
    centers: scattered([options.components, ambient], 1),
    weights: filled([options.components], rawWeight(0.1, options.components)),
    shapes: filled(shapeSize(options) === 0 ? [0] : [options.components, shapeSize(options)], 0),
    axes: axesSpec(ambient, options.rotation),
  }),
  forward: (z, parameters, { options }) => {
    const { point, ...rest } = towards("forward", z, parameters, options);
    return { point: rotatedAfter(parameters.axes, point, options.rotation), ...rest };
  },
  inverse: (x, parameters, { options }) => towards("inverse", rotatedBefore(parameters.axes, x, options.rotation), parameters, options),
  /** The mean direction: to the base's centre by the rotation, or else the mass to it by potentials of one sign. */
  fit: (sample, { dim, ambient }, options) => (options.rotation ? { axes: meanAxes(sample, ambient) } : drawn(sample, dim, options)),
});
