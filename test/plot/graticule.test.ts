import { describe, expect, it } from "vitest";
import { graticule, graticuleLabels, latitudeName, longitudeName } from "../../src/plot/graticule.ts";
import { mapView, type LonLat } from "../../src/plot/map-view.ts";
import { element, markup } from "../../src/plot/svg.ts";
import { everyElement, parseXml, textOf } from "./well-formed.ts";

const sheet = { width: 500, height: 300 };
const labelsOf = (points: readonly LonLat[]): readonly { readonly text: string; readonly x: number; readonly y: number }[] => {
  const { projection } = mapView(points, sheet.width, sheet.height, 10);
  const drawn = markup(element("g", {}, graticuleLabels(projection, sheet, graticule(projection, sheet))));
  return everyElement(parseXml(drawn))
    .filter(({ name }) => name === "text")
    .map((e) => ({ text: textOf(e), x: Number(e.attributes.get("x")), y: Number(e.attributes.get("y")) }));
};

describe("names", () => {
  it("of longitudes", () => {
    expect([0, 60, -60, 180, -180, 190, 359.5, 540, 0.1 + 0.2].map(longitudeName)).toEqual(
      ["0°", "60°E", "60°W", "180°", "180°", "170°W", "0.5°W", "180°", "0.3°E"],
    );
  });
  it("of latitudes", () => {
    expect([-45, 0, 20.5].map(latitudeName)).toEqual(["45°S", "0°", "20.5°N"]);
  });
});

describe("graticule", () => {
  it.each([
    ["a pole in the middle", 90, [[0, 75], [90, 75], [180, 75], [-90, 75]]],
    ["a pole off the middle", 90, [[0, 88], [180, 60], [-150, 70]]],
    ["the other pole", -90, [[0, -88], [180, -61], [-150, -70]]],
  ] as const)("runs all round and up to %s", (_, pole, points) => {
    const { projection } = mapView(points, sheet.width, sheet.height, 10);
    const { meridians } = graticule(projection, sheet);
    expect(meridians.map(({ name }) => name).sort()).toEqual(
      ["0°", "120°E", "120°W", "150°E", "150°W", "180°", "30°E", "30°W", "60°E", "60°W", "90°E", "90°W"].sort(),
    );
    for (const { places } of meridians) expect(places.some(([, lat]) => lat === pole)).toBe(true);
  });
  it("stays near the sheet elsewhere", () => {
    const { projection } = mapView([[-5, 40], [5, 45]], sheet.width, sheet.height, 10);
    const { meridians, parallels } = graticule(projection, sheet);
    for (const [lon, lat] of [...meridians, ...parallels].flatMap(({ places }) => places)) {
      expect(Math.abs(lon!)).toBeLessThan(12);
      expect(Math.abs(lat! - 42.5)).toBeLessThan(6);
    }
  });
});

describe("graticuleLabels", () => {
  it("run on across the date line, from west to east", () => {
    const below = labelsOf([[165, -20], [-165, 0]]).filter(({ x }) => x >= 0).map(({ text }) => text);
    expect(below.join(" ")).toMatch(/170°E.* 180° .*170°W/);
  });
  it.each([
    [[[-100, 10], [-10, 50]]],
    [[[10, 54], [10.02, 54.01]]],
    [[[0, 75], [90, 75], [180, 75], [-90, 75]]],
    [[[0, -90]]],
  ] as [number, number][][][])("stand on the edges, apart from each other, for %j", (points) => {
    const found = labelsOf(points);
    const below = found.filter(({ x }) => x >= 0).map(({ x }) => x);
    const left = found.filter(({ x }) => x < 0).map(({ y }) => y);
    expect(below.length).toBeGreaterThan(1);
    expect(found.length).toBeLessThan(30);
    for (const x of below) expect(x).toBeLessThanOrEqual(sheet.width);
    for (const [list, apart] of [[below, 46], [left, 16]] as const) {
      list.slice(1).forEach((value, i) => expect(value - list[i]!).toBeGreaterThanOrEqual(apart - 0.01));
    }
  });
  it("leave each other out where there is no room", () => {
    const narrow = { width: 100, height: 60 };
    const { projection } = mapView([[-100, 10], [-10, 50]], narrow.width, narrow.height, 4);
    const drawn = markup(element("g", {}, graticuleLabels(projection, narrow, graticule(projection, narrow))));
    const xs = everyElement(parseXml(drawn)).map((e) => Number(e.attributes.get("x"))).filter((x) => x >= 0);
    expect(xs.length).toBeGreaterThan(1);
    expect(xs.length).toBeLessThan(4);
  });
  it("label the parallel at its own height", () => {
    const { projection } = mapView([[-5, -5], [5, 5]], sheet.width, sheet.height, 10);
    const equator = labelsOf([[-5, -5], [5, 5]]).find(({ text, x }) => text === "0°" && x < 0)!;
    expect(equator.y - 4).toBeCloseTo(projection([0, 0])![1], 1);
  });
});
