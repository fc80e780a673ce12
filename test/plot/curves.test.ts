import { describe, expect, it } from "vitest";
import { curvesPanel, linePanel } from "../../src/plot/curves.ts";
import { markup } from "../../src/plot/svg.ts";
import { everyElement, parseXml } from "./well-formed.ts";

const size = { width: 378, height: 250 };
const paths = (text: string, look: string): readonly string[] =>
  everyElement(parseXml(text)).filter((each) => each.attributes.get("class") === look).map((each) => each.attributes.get("d")!);

describe("curvesPanel", () => {
  const panel = curvesPanel({
    size, title: "curves", description: "two lines", xLabel: "x", yLabel: "y", xSpan: [0, 2], ySpan: [0, 4],
    curves: [{ points: [[0, 0], [2, 4]], label: "rising" }, { points: [[0, 4], [2, 0]], label: "falling" }],
    dots: { points: [[1, 2]], label: "the middle" },
  });
  it("draws lines from corner to corner, each with its own dashes", () => {
    const text = markup(panel.body);
    expect(paths(text, "line level-0")).toEqual(["M0,200L300,0"]);
    expect(paths(text, "line level-1")).toEqual(["M0,0L300,200"]);
    expect(text).toContain("M150,100h0");
  });
  it("says what each mark is", () => expect(panel.keys.map(({ mark, label }) => [mark, label])).toEqual([["dots", "the middle"], ["line", "rising"], ["line", "falling"]]));
});

describe("linePanel", () => {
  const draw = (logDensity: (x: Float64Array) => Float64Array) =>
    markup(linePanel({ size, title: "line", values: [0.1, 0.1, 0.6, 0.9, 5], span: [0, 1], bins: 2, xLabel: "x", unit: "km", logDensity }).body);
  it("has bars whose areas are shares of all values, those beyond the range too", () => {
    // Two of five values in each half: 0.4 / 0.5 high, of 1.06 · 1.2 shown, for the pole of the density is cut.
    const [bars] = paths(draw((x) => x.map((each) => -Math.log(each))), "bars");
    const tall = (200 * 0.8) / (1.06 * 1.2);
    const found = [...bars!.matchAll(/M([\d.]+),([\d.]+)L[\d.]+,([\d.]+)/g)].map(([, , bottom, top]) => Number(bottom) - Number(top));
    expect(found.length).toBe(2);
    for (const each of found) expect(each).toBeCloseTo(tall, 1);
  });
  it("holds no infinite coordinate at a pole of the density", () => expect(draw((x) => x.map((each) => -Math.log(each)))).not.toMatch(/NaN|Infinity/));
});
