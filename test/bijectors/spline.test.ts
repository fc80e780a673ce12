import { describe, expect, it } from "vitest";
import { spline } from "../../src/bijectors/spline/spline.ts";
import { back, through } from "../../src/bijectors/spline/unit-spline.ts";
import { slopesOf, spline as splineOf } from "../../src/bijectors/spline/knots.ts";
import { constant, parameter, stack, vjp } from "../../src/expr/index.ts";
import { interval } from "../../src/manifold/interval.ts";
import { program } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { finite, moved, probe, worst, worstOf, type Rows, type Values } from "./probe.ts";

const unit = interval({ kind: "i", dim: 1, lower: 0, upper: 1, spec: "i" });

/** Pairs from both ends to the middle, the ends and the bins' borders of the even spline among them. */
const fractions = [0, 1e-300, 1e-30, 1e-12, 1e-5, 0.01, 0.125, 0.25, 0.31, 0.4999, 0.5];
const pairs: Rows = [...fractions.map((t) => [t, 1 - t]), ...fractions.map((t) => [1 - t, t])];
const inside = pairs.filter(([t, rest]) => t! >= 1e-30 && rest! >= 1e-30);

/** The larger of the two halves' relative errors. */
const relative = (a: Rows, b: Rows): number => Math.max(...a.flatMap((row, i) => row.map((each, j) => (each === b[i]![j]! ? 0 : Math.abs(each / b[i]![j]! - 1)))));

const variants = { free: spline, fixed: spline.with({ boundary: "fixed", boundarySlope: 0.3 }), two: spline.with({ bins: 2 }), many: spline.with({ bins: 40, minWidth: 0.002, minHeight: 0.01, minSlope: 0.1 }) };

describe.each(Object.entries(variants))("spline on intervals, %s", (name, layer) => {
  const one = probe(layer, unit);

  it("goes there and back to full relative precision at both ends", () => {
    for (const seed of [1, 2, 3]) {
      const values = one.scattered(seed, 1);
      for (const [first, second] of [["inverse", "forward"], ["forward", "inverse"]] as const) {
        const there = one.run(first, pairs, values);
        const again = one.run(second, there.points, values);
        expect(relative(again.points, pairs)).toBeLessThan(1e-12);
        expect(worstOf(again.logDets.map((each) => -each), there.logDets)).toBeLessThan(1e-11);
        const [small, smallAgain] = [one.run(first, inside, values, reference32), one.run(second, one.run(first, inside, values, reference32).points, values, reference32)];
        expect(relative(smallAgain.points, inside)).toBeLessThan(1e-3);
        expect(worstOf(smallAgain.logDets.map((each) => -each), small.logDets)).toBeLessThan(2e-2);
      }
    }
  });

  it("has the log-determinant of its Jacobian", () => {
    const values = one.scattered(4, 1);
    for (const direction of ["inverse", "forward"] as const) {
      expect(worstOf(one.logVolumes(direction, pairs, values), one.run(direction, pairs, values).logDets)).toBeLessThan(1e-10);
    }
  });

  it("keeps the ends and adds up to 1", () => {
    const values = one.scattered(5, 3);
    for (const direction of ["inverse", "forward"] as const) {
      const { points } = one.run(direction, pairs, values);
      expect(points[0]).toEqual([0, 1]);
      expect(points[fractions.length]).toEqual([1, 0]);
      for (const [t, rest] of points) expect(t! + rest!).toBeCloseTo(1, 14);
    }
  });

  it("increases", () => {
    const values = one.scattered(6, 2);
    const grid = Array.from({ length: 2001 }, (_, i) => [i / 2000, 1 - i / 2000]);
    const { points } = one.run("inverse", grid, values);
    for (let i = 1; i < grid.length; i++) expect(points[i]![0]!).toBeGreaterThan(points[i - 1]![0]!);
  });

  it("integrates to 1 and is continuous between bins", () => {
    const values = one.scattered(7, 0.7);
    const count = 200_000;
    const grid = Array.from({ length: count }, (_, i) => [(i + 0.5) / count, 1 - (i + 0.5) / count]);
    const { logDets } = one.run("inverse", grid, values);
    expect(logDets.reduce((sum, each) => sum + Math.exp(each) / count, 0)).toBeCloseTo(1, 7);
    expect(logDets.slice(1).reduce((most, each, i) => Math.max(most, Math.abs(each - logDets[i]!)), 0)).toBeLessThan(5e-2);
  });

  it.each([30, -30])("is finite where raw parameters are ±30 (%d)", (size) => {
    const source = random(8, name);
    const values: Values = Object.fromEntries(Object.entries(one.start).map(([key, each]) => [key, Float64Array.from(each, () => (source.uniform() < 0.5 ? size : -size))]));
    for (const by of [reference, reference32]) {
      for (const direction of ["inverse", "forward"] as const) {
        const { points, logDets } = one.run(direction, inside, values, by);
        expect([...points.flat(), ...logDets].every(Number.isFinite)).toBe(true);
        const { points: own, parameters } = one.gradients(direction, inside, values, by);
        expect([...own.flat(), ...Object.values(parameters).flatMap((each) => Array.from(each))].every(Number.isFinite)).toBe(true);
      }
    }
    const back = one.run("forward", one.run("inverse", inside, values).points, values);
    expect(worst(back.points, inside)).toBeLessThan(1e-9);
  });

  it("has the gradients of differences", () => {
    const values = one.scattered(9, 1);
    const points = [[1e-9, 1 - 1e-9], [0.2, 0.8], [0.57, 0.43], [1 - 1e-4, 1e-4]];
    const along = one.scattered(10, 1);
    for (const direction of ["inverse", "forward"] as const) {
      const { parameters, points: own } = one.gradients(direction, points, values);
      const slope = Object.entries(parameters).reduce((sum, [key, each]) => sum + Array.from(each).reduce((s, g, i) => s + g * along[key]![i]!, 0), 0);
      // A point may meet a knot on the way, where the second derivative jumps: the step is small.
      const h = 1e-7;
      const at = (step: number): number => one.gradients(direction, points, moved(values, along, step)).at;
      expect(Math.abs((at(h) - at(-h)) / (2 * h) / slope - 1)).toBeLessThan(1e-5);
      points.forEach(([t, rest], row) => {
        const step = 1e-5 * Math.min(t!, rest!);
        const value = (by: number): number => one.gradients(direction, [[t! + by, rest! - by]], values).at;
        const difference = (value(step) - value(-step)) / (2 * step);
        // Differences of numbers of size one over a tiny step have few digits.
        expect(Math.abs(own[row]![0]! - own[row]![1]! - difference)).toBeLessThan(1e-4 * (1 + Math.abs(difference)) + 1e-14 / step);
      });
    }
  });

  it("takes parameters per sample", () => {
    const each = pairs.map((_, row) => one.scattered(100 + row, 1));
    const { points, logDets } = one.runEach("inverse", pairs, each);
    pairs.forEach((pair, row) => {
      const alone = one.run("inverse", [pair], each[row]!);
      expect(alone.points[0]).toEqual(points[row]);
      expect(alone.logDets[0]).toBe(logDets[row]);
    });
  });
});

