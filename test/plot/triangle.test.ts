import { describe, expect, it } from "vitest";
import { markup } from "../../src/plot/svg.ts";
import { trianglePanel } from "../../src/plot/triangle.ts";
import { everyElement, parseXml } from "./well-formed.ts";

const size = { width: 280, height: 256 };
// A side of 200: the corners of the triangle are (40, 199.2), (240, 199.2) and (140, 26).
const rise = 100 * Math.sqrt(3);

const dirichlet = (alpha: readonly number[]) => (rows: Float64Array): Float64Array =>
  Float64Array.from({ length: rows.length / 3 }, (_, at) => alpha.reduce((sum, shape, k) => sum + (shape - 1) * Math.log(rows[3 * at + k]!), 0));

const panel = (logDensity: (rows: Float64Array) => Float64Array, points: readonly (readonly [number, number, number])[] = []) =>
  trianglePanel({ size, title: "triangle", points, logDensity, levels: [0.9, 0.5], corners: ["sand", "silt", "clay"] });

const borders = (logDensity: (rows: Float64Array) => Float64Array): readonly (readonly (readonly [number, number])[])[] =>
  ["line level-0", "line level-1"].map((look) => {
    const path = everyElement(parseXml(markup(panel(logDensity).body))).find((each) => each.attributes.get("class") === look)!;
    return [...path.attributes.get("d")!.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  });

const area = (ring: readonly (readonly [number, number])[]): number =>
  0.5 * Math.abs(ring.reduce((sum, [x, y], at) => sum + x * ring[(at + 1) % ring.length]![1] - ring[(at + 1) % ring.length]![0] * y, 0));

describe("trianglePanel", () => {
  it("puts pure ones at the corners and equal shares in the middle", () => {
    const text = markup(panel(dirichlet([2, 2, 2]), [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1 / 3, 1 / 3, 1 / 3]]).body);
    for (const [x, y] of [[40, 26 + rise], [240, 26 + rise], [140, 26], [140, 26 + (2 * rise) / 3]]) expect(text).toContain(`M${Math.round(10 * x!) / 10},${Math.round(10 * y!) / 10}h0`);
  });

  it("cuts regions at the sides", () => {
    // Of Dir(1, 1, 2), whose density is the third fraction c: the half with the most mass is c > s with (1 − s)² (1 + 2s) = ½, so s = ½.
    const [half] = borders(dirichlet([1, 1, 2]));
    expect(area(half!) / (0.5 * 200 * rise)).toBeCloseTo(0.25, 1);
    for (const [x, y] of half!) {
      const c = (26 + rise - y) / rise;
      expect(c).toBeGreaterThan(0.48);
      expect(Math.abs(x - 140)).toBeLessThan(100 * (1 - c) + 0.1);
    }
  });

  it("names its corners and says what it shows", () => {
    const { description, body } = panel(dirichlet([3, 2, 1]));
    expect(description).toMatch(/corners sand, silt, clay/);
    for (const name of ["sand", "silt", "clay"]) expect(markup(body)).toContain(`>${name}<`);
    expect(markup(body)).not.toMatch(/NaN|Infinity|undefined/);
  });
});
