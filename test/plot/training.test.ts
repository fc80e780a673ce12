import { describe, expect, it } from "vitest";
import { trainingCurve, trainingPanel } from "../../src/plot/training.ts";
import { markup } from "../../src/plot/svg.ts";
import { everyElement, parseXml, textOf } from "./well-formed.ts";

const history = [[1, -5, -6], [2, -3, -4], [3, -2, -3.5], [4, -1.5, -3.75]].map(([epoch, train, heldOut]) => ({ epoch: epoch!, train: train!, heldOut: heldOut! }));
const elements = (run: Parameters<typeof trainingPanel>[0], options = {}) => everyElement(parseXml(`<svg>${markup(trainingPanel(run, options).body)}</svg>`));
const points = (d: string): readonly (readonly number[])[] => [...d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

describe("trainingCurve", () => {
  it("marks the lowest loss on the rows held out", () => {
    const found = elements({ history });
    const spot = found.find((each) => each.attributes.get("class") === "spot")!;
    const line = points(found.find((each) => each.attributes.get("class") === "line")!.attributes.get("d")!);
    expect([Number(spot.attributes.get("cx")), Number(spot.attributes.get("cy"))]).toEqual([expect.closeTo(line[2]![0]!, 0), expect.closeTo(line[2]![1]!, 0)]);
    for (const [, y] of line) expect(y).toBeLessThanOrEqual(Number(spot.attributes.get("cy")) + 0.1);
    expect(found.map(textOf)).toContain("best: 3.500 in epoch 3");
  });
  it("reads progress events, the last of each epoch", () => {
    const events = history.flatMap(({ epoch, train, heldOut }) => [{ epoch, loss: 99, heldOut: -99 }, { epoch, loss: -train, heldOut }]);
    expect(markup(trainingPanel(events).body)).toBe(markup(trainingPanel({ history }).body));
  });
  it("leaves out losses that are not finite, and refuses a run of nothing else", () => {
    expect(markup(trainingPanel({ history: [{ epoch: 0, train: -Infinity, heldOut: -Infinity }, ...history] }).body)).toBe(markup(trainingPanel({ history }).body));
    expect(() => trainingCurve({ history: [{ epoch: 1, train: NaN, heldOut: 1 }] })).toThrow("There is no epoch with finite losses to draw.");
  });
  it("of a long run has epochs by powers", () => {
    const long = Array.from({ length: 100 }, (_, at) => ({ epoch: at + 1, train: -1 - 1 / (at + 1), heldOut: -1 - 2 / (at + 1) }));
    const found = elements({ history: long });
    const at = (text: string): number => Number(found.find((each) => each.name === "text" && textOf(each) === text)!.attributes.get("x"));
    expect(at("10") - at("1")).toBeCloseTo(at("100") - at("10"), 1);
    expect(parseXml(trainingCurve({ history: long.slice(0, 1) }))).toBeDefined();
  });
});
