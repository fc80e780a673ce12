import { describe, expect, it } from "vitest";
import { months } from "../../src/plot/months.ts";
import { ringHistogram, ringPanel } from "../../src/plot/ring.ts";
import { markup } from "../../src/plot/svg.ts";
import { everyElement, parseXml, textOf, type XmlElement } from "./well-formed.ts";

const size = { width: 300, height: 300 };
const pointsOf = (d: string): readonly (readonly [number, number])[] =>
  [...d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])] as const);

const drawing = (values: readonly number[], logDensity: (values: Float64Array) => Float64Array, bins = 12): readonly XmlElement[] =>
  everyElement(parseXml(markup(ringPanel({ size, title: "ring", values, ...months, logDensity, bins }).body)));
const pathOf = (elements: readonly XmlElement[], look: string): string =>
  elements.find((e) => e.attributes.get("class") === look)!.attributes.get("d")!;
const area = (points: readonly (readonly [number, number])[]): number =>
  Math.abs(points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0));
const uniform = (values: Float64Array): Float64Array => values.map(() => -Math.log(365.25));

describe("ringHistogram", () => {
  it("is a density per unit", () => {
    const found = ringHistogram([0, 1, 2, 12, 23.999], 24, 8);
    expect(found.reduce((sum, value) => sum + value * 3, 0)).toBeCloseTo(1, 12);
    expect(Array.from(found, (value) => Math.round(value * 15))).toEqual([3, 0, 0, 0, 1, 0, 0, 1]);
  });
  it("takes values of any turn to the same bin, the seam included", () => {
    expect(ringHistogram([-1, 23, 47, 24 - 1e-15, -1e-18], 24, 24)[23]! * 24).toBeGreaterThan(23 * 0.79);
    expect(ringHistogram([0, 24, -24], 24, 24)[0]).toBeCloseTo(1, 12);
  });
});

describe("ringPanel", () => {
  it("draws a uniform density as a circle", () => {
    const radii = pointsOf(pathOf(drawing([10], uniform), "line")).map(([x, y]) => Math.hypot(x, y));
    expect(Math.max(...radii) - Math.min(...radii)).toBeLessThan(0.02);
  });
  it("gives bars areas in proportion to their counts", () => {
    const bars = pathOf(drawing([1, 100, 100, 100], uniform), "bars").split("Z").slice(0, 2).map((d) => area(pointsOf(d)));
    expect(bars[1]! / bars[0]!).toBeCloseTo(3, 1);
  });
  it("runs clockwise from the top", () => {
    const peak = (values: Float64Array): Float64Array => values.map((v) => 5 * Math.cos((2 * Math.PI * (v - 365.25 / 4)) / 365.25) - 8);
    const points = pointsOf(pathOf(drawing([0], peak), "line"));
    const far = points.reduce((best, point) => (Math.hypot(...point) > Math.hypot(...best) ? point : best));
    expect(far[0]).toBeGreaterThan(50);
    expect(Math.abs(far[1])).toBeLessThan(2);
  });
  it("writes its scale per unit, in the quiet part of the ring", () => {
    const peak = (values: Float64Array): Float64Array => values.map((v) => 3 * Math.cos((2 * Math.PI * v) / 365.25) - 7.5);
    const scale = drawing([0], peak).filter((e) => e.attributes.get("class") === "faint halo");
    expect(textOf(scale.at(-1)!)).toMatch(/^[\d.]+\u202f% per day$/);
    for (const label of scale) expect(Number(label.attributes.get("y"))).toBeGreaterThan(30);
  });
  it("stays on its sheet without observations and where the density vanishes", () => {
    const gap = (values: Float64Array): Float64Array => values.map((v) => (v < 100 ? -Infinity : -5));
    const text = markup(ringPanel({ size, title: "ring", values: [], ...months, logDensity: gap }).body);
    expect(text).not.toMatch(/NaN|Infinity/);
    for (const [x, y] of pointsOf(text)) expect(Math.hypot(x, y)).toBeLessThan(150);
  });
  it("refuses a period that is none", () => {
    expect(() => ringPanel({ size, title: "ring", values: [], ...months, period: 0, logDensity: uniform })).toThrow("period");
  });
});

describe("months", () => {
  it("add up to a year, with names in the middle of the months", () => {
    expect(months.marks).toHaveLength(12);
    expect(months.marks[11]! + 31).toBe(months.period);
    expect(months.labels[6]).toEqual({ at: 181.25 + 15.5 - 0, text: "Jul" });
  });
});
