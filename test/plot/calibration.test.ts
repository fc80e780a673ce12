import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { oplus } from "../../src/flow/flow.ts";
import { classes, circle, euclid, sphere } from "../../src/flow/manifolds.ts";
import { binomialCdf } from "../../src/model/coverage/binomial.ts";
import { calibration } from "../../src/model/coverage/calibration.ts";
import { model } from "../../src/model/model.ts";
import { coveragePanel, plotCalibration } from "../../src/plot/calibration.ts";
import { everyElement, parseXml, textOf } from "./well-formed.ts";

const drawn = (text: string) => everyElement(parseXml(text));
const titles = (text: string): readonly string[] => drawn(text).filter((each) => each.attributes.get("class") === "panel-title").map(textOf);
const paths = (text: string, look: string): readonly string[] => drawn(text).filter((each) => each.attributes.get("class") === look).map((each) => each.attributes.get("d")!);
const numbers = (d: string): readonly (readonly [number, number])[] => [...d.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

describe("the picture of a calibration", () => {
  const own = model(euclid(1));
  const report = unsafe(calibration(own, own.sample(200, { seed: 3 }).points, { samples: 30, levels: [0.25, 0.5, 0.75] }));
  const text = plotCalibration(report, { id: "seen" });

  it("is one well-formed SVG that says its verdict in words", () => {
    const [description] = drawn(text).filter(({ name }) => name === "desc").map(textOf);
    expect(titles(text)).toEqual(["(a) Joint", "(b) Block by block", "(c) Block 1 (e1): coordinate"]);
    expect(description).toContain("density: the smallest region, calibrated; base: the smallest ball, calibrated");
    expect(text).toContain("200 rows, 30 samples for each: calibrated");
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("draws the curves through what was observed, on the diagonal's scale", () => {
    const [guide] = paths(text, "mesh axis").map(numbers).filter(({ length }) => length === 2);
    const [[left, bottom], [right, top]] = guide as [readonly [number, number], readonly [number, number]]; // a line has two ends
    const curves = paths(text, "line level-0").map(numbers).filter(({ length }) => length === 5);
    expect(curves).toHaveLength(2);
    [report.joint.density, report.blocks[0]!.coverage].forEach(({ curve }, at) => {
      curve.forEach(({ nominal, observed }, step) => {
        const [x, y] = curves[at]![step + 1]!;
        expect((x - left) / (right - left)).toBeCloseTo(nominal, 3);
        expect((y - bottom) / (top - bottom)).toBeCloseTo(observed, 3);
      });
    });
  });

  it("has panels that stand in other figures too, with curves and words of what is asked for", () => {
    const panel = coveragePanel({ size: { width: 300, height: 250 }, title: "Mine", checks: [["all", report.joint.density], ["one", report.blocks[0]!.coverage]] });
    expect(panel.keys.map(({ label }) => label)).toEqual(["95\u202f% interval of the true share", "a right model", "all", "one"]);
    expect(panel.description).toBe("Observed against nominal shares: all, calibrated; one, calibrated.");
    expect([panel.width, panel.height, panel.title]).toEqual([300, 250, "Mine"]);
  });

  it("draws as many intervals as curves, and one band for the bars", () => {
    const areas = drawn(text).filter((each) => each.name === "path" && each.attributes.get("class") === "region");
    expect(areas).toHaveLength(3 + 1 + 1);
  });

  it("has a band that 95 % of the bars of a right model end in", () => {
    // 200 rows in 8 bars; the band is drawn on the scale of its guide, at 1, and of the zero line.
    const band = numbers(paths(text, "region").at(-1)!);
    const [guide] = numbers(paths(text, "mesh axis").at(-1)!);
    const zero = Math.max(...numbers(paths(text, "bars").at(-1)!).map(([, y]) => y));
    const counts = band.map(([, y]) => ((zero - y) / (zero - guide![1])) * 25);
    const [low, high] = [Math.round(Math.min(...counts)), Math.round(Math.max(...counts))];
    expect(binomialCdf(low - 1, 200, 1 / 8)).toBeLessThan(0.025);
    expect(binomialCdf(low, 200, 1 / 8)).toBeGreaterThanOrEqual(0.025);
    expect(binomialCdf(high - 1, 200, 1 / 8)).toBeLessThan(0.975);
    expect(binomialCdf(high, 200, 1 / 8)).toBeGreaterThanOrEqual(0.975);
  });
});

describe("the picture of many blocks", () => {
  const own = model(oplus(sphere(2).rotation(), circle().moebius(), classes(3).logits(), euclid(9).affine()));
  const report = unsafe(calibration(own, own.sample(60, { seed: 3 }).points, { samples: 10 }));
  const text = plotCalibration(report);
  it("shows three blocks in a panel, and the twelve histograms that stand out most", () => {
    expect(titles(text).slice(0, 3)).toEqual(["(a) Joint", "(b) Blocks 1 to 3", "(c) Block 4"]);
    const pValues = report.blocks.flatMap(({ ranks }) => ranks.map((each) => each.pValue));
    const shown = titles(text).slice(3).map((each) => each.replace(/^\(.\) /, ""));
    const least = [...pValues].sort((a, b) => a - b)[11]!;
    expect(shown).toHaveLength(12);
    report.blocks.forEach(({ spec, ranks }, index) =>
      ranks.forEach(({ name, pValue }) => {
        if (pValue < least) expect(shown).toContain(`Block ${index + 1} (${spec}): ${name}`);
      }));
    expect(text).toContain("The 12 of 15 histograms of ranks that stand out most.");
  });
});
