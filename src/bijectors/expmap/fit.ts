/** How weights of potentials are read, and where an exponential map starts from points: with potentials that bring mass to their mean. */
import type { Sample } from "../bijector.ts";
import { mean } from "../moments.ts";
import { identity } from "../principal-axes.ts";
import type { ExpmapOptions } from "./options.ts";

/** The largest sum of weights. */
export const most = 0.999;

/** The raw weight of each of `count` equal potentials whose weights add up to `total`. */
export const rawWeight = (total: number, count: number): number => Math.log(total / count / (most - total));

/**
 * To first order, weights of sum w and centres at −m in evaluation, m in sampling, make a density ∝ 1 + n w x·m of linear
 * potentials, of mean resultant length n w / (n + 1). The centres are spread about ±m, so that they can part. Potentials
 * that start even have no mean to give.
 */
export const drawn = (sample: Sample, dim: number, { potential, components, direction }: ExpmapOptions) => {
  if (potential !== "linear" && potential !== "exponential") return {};
  const sums = mean(sample, dim + 1);
  const length = Math.hypot(...sums);
  const total = Math.min(0.9, ((dim + 1) / dim) * length);
  if (total < 0.01) return {};
  const side = direction === "inverse" ? -1 : 1;
  const axes = identity(dim + 1);
  return {
    centers: Array.from({ length: components }, (_, k) => {
      const lean = k === 0 ? 0 : k % (2 * dim + 2) <= dim ? 0.3 : -0.3;
      return sums.map((each, i) => (side * each) / length + lean * axes[k % (dim + 1)]![i]!);
    }).flat(),
    weights: Array<number>(components).fill(rawWeight(total, components)),
  };
};
