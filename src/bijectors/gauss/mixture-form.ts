/**
 * The mixture form of the layer's coordinate maps, S(u) = outer⁻¹(C(u)): from raw parameters to kernels, and the map in
 * both directions.
 *
 * S⁻¹ is a root in the log-odds coordinate, L(u) = log C(u) − log F(u), in which a single kernel is linear: Newton's steps
 * are nearly exact there. Each kernel alone would reach the wanted log-odds at one point, and the mixture reaches them
 * between the first and the last of these.
 */
import { add, concat, div, expand, mul, neg, root, slice, stopGradient, sub, sum, take, unsqueeze, type Expr } from "../../expr/index.ts";
import { filled, startingAt, type ParameterSpec } from "../bijector.ts";
import { positive, rawPositive } from "../positive.ts";
import { limited, portions } from "../spline/knots.ts";
import { bounded, rawBounded } from "./bounded.ts";
import type { CoordinateMap } from "./coordinate-map.ts";
import { logisticMixture } from "./logistic-mixture.ts";
import { exponentBounds, widthsOf, type GaussOptions } from "./options.ts";
import { outers } from "./outer.ts";
import { skewedMixture } from "./skewed-mixture.ts";
import { start } from "./start.ts";
import type { Mixture } from "./tails.ts";

export type MixtureName = "means" | "widths" | "weights" | "exponents";

export const mixtureParameters = (dim: number, options: GaussOptions): { readonly [K in MixtureName]: ParameterSpec } => {
  const { kernels, weights, skew, outer, centerMean } = options;
  const { means, width } = start(outer === "logistic" ? "logistic" : "normal", kernels);
  const shape = [dim, kernels];
  const own = centerMean ? means.slice(0, -1) : means;
  return {
    means: startingAt([dim, own.length], Array.from({ length: dim }, () => own).flat()),
    widths: filled(shape, rawPositive(width, widthsOf(options))),
    weights: filled(weights ? shape : [0], 0),
    exponents: filled(skew ? shape : [0], rawBounded(1, exponentBounds)),
  };
};

const mixtureOf = (raw: { readonly [K in MixtureName]: Expr }, options: GaussOptions): Mixture => {
  const widths = positive(raw.widths, widthsOf(options));
  const weights = options.weights ? portions(limited(raw.weights, options.weightRatio), 0) : expand(1 / options.kernels, widths.shape);
  const kernels = { means: options.centerMean ? withMeanZero(raw.means, weights) : raw.means, widths, weights };
  return options.skew ? skewedMixture(kernels, bounded(raw.exponents, exponentBounds)) : logisticMixture(kernels);
};

/** Means [n, k] of all kernels, from those of all but the last. */
const withMeanZero = (means: Expr, weights: Expr): Expr => {
  const others = means.shape[1]!;
  const moment = sum(mul(slice(weights, 1, 0, others), means), 1);
  return concat([means, unsqueeze(neg(div(moment, take(weights, others, 1))))], 1);
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
