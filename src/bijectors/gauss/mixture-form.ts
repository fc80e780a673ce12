/**
 * The mixture form of the layer's coordinate maps, S(u) = outer⁻¹(C(u)): from raw parameters to kernels, and the map in
 * both directions.
 *
 * S⁻¹ is a root in the log-odds coordinate, L(u) = log C(u) − log F(u), in which a single kernel is linear: Newton's steps
 * are nearly exact there. Each kernel alone would reach the wanted log-odds at one point, and the mixture reaches them
 * between the first and the last of these.
 */
import { add, div, expand, mul, neg, root, stopGradient, sub, tanh, type Expr } from "../../expr/index.ts";
import { portions } from "../spline/knots.ts";
import { filled, startingAt, type ParameterSpec } from "../bijector.ts";
import { bounded, rawBounded } from "./bounded.ts";
import type { CoordinateMap } from "./coordinate-map.ts";
import { logisticMixture } from "./logistic-mixture.ts";
import { exponentBounds, widthBounds, type GaussOptions } from "./options.ts";
import { outers } from "./outer.ts";
import { skewedMixture } from "./skewed-mixture.ts";
import { start } from "./start.ts";
import type { Mixture } from "./tails.ts";

export type MixtureName = "means" | "widths" | "weights" | "exponents";

export const mixtureParameters = (dim: number, options: GaussOptions): { readonly [K in MixtureName]: ParameterSpec } => {
  const { kernels, weights, skew, outer } = options;
  const { means, width } = start(outer, kernels);
  const shape = [dim, kernels];
  return {
    means: startingAt(shape, Array.from({ length: dim }, () => means).flat()),
    widths: filled(shape, rawBounded(width, widthBounds(options))),
    weights: filled(weights ? shape : [0], 0),
    exponents: filled(skew ? shape : [0], rawBounded(1, exponentBounds)),
  };
};

const mixtureOf = (raw: { readonly [K in MixtureName]: Expr }, options: GaussOptions): Mixture => {
  const { means } = raw;
  const limit = 0.5 * Math.log(options.weightRatio);
  const weights = options.weights ? portions(mul(limit, tanh(div(raw.weights, limit))), 0) : expand(1 / options.kernels, means.shape);
  const kernels = { means, widths: bounded(raw.widths, widthBounds(options)), weights };
  return options.skew ? skewedMixture(kernels, bounded(raw.exponents, exponentBounds)) : logisticMixture(kernels);
};

/**
 * Where no float tells the log-odds of two places apart, in a wide gap between kernels, this slope does: far below the
 * last digit of the equation, it keeps 1 / slope finite and leads to the middle.
 */
const tilt = 1e-30;

export const mixtureMap = (raw: { readonly [K in MixtureName]: Expr }, options: GaussOptions): CoordinateMap => {
  const mixture = mixtureOf(raw, options);
  const outer = outers[options.outer];
  return {
    toBase: (u) => {
      const tails = mixture.tails(u);
      const z = outer.quantile(tails);
      return { value: z, logSlope: outer.logSlope(tails, z) };
    },
    fromBase: (z) => {
      const { below, above } = outer.tailsAt(z);
      const bracket = mixture.bracket(below, above);
      const middle = stopGradient(mul(0.5, add(bracket.lower, bracket.upper)));
      const wanted = sub(below, above);
      const { value, residual } = root((u) => {
        const tails = mixture.tails(u);
        return add(sub(sub(tails.below, tails.above), wanted), mul(tilt, sub(u, middle)));
      }, bracket);
      return { value, logSlope: neg(outer.logSlope(mixture.tails(value), z)), residual };
    },
  };
};
