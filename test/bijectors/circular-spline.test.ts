import { describe, expect, it } from "vitest";
import { circularSpline } from "../../src/bijectors/circular-spline.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { finite, moved, onCircle, probe, shifted, worst, worstOf, type Rows, type Values } from "./probe.ts";

const circle = sphere(1);

/** The seam, the centre of the base, quarter turns, and angles near all of them. */
const angles = [0, 1e-300, 1e-12, -1e-12, 1e-5, -1e-5, 0.3, 1.2, Math.PI / 2, 2.5, Math.PI - 1e-9, Math.PI, -Math.PI + 1e-9, -2, -0.7, 7];
const points: Rows = [...angles.map(onCircle), [1, 0], [1, -0], [-1, 0], [-1, -0], [0, 1], [0, -1]];

const variants = {
  default: circularSpline,
  "without rotation": circularSpline.with({ rotation: false }),
  "two bins": circularSpline.with({ bins: 2 }),
  "many bins": circularSpline.with({ bins: 32, minWidth: 0.005, minHeight: 0.01, minSlope: 0.1 }),
};

describe.each(Object.entries(variants))("circularSpline, %s", (_, layer) => {
  const one = probe(layer, circle);
  const ways = [["inverse", "forward"], ["forward", "inverse"]] as const;

  it("goes there and back", () => {
    for (const seed of [1, 2, 3]) {
      const values = one.scattered(seed, 1);
      for (const [first, second] of ways) {
        for (const [by, tolerance] of [[reference, 1e-12], [reference32, 1e-3]] as const) {
          const there = one.run(first, points, values, by);
          const again = one.run(second, there.points, values, by);
          expect(worst(again.points, points)).toBeLessThan(tolerance);
          expect(worstOf(again.logDets.map((each) => -each), there.logDets)).toBeLessThan(20 * tolerance);
          expect(Math.max(there.residual, again.residual)).toBeLessThan(tolerance);
          for (const [x, y] of there.points) expect(Math.abs(Math.hypot(x!, y!) - 1)).toBeLessThan(tolerance);
        }
      }
    }
  });

  it("has the log-determinant of its Jacobian", () => {
    const values = one.scattered(4, 1);
    for (const [way] of ways) expect(worstOf(one.logVolumes(way, points, values), one.run(way, points, values).logDets)).toBeLessThan(1e-11);
  });

  it("has no seam", () => {
    const values = one.scattered(5, 1);
    for (const [way] of ways) {
      for (const at of [0, Math.PI]) {
        const both = [onCircle(at - 1e-8), onCircle(at + 1e-8)];
        const { points: [before, after], logDets: [low, high] } = one.run(way, both, values);
        expect(worst([before!], [after!])).toBeLessThan(1e-6);
        expect(Math.abs(low! - high!)).toBeLessThan(1e-6);
      }
    }
  });

  it.each([30])("is finite, and goes back, where raw parameters are ±%d", (size) => {
    const source = random(8, size);
    const values: Values = Object.fromEntries(Object.entries(one.start).map(([key, each]) => [key, Float64Array.from(each, () => (source.uniform() < 0.5 ? size : -size))]));
    for (const by of [reference, reference32]) {
      for (const [way] of ways) {
        expect(finite(one.run(way, points, values, by))).toBe(true);
        expect(finite(one.gradients(way, points, values, by))).toBe(true);
      }
    }
    expect(worst(one.run("forward", one.run("inverse", points, values).points, values).points, points)).toBeLessThan(1e-9);
  });

  it("has the gradients of differences", () => {
    const values = one.scattered(9, 1);
    const along = one.scattered(10, 1);
    // Second derivatives jump at the knots, the seam among them: the points lie between and the step is small.
    const between = [1e-3, 0.3, 1.2, 2.5, -2, -0.7].map(onCircle);
    const h = 1e-7;
    for (const [way] of ways) {
      const { parameters, points: own } = one.gradients(way, between, values);
      const slope = Object.entries(parameters).reduce((sum, [key, each]) => sum + Array.from(each).reduce((s, g, i) => s + g * along[key]![i]!, 0), 0);
      const at = (step: number): number => one.gradients(way, between, moved(values, along, step)).at;
      expect(Math.abs(slope - (at(h) - at(-h)) / (2 * h))).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
      between.forEach(([x, y], row) => {
        const value = (step: number): number => one.gradients(way, [shifted([x!, y!], [-y!, x!], step)], values).at;
        expect(own[row]![1]! * x! - own[row]![0]! * y!).toBeCloseTo((value(h) - value(-h)) / (2 * h), 4);
      });
    }
  });

  it("takes parameters per sample", () => {
    const each = points.map((_, row) => one.scattered(100 + row, 1));
    for (const [way] of ways) {
      const { points: images, logDets } = one.runEach(way, points, each);
      points.forEach((point, row) => {
        const alone = one.run(way, [point], each[row]!);
        expect(worst(alone.points, [images[row]!])).toBeLessThan(1e-14);
        expect(alone.logDets[0]).toBeCloseTo(logDets[row]!, 13);
      });
    }
  });
});

