import { describe, expect, it } from "vitest";
import { markup } from "../../src/plot/svg.ts";
import { planePanel, planeRegions } from "../../src/plot/plane.ts";
import { everyElement, parseXml } from "./well-formed.ts";

type Batch = (x: Float64Array, y: Float64Array) => Float64Array;
const gaussian: Batch = (x, y) => x.map((a, i) => -((a - 50) ** 2) / 2 / 100 - (y[i]! - 1000) ** 2 / 2 / 25);

describe("planeRegions", () => {
  it("of a Gaussian are ellipses of radius √(−2 log(1 − m))", () => {
    const masses = [0.5, 0.9];
    const found = planeRegions(gaussian, [0, 100], [975, 1025], masses, 200);
    found.forEach((rings, i) => {
      expect(rings).toHaveLength(1);
      for (const [x, y] of rings[0]!) {
        const radius = Math.hypot((x - 50) / 10, (y - 1000) / 5);
        expect(Math.abs(radius - Math.sqrt(-2 * Math.log(1 - masses[i]!)))).toBeLessThan(0.01);
      }
    });
  });
  it("ends where the density ends", () => {
    const half: Batch = (x, y) => gaussian(x, y).map((value, i) => (x[i]! < 50 ? -Infinity : value));
    const [rings] = planeRegions(half, [0, 100], [975, 1025], [0.9], 200);
    const left = Math.min(...rings!.flat().map(([x]) => x));
    expect(Math.abs(left - 50)).toBeLessThan(0.6);
  });
});

describe("planePanel", () => {
  const panel = (points: readonly (readonly [number, number])[]) =>
    planePanel({
      size: { width: 400, height: 300 },
      title: "plane",
      points,
      logDensity: gaussian,
      levels: [0.9, 0.5],
      xLabel: "wind (kn)",
      yLabel: "pressure (hPa)",
      xSpan: [45, 80],
      ySpan: [990, 1010],
    });
  const drawn = (points: readonly (readonly [number, number])[]): string => markup(panel(points).body);
  it("leaves out points beyond the frame and holds no NaN", () => {
    const text = drawn([[50, 1000], [44, 1000], [50, 1011]]);
    expect(text.match(/h0/g)).toHaveLength(1);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });
  it("draws the inner region solid and the outer dashed, whatever the order of the levels", () => {
    expect(panel([]).keys.map(({ label, class: look }) => [look, label.match(/\d+/)?.[0]])).toEqual([
      ["dots", undefined],
      ["level-0", "50"],
      ["level-1", "90"],
    ]);
  });
  it("cuts a region at the frame, without a line along it", () => {
    // The 90 % ellipse is wider than the frame: its path must leave the frame and not end on it.
    const outer = everyElement(parseXml(drawn([]))).find((e) => e.attributes.get("class") === "line level-1")!;
    const xs = [...outer.attributes.get("d")!.matchAll(/[ML](-?[\d.]+)/g)].map((match) => Number(match[1]));
    expect(Math.min(...xs)).toBeLessThan(-40);
  });
});
