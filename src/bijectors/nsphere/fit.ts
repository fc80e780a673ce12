/** Where the n-sphere layer starts from points: the rotation to their mean direction, then knots at quantiles of heights. */
import type { Sample } from "../bijector.ts";
import { quantiles, rawKnots, type RawKnots } from "../spline/histogram.ts";
import type { Minima } from "../spline/knots.ts";

/** The fractions (1 + h) / 2 of the points, after the reflections in `axes` are undone. */
const fractions = ({ rows, count }: Sample, ambient: number, axes: readonly number[]): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => {
    const point = rows.slice(row * ambient, (row + 1) * ambient);
    for (let start = 0; start < axes.length; start += ambient) {
      const axis = axes.slice(start, start + ambient);
      const factor = (2 * axis.reduce((sum, each, i) => sum + each * point[i]!, 0)) / axis.reduce((sum, each) => sum + each * each, 0);
      axis.forEach((each, i) => void (point[i]! -= factor * each));
    }
    return Math.min(1, Math.max(0, 0.5 * (1 + point[ambient - 1]!)));
  });

/** Quantiles k / bins of (1 + h) / 2 for uniform points of S^n: heights −cos ϑ with density ∝ sin^(n−1) ϑ. */
export const uniformQuantiles = (dim: number, bins: number): readonly number[] => {
  const steps = 4000;
  const angle = (step: number): number => (Math.PI * step) / steps;
  const masses = Float64Array.from({ length: steps }, (_, step) => Math.sin(angle(step + 0.5)) ** (dim - 1));
  const whole = masses.reduce((a, b) => a + b, 0);
  let [step, below] = [0, 0];
  return Array.from({ length: bins - 1 }, (_, index) => {
    const wanted = ((index + 1) / bins) * whole;
    while (below + masses[step]! < wanted) below += masses[step++]!;
    return Math.sin(0.5 * angle(step + (wanted - below) / masses[step]!)) ** 2;
  });
};

/** Raw parameters that make the heights of the points those of uniform points. */
export const heightKnots = (sample: Sample, dim: number, axes: readonly number[], bins: number, minima: Minima): RawKnots =>
  rawKnots(quantiles(fractions(sample, dim + 1, axes), sample.weights, bins), uniformQuantiles(dim, bins), minima);
