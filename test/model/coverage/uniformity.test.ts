import { describe, expect, it } from "vitest";
import { rankAmong } from "../../../src/model/coverage/rank.ts";
import { uniformity } from "../../../src/model/coverage/uniformity.ts";
import { random } from "../../../src/random.ts";

const drawn = (seed: number, count: number, of: (u: number) => number = (u) => u): Float64Array => {
  const source = random(seed, "drawn");
  return Float64Array.from({ length: count }, () => of(source.uniform()));
};

describe("the test of uniformity", () => {
  it("measures distances to both sides of the diagonal", () => {
    const { above, below, pValue } = uniformity(Float64Array.of(0.9, 0.1, 0.2));
    expect(above).toBeCloseTo(2 / 3 - 0.2, 15);
    expect(below).toBeCloseTo(0.9 - 2 / 3, 15);
    expect(pValue).toBeCloseTo(2 * Math.exp(-2 * 3 * (2 / 3 - 0.2) ** 2), 15);
    expect(uniformity(new Float64Array(50).fill(0.5)).pValue).toBeCloseTo(2 * Math.exp(-2 * 50 * 0.25), 15);
  });

  it.each([20, 200])("raises at most as many false alarms as it says, and not many fewer: %i numbers", (count) => {
    const trials = 4000;
    const pValues = Array.from({ length: trials }, (_, seed) => uniformity(drawn(seed, count)).pValue);
    for (const level of [0.01, 0.05]) {
      const alarms = pValues.filter((p) => p < level).length / trials;
      expect(alarms).toBeLessThan(level + 4 * Math.sqrt(level / trials));
      expect(alarms).toBeGreaterThan(level / 3);
    }
  });

  it("tells numbers that lean from numbers that spread or gather, in standard errors", () => {
    const uniform = Array.from({ length: 2000 }, (_, seed) => uniformity(drawn(seed, 60)));
    for (const of of ["tilt", "spread"] as const) {
      expect(Math.abs(uniform.reduce((sum, each) => sum + each[of], 0) / 2000)).toBeLessThan(4 / Math.sqrt(2000));
      expect(uniform.reduce((sum, each) => sum + each[of] ** 2, 0) / 2000).toBeCloseTo(1, 0);
    }
    expect(uniformity(drawn(1, 500, Math.sqrt)).tilt).toBeGreaterThan(5);
    expect(uniformity(drawn(1, 500, (u) => Math.sin((Math.PI * u) / 2) ** 2)).spread).toBeGreaterThan(5);
    expect(uniformity(drawn(1, 500, (u) => 0.25 + u / 2)).spread).toBeLessThan(-5);
  });
});

describe("the rank of a value among samples", () => {
  it("is uniform on its part of [0, 1]", () => {
    const source = random(2, "ranks");
    const ranks = Float64Array.from({ length: 500 }, () => rankAmong(2.5, Float64Array.of(1, 2, 3), source));
    expect(uniformity(ranks.map((each) => 4 * each - 2)).pValue).toBeGreaterThan(0.001);
  });

  it("is uniform on all of it among ties, be they exact or within the tolerance", () => {
    const source = random(3, "ranks");
    for (const sample of [7, 7 + 1e-9, 7 - 1e-9]) {
      const ranks = Float64Array.from({ length: 500 }, () => rankAmong(7, new Float64Array(20).fill(sample), source, 1e-8));
      expect(uniformity(ranks).pValue).toBeGreaterThan(0.001);
    }
    expect(rankAmong(-Infinity, Float64Array.of(-Infinity, 0, 1), source)).toBeLessThan(0.5);
  });
});
