/**
 * Gaussianization: a linear map that keeps volumes, then a monotone map of each coordinate.
 *
 * Space: e<n>. Data to base: u = R⁻¹ x, z_i = S_i(u_i) with S(u) = Φ⁻¹(Σ_k π_k σ((u − μ_k)/w_k)), Φ replaced by the
 * logistic function or an approximation by option `outer`, see `gauss/outer.ts`. Base to data: S⁻¹ by a root, then R.
 * Parameters: `rotation`, see `orthogonal.ts`; of the mixtures, each [n, k]: `means`, or [n, k − 1] where `centerMean` puts
 * the last at −Σ_{j<k} π_j μ_j / π_k; `widths`, raw, read by `widthMap` between `minWidth` and `maxWidth`, see `positive.ts`;
 * `weights`, log-weights read so that no two weights differ by more than `weightRatio`; `exponents` of skewed kernels, read
 * into [0.1, 9] and about a logarithm near 1; of the splines `box`, `bins` and `slopes`, see `gauss/spline-form.ts`.
 * log-det of the inverse: Σ log S_i′(u_i).
 * There is no offset: add `affine`, or leave it to the frame of the block.
 * Source: Meng, Song, Song & Ermon 2020, arXiv:2003.01941, eqs. 4–8; there R mixes after the coordinate maps of the layer
 * before, which is the same chain. Skewed kernels: generalised logistic distributions of types I and II.
 */
import { sum } from "../expr/index.ts";
import { bijector, filled, type Parameters, type ParameterSpec, type Sample } from "./bijector.ts";
import type { CoordinateMap } from "./gauss/coordinate-map.ts";
import { fitKernels } from "./gauss/fit-kernels.ts";
import { fitMixing } from "./gauss/fit-mixing.ts";
import { independentAxes } from "./gauss/independent-axes.ts";
import { mixing } from "./gauss/mixing.ts";
import { mixtureMap, mixtureParameters, type MixtureName } from "./gauss/mixture-form.ts";
import { fields, type GaussOptions } from "./gauss/options.ts";
import { fitSpline, splineMap, splineParameters, type SplineName } from "./gauss/spline-form.ts";

type CoordinateName = MixtureName | SplineName;
type Name = "rotation" | CoordinateName;

const none = filled([0], 0);
const noMixture = { means: none, widths: none, weights: none, exponents: none };
const noSpline = { box: none, bins: none, slopes: none };

const coordinateParameters = (dim: number, options: GaussOptions): { readonly [K in CoordinateName]: ParameterSpec } =>
  options.form === "mixture"
    ? { ...mixtureParameters(dim, options), ...noSpline }
    : { ...noMixture, ...splineParameters(dim, options) };

const coordinateMap = (parameters: Parameters<CoordinateName>, options: GaussOptions): CoordinateMap =>
  options.form === "mixture" ? mixtureMap(parameters, options) : splineMap(parameters, options);

export const gauss = bijector({
  name: "gauss",
  on: "e",
  symbol: "g",
  options: fields,
  parameters: ({ dim }, options) => ({ rotation: mixing(dim, options).parameters, ...coordinateParameters(dim, options) }),
  forward: (z, parameters, { geometry: { dim }, options }) => {
    const { value, logSlope, residual } = coordinateMap(parameters, options).fromBase(z);
    const point = mixing(dim, options).apply(parameters.rotation, value);
    return { point, logDet: sum(logSlope), residuals: residual ? [residual] : [] };
  },
  inverse: (x, parameters, { geometry: { dim }, options }) => {
    const u = mixing(dim, options).applyInverse(parameters.rotation, x);
    const { value, logSlope } = coordinateMap(parameters, options).toBase(u);
    return { point: value, logDet: sum(logSlope) };
  },
  /** Axes along which the sample is as independent as can be, then kernels or knots at the quantiles of each coordinate. */
  fit: (sample, { dim }, options) => fitted(sample, dim, options),
});

const fitted = (sample: Sample, dim: number, options: GaussOptions): { readonly [K in Name]?: readonly number[] } => {
  const { rotation, coordinates } = fitMixing(sample, dim, options, independentAxes);
  const each: readonly { readonly [K in CoordinateName]?: readonly number[] }[] = coordinates.map((points) =>
    options.form === "mixture" ? fitKernels(points, sample.weights, options) : fitSpline(points, sample.weights, options),
  );
  const joined = (name: CoordinateName): readonly number[] => each.flatMap((own) => own[name] ?? []);
  return options.form === "mixture"
    ? { rotation, means: joined("means"), widths: joined("widths") }
    : { rotation, box: joined("box"), bins: joined("bins"), slopes: joined("slopes") };
};