/** The rotation left out, what stays is the spline of the angle alone. */
const plain = circularSpline.with({ rotation: false });

describe("circularSpline", () => {
  it("starts as the identity", () => {
    const one = probe(circularSpline, circle);
    for (const way of ["inverse", "forward"] as const) {
      const { points: images, logDets } = one.run(way, points, one.start);
      expect(worst(images, points)).toBeLessThan(1e-15);
      expect(worstOf(logDets, points.map(() => 0))).toBeLessThan(1e-15);
    }
  });

  it("is the smooth two-bin spline of jammy_flows, where its one slope has the value of the closed form", () => {
    // D = (B + √(B² + 8AC)) / 4A with A = 1/h₁ + 1/h₂, B = 1/w₁ + 1/w₂, C = h₁/w₁² + h₂/w₂² makes both knots twice differentiable.
    const [w1, h1] = [0.3, 0.55];
    const [a, b, c] = [1 / h1 + 1 / (1 - h1), 1 / w1 + 1 / (1 - w1), h1 / w1 ** 2 + (1 - h1) / (1 - w1) ** 2];
    const slope = (b + Math.sqrt(b * b + 8 * a * c)) / (4 * a);
    const layer = plain.with({ bins: 2, minWidth: 1e-9, minHeight: 1e-9, minSlope: 1e-9 });
    const raw = Math.log(Math.expm1(slope)) - Math.log(Math.expm1(1));
    const values = { widths: [w1, 1 - w1].map(Math.log), heights: [h1, 1 - h1].map(Math.log), slopes: [raw, raw], rotation: [] };
    const one = probe(layer, circle);
    const at = (t: number): number => one.run("inverse", [onCircle(2 * Math.PI * t)], values).logDets[0]!;
    const step = 1e-5;
    for (const knot of [0, w1]) {
      expect(at(knot)).toBeCloseTo(Math.log(slope), 7);
      expect((at(knot + step) - at(knot)) / step).toBeCloseTo((at(knot) - at(knot - step)) / step, 2);
    }
    // In the middle of the first bin: h₁/2 by symmetry.
    const [[x, y]] = one.run("inverse", [onCircle(Math.PI * w1)], values).points as [readonly number[]];
    expect(Math.atan2(y!, x!) / (2 * Math.PI)).toBeCloseTo(h1 / 2, 8);
  });

  it("shares one slope across the seam and keeps the seam in place", () => {
    const one = probe(plain, circle);
    const values = one.scattered(2, 1);
    expect(one.run("inverse", [[1, 0]], values).points).toEqual([[1, 0]]);
    const { points: [[, below], [, above]] } = one.run("inverse", [onCircle(-1e-100), onCircle(1e-100)], values) as unknown as { points: [[number, number], [number, number]] };
    expect(above / -below).toBeCloseTo(1, 14);
    const free = Math.log(1e-4 + Math.log1p(Math.exp(values["slopes"]![0]! + Math.log(Math.expm1(1 - 1e-4)))));
    expect(one.run("inverse", [[1, 0]], values).logDets[0]).toBeCloseTo(free, 13);
  });

  it("has densities that integrate to 1", () => {
    const one = probe(circularSpline, circle);
    const count = 100_000;
    const grid = Array.from({ length: count }, (_, i) => onCircle((2 * Math.PI * i) / count));
    for (const way of ["inverse", "forward"] as const) {
      const { logDets } = one.run(way, grid, one.scattered(3, 1));
      expect(logDets.reduce((sum, each) => sum + Math.exp(each) / count, 0)).toBeCloseTo(1, 6);
    }
  });

  it("starts from data near their density", () => {
    const source = random(5, "cluster");
    const count = 3000;
    const drawn = Array.from({ length: count }, () => 0.2 + 2 * Math.atan((0.3 / 1.7) * Math.tan(Math.PI * source.uniform())));
    const rows = Float64Array.from(drawn.flatMap(onCircle));
    const sample = { rows, count, weights: new Float64Array(count).fill(1 / count) };
    const truth = drawn.reduce((sum, at) => sum + Math.log((1 - 0.49) / (1.49 - 1.4 * Math.cos(at - 0.2))), 0) / count;
    for (const layer of [circularSpline, plain]) {
      const values = { rotation: [], ...layer.definition.fit!(sample, circle, layer.options) } as Values;
      const { logDets } = probe(layer, circle).run("inverse", drawn.map(onCircle), values);
      expect(logDets.reduce((a, b) => a + b, 0) / count).toBeGreaterThan(truth - 0.03);
    }
  });
});
