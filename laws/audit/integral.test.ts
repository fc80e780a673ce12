/** Integrals under densities whose integrals are known, and what they say of their own errors. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { decode } from "../../src/flow/parse.ts";
import { model, type Model } from "../../src/model/model.ts";
import { moved } from "../flow/view.ts";
import { audited } from "./audited.ts";
import { integral, type Integral } from "./integral.ts";

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

  it("of classes is their sum", () => expect(of("c4", "l", 0.5)).toMatchObject({ method: "all classes", mass: { error: 0 } }));
});
