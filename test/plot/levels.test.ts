import { describe, expect, it } from "vitest";
import { highestDensityLevels, levelsFromSamples } from "../../src/plot/levels.ts";

const masses = [0.1, 0.5, 0.9, 0.99];
const grid = (low: number, high: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => low + ((i + 0.5) * (high - low)) / count);

describe("highestDensityLevels", () => {
  it("of a Gaussian in the plane is log((1 − m) / 2π)", () => {
    const axis = grid(-6, 6, 300);
    const found = axis.flatMap((x) => axis.map((y) => -(x * x + y * y) / 2 - Math.log(2 * Math.PI)));
    const levels = highestDensityLevels(found, found.map(() => 1), masses);
    masses.forEach((mass, i) => expect(levels[i]).toBeCloseTo(Math.log((1 - mass) / (2 * Math.PI)), 2));
  });
  it("of a Gaussian on the line is the density at the two-sided quantile", () => {
    const found = grid(-8, 8, 4001).map((x) => (-x * x) / 2);
    // Φ⁻¹((1 + m) / 2) for m = 0.5, 0.9: 0.674490, 1.644854 (Abramowitz and Stegun, table 26.5).
    const levels = highestDensityLevels(found, found.map(() => 1), [0.5, 0.9]);
    expect(levels[0]).toBeCloseTo(-(0.67449 ** 2) / 2, 2);
    expect(levels[1]).toBeCloseTo(-(1.644854 ** 2) / 2, 2);
  });
  it("weighs cells by their area: uneven cells give the level of even ones", () => {
    const edges = grid(0, 1, 2000).map((t) => 20 * t ** 3);
    const middles = edges.slice(1).map((x, i) => (x + edges[i]!) / 2);
    const widths = edges.slice(1).map((x, i) => x - edges[i]!);
    const levels = highestDensityLevels(middles.map((x) => -x), widths, masses);
    masses.forEach((mass, i) => expect(levels[i]).toBeCloseTo(Math.log(1 - mass), 1));
  });
  it("of a uniform density is its value", () => {
    expect(highestDensityLevels([-3, -3, -3, -3], [1, 2, 3, 4], masses)).toEqual([-3, -3, -3, -3]);
  });
  it("does not depend on the normalization or on empty cells", () => {
    const found = grid(-5, 5, 500).map((x) => (-x * x) / 2);
    const weight = found.map(() => 1);
    const plain = highestDensityLevels(found, weight, masses);
    const shifted = highestDensityLevels([...found.map((v) => v + 2000), -Infinity], [...weight, 1], masses);
    shifted.forEach((level, i) => expect(level - 2000).toBeCloseTo(plain[i]!, 9));
  });
  it("stays above places of no density", () => {
    expect(highestDensityLevels([0, -Infinity], [1, 1], [0.9])).toEqual([0]);
  });
  it("falls as the mass grows", () => {
    const levels = highestDensityLevels(grid(-3, 3, 50).map((x) => -Math.abs(x)), grid(0, 1, 50), masses);
    expect([...levels].sort((a, b) => b - a)).toEqual(levels);
  });
  it("refuses NaN, an empty density and masses that are no share", () => {
    expect(() => highestDensityLevels([0, NaN], [1, 1], [0.5])).toThrow("The log-density at grid point 1 is NaN.");
    expect(() => highestDensityLevels([-Infinity], [1], [0.5])).toThrow("must be finite");
    expect(() => highestDensityLevels([0, Infinity], [1, 1], [0.5])).toThrow("must be finite");
    expect(() => highestDensityLevels([0], [0], [0.5])).toThrow("above 0");
    for (const mass of [0, 1, -1, NaN]) expect(() => highestDensityLevels([0], [1], [mass])).toThrow("between 0 and 1");
  });
});

describe("levelsFromSamples", () => {
  it("of exponential samples is log(1 − m)", () => {
    const samples = grid(0, 1, 10_000).map((u) => -Math.log(1 - u));
    const levels = levelsFromSamples(samples.map((x) => -x), masses);
    masses.forEach((mass, i) => expect(levels[i]).toBeCloseTo(Math.log(1 - mass), 2));
  });
});
