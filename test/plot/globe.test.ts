import { describe, expect, it } from "vitest";
import { euclid, model, oplus, sphere } from "../../src/index.ts";
import { globe, globePanel } from "../../src/plot/globe.ts";
import { markup } from "../../src/plot/svg.ts";
import { capRadius, vonMisesFisher } from "./von-mises-fisher.ts";
import { everyElement, parseXml } from "./well-formed.ts";

const panel = (lon: number, lat: number) =>
  globePanel({ size: 208, title: "", points: [[lon, lat], [lon + 180, -lat], [lon + 20, lat]], logDensity: vonMisesFisher(lon, lat, 20), levels: [0.5], centre: [lon, lat] });

describe.each([["the equator", 30, 0], ["the date line", 180, 20], ["the north pole", 0, 90]] as const)("a globe over %s", (_, lon, lat) => {
  const text = markup(panel(lon, lat).body);
  it("shows the dots of its own side alone, the middle in the middle", () => {
    const dots = [...text.matchAll(/M(-?[\d.]+),(-?[\d.]+)h0/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(dots[0]).toEqual([104, 104]);
    expect(dots).toHaveLength(2);
  });
  it("draws a cap as a circle of the sine of its radius", () => {
    const border = everyElement(parseXml(`<svg>${text}</svg>`)).find((each) => each.attributes.get("class") === "line level-0")!;
    const points = [...border.attributes.get("d")!.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => Math.hypot(Number(x) - 104, Number(y) - 104));
    for (const radius of points) expect(Math.abs(radius - 100 * Math.sin(capRadius(20, 0.5)))).toBeLessThan(1.2);
  });
});

describe("globe", () => {
  it("draws the first sphere of a model, wherever it stands", () => {
    const text = globe(model(oplus(euclid(1), sphere(2).nsphere())), { contexts: 3, dots: 50, size: 200 });
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    parseXml(text);
  });
  it("shows no regions of a density that is the same everywhere", () => {
    expect(globe(model(sphere(2)), { dots: 20 })).not.toContain("smallest region with");
  });
  it("refuses a block that is no sphere", () => {
    expect(() => globe(model(euclid(2)))).toThrow("A globe shows a block s2, but there is none in e2.");
    expect(() => globe(model(oplus(sphere(2), euclid(2))), { block: 1 })).toThrow("the block that was chosen in s2+e2 is e2");
  });
});
