import { geoCircle, geoDistance } from "d3-geo";
import { describe, expect, it } from "vitest";
import { figure, mapPanel, markup, months, okabeIto, planePanel, ringPanel, type LonLat, type Panel } from "../../src/plot/index.ts";
import { everyElement, parseXml, textOf } from "./well-formed.ts";
import { vonMisesFisher } from "./von-mises-fisher.ts";

const places = (lon: number, lat: number): readonly LonLat[] =>
  geoCircle().center([lon, lat]).radius(10).precision(9)().coordinates[0]!.slice(1).map(([x, y]) => [x!, y!] as const);

const map = (lon: number, lat: number, points = places(lon, lat)): Panel =>
  mapPanel({
    size: { width: 500, height: 300 },
    title: `Where <${lon}> & "${lat}"`,
    points,
    logDensity: vonMisesFisher(lon, lat, 400),
    levels: [0.9, 0.5],
    perEdge: 24,
  });
const ring = ringPanel({
  size: { width: 240, height: 240 },
  title: "When",
  values: [1, 200, 230, 250],
  ...months,
  logDensity: (values) => values.map(() => -Math.log(365.25)),
});
const plane = planePanel({
  size: { width: 240, height: 240 },
  title: "How strong",
  points: [[1, 2], [3, 5]],
  logDensity: (x, y) => x.map((a, i) => -((a - 2) ** 2) - (y[i]! - 3) ** 2),
  levels: [0.5, 0.9],
  xLabel: "wind (kn)",
  yLabel: "pressure (hPa)",
  perAxis: 40,
});

const text = figure({ title: "A & B <storms>", subtitle: "sub", rows: [[map(-60, 25)], [ring, plane]], note: "source", id: "storm" });
const root = parseXml(text);
const elements = everyElement(root);

describe("figure", () => {
  it("is one well-formed SVG that names and describes itself", () => {
    expect(root.name).toBe("svg");
    expect(root.attributes.get("role")).toBe("img");
    expect(root.attributes.get("aria-labelledby")).toBe("storm-title storm-desc");
    const [title, description] = ["title", "desc"].map((name) => elements.find((e) => e.name === name)!);
    expect([title!.attributes.get("id"), textOf(title!)]).toEqual(["storm-title", "A & B <storms>"]);
    expect(textOf(description!)).toContain('(a) Where <-60> & "25". Equal-area map with 40 dots');
    expect(textOf(description!)).toContain("(c) How strong. pressure (hPa) against wind (kn)");
  });
  it("holds no number that is none", () => {
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });
  it("needs nothing from outside", () => {
    expect(elements.some(({ name }) => ["image", "script", "use", "link", "foreignObject"].includes(name))).toBe(false);
    expect(text.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|url\(|@import/);
  });
  it("follows light and dark, and styles every class it uses", () => {
    const style = textOf(elements.find(({ name }) => name === "style")!);
    const [light, dark] = style.split("@media (prefers-color-scheme:dark)");
    for (const [sheet, palette] of [[light, okabeIto.light], [dark, okabeIto.dark]] as const) {
      for (const colour of Object.values(palette)) if (typeof colour === "string") expect(sheet).toContain(colour);
    }
    const used = new Set(elements.flatMap((e) => (e === root ? [] : (e.attributes.get("class")?.split(" ") ?? []))));
    // The innermost level is the plain line.
    used.delete("level-0");
    for (const look of used) expect(style).toMatch(new RegExp(`\\.${look}[{. ]`));
    // What has a shape but no colour: the second and third levels and the headings.
    for (const look of ["level-1", "level-2", "heading", "panel-title"]) used.delete(look);
    for (const look of used) expect(dark).toMatch(new RegExp(`\\.${look}\\{(fill|stroke):#`));
  });
  it("keeps its legend short: one entry a meaning, although two panels draw dots", () => {
    const labels = elements.filter(({ name }) => name === "text").map(textOf);
    expect(labels.filter((label) => label === "one observation")).toHaveLength(1);
    expect(new Set(labels).has("fitted density")).toBe(true);
  });
  it("letters its panels in reading order, and a lone panel not", () => {
    const titles = (of: readonly (typeof root)[]): readonly string[] =>
      of.filter((e) => e.attributes.get("class") === "panel-title").map(textOf);
    expect(titles(elements)).toEqual(['(a) Where <-60> & "25"', "(b) When", "(c) How strong"]);
    expect(titles(everyElement(parseXml(figure({ title: "one", rows: [[ring]] }))))).toEqual(["When"]);
  });
  it("places panels side by side and rows below each other, inside the view box", () => {
    const [, , width, height] = root.attributes.get("viewBox")!.split(" ").map(Number);
    const corners = elements
      .filter((e) => typeof e.children[0] === "object" && e.children[0].attributes.get("class") === "panel-title")
      .map((e) => /translate\(([\d.]+),([\d.]+)\)/.exec(e.attributes.get("transform")!)!.slice(1).map(Number));
    const [a, b, c] = corners as [number[], number[], number[]];
    expect([a[0], b[0], c[0]]).toEqual([24, 24, 24 + 240 + 20]);
    expect(b[1]).toBe(c[1]);
    expect(b[1]! - a[1]!).toBeGreaterThan(300);
    expect(c[0]! + 240).toBeLessThanOrEqual(width!);
    expect(c[1]! + 240).toBeLessThanOrEqual(height!);
  });
});

describe.each([
  ["date line", 180, -17],
  ["north pole", 0, 90],
  ["south pole", 30, -90],
  ["near the pole", 100, 88],
] as const)("a map at the %s", (_, lon, lat) => {
  const drawn = parseXml(figure({ title: "t", rows: [[map(lon, lat)]] }));
  it("draws its regions as closed curves about the middle of the sheet", () => {
    const regions = everyElement(drawn).filter((e) => e.name === "path" && e.attributes.get("class")?.startsWith("line level"));
    expect(regions).toHaveLength(2);
    for (const region of regions) {
      const d = region.attributes.get("d")!;
      expect(d).not.toMatch(/NaN/);
      expect(d.match(/M/g)).toHaveLength(1);
    }
  });
});

describe("a map of the whole world", () => {
  it("holds no NaN and every dot", () => {
    const points = [[0, 0], [180, 0], [0, 90], [0, -90], [-180, 40]] as const;
    const svg = figure({ title: "t", rows: [[map(180, 0, points)]] });
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg.match(/h0/g)).toHaveLength(5 + 3);
    parseXml(svg);
  });
});

describe("a map of a part of the data", () => {
  it("shows what it is asked to and still looks for the mass where the data are", () => {
    let [near, all] = [0, 0];
    const panel = mapPanel({
      size: { width: 300, height: 200 },
      title: "t",
      points: [...places(0, 0), [2, 2]],
      logDensity: (lon, lat) => {
        near += lon.filter((l, i) => geoDistance([l, lat[i]!], [0, 0]) < 0.18).length;
        all += lon.length;
        return vonMisesFisher(0, 0, 400)(lon, lat);
      },
      levels: [0.5],
      extent: [[1, 1], [3, 3]],
      perEdge: 20,
    });
    expect(markup(panel.body).match(/h0/g)).toHaveLength(1);
    // A hundredth of the sphere.
    expect(near / all).toBeGreaterThan(0.4);
  });
});

describe("a map of no points", () => {
  it("shows the world", () => {
    expect(() => parseXml(figure({ title: "t", rows: [[map(0, 0, [])]] }))).not.toThrow();
  });
});
