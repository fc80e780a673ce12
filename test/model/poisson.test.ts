/** Poisson numbers: their probabilities, moments over nineteen decades of means, and their distribution. */
import { describe, expect, it } from "vitest";
import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import { largestMean, logProbability, poisson } from "../../src/model/poisson.ts";
import { random } from "../../src/random.ts";

const drawn = (mean: number, count: number, seed = 1): Float64Array => {
  const source = random(seed, "poisson", mean);
  return Float64Array.from({ length: count }, () => poisson(mean, source));
};

describe("log-probabilities", () => {
  it("of small numbers are those of factorials", () => {
    for (const mean of [0.3, 9, 12.5, 40]) {
      for (let [k, log] = [0, -mean]; k < 60; k++, log += Math.log(mean / k)) expect(logProbability(k, mean)).toBeCloseTo(log, 11);
    }
  });

  // Computed with 60 decimal digits (decimal arithmetic): k log μ − μ − log k!.
  it.each([
    [10, 10, -2.0785616431350586],
    [16, 10, -3.8304986181759419],
    [200, 300, -22.475492261165261],
    [1000, 1000, -4.3728995060262967],
    [1100, 1000, -9.2617448049289202],
    [999999, 1000000, -7.8266938955201431],
    [1000003000, 1000000000, -11.285072947258968],
    [999900000, 1000000000, -16.280688124261552],
    [1000000100000000, 1000000000000000, -23.188326613993354],
    [50, 12.5, -34.691334736360261],
    [1, 1e-10, -23.025850930040455],
  ] as const)("of %d at mean %d is %d", (k, mean, want) => {
    expect(Math.abs(logProbability(k, mean) - want) / (1 + Math.abs(want))).toBeLessThan(1e-13);
  });
});

describe("moments", () => {
  // Mean and variance within 5 standard errors: a false alarm in 2 of 10⁶ such comparisons, at a fixed seed.
  it.each([1e-3, 0.5, 3, 9.99, 10, 12, 40, 1e3, 1e6, 1e9, 1e12])("at mean %d", (mean) => {
    const count = 40_000;
    const numbers = drawn(mean, count);
    const average = numbers.reduce((sum, each) => sum + (each - mean), 0) / count;
    const spread = numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0) / count;
    expect(Math.abs(average)).toBeLessThan(5 * Math.sqrt(mean / count));
    // The fourth central moment is μ + 3 μ².
    expect(Math.abs(spread - mean)).toBeLessThan(5 * Math.sqrt((mean + 2 * mean * mean) / count));
    expect(numbers.every((each) => Number.isInteger(each) && each >= 0)).toBe(true);
  });

  it("where events are rarer than draws: none, and one where the number drawn is small enough", () => {
    expect(drawn(1e-10, 20_000).every((each) => each === 0)).toBe(true);
    expect(drawn(0, 10).every((each) => each === 0)).toBe(true);
    const uniforms = (...values: readonly number[]) => ({ uniform: ((at) => () => values[at++]!)(0), normal: () => 0, below: () => 0 });
    expect([0.9e-10, 1.1e-10].map((first) => poisson(1e-10, uniforms(first, 0.5)))).toEqual([1, 0]);
  });
});

describe("the distribution", () => {
  // χ² over bins that expect at least 10: its probability is below 10⁻⁶ for one seed in 10⁶.
  it.each([0.7, 4, 10, 11.3, 25, 300, 1e4])("at mean %d", (mean) => {
    const count = 60_000;
    const numbers = drawn(mean, count, 2);
    const width = Math.max(1, Math.floor(Math.sqrt(mean) / 6));
    const [first, last] = [Math.max(0, Math.floor(mean - 7 * Math.sqrt(mean))), Math.ceil(mean + 7 * Math.sqrt(mean) + 8)];
    const bins: { expected: number; observed: number }[] = [];
    for (let from = first; from <= last; from += width) {
      let expected = 0;
      for (let k = from; k < from + width; k++) expected += count * Math.exp(logProbability(k, mean));
      const observed = numbers.filter((each) => each >= from && each < from + width).length;
      const open = bins.at(-1);
      if (open && open.expected < 10) {
        open.expected += expected;
        open.observed += observed;
      } else bins.push({ expected, observed });
    }
    const rest = bins.at(-1)!;
    if (rest.expected < 10) {
      bins.pop();
      bins.at(-1)!.expected += rest.expected;
      bins.at(-1)!.observed += rest.observed;
    }
    expect(bins.reduce((sum, { observed }) => sum + observed, 0)).toBe(count);
    const statistic = bins.reduce((sum, { expected, observed }) => sum + (observed - expected) ** 2 / expected, 0);
    expect(1 - chiSquareCdf(statistic, bins.length - 1)).toBeGreaterThan(1e-6);
  });
});

it("is drawn by its seed, for means that can be drawn", () => {
  expect(drawn(20, 50)).toEqual(drawn(20, 50));
  expect(drawn(20, 50)).not.toEqual(drawn(20, 50, 3));
  const source = random(1, "range");
  for (const mean of [-1, Number.NaN, Infinity, 2 * largestMean]) expect(() => poisson(mean, source)).toThrow(`but ${mean} was given`);
});
