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

/** Raw parameters of the spline that takes the inner knots `from` to the inner knots `to`, all in [0, 1]; the ends may be one point. */
export const rawKnots = (from: readonly number[], to: readonly number[], minima: Minima, ends: "apart" | "joined" = "apart"): RawKnots => {
  const widths = gaps(from, minima.minWidth);
  const heights = gaps(to, minima.minHeight);
  const bins = widths.map((width, index) => ({ width, logRise: Math.log(heights[index]! / width) }));
  const inner = bins.slice(1).map((bin, index) => logSlopeBetween(bins[index]!, bin));
  const [first, last] = [bins[0]!, bins.at(-1)!];
  const seam = logSlopeBetween(last, first);
  // At an end the density goes on as it went through the last bin.
  const [lower, upper] = ends === "joined" ? [seam, seam] : [2 * first.logRise - inner[0]!, 2 * last.logRise - inner.at(-1)!];
  return {
    widths: widths.map((width) => rawPortion(width, minima.minWidth)),
    heights: heights.map((height) => rawPortion(height, minima.minHeight)),
    slopes: [lower, ...inner, upper].map((logSlope) => rawSlope(Math.exp(logSlope), minima.minSlope)),
  };
};

interface HistogramBin {
  readonly width: number;
  readonly logRise: number;
}

/** The log-slope at the knot between two bins: linear between their middles, so that the narrower one counts for more. */
const logSlopeBetween = (left: HistogramBin, right: HistogramBin): number =>
  (left.logRise * right.width + right.logRise * left.width) / (left.width + right.width);

/** Lengths of the bins between inner knots; those near the least that a spline can have are raised at the cost of the others. */
const gaps = (inner: readonly number[], least: number): readonly number[] => {
  const knots = [0, ...inner, 1];
  const floor = Math.min(1.2 * least, 0.5 * (least + 1 / (knots.length - 1)));
  const excesses = knots.slice(1).map((knot, bin) => Math.max(0, knot - knots[bin]! - floor));
  const factor = (1 - excesses.length * floor) / excesses.reduce((a, b) => a + b, 0);
  return excesses.map((excess) => floor + factor * excess);
};

const rawPortion = (length: number, least: number): number => Math.log(length - least);

/** The raw parameter of a slope, for slopes from 0.01 above the least to 100. */
export const rawSlope = (slope: number, least: number): number => {
  const soft = Math.min(100, Math.max(0.01, slope - least));
  return soft + Math.log(-Math.expm1(-soft)) - rawUnitSlope(least);
};
