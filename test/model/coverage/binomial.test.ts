import { describe, expect, it } from "vitest";
import { binomialCdf, binomialQuantile, clopperPearson } from "../../../src/model/coverage/binomial.ts";

/** Σ C(n, k) p^k (1 − p)^(n − k), term by term. */
const summed = (held: number, count: number, share: number): number => {
  let [logTerm, sum] = [count * Math.log1p(-share), 0];
  for (let k = 0; k <= held; k++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log((count - k) / (k + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return sum;
};

describe("the binomial distribution", () => {
  it.each([[0, 1, 0.3], [3, 10, 0.2], [9, 10, 0.99], [40, 100, 0.5], [480, 500, 0.95], [7, 500, 0.02]])("adds up to P(k ≤ %i) of %i trials of %f", (held, count, share) => {
    expect(binomialCdf(held, count, share)).toBeCloseTo(summed(held, count, share), 11);
  });

  it("is 0 below no success and 1 at all of them", () => {
    expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5)]).toEqual([0, 1]);
  });

  it.each([[0.025, 20, 0.5, 6], [0.975, 20, 0.5, 14], [0.5, 1, 0.4, 0], [1, 7, 0.5, 7]])("has the quantile %f of %i trials of %f", (level, count, share, quantile) => {
    expect(binomialQuantile(level, count, share)).toBe(quantile);
  });
});

describe("the interval of Clopper and Pearson", () => {
  it("has closed forms where all or nothing is held", () => {
    expect(clopperPearson(0, 10, 0.95)[1]).toBeCloseTo(1 - 0.025 ** (1 / 10), 13);
    expect(clopperPearson(10, 10, 0.95)[0]).toBeCloseTo(0.025 ** (1 / 10), 13);
    expect([clopperPearson(0, 10, 0.95)[0], clopperPearson(10, 10, 0.95)[1]]).toEqual([0, 1]);
  });

  it("is R's binom.test(5, 10)", () => {
    const [low, high] = clopperPearson(5, 10, 0.95);
    expect([low.toFixed(7), high.toFixed(7)]).toEqual(["0.1870860", "0.8129140"]);
  });

  it.each([[3, 40, 0.9], [700, 1000, 0.99], [99_000, 100_000, 0.95]])("leaves half of the rest on either side: %i of %i at %f", (held, count, confidence) => {
    const [low, high] = clopperPearson(held, count, confidence);
    expect(1 - binomialCdf(held - 1, count, low)).toBeCloseTo((1 - confidence) / 2, 9);
    expect(binomialCdf(held, count, high)).toBeCloseTo((1 - confidence) / 2, 9);
  });
});
