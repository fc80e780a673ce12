/**
 * What jammy_flows 1.1.0 computes wrongly, or not at all, on joint spaces and in single precision, computed rightly. Numbers
 * in comments are those of `docs/jammy_flows.md`.
 */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { amortize } from "../../src/flow/amortize.ts";
import { decode, parse } from "../../src/flow/parse.ts";
import { flowArrays } from "../../src/interpret/flow-arrays.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { batchOf } from "../../src/manifold/batch.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { baseContents, coverageByBlock } from "../../src/model/coverage/base.ts";
import { coverage } from "../../src/model/coverage/curve.ts";
import { marginal } from "../../src/model/marginal.ts";
import { model, type Model } from "../../src/model/model.ts";
import { trianglePanel } from "../../src/plot/triangle.ts";
import { markup } from "../../src/plot/svg.ts";
import { random } from "../../src/random.ts";
import { fromData } from "../../src/train/from-data.ts";
import { integral, mean, scattered, spread } from "./numbers.ts";

const away = (space: string, layers: string, seed: number): Model<string, "e0"> => scattered(unsafe(decode(space, layers)), seed, 0.2);

// B13
describe("coverage", () => {
  it.each([["e1", "g"], ["e2", "gg"], ["e1+e1", "g+g"], ["s2", "f"], ["s1", "m"], ["i_-3_3", "r"], ["a2", "w"], ["e1+s2+i+a2+s1", "g+f+r+w+m"]])("is right for the model that the rows are from, on %s", (space, layers) => {
    const density = away(space, layers, 2);
    const evaluation = density.inverse(density.sample(4000, { seed: 1 }).points);
    for (const rows of [coverage(baseContents(evaluation)), ...coverageByBlock(density.plan, evaluation)]) {
      for (const { nominal, observed, error } of rows) expect(Math.abs(observed - nominal)).toBeLessThan(5 * error);
    }
  });
});

// B14
describe("the density of one block alone", () => {
  it.each([["e1+s1", "g+m"], ["s2+i_-3_3", "f+r"], ["e1+a2", "g+w"], ["s1+e1", "m+g"]])("integrates to one on the second of %s", (space, layers) => {
    const density = away(space, layers, 3);
    const [, own] = unsafe(parseSpace(space));
    const { points, weights } = measure([own!]).quadrature(300);
    const of = marginal(density, 1, { samples: 3 });
    const logProb = of(unsafe(batchOf(own!.spec, points)));
    expect(weights.reduce((sum, weight, at) => sum + weight * Math.exp(logProb[at]!), 0)).toBeCloseTo(1, 2);
  });

  it("leaves its model as it was, whatever went wrong", () => {
    const density = away("e1+s2", "g+f", 4);
    const { points, logProb } = density.sample(5, { seed: 1 });
    expect(() => marginal(density, 7)).toThrow(RangeError);
    expect(() => marginal(density, 0)(points)).toThrow();
    expect(spread(density.logProb(points), logProb)).toBeLessThan(1e-10);
  });
});

// B15
it("a density on the simplex is drawn", () => {
  const density = scattered(parse("a2", "w"), 5, 0.5);
  const { points } = density.sample(30, { seed: 1 });
  const panel = trianglePanel({
    size: { width: 280, height: 240 },
    title: "fractions",
    points: Array.from({ length: 30 }, (_, row) => [points.rows[3 * row]!, points.rows[3 * row + 1]!, points.rows[3 * row + 2]!] as const),
    logDensity: (fractions) => density.logProb(unsafe(batchOf("a2", fractions))),
    levels: [0.5, 0.9],
    corners: ["a", "b", "c"],
  });
  const text = markup(panel.body);
  expect(text.match(/<circle/g)?.length ?? text.match(/<path/g)?.length).toBeGreaterThan(1);
  expect(text).not.toContain("NaN");
});

