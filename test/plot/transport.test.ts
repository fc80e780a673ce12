import { describe, expect, it } from "vitest";
import { circle, classes, euclid, halfLine, interval, model, oplus, random, simplex, sphere, type Model } from "../../src/index.ts";
import { baseBatch } from "../../src/model/evaluation.ts";
import { densities, shares } from "../../src/plot/transport/quantiles.ts";
import { route } from "../../src/plot/transport/route.ts";
import { stage } from "../../src/plot/transport/stage.ts";
import { timeline } from "../../src/plot/transport/moving.ts";
import { transport } from "../../src/plot/transport/transport.ts";
import { everyElement, parseXml, textOf } from "./well-formed.ts";

type Any = Model<string, string>;
const scattered = (of: unknown): Any => {
  const source = random(5, "scattered");
  const start = of as Any; // a model of any space
  return start.withParameters(Array.from(start.parameters, (each) => each + 0.4 * source.normal()));
};

const joint = scattered(model(oplus(euclid(1).gauss(2, { kernels: 2 }), sphere(2).nsphere().rotation(), halfLine(1).affine())));

describe("the steps of a block", () => {
  it("end where the model's forward ends, with the frame and all that the block depends on", () => {
    const source = random(9, "base");
    const base = Float64Array.from({ length: 20 * joint.plan.dim }, () => source.normal());
    const { rows } = joint.forward(baseBatch(joint.plan.dim, base, 20)).points;
    [[0, 1], [1, 3], [4, 1]].forEach(([start, width], block) => {
      const steps = joint.programs.steps(block)({ base, parameters: joint.parameters, condition: [] }, 20);
      const last = steps[String(joint.plan.blocks[block]!.layers.length)]!;
      expect(Object.keys(steps)).toHaveLength(joint.plan.blocks[block]!.layers.length + 1);
      for (let row = 0; row < 20; row++) for (let own = 0; own < width!; own++) expect(last[row * width! + own]).toBeCloseTo(rows[row * 5 + start! + own]!, 12);
    });
  });
  it("keep the blocks before where they are told to", () => {
    const at = [2, 0, 0, 1, 3] as never; // a point of e1+s2+i_1_inf
    const [here, there] = [route(joint, 1, 0), route(joint, 1, 0, at)].map(({ follow }) => follow([1, 0, 0]).at(-1)!);
    expect([...here!]).not.toEqual([...there!]);
    const plain = model(sphere(2));
    const base = joint.inverse(at).base as readonly number[];
    const image = plain.inverse([1, 0, 0] as never).base as readonly number[]; // a point of s2
    const { point } = joint.forward([base[0]!, ...image, 0] as never); // a point of e4
    point.slice(1, 4).forEach((each, own) => expect(there![own]).toBeCloseTo(each, 10));
  });
});