describe("spline on intervals", () => {
  it("starts as exactly the identity", () => {
    const one = probe(spline, unit);
    for (const direction of ["inverse", "forward"] as const) {
      const { points, logDets } = one.run(direction, pairs, one.start);
      expect(relative(points, pairs)).toBeLessThan(1e-15);
      expect(worstOf(logDets, pairs.map(() => 0))).toBeLessThan(1e-15);
    }
  });

  it("has the fixed slope at both ends", () => {
    const one = probe(variants.fixed, unit);
    const { logDets } = one.run("inverse", [[0, 1], [1, 0]], one.scattered(1, 1));
    expect(worstOf(logDets, [Math.log(0.3), Math.log(0.3)])).toBeLessThan(1e-14);
  });

  it("is Durkan's formula", () => {
    // One bin of two by hand: knots 0, 0.3, 1 → 0, 0.6, 1, slopes 0.5, 2, 1.5.
    const [w, h, d0, d1] = [0.7, 0.4, 2, 1.5];
    const s = h / w;
    const theta = (0.65 - 0.3) / w;
    const expected = 0.6 + (h * (s * theta ** 2 + d0 * theta * (1 - theta))) / (s + (d1 + d0 - 2 * s) * theta * (1 - theta));
    const knots = splineOf(constant([Math.log(0.3), Math.log(0.7)]), constant([Math.log(0.6), Math.log(0.4)]), constant([0.5, 2, 1.5]), { minWidth: 0, minHeight: 0, minSlope: 0 });
    const image = through(knots, { t: constant([0.65], []), complement: constant([0.35], []) });
    const inverse = back(knots, image.pair);
    const out = reference.compile(program({ y: image.pair.t, x: inverse.pair.t, slope: image.logSlope }))({}, 1);
    expect(out.y[0]).toBeCloseTo(expected, 14);
    expect(out.x[0]).toBeCloseTo(0.65, 14);
    const derivative = (s ** 2 * (d1 * theta ** 2 + 2 * s * theta * (1 - theta) + d0 * (1 - theta) ** 2)) / (s + (d1 + d0 - 2 * s) * theta * (1 - theta)) ** 2;
    expect(out.slope[0]).toBeCloseTo(Math.log(derivative), 14);
  });

  it("takes several positions with knots of their own, and gives the ratios at the ends", () => {
    const knots = splineOf(constant([0, 1, -1, 2, 0, 0.5], [2, 3]), constant([1, 0, 0, -1, 1, 0], [2, 3]), slopesOf(constant([0, 1, -1, 2, 0.5, 0, 1, -2], [2, 4]), 1e-4), { minWidth: 1e-3, minHeight: 1e-3, minSlope: 1e-4 });
    const first = splineOf(constant([0, 1, -1]), constant([1, 0, 0]), slopesOf(constant([0, 1, -1, 2]), 1e-4), { minWidth: 1e-3, minHeight: 1e-3, minSlope: 1e-4 });
    const both = through(knots, { t: constant([0.2, 1]), complement: constant([0.8, 0]) });
    const alone = through(first, { t: constant([0.2], []), complement: constant([0.8], []) });
    const ends = back(knots, { t: constant([1e-40, 1]), complement: constant([1, 0]) });
    const out = reference.compile(program({ t: both.pair.t, alone: alone.pair.t, ratios: stack([both.logRatios.t, both.logRatios.complement]), slope: both.logSlope, inverseRatio: ends.logRatios.t, inverseSlope: ends.logSlope }))({}, 1);
    expect(out.t[0]).toBe(out.alone[0]);
    expect(out.ratios[0]).toBeCloseTo(Math.log(out.t[0]! / 0.2), 14);
    // At the upper end the complement's ratio is the slope there.
    expect(out.ratios[3]).toBeCloseTo(out.slope[1]!, 14);
    expect(out.inverseRatio[0]).toBeCloseTo(out.inverseSlope[0]!, 14);
  });

  it("has a slope that differences confirm right at the knots", () => {
    const raw = parameter("raw", [4]);
    const knots = splineOf(raw, constant([1, 0, 0.5, 0]), slopesOf(constant([0, 0, 0, 0, 0]), 1e-4), { minWidth: 1e-3, minHeight: 1e-3, minSlope: 1e-4 });
    const value = through(knots, { t: constant([0.5], []), complement: constant([0.5], []) }).pair.t;
    const [gradient] = vjp([value], [constant([1], [])], [raw]);
    const execute = reference.compile(program({ value, gradient: gradient! }));
    const at = (step: number): number => execute({ raw: [step, 0, 0, 0] }, 1).value[0]!;
    expect(execute({ raw: [0, 0, 0, 0] }, 1).gradient[0]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 6);
  });

  it("starts from data near their density", () => {
    const one = probe(spline, unit);
    const source = random(3, "beta");
    // Beta(2, 1) and its mirror image, by the square root of a uniform number.
    const rows = Float64Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? Math.sqrt(source.uniform()) : 0));
    for (let i = 0; i < rows.length; i += 2) rows[i + 1] = 1 - rows[i]!;
    const values = spline.definition.fit!({ rows, count: 2000, weights: new Float64Array(2000).fill(1 / 2000) }, unit, spline.options) as Values;
    const { logDets } = one.run("inverse", Array.from({ length: 2000 }, (_, i) => [rows[2 * i]!, rows[2 * i + 1]!]), values);
    // The entropy of Beta(2, 1) is 1/2 − log 2.
    expect(logDets.reduce((a, b) => a + b, 0) / 2000).toBeGreaterThan(Math.log(2) - 0.5 - 0.02);
    const fixed = spline.with({ boundary: "fixed" });
    const fewer = fixed.definition.fit!({ rows, count: 2000, weights: new Float64Array(2000).fill(1 / 2000) }, unit, fixed.options) as Values;
    expect(fewer["slopes"]!.length).toBe(7);
    const bounded = spline.with({ minSlope: 0.4, bins: 30 });
    const steep = bounded.definition.fit!({ rows, count: 2000, weights: new Float64Array(2000).fill(1 / 2000) }, unit, bounded.options) as Values;
    expect(finite(probe(bounded, unit).run("inverse", pairs, steep))).toBe(true);
    const constantData = spline.definition.fit!({ rows: new Float64Array([0.5, 0.5, 0.5, 0.5]), count: 2, weights: new Float64Array([0.5, 0.5]) }, unit, spline.options) as Values;
    expect(one.run("inverse", pairs, constantData).logDets.every(Number.isFinite)).toBe(true);
  });
});
