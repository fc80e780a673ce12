import { describe, expect, it } from "vitest";
import { batchOf, circle, classes, dayOfYear, euclid, halfLine, interval, model, otimes, random, simplex, sphere, type Batch, type Model } from "../../src/index.ts";
import { unsafe } from "../../src/error.ts";
import { aspectsOf, valuesOf, type Aspect, type BlockLook } from "../../src/plot/corner/aspects.ts";
import { cornerPanel } from "../../src/plot/corner/corner.ts";
import { marginalCell } from "../../src/plot/corner/marginal-cell.ts";
import { pairCell } from "../../src/plot/corner/pair-cell.ts";
import { scene, type Scene } from "../../src/plot/corner/scene.ts";
import { linear } from "../../src/plot/axis.ts";
import { markup } from "../../src/plot/svg.ts";
import { plot } from "../../src/plot/plot.ts";
import { everyElement, parseXml, textOf, type XmlElement } from "./well-formed.ts";

type Any = Model<string, string>;

const side = 200;
const sceneOf = (of: Any, data?: Batch<string>): Scene =>
  scene(of, { side, masses: [0.5, 0.9], data, given: undefined, samples: 300, dots: 60, contexts: 5, seed: 1, coastlines: false });
const scattered = (of: Any): Any => {
  const source = random(5, "scattered");
  return of.withParameters(Array.from(of.parameters, (each) => each + 0.3 * source.normal()));
};
const widened = (of: unknown): Any => of as Any; // a model of any space
const drawn = (body: Parameters<typeof markup>[0]): readonly XmlElement[] => everyElement(parseXml(`<svg>${markup(body)}</svg>`));
const dotsIn = (body: Parameters<typeof markup>[0]): readonly (readonly number[])[] => [...markup(body).matchAll(/M(-?[\d.]+),(-?[\d.]+)h0/g)].map(([, x, y]) => [Number(x), Number(y)]);

const pairs = widened(model(otimes(euclid(2), circle(), classes(3).logits())));
const points = unsafe(batchOf<string>("e2+s1+c3", Float64Array.from([0.5, -1, 0, 1, 0, 1, 0, -0.25, 2, -1, 0, 1, 0, 0])));

describe("aspects", () => {
  it("are numbers, angles, places, triangles and classes, and higher dimensions come apart", () => {
    const kinds = (spec: Any): readonly string[] => aspectsOf(spec.plan.blocks).map(({ kind }) => kind);
    expect(kinds(widened(model(otimes(euclid(2), sphere(3), simplex(3)))))).toEqual(Array(10).fill("number"));
    expect(kinds(widened(model(otimes(circle(), sphere(2), simplex(2), classes(3)))))).toEqual(["angle", "sphere", "triangle", "class"]);
    expect(kinds(widened(model(otimes(interval(0, 2), halfLine(1), simplex(1)))))).toEqual(["number", "number", "number"]);
  });
  it("read points, and write those of a block back", () => {
    const all = aspectsOf(pairs.plan.blocks, [{}, { chart: dayOfYear }]);
    const read = all.map((aspect) => [...valuesOf(aspect, points)]);
    expect(read.slice(0, 2)).toEqual([[0.5, -0.25], [-1, 2]]);
    expect(read[2]![0]).toBeCloseTo(365.25 / 4, 9);
    expect(read[3]).toEqual([1, 0]);
    expect(all[2]!.pointAt([365.25 / 2])).toEqual([-1, 0]);
    expect(all[3]!.pointAt([2])).toEqual([0, 0, 1]);
  });
  it.each([
    [[{ labels: ["one"] }], "Received 1 labels, expected 2."],
    [[{}, {}, { classes: ["a"] }], "Received 1 names of classes, expected 3."],
    [[{}, {}, {}, {}], "There are looks for 4 blocks, but the flow has 3."],
  ] as readonly (readonly [readonly BlockLook[], string])[])("refuse %j", (looks, sentence) => {
    expect(() => aspectsOf(pairs.plan.blocks, looks)).toThrow(sentence);
  });
});