describe("stages", () => {
  const identity = model(euclid(2)) as unknown as Any;
  it("of a globe have no line across it from one place behind to another", () => {
    const { steps } = stage(route(scattered(model(sphere(2).nsphere(2))), 0, 1), { side: 200, labels: undefined, light: false });
    const outside = ([x, y]: readonly [number, number]): boolean => Math.hypot(x - 100, y - 100) > 97 + 1e-6;
    const lines = steps.flatMap(({ lines: { fine, strong } }) => [...fine, ...strong]);
    expect(lines.some((each) => each.some(outside))).toBe(true);
    for (const each of lines) each.slice(1).forEach((pixel, at) => expect(outside(pixel) && outside(each[at]!)).toBe(false));
  });
  it("of a flow without layers show one step, the grid itself", () => {
    const { steps } = stage(route(identity, 0, 1), { side: 100, labels: undefined, light: false });
    expect(steps).toHaveLength(1);
    const [x, y] = steps[0]!.lines.strong.map((line) => [new Set(line.map(([a]) => a)).size, new Set(line.map(([, b]) => b)).size]);
    expect([x![0], y![1]]).toEqual([1, 1]);
  });
  it("in one dimension have the density where equal shares go", () => {
    const { at } = shares(false);
    // The exponential law, of which 1 − e^−x lies below x.
    const images = at.map((share) => -Math.log1p(-share));
    densities(at, images).forEach((each, own) => {
      if (own > 8 && own < at.length - 9) expect(each / (1 - at[own]!)).toBeCloseTo(1, 1);
    });
  });
  it.each([
    ["e1", model(euclid(1).gauss(2))], ["e2", model(euclid(2).gauss(2))], ["s1", model(circle().moebius(2))], ["s2", model(sphere(2).nsphere(1).rotation())],
    ["i", model(interval(-1, 2).spline())], ["i_0_inf", model(halfLine(0).affine())], ["a1", model(simplex(1).simplexSpline())], ["a2", model(simplex(2).simplexSpline())],
  ] as const)("of %s have the same lines at every step, in still and moving pictures; a globe that stands still leaves out what is behind", (spec, plain) => {
    const of = scattered(plain);
    for (const light of [false, true]) {
      const { steps, moving, between } = stage(route(of, 0, 1), { side: 200, labels: undefined, light });
      expect(moving).toHaveLength((steps.length - 1) * between + 1);
      const shape = ({ lines, density }: (typeof steps)[0]) => [...lines.fine, ...lines.strong, density ?? []].map((line) => line.length);
      for (const each of spec === "s2" && !light ? moving : [...steps, ...moving]) expect(shape(each)).toEqual(shape(moving[0]!));
    }
    for (const animate of [false, true]) {
      const text = transport(of, { animate });
      expect(text).not.toMatch(/NaN|Infinity|undefined/);
      parseXml(text);
    }
  });
  it("are refused to what has none", () => {
    expect(() => transport(model(euclid(3)))).toThrow("The way of a block e3 has no picture; choose a block e1, e2, s1, s2, i, a1 or a2 by `block`.");
    expect(() => transport(model(classes(3)))).toThrow("c3");
    expect(() => transport(model(euclid(1)), { block: 4 })).toThrow("A flow of 1 blocks has no block 4.");
  });
});

describe("a moving picture", () => {
  const elements = everyElement(parseXml(transport(scattered(model(euclid(2).gauss(2))), { animate: true })));
  const moves = elements.filter((each) => each.name === "animate" && each.attributes.get("attributeName") === "d");
  it("moves paths whose commands stay the same, through rising times from 0 to 1", () => {
    expect(moves.length).toBeGreaterThan(1);
    for (const move of moves) {
      const values = move.attributes.get("values")!.split(";");
      const times = move.attributes.get("keyTimes")!.split(";").map(Number);
      expect(times).toHaveLength(values.length);
      expect([times[0], times.at(-1)]).toEqual([0, 1]);
      times.slice(1).forEach((time, at) => expect(time).toBeGreaterThan(times[at]!));
      expect(new Set(values.map((each) => each.replace(/-?[\d.]+/g, "0"))).size).toBe(1);
      expect(values[0]).toBe(values.at(-1));
    }
  });
  it("stands still at its end for readers who ask for less motion", () => {
    const style = textOf(elements.find(({ name }) => name === "style")!);
    expect(style).toMatch(/prefers-reduced-motion:reduce\)\{\s*\.diffeo-figure\.diffeo-figure \.moving\{display:none\}/);
    const of = (look: string) => elements.filter((each) => each.name === "g" && each.attributes.get("class") === look).flatMap(everyElement).filter((each) => each.name === "path").map((each) => each.attributes.get("d"));
    expect(of("still").length).toBeGreaterThan(1);
    expect(of("still")).toEqual(of("moving"));
    expect(elements.filter((each) => each.attributes.get("class") === "still").flatMap(everyElement).some(({ name }) => name === "animate")).toBe(false);
  });
  it("shows every step in turn", () => {
    const { stops } = timeline(3, 4);
    expect(stops.map(({ image }) => image)).toEqual([0, 0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(timeline(1, 1).stops.every(({ image }) => image === 0)).toBe(true);
  });
});
