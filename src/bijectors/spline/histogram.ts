/**
 * Spline parameters that make a sample uniform from the first moment: knots at quantiles of the sample, and slopes
 * between those of the neighbouring bins, so that the density is that of a smoothed histogram of equal counts.
 */
import { rawUnitSlope, type Minima } from "./knots.ts";

export interface RawKnots {
  readonly widths: readonly number[];
  readonly heights: readonly number[];
  readonly slopes: readonly number[];
}

/** The values below which the fractions k / bins of the weight lie, k = 1 … bins − 1, interpolated between the points. */
export const quantiles = (values: ArrayLike<number>, weights: ArrayLike<number>, bins: number): readonly number[] => {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const total = order.reduce((sum, index) => sum + weights[index]!, 0);
  const found: number[] = [];
  let [before, middle, value] = [0, 0, 0];
  for (const index of order) {
    const own = weights[index]! / total;
    const [lastMiddle, lastValue] = [middle, value];
    // Each point stands in the middle of its weight.
    [middle, value] = [before + 0.5 * own, values[index]!];
    before += own;
    while (found.length < bins - 1 && (found.length + 1) / bins <= middle) {
      const share = ((found.length + 1) / bins - lastMiddle) / (middle - lastMiddle);
      found.push(lastValue + share * (value - lastValue));
    }
  }
  while (found.length < bins - 1) found.push(value);
  return found;
};

/** k / bins, k = 1 … bins − 1. */
export const evenly = (bins: number): readonly number[] => Array.from({ length: bins - 1 }, (_, index) => (index + 1) / bins);

/** Raw parameters of the spline that takes the inner knots `from` to the inner knots `to`, all in [0, 1]. */
export const rawKnots = (from: readonly number[], to: readonly number[], minima: Minima): RawKnots => {
  const widths = gaps(from, minima.minWidth);
  const heights = gaps(to, minima.minHeight);
  const rises = widths.map((width, bin) => heights[bin]! / width);
  const slopes = Array.from({ length: rises.length + 1 }, (_, knot) => {
    const [left, right] = [rises[Math.max(knot - 1, 0)]!, rises[Math.min(knot, rises.length - 1)]!];
    return rawSlope(Math.sqrt(left * right), minima.minSlope);
  });
  return { widths: widths.map((width) => rawPortion(width, minima.minWidth)), heights: heights.map((height) => rawPortion(height, minima.minHeight)), slopes };
};

/** Lengths of the bins between inner knots, none close to the least that a spline can have. */
const gaps = (inner: readonly number[], least: number): readonly number[] => {
  const knots = [0, ...inner, 1];
  const bins = knots.length - 1;
  const margin = 2 * least;
  return Array.from({ length: bins }, (_, bin) => margin + (1 - bins * margin) * Math.max(0, knots[bin + 1]! - knots[bin]!));
};

const rawPortion = (length: number, least: number): number => Math.log(length - least);

/** The raw parameter of a slope, for slopes from 0.01 to 100. */
export const rawSlope = (slope: number, least: number): number => {
  const soft = Math.min(100, Math.max(0.01, slope)) - least;
  return soft + Math.log(-Math.expm1(-soft)) - rawUnitSlope(least);
};