// B16
describe("single precision", () => {
  it.each([
    ["i+i", "r+r"], ["e3", "gggt"], ["e3", "hhh"], ["e2", "pp"], ["s1", "o"], ["s1", "m"], ["s2", "f"], ["s2", "v"], ["s2", "n"], ["a3", "w"], ["a2", "u"], ["e4+s2+e4", "gggg+n+gggg"], ["e1+s2+i_2_5", "g+f+r"],
  ])("computes %s, %s, both ways", (space, layers) => {
    const flow = unsafe(decode(space, layers));
    const exact = scattered(flow, 6, 0.05);
    const { points, logProb, base } = exact.sample(200, { seed: 2 });
    for (const interpreter of [kernel({ precision: "float32" }), reference32]) {
      const single = model(flow, { parameters: exact.parameters, interpreter });
      expect(spread(single.logProb(points), logProb)).toBeLessThan(1e-4);
      expect(spread(single.sample(200, { seed: 2 }).points.rows, points.rows)).toBeLessThan(1e-4);
      expect(spread(single.inverse(points).base.rows, base.rows)).toBeLessThan(1e-3);
    }
  });

  it("is a matter of the interpreter: parameters are double, and a start from data is as good", () => {
    const flow = parse("e2+s1", "gt+m");
    const { points } = scattered(flow, 7).sample(500, { seed: 3 });
    const [single, double] = (["float32", "float64"] as const).map((precision) => fromData(flow, points, { interpreter: kernel({ precision }), seed: 5 }));
    expect(model(flow, { interpreter: kernel({ precision: "float32" }), seed: 5 }).parameters).toEqual(model(flow, { seed: 5 }).parameters);
    expect(single!.parameters.some((each) => each !== Math.fround(each))).toBe(true);
    expect(mean(single!.logProb(points))).toBeCloseTo(mean(double!.logProb(points)), 2);
  });
});

// B18
describe("blocks and layers without parameters take none from others", () => {
  it("as blocks between others", () => {
    const density = away("e1+s2+e1", "g+y+g", 8);
    expect(density.plan.blocks.map(({ predictor }) => predictor !== undefined)).toEqual([false, false, true]);
    const { points, logProb } = density.sample(50, { seed: 1 });
    expect(spread(density.logProb(points), logProb)).toBeLessThan(1e-8);
    expect(integral(away("e1+s1+i", "g+y+r", 9), 40)).toBeCloseTo(1, 2);
  });

  it("as first, last and only layers", () => {
    const plain = scattered(parse("e2", "gt"), 10);
    const { points, logProb } = plain.sample(20, { seed: 1 });
    for (const layers of ["xgt", "gtx", "xgxtx"]) {
      const flow = unsafe(decode("e2", layers));
      expect(spread(model(flow, { parameters: plain.parameters }).logProb(points), logProb)).toBeLessThan(1e-12);
    }
    expect(model(parse("e2+s2", "x+y")).plan.blocks.every(({ predictor }) => predictor === undefined)).toBe(true);
  });

  it("where every sample brings its own parameters", () => {
    const flow = parse("s1+e2+s2+e1", "y+gx+y+t", { g: { kernels: 2 } });
    const own = flowArrays(amortize(flow), reference);
    const plain = flowArrays(flow, reference);
    const frames = model(flow).plan.entries.filter(({ frozen }) => frozen);
    const source = random(11, "brought");
    const rows = Array.from({ length: 3 }, () => Array.from({ length: own.parameterCount }, () => 0.3 * source.normal()));
    const { points, logProb } = own.sample(3, { parameters: rows.flat(), seed: 1 });
    rows.forEach((brought, row) => {
      // The same numbers with the frames, which are zeros, at their places.
      const parameters = Array<number>(plain.parameterCount).fill(0);
      const held = new Set(frames.flatMap(({ offset, shape }) => Array.from({ length: shape[0] ?? 1 }, (_, at) => offset + at)));
      let next = 0;
      parameters.forEach((_, at) => held.has(at) || (parameters[at] = brought[next++]!));
      expect(plain.logProb(points.slice(row * own.ambient, (row + 1) * own.ambient), { parameters })[0]).toBeCloseTo(logProb[row]!, 9);
    });
  });
});
