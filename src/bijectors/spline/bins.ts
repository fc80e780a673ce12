/**
 * How the raw widths and heights of a spline's bins are parametrised, shared by the layers made of splines: which of them
 * are parameters at all, and whether heights are told apart from widths or from nothing.
 *
 * Portions do not change when a number is added to all raw ones, so that one width and one height may be pinned to zero
 * without loss. With the first two widths pinned and two bins, a spline has one parameter and the slopes at its ends.
 */
import { add, concat, zeros, type Shape } from "../../expr/index.ts";
import type { Parameters } from "../bijector.ts";
import { between, oneOf, orNone, whole } from "../options.ts";
import { evenly, quantiles, type RawKnots } from "./histogram.ts";
import { rawLimited } from "./knots.ts";

/** Up to 64 bins, so that every choice of minima leaves room. */
export const binsField = whole(2, 64, 8, "number of bins");

/** The options that bound a spline's bins, shared by all layers made of splines. */
export const minimaFields = {
  minWidth: between(0, 1 / 64, 1e-3, "the least width of a bin, as a fraction of the whole"),
  minHeight: between(0, 1 / 64, 1e-3, "the least height of a bin, as a fraction of the whole"),
  minSlope: between(0, 0.5, 1e-4, "the least slope at a knot; where smooth, at an end"),
};

export const parametrizationFields = {
  maxRatio: orNone(between(1, 1e12, 100, "the largest ratio of two widths, and of two heights"), "none"),
  heights: oneOf(["own", "relative"] as const, "own", "whether raw heights are parameters, or what they differ by from the raw widths: then zeros are the identity whatever the widths"),
  pins: oneOf(["none", "first", "firstTwo"] as const, "none", "whether the first raw width and height are zero and no parameters, or the second width too"),
};

export interface Parametrization {
  readonly bins: number;
  readonly maxRatio: number | "none";
  readonly heights: "own" | "relative";
  readonly pins: "none" | "first" | "firstTwo";
}

/** How many raw widths and heights are zero. */
const pinned = { none: { widths: 0, heights: 0 }, first: { widths: 1, heights: 1 }, firstTwo: { widths: 2, heights: 1 } } as const;

/** Shapes of the parameters. */
export const binShapes = ({ bins, pins }: Parametrization): { readonly widths: Shape; readonly heights: Shape } => ({
  widths: [bins - pinned[pins].widths],
  heights: [bins - pinned[pins].heights],
});

/** All raw widths and heights [K], from those that are parameters. */
export const rawBins = (own: Parameters<"widths" | "heights">, { pins, heights: by }: Parametrization): Parameters<"widths" | "heights"> => {
  const widths = concat([zeros([pinned[pins].widths]), own.widths]);
  const heights = concat([zeros([pinned[pins].heights]), own.heights]);
  return { widths, heights: by === "relative" ? add(heights, widths) : heights };
};

/** The parameters of given raw widths and heights; where two widths are pinned, the first two are taken to be equal. */
export const binParameters = ({ widths, heights }: Pick<RawKnots, "widths" | "heights">, { maxRatio, heights: by, pins }: Parametrization): Pick<RawKnots, "widths" | "heights"> => {
  const read = (raw: readonly number[]): readonly number[] => {
    const zero = pins === "none" ? 0.5 * (Math.max(...raw) + Math.min(...raw)) : raw[0]!;
    return raw.map((each) => rawLimited(each - zero, maxRatio));
  };
  const [across, up] = [read(widths), read(heights)];
  return {
    widths: across.slice(pinned[pins].widths),
    heights: up.map((each, bin) => (by === "relative" ? each - across[bin]! : each)).slice(pinned[pins].heights),
  };
};

/** Inner knots, from quantiles of a sample in [0, 1] to even fractions; with two pinned widths the first is in the middle of its neighbours. */
export const sampleKnots = (sample: ArrayLike<number>, weights: ArrayLike<number>, { bins, pins }: Parametrization): readonly [from: readonly number[], to: readonly number[]] => {
  const [from, to] = [quantiles(sample, weights, bins), evenly(bins)];
  if (pins !== "firstTwo") return [from, to];
  const middle = 0.5 * (from[1] ?? 1);
  return [[middle, ...from.slice(1)], [fractionBelow(sample, weights, middle), ...to.slice(1)]];
};

const fractionBelow = (sample: ArrayLike<number>, weights: ArrayLike<number>, bound: number): number => {
  const weightOf = (counts: (value: number) => boolean): number => Array.from(sample).reduce((sum, each, row) => (counts(each) ? sum + weights[row]! : sum), 0);
  return weightOf((value) => value < bound) / weightOf(() => true);
};