describe("cells", () => {
  it("draw each observation where its numbers are", () => {
    const own = sceneOf(pairs, points);
    const [x, y, angle] = aspectsOf(pairs.plan.blocks) as readonly [Aspect, Aspect, Aspect];
    const { span } = own.axis(x as never); // a number
    const { span: up } = own.axis(y as never);
    const places = dotsIn(pairCell(own, x, y).body);
    expect(places).toHaveLength(2);
    [[0.5, -1], [-0.25, 2]].forEach(([a, b], at) => {
      expect(places[at]![0]).toBeCloseTo(linear(span, [0, side])(a!), 0);
      expect(places[at]![1]).toBeCloseTo(linear(up, [side, 0])(b!), 0);
    });
    // A quarter and half of a turn, of 360 degrees.
    expect(dotsIn(pairCell(own, angle, y).body).map(([px]) => px)).toEqual([side / 4, side / 2]);
  });
  it("give classes bars of their exact masses", () => {
    const of = scattered(widened(model(classes(3).logits())));
    const oneHot = unsafe(batchOf<string>("c3", [1, 0, 0, 0, 1, 0, 0, 0, 1]));
    const masses = Array.from(of.logProb(oneHot), Math.exp);
    const bars = drawn(marginalCell(sceneOf(of), aspectsOf(of.plan.blocks)[0]!).body).filter((each) => each.name === "rect" && each.attributes.get("class") === "ridge");
    const heights = bars.map((each) => Number(each.attributes.get("height")));
    expect(Math.max(...masses) / Math.min(...masses)).toBeGreaterThan(1.2);
    heights.forEach((each, own) => expect(each / heights[0]!).toBeCloseTo(masses[own]! / masses[0]!, 2));
  });
  it("draw the density of a number as it is", () => {
    const of = widened(model(euclid(1)));
    const own = sceneOf(of);
    const { at, density } = own.curve(aspectsOf(of.plan.blocks)[0] as never); // a number
    at.forEach((x, cell) => expect(density[cell]).toBeCloseTo(Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI), 9));
  });
  it("keep rare classes readable, each ridge to its own scale", () => {
    const own = sceneOf(pairs);
    const [x, , , kind] = aspectsOf(pairs.plan.blocks) as readonly Aspect[];
    for (const [a, b] of [[x!, kind!], [kind!, x!]] as const) expect(drawn(pairCell(own, a, b).body).filter((each) => each.attributes.get("class") === "ridge")).toHaveLength(3);
  });
});

// Each kind twice or more, once before and once after every other.
const kinds = [euclid(1), circle(), interval(-1, 3), halfLine(0), sphere(2), simplex(2), classes(3).logits(), simplex(1)] as const;
const one = widened(model(otimes(...(kinds as unknown as readonly [typeof kinds[0], typeof kinds[1]]))));
const back = widened(model(otimes(...([...kinds].reverse() as unknown as readonly [typeof kinds[0], typeof kinds[1]]))));

describe.each([["in order, with observations", one], ["reversed, without", back]])("all kinds %s", (_, of) => {
  const aspects = aspectsOf(of.plan.blocks);
  it("draw every pair without a number that is none", () => {
    const panel = cornerPanel(sceneOf(of, of === one ? of.sample(30, { seed: 4 }).points : undefined), aspects);
    const text = markup(panel.body);
    expect(panel.body.children).toHaveLength((aspects.length * (aspects.length + 1)) / 2);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    const titles = drawn(panel.body).filter((each) => each.attributes.get("class") === "panel-title").map(textOf);
    expect(titles).toEqual(aspects.map(({ label }) => label));
  });
});

describe("two spheres, two sets of classes, two triangles", () => {
  it("have their cells too", () => {
    for (const of of [model(otimes(sphere(2), sphere(2))), model(otimes(classes(2), classes(3))), model(otimes(simplex(2), simplex(2)))].map(widened)) {
      const [a, b] = aspectsOf(of.plan.blocks) as readonly [Aspect, Aspect];
      expect(markup(pairCell(sceneOf(of), a, b).body)).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe("plot", () => {
  const small = { samples: 300, dots: 50, contexts: 3 } as const;
  const text = plot(model(otimes(euclid(2), circle(), sphere(2), classes(3).logits())), { ...small, title: "A & B" });
  it("is one well-formed picture whose marks are styled in light and dark", () => {
    const elements = everyElement(parseXml(text));
    const [light, dark] = textOf(elements.find(({ name }) => name === "style")!).split("@media (prefers-color-scheme:dark)");
    const used = new Set(elements.flatMap((each) => each.attributes.get("class")?.split(" ") ?? []).filter((look) => /^(hue|tone)-|^(draws|ridge)$/.test(look)));
    expect([...used].some((look) => look.startsWith("hue-")) && [...used].some((look) => look.startsWith("tone-"))).toBe(true);
    for (const look of used) for (const sheet of [light, dark]) expect(sheet).toMatch(new RegExp(`\\.${look}\\{(fill|stroke):#`));
    expect(textOf(elements.find(({ name }) => name === "desc")!)).toContain("closed curve, exact.");
  });
  it("says what it leaves out", () => {
    const cut = plot(model(euclid(9)), small);
    expect(cut).toContain("6 of 9 aspects are shown; `show` chooses others: x₇, x₈, x₉.");
    expect(parseXml(plot(model(euclid(9)), { ...small, show: ["x₉", "x₁"] }))).toBeDefined();
    expect(() => plot(model(euclid(2)), { show: ["y"] })).toThrow("There is no aspect “y”; there are “x₁”, “x₂”.");
  });
  it("refuses points of another space", () => {
    expect(() => plot(model(euclid(2)) as unknown as Any, { data: points })).toThrow("received a batch of e2+s1+c3, expected a batch of e2");
  });
  it("asks a conditional model for its condition", () => {
    const of = widened(model(euclid(1).affine().given("e1")));
    expect(() => plot(of, small)).toThrow("e1");
    expect(plot(of, { ...small, given: [0.3] as never })).toContain("density of the model"); // a point of e1
  });
});
