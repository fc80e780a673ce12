/**
 * Polynomial stretch: signed powers of each coordinate between affine maps, then a linear map that keeps volumes.
 *
 * Space: e<n>. Base to data, `transforms` T times: z ← scale · f((z − center) / width) + shift; last x = R z. The power f is,
 * by option `form`, `smooth`: sign(u) ((|u| + d)^e − d^e) / (e d^(e−1)), once continuously differentiable, so that densities
 * are continuous, finite and positive; or `exact`: sign(u) |u|^e, whose density at u = 0 has a pole where e > 1 and a zero
 * where e < 1, with log-densities of ±∞ there. See `stretch/power.ts`.
 * Parameters, each [T, n]: `centers`; `widths` and `scales`, logarithms read up to ±log 100; `exponents`, log e, read up to
 * ±log `maxExponent`; `cores`, log d, read up to ±4 ([0] if exact); `shifts`; and `rotation`, see `orthogonal.ts`. Zeros,
 * rotation aside, are the identity.
 * log-det: Σ log (scale / width) + log f′(u), with f′ = (1 + |u|/d)^(e−1) or e |u|^(e−1). Both directions are closed.
 * Domain: numbers of which a float can hold the images, such as (|u|/d)^maxExponent.
 * Source: John & Draper 1980, J. R. Stat. Soc. C 29, 190, for the smooth power; the exact one is that of jammy_flows, with
 * exponents up to e³ there.
 */
import { add, div, exp, mul, neg, sub, sum, tanh, unstack, type Expr } from "../expr/index.ts";
import { bijector, filled, type Image, type Parameters, type Sample } from "./bijector.ts";
import { fitMixing } from "./gauss/fit-mixing.ts";
import { covariance } from "./moments.ts";
import { principalAxes } from "./principal-axes.ts";
import { mixing, mixingFields } from "./gauss/mixing.ts";
import { after, unmoved } from "./layer.ts";
import { between, oneOf, whole, type Values } from "./options.ts";
import { exactPower, smoothPower, type Stretch } from "./stretch/power.ts";

const fields = {
  transforms: whole(1, 16, 1, "how many powers, each between two affine maps, are taken one after the other"),
  form: oneOf(["smooth", "exact"] as const, "smooth", "the power: once continuously differentiable, or exact with a zero or a pole of the density at its centre"),
  maxExponent: between(1, 32, 4, "the largest exponent; the least is its inverse"),
  ...mixingFields,
};

type Options = Values<typeof fields>;
type Name = "rotation" | "centers" | "widths" | "exponents" | "cores" | "scales" | "shifts";

/** ±L, reached smoothly; raw numbers well inside are about themselves. */
const within = (limit: number, raw: Expr): Expr => mul(limit, tanh(div(raw, limit)));
const rawWithin = (limit: number, value: number): number => limit * Math.atanh(Math.min(0.99, Math.max(-0.99, value / limit)));

const logScaleLimit = Math.log(100);
const logCoreLimit = 4;

/** One power between its affine maps. */
interface Transform {
  readonly center: Expr;
  readonly logWidth: Expr;
  readonly logScale: Expr;
  readonly shift: Expr;
  readonly power: Stretch;
}

const read = ({ centers, widths, exponents, cores, scales, shifts }: Parameters<Name>, { form, maxExponent }: Options): readonly Transform[] => {
  const logWidths = unstack(within(logScaleLimit, widths));
  const logScales = unstack(within(logScaleLimit, scales));
  const logExponents = unstack(within(Math.log(maxExponent), exponents));
  const powers = form === "exact" ? logExponents.map(exactPower) : unstack(exp(within(logCoreLimit, cores))).map((core, at) => smoothPower(logExponents[at]!, core));
  return powers.map((power, at) => ({
    center: unstack(centers)[at]!, logWidth: logWidths[at]!, logScale: logScales[at]!, shift: unstack(shifts)[at]!, power,
  }));
};

const forth = ({ center, logWidth, logScale, shift, power }: Transform, z: Expr): Image => {
  const { value, logSlope } = power.forward(mul(sub(z, center), exp(neg(logWidth))));
  return { point: add(mul(value, exp(logScale)), shift), logDet: sum(add(sub(logScale, logWidth), logSlope)) };
};

const back = ({ center, logWidth, logScale, shift, power }: Transform, x: Expr): Image => {
  const { value, logSlope } = power.inverse(mul(sub(x, shift), exp(neg(logScale))));
  return { point: add(mul(value, exp(logWidth)), center), logDet: sum(add(sub(logWidth, logScale), logSlope)) };
};

const chained = (transforms: readonly Transform[], step: typeof forth, point: Expr): Image =>
  transforms.reduce((image, transform) => after(image, step(transform, image.point)), unmoved(point));

export const stretch = bijector({
  name: "stretch",
  on: "e",
  symbol: "p",
  options: fields,
  parameters: ({ dim }, options) => {
    const each = filled([options.transforms, dim], 0);
    return {
      rotation: mixing(dim, options).parameters,
      centers: each,
      widths: each,
      exponents: each,
      cores: options.form === "smooth" ? each : filled([0], 0),
      scales: each,
      shifts: each,
    };
  },
  forward: (z, parameters, { geometry: { dim }, options }) => {
    const { point, ...rest } = chained(read(parameters, options), forth, z);
    return { point: mixing(dim, options).apply(parameters.rotation, point), ...rest };
  },
  inverse: (x, parameters, { geometry: { dim }, options }) =>
    chained([...read(parameters, options)].reverse(), back, mixing(dim, options).applyInverse(parameters.rotation, x)),
  /** Principal axes, then mean and standard deviation of each coordinate as the last shift and scale. */
  fit: (sample, { dim }, options) => fitted(sample, dim, options),
});

const fitted = (sample: Sample, dim: number, options: Options): { readonly [K in "rotation" | "scales" | "shifts"]: readonly number[] } => {
  const { rotation, coordinates } = fitMixing(sample, dim, options, (own) => principalAxes(covariance(own, dim)));
  const moments = coordinates.map((points) => {
    const mean = points.reduce((sum, each, row) => sum + sample.weights[row]! * each, 0);
    return { mean, deviation: Math.sqrt(points.reduce((sum, each, row) => sum + sample.weights[row]! * (each - mean) ** 2, 0)) };
  });
  const before = Array<number>((options.transforms - 1) * dim).fill(0);
  return {
    rotation,
    shifts: [...before, ...moments.map(({ mean }) => mean)],
    scales: [...before, ...moments.map(({ deviation }) => rawWithin(logScaleLimit, Math.log(Math.max(deviation, Number.MIN_VALUE))))],
  };
};
