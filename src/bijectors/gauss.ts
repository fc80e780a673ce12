/**
 * Gaussianization: a linear map that keeps volumes, then a monotone map of each coordinate.
 *
 * Space: e<n>. Data to base: u = R⁻¹ x, z_i = S_i(u_i) with S(u) = Φ⁻¹(Σ_k π_k σ((u − μ_k)/w_k)), Φ replaced by the
 * logistic function under `outer: "logistic"`. Base to data: S⁻¹ by a root, then R.
 * Parameters: `rotation`, see `orthogonal.ts`; of the mixtures, each [n, k]: `means`; `widths`, read into the bounds of
 * the options, about the logarithm of a width inside them; `weights`, log-weights read so that no two weights differ by
 * more than `weightRatio`; `exponents` of skewed kernels, read into [0.1, 9] and about a logarithm near 1; of the splines
 * `box`, `bins` and `slopes`, see `gauss/spline-form.ts`.
 * log-det of the inverse: Σ log S_i′(u_i).
 * Source: Meng, Song, Song & Ermon 2020, arXiv:2003.01941, eqs. 4–8; there R mixes after the coordinate maps of the layer
 * before, which is the same chain. Skewed kernels: generalised logistic distributions of types I and II.
 */
import { sum } from "../expr/index.ts";
import { bijector, type Parameters } from "./bijector.ts";
import type { CoordinateMap } from "./gauss/coordinate-map.ts";
import { mixing } from "./gauss/mixing.ts";
import { mixtureMap, mixtureParameters } from "./gauss/mixture-form.ts";
import { fields, type GaussOptions } from "./gauss/options.ts";

type Name = "rotation" | "means" | "widths" | "weights" | "exponents";

const coordinateMap = (parameters: Parameters<Name>, options: GaussOptions): CoordinateMap => mixtureMap(parameters, options);

export const gauss = bijector({
  name: "gauss",
  on: "e",
  symbol: "g",
  options: fields,
  parameters: ({ dim }, options) => ({
    rotation: mixing(dim, options).parameters,
    ...mixtureParameters(dim, options),
  }),
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
});
