import { describe, expect, it } from "vitest";
import { axes, roundTicks, spanOf } from "../../src/plot/axis.ts";
import { markup } from "../../src/plot/svg.ts";

describe("roundTicks", () => {
  it.each([
    [[0, 100], 5, [0, 20, 40, 60, 80, 100]],
    [[872, 1024], 8, [880, 900, 920, 940, 960, 980, 1000, 1020]],
    [[-0.15, 0.35], 5, [-0.1, 0, 0.1, 0.2, 0.3]],
    [[0, 80], 5, [0, 20, 40, 60, 80]],
    [[0, 0.0015], 3, [0, 0.0005, 0.001, 0.0015]],
    [[-3e6, 1e6], 4, [-3e6, -2e6, -1e6, 0, 1e6]],
  ] as const)("%j in about %d steps", (interval, count, ticks) => {
    expect(roundTicks(interval, count)).toEqual(ticks);
  });
  it.each([[[1, 1]], [[2, 1]], [[0, NaN]], [[0, Infinity]]] as const)("refuses %j", (interval) => {
    expect(() => roundTicks(interval, 5)).toThrow("An axis needs a finite interval");
  });
});

describe("spanOf", () => {
  it("widens the range of the values, and gives a single one a length", () => {
    expect(spanOf([3, 1, 2], 0.5)).toEqual([0, 4]);
    expect(spanOf([7], 0.1)).toEqual([6.5, 7.5]);
  });
});

describe("axes", () => {
  it("names both axes and puts greater values further right and further up", () => {
    const { labels } = axes({ width: 200, height: 100 }, { span: [-10, 10], label: "x & y" }, { span: [0, 10], label: "up" });
    const text = markup(labels);
    expect(text).toContain('<text x="100" y="117" text-anchor="middle">0</text>');
    expect(text).toContain('<text x="-7" y="104" text-anchor="end">0</text>');
    expect(text).toContain("\u221210");
    expect(text).toContain("x &amp; y");
  });
});
