/**
 * Axes along which a sample is as independent as a rotation can make it: those with the least sum of the entropies of the
 * coordinates, which is what is left between the sample and a Gaussian once every coordinate has been mapped on its own.
 * From the principal axes, plane by plane, the best of some angles, by entropies from spacings; where principal axes say
 * nothing, as on a ring, this says how to cut it.
 * Source: Learned-Miller & Fisher 2003, J. Mach. Learn. Res. 4, sections 2 and 3 (RADICAL); entropies: Vasicek 1976.
 */
import type { Sample } from "../bijector.ts";
import { covariance } from "../moments.ts";
import { principalAxes } from "../principal-axes.ts";

/** Points that are enough, and the angles tried in a quarter turn. */
const enough = 1500;
const angles = 48;
/** Planes in which time is spent at most. */
const planes = 100;
/** Nats that a turn must gain: below lies the noise of the estimate. */
const leastGain = 0.01;

/** Orthonormal columns. */
export const independentAxes = (sample: Sample, dim: number): number[][] => {
  const axes = principalAxes(covariance(sample, dim));
  const rows = resampled(sample, dim);
  const columns: Float64Array[] = axes.map((_, j) => Float64Array.from(rows, (row) => axes.reduce((sum, own, i) => sum + own[j]! * row[i]!, 0)));
  let turned = 0;
  for (let p = 0; p < dim; p++) {
    for (let q = p + 1; q < dim && turned++ < planes; q++) {
      const [c, s] = bestTurn(columns[p]!, columns[q]!);
      [columns[p], columns[q]] = turn(columns[p]!, columns[q]!, c, s);
      for (const row of axes) [row[p], row[q]] = [c * row[p]! + s * row[q]!, c * row[q]! - s * row[p]!];
    }
  }
  return axes;
};

/** Rows of equal weight: at even steps of the cumulated weights. */
const resampled = ({ rows, count, weights }: Sample, dim: number): readonly Float64Array[] => {
  const most = Math.min(enough, count);
  const total = weights.reduce((sum, each) => sum + each, 0);
  const chosen: Float64Array[] = [];
  let below = 0;
  for (let row = 0; row < count; row++) {
    below += weights[row]! / total;
    while (chosen.length < most && (chosen.length + 0.5) / most < below) chosen.push(rows.subarray(row * dim, (row + 1) * dim));
  }
  return chosen;
};

const turn = (x: Float64Array, y: Float64Array, c: number, s: number): readonly [Float64Array, Float64Array] => [
  x.map((each, row) => c * each + s * y[row]!),
  y.map((each, row) => c * each - s * x[row]!),
];

const bestTurn = (x: Float64Array, y: Float64Array): readonly [c: number, s: number] => {
  const entropies = Array.from({ length: angles }, (_, step) => {
    const angle = (0.5 * Math.PI * step) / angles;
    const [a, b] = turn(x, y, Math.cos(angle), Math.sin(angle));
    return { angle, entropy: entropy(a) + entropy(b) };
  });
  const best = entropies.reduce((least, each) => (each.entropy < least.entropy ? each : least));
  return best.entropy < entropies[0]!.entropy - leastGain ? [Math.cos(best.angle), Math.sin(best.angle)] : [1, 0];
};

/** Differential entropy up to a constant: the mean logarithm of spacings over √N points. */
const entropy = (values: Float64Array): number => {
  const sorted = values.slice().sort();
  const step = Math.max(1, Math.round(Math.sqrt(sorted.length)));
  // Points that coincide are as near as floats can tell.
  const least = 1e-12 * (sorted.at(-1)! - sorted[0]!) + Number.MIN_VALUE;
  let sum = 0;
  for (let at = step; at < sorted.length; at++) sum += Math.log(Math.max(sorted[at]! - sorted[at - step]!, least));
  return sum / Math.max(1, sorted.length - step);
};
