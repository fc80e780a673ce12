/**
 * What jammy_flows 1.1.0 computes wrongly on intervals and simplices, computed rightly. Numbers in comments are those of
 * `docs/jammy_flows.md`.
 */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { decode, parse } from "../../src/flow/parse.ts";
import { batchOf } from "../../src/manifold/batch.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { spec } from "../../src/manifold/spelling.ts";
import { model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { integral, mean, meanError, scattered, spread } from "./numbers.ts";

describe("splines act on all of their interval, whatever its bounds", () => {
  // B1
  it.each(["i1_-3.0_3.0", "i1_2.0_5.0", "i1_-5.5_10.0", "i1_0.001_0.002"])("%s", (spelling) => {
    const density = scattered(unsafe(decode(spelling, "rrr")), 2);
    const { lower, upper } = unsafe(parseSpace(spelling))[0] as { readonly lower: number; readonly upper: number };
    const { points, base, logProb } = density.sample(4000, { seed: 1 });
    const back = density.inverse(points);
    expect(spread(back.base.rows, base.rows)).toBeLessThan(1e-6);
    expect(spread(back.logProb, logProb)).toBeLessThan(1e-6);
    // The masses of the ten tenths of the interval, by midpoints: their sum is one, and they are the shares of samples to six standard errors.
    const cells = 20_000;
    const width = (upper - lower) / cells;
    const densities = density.logProb(unsafe(batchOf(density.flow.space, Array.from({ length: cells }, (_, at) => lower + (at + 0.5) * width)))).map(Math.exp);
    const masses = Array.from({ length: 10 }, (_, tenth) => (densities.subarray((tenth * cells) / 10, ((tenth + 1) * cells) / 10).reduce((sum, each) => sum + each, 0) * width));
    expect(masses.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
    masses.forEach((mass, tenth) => {
      const drawn = points.rows.filter((x) => Math.floor((10 * (x - lower)) / (upper - lower)) === tenth).length / points.count;
      expect(mass).toBeGreaterThan(1e-3);
      expect(Math.abs(drawn - mass)).toBeLessThan(6 * Math.sqrt(mass / points.count));
    });
  });

  it("jointly, in jammy_flows' spelling", () => {
    const density = scattered(parse(spec("i1_-3.0_3.0+i1"), "r+rrr"), 3);
    expect(density.flow.space).toBe("i_-3_3+i");
    expect(integral(density, 200)).toBeCloseTo(1, 2);
    const { points, base } = density.sample(2000, { seed: 2 });
    expect(points.rows.filter((x, at) => at % 2 === 0 && Math.abs(x) > 1).length).toBeGreaterThan(500);
    expect(spread(density.inverse(points).base.rows, base.rows)).toBeLessThan(1e-6);
  });
});

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

describe("densities on simplices of every dimension", () => {
  // B2: a fresh flow is uniform, of volume 1/n!; from the third dimension on jammy_flows' is not.
  it.each([1, 2, 3, 4, 5])("start uniform on a%s", (n) => {
    const fresh = model(unsafe(decode(`a${n}`, "w")));
    fresh.sample(20, { seed: 1 }).logProb.forEach((each) => expect(each).toBeCloseTo(Math.log(factorial(n)), 9));
  });

  // B2
  it.each([1, 2, 3, 4, 5])("integrate to one on a%s, wherever training may take them", (n) => {
    const density = scattered(unsafe(decode(`a${n}`, "ww", { w: { bins: 4, hidden: [8] } })), 4, 0.2);
    if (n <= 2) expect(integral(density, 300)).toBeCloseTo(1, 3);
    const { uniform, logUniform } = measure(unsafe(parseSpace(`a${n}`)));
    const source = random(5, "uniform");
    const points = unsafe(batchOf(`a${n}`, Array.from({ length: 40_000 }, () => uniform(source)).flat()));
    const ratios = density.logProb(points).map((each, row) => Math.exp(each - logUniform(points.rows.subarray(row * (n + 1), (row + 1) * (n + 1)))));
    expect(meanError(ratios)).toBeLessThan(0.05);
    expect(Math.abs(mean(ratios) - 1)).toBeLessThan(5 * meanError(ratios));
  });

  // B3
  it.each([1, 2, 3, 5])("are the same in sampling and evaluation on a%s", (n) => {
    const density = scattered(unsafe(decode(`a${n}`, "ww", { w: { bins: 4, hidden: [8] } })), 6, 0.2);
    const { points, logProb } = density.sample(20_000, { seed: 3 });
    expect(spread(density.logProb(points), logProb)).toBeLessThan(1e-8);
    // The mean of 1/p over samples is the volume.
    const volumes = logProb.map((each) => factorial(n) * Math.exp(-each));
    expect(Math.abs(mean(volumes) - 1)).toBeLessThan(5 * meanError(volumes) + 1e-9);
  });

  // B6
  it("of Gumbel-softmax are those of one sample, however many are drawn with it", () => {
    const density = scattered(parse("a2", "u"), 7, 0.5);
    const { points, base, logProb } = density.sample(50, { seed: 4 });
    expect(spread(density.logProb(points), logProb)).toBeLessThan(1e-9);
    for (const row of [0, 17, 49]) {
      const alone = density.forward(unsafe(batchOf("e2", base.rows.slice(2 * row, 2 * row + 2))));
      expect(alone.logProb[0]).toBeCloseTo(logProb[row]!, 12);
    }
    expect(integral(density, 400)).toBeCloseTo(1, 2);
  });
});
