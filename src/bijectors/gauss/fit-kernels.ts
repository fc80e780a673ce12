/**
 * Kernels fitted to the points of one coordinate: means at quantiles, widths from the gaps between them. The image of the
 * points is to be normal: under the logistic outer function the mixture is wider than they are, σ(Φ⁻¹(p)) where their own
 * distribution function is p. Where the mixture's mean is to be zero, the kernels are moved there.
 */
import { normalCdf } from "../../expr/special.ts";
import { quantiles } from "../spline/histogram.ts";
import { rawPositive } from "../positive.ts";
import { widthsOf, type GaussOptions } from "./options.ts";

export interface FittedKernels {
  readonly means: readonly number[];
  readonly widths: readonly number[];
}

/** The width, in gaps, at which evenly spaced logistic kernels add up to an even density. */
const perGap = 0.6;

export const fitKernels = (points: Float64Array, weights: Float64Array, options: GaussOptions): FittedKernels => {
  const { kernels } = options;
  const isLogistic = options.outer === "logistic";
  const means = isLogistic ? logisticMeans(points, weights, kernels) : quantiles(points, weights, 2 * kernels).filter((_, index) => index % 2 === 0);
  const spread = deviation(points, weights);
  const gaps = means.slice(1).map((mean, index) => mean - means[index]!);
  const widths = means.map((_, kernel) => {
    if (kernels === 1) return isLogistic ? spread : (spread * Math.sqrt(3)) / Math.PI;
    // The harmonic mean: a kernel beside a wide gap stays with its near neighbour.
    const around = [gaps[kernel - 1], gaps[kernel]].filter((gap): gap is number => gap !== undefined);
    const gap = around.length / around.reduce((sum, each) => sum + 1 / Math.max(each, 1e-9 * spread), 0);
    return Math.max(perGap * gap, 0.02 * spread, Number.MIN_VALUE);
  });
  const center = means.reduce((sum, mean) => sum + mean, 0) / kernels;
  return { means: options.centerMean ? means.slice(0, -1).map((mean) => mean - center) : means, widths: widths.map((width) => rawPositive(width, widthsOf(options))) };
};

/** Quantiles at p = Φ(log-odds of the even fractions), to the nearest of a fine scale. */
const logisticMeans = (points: Float64Array, weights: Float64Array, kernels: number): readonly number[] => {
  const steps = 4096;
  const fine = quantiles(points, weights, steps);
  return Array.from({ length: kernels }, (_, kernel) => {
    const fraction = (kernel + 0.5) / kernels;
    const p = normalCdf(Math.log(fraction / (1 - fraction)));
    return fine[Math.min(steps - 2, Math.max(0, Math.round(p * steps) - 1))]!;
  });
};

const deviation = (points: Float64Array, weights: Float64Array): number => {
  const mean = points.reduce((sum, point, row) => sum + weights[row]! * point, 0);
  return Math.sqrt(points.reduce((sum, point, row) => sum + weights[row]! * (point - mean) ** 2, 0));
};
