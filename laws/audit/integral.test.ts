/** Integrals under densities whose integrals are known, and what they say of their own errors. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { decode } from "../../src/flow/parse.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { model, type Model } from "../../src/model/model.ts";
import { moved } from "../flow/view.ts";
import { random } from "../../src/random.ts";
import { audited } from "./audited.ts";
import { integral, type Integral } from "./integral.ts";
import { stepped, tangentAt } from "./steps.ts";

const of = (space: string, layers: string, scatter = 0): Integral => {
  const flow = unsafe(decode(space, layers));
  const own = audited(model(flow, { parameters: moved({ flow, seed: 1, scatter }) }) as Model<string, string>, { seed: 1 });
  const contexts = own.draw(1, "test");
  const [samples] = own.drawBlock(own.blocks[0]!, contexts, 500);
  return integral(own, { block: own.blocks[0]!, contexts, at: 0, samples: samples!, count: 1000, chance: 1e-6 });
};

/** cos(Σ x + ½) of the rows of points. */
const wave = (width: number) => (points: Float64Array): readonly Float64Array[] =>
  [Float64Array.from({ length: points.length / width }, (_, row) => Math.cos(0.5 + points.subarray(row * width, (row + 1) * width).reduce((sum, each) => sum + each, 0)))];

describe("the mean of a wave under a normal density", () => {
  it.each([[1, "quadrature"], [2, "quadrature"], [3, "importance sampling"]] as const)("of %i dimensions, by %s", (dim, method) => {
    const found = of(`e${dim}`, "x");
    const [{ value, error, variance }] = found.means(wave(dim)) as [ReturnType<Integral["means"]>[number]];
    // ∫ cos(Σ x + ½) is cos ½ times that of independent normal numbers; cos² is (1 + cos 2·)/2.
    const truth = Math.cos(0.5) * Math.exp(-dim / 2);
    const square = 0.5 * (1 + Math.cos(1) * Math.exp(-2 * dim));
    expect(found.method).toContain(method);
    // Nodes that carry next to nothing are left out.
    expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 1e-8);
    expect(Math.abs(variance - (square - truth * truth))).toBeLessThanOrEqual(3 * error + 1e-8);
    expect(error).toBeLessThan(0.1);
    if (dim === 3) expect(error).toBeGreaterThan(1e-3);
  });
});

describe("a mass", () => {
  it.each(["e1 gg", "s1 mm", "i_0_inf gg", "e2 gg"])("of %s is 1, and known to be", (text) => {
    const { mass } = of(...(text.split(" ") as [string, string]), 0.2);
    expect(Math.abs(mass.value - 1)).toBeLessThan(1e-6);
    expect(mass.error).toBeLessThan(1e-3);
  });

  it.each(["i rr", "a1 ww", "s1 ooo", "s2 nn"])("of %s, which has kinks, is known as well as its bound says", (text) => {
    const { mass } = of(...(text.split(" ") as [string, string]), 0.5);
    expect(Math.abs(mass.value - 1)).toBeLessThanOrEqual(mass.error);
    expect(mass.error).toBeGreaterThan(1e-6);
  });

  it("is taken by the method that sees it sharpest", () => {
    // A narrow peak on a sphere falls between the nodes of any rule.
    const { mass, method, effectiveShare } = of("s2", "M", 50);
    expect(method).toContain("importance sampling");
    expect(effectiveShare).toBeGreaterThan(0.5);
    expect(Math.abs(mass.value - 1)).toBeLessThanOrEqual(mass.error);
  });

  it.each([["i", "r"], ["s1", "m"], ["s2", "M"], ["a2", "u"]] as const)("of a peak on %s that no node of its rule sees is not taken for 0", (space, layers) => {
    const flow = unsafe(decode(space, layers));
    const own = audited(model(flow) as Model<string, string>, { seed: 1 });
    const contexts = own.draw(1, "test");
    const block = own.blocks[0]!;
    const centre = own.drawBlock(block, contexts, 1)[0]!;
    // A density of width 1e-7 about a point, up to a factor: its mass is 0 at every node.
    const width = 1e-7;
    const source = random(1, "peak");
    const { dim } = block.manifold;
    const peaked: typeof own = { ...own, logProb: (_, _contexts, _at, points) => Float64Array.from({ length: points.length / block.ambient }, (_each, row) => {
      const apart = centre.reduce((sum, each, axis) => sum + (each - points[row * block.ambient + axis]!) ** 2, 0);
      return -apart / (2 * width * width) - dim * Math.log(width * Math.sqrt(2 * Math.PI));
    }) };
    const manifolds = unsafe(parseSpace(space));
    const samples = Float64Array.from(Array.from({ length: 500 }, () => stepped(manifolds, centre, tangentAt(manifolds, centre, [1], source), width)).flat());
    const { mass } = integral(peaked, { block, contexts, at: 0, samples, count: 1000, chance: 1e-6 });
    // Seen, up to the measure of fractions and the lengths of tangents, or known not to be.
    expect(mass.value > 0.1 || mass.error >= 1).toBe(true);
  });

  it("of a spike of a tenth of it that falls between nodes is not taken for the rest", () => {
    const own = audited(model(unsafe(decode("e1", "x"))) as Model<string, string>, { seed: 1 });
    const contexts = own.draw(1, "test");
    const normal = (x: number, mean: number, width: number): number => Math.exp(-0.5 * ((x - mean) / width) ** 2) / (width * Math.sqrt(2 * Math.PI));
    const spiked: typeof own = { ...own, logProb: (_, _contexts, _at, points) => points.map((x) => Math.log(0.9 * normal(x, 0, 1) + 0.1 * normal(x, 0.123, 1e-7))) };
    const samples = own.drawBlock(own.blocks[0]!, contexts, 500)[0]!.map((x, row) => (row % 10 === 0 ? 0.123 + 1e-7 * x : x));
    const { mass } = integral(spiked, { block: own.blocks[0]!, contexts, at: 0, samples, count: 1000, chance: 1e-6 });
    expect(Math.abs(mass.value - 1)).toBeLessThanOrEqual(mass.error);
  });

  it("of classes is their sum", () => expect(of("c4", "l", 0.5)).toMatchObject({ method: "all classes", mass: { error: 0 } }));
});
