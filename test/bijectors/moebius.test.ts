import { describe, expect, it } from "vitest";
import { moebius } from "../../src/bijectors/moebius.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { finite, moved, onCircle, probe, shifted, worst, worstOf, type Rows, type Values } from "./probe.ts";

const circle = sphere(1);

/** The seam, the centre of the base, quarter turns, and angles near all of them. */
const angles = [0, 1e-300, 1e-12, -1e-12, 1e-5, -1e-5, 0.3, 1.2, Math.PI / 2, 2.5, Math.PI - 1e-9, Math.PI, -Math.PI + 1e-9, -2, -0.7, 7];
const points: Rows = [...angles.map(onCircle), [1, 0], [1, -0], [-1, 0], [-1, -0], [0, 1], [0, -1]];

const variants = {
  default: moebius,
  "without rotation": moebius.with({ rotation: false }),
  "one kernel": moebius.with({ kernels: 1 }),
  "sampled in closed form": moebius.with({ direction: "forward", kernels: 3 }),
};

describe.each(Object.entries(variants))("moebius, %s", (_, layer) => {
  const one = probe(layer, circle);
  const ways = [["inverse", "forward"], ["forward", "inverse"]] as const;

  it("goes there and back", () => {
    for (const seed of [1, 2, 3]) {
      const values = one.scattered(seed, 1);
      for (const [first, second] of ways) {
        for (const [by, tolerance] of [[reference, 1e-13], [reference32, 2e-5]] as const) {
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
        const { points: gradients } = one.gradients(way, both, values);
        expect(worst([gradients[0]!], [gradients[1]!])).toBeLessThan(1e-5);
      }
    }
  });

  it.each([30, 1e4])("is finite, and goes back, where raw parameters are ±%d", (size) => {
    const source = random(8, size);
    const values: Values = Object.fromEntries(Object.entries(one.start).map(([key, each]) => [key, Float64Array.from(each, () => (source.uniform() < 0.5 ? size : -size))]));
    for (const by of [reference, reference32]) {
      for (const [way] of ways) {
        expect(finite(one.run(way, points, values, by))).toBe(true);
        expect(finite(one.gradients(way, points, values, by))).toBe(true);
      }
    }
    // Slopes reach 2000 at |w| = 0.999.
    expect(worst(one.run("forward", one.run("inverse", points, values).points, values).points, points)).toBeLessThan(1e-11);
  });

  it("has the gradients of differences", () => {
    const values = one.scattered(9, 1);
    const along = one.scattered(10, 1);
    const h = 1e-5;
    for (const [way] of ways) {
      const { parameters, points: own } = one.gradients(way, points, values);
      const slope = Object.entries(parameters).reduce((sum, [key, each]) => sum + Array.from(each).reduce((s, g, i) => s + g * along[key]![i]!, 0), 0);
      const at = (step: number): number => one.gradients(way, points, moved(values, along, step)).at;
      expect(Math.abs(slope - (at(h) - at(-h)) / (2 * h))).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
      points.forEach(([x, y], row) => {
        const value = (step: number): number => one.gradients(way, [shifted([x!, y!], [-y!, x!], step)], values).at;
        expect(own[row]![1]! * x! - own[row]![0]! * y!).toBeCloseTo((value(h) - value(-h)) / (2 * h), 5);
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

describe("moebius", () => {
  it("is the identity where centres vanish, and starts near it", () => {
    const one = probe(moebius, circle);
    const zeros = one.scattered(1, 0);
    for (const way of ["inverse", "forward"] as const) {
      const { points: images, logDets } = one.run(way, points, zeros);
      expect(worst(images, points)).toBeLessThan(1e-15);
      expect(worstOf(logDets, points.map(() => 0))).toBeLessThan(1e-15);
      expect(finite(one.gradients(way, points, zeros))).toBe(true);
      expect(worstOf(one.run(way, points, one.start).logDets, points.map(() => 0))).toBeLessThan(0.2);
    }
  });

  it("is the convex sum of Möbius angles, as plain complex numbers have it", () => {
    const layer = moebius.with({ kernels: 3, rotation: false });
    const one = probe(layer, circle);
    const centers = [0.5, -1.2, 2, 0.3, -0.1, 0.4];
    const weights = [0.2, -0.5, 1];
    const values = { centers, weights, rotation: [] };
    const shares = weights.map((each) => Math.exp(each) / weights.reduce((sum, other) => sum + Math.exp(other), 0));
    const w = [0, 1, 2].map((k) => {
      const [a, b] = [centers[2 * k]!, centers[2 * k + 1]!];
      const factor = 0.999 / Math.sqrt(1 + a * a + b * b);
      return [a * factor, b * factor] as const;
    });
    /** h_w(z) = (1 − |w|²)/|z − w|² (z − w) − w, the form of Rezende et al. */
    const angle = ([x, y]: readonly number[], [wx, wy]: readonly [number, number]): number => {
      const factor = (1 - wx * wx - wy * wy) / ((x! - wx) ** 2 + (y! - wy) ** 2);
      return Math.atan2(factor * (y! - wy) - wy, factor * (x! - wx) - wx);
    };
    const grid = Array.from({ length: 24 }, (_, i) => onCircle(0.1 + (i * 2 * Math.PI) / 24));
    const { points: images, logDets } = one.run("inverse", grid, values);
    grid.forEach((z, row) => {
      const sum = w.reduce((total, each, k) => {
        const from = angle(z, each) - angle([-1, 0], each);
        return total + shares[k]! * (from - 2 * Math.PI * Math.floor(from / (2 * Math.PI)));
      }, 0) - Math.PI;
      expect(worst([onCircle(sum)], [images[row]!])).toBeLessThan(1e-14);
      const slope = w.reduce((total, [wx, wy], k) => total + (shares[k]! * (1 - wx * wx - wy * wy)) / ((z[0]! - wx) ** 2 + (z[1]! - wy) ** 2), 0);
      expect(logDets[row]).toBeCloseTo(Math.log(slope), 12);
    });
  });

  it("rotates after the mixture, by vectors of any length", () => {
    const one = probe(moebius, circle);
    const still = { ...one.scattered(2, 1), rotation: [1, 0] };
    const turn = { ...still, rotation: [0, 7] };
    const { points: images } = one.run("forward", points, still);
    const quarter = images.map(([x, y]) => [-y!, x!]);
    expect(worst(one.run("forward", points, turn).points, quarter)).toBeLessThan(1e-14);
    expect(one.run("forward", points, { ...still, rotation: [0, 0] }).points).toEqual(images);
    expect(finite(one.gradients("forward", points, { ...still, rotation: [0, 0] }))).toBe(true);
  });

  it("has densities that integrate to 1", () => {
    const one = probe(moebius, circle);
    const count = 4000;
    const grid = Array.from({ length: count }, (_, i) => onCircle((2 * Math.PI * i) / count));
    for (const way of ["inverse", "forward"] as const) {
      const { logDets } = one.run(way, grid, one.scattered(3, 1));
      expect(logDets.reduce((sum, each) => sum + Math.exp(each) / count, 0)).toBeCloseTo(1, 10);
    }
  });

  it("starts from data near their density", () => {
    const one = probe(moebius, circle);
    const source = random(5, "clusters");
    const count = 3000;
    // Two wrapped Cauchy clusters, each a uniform angle stretched by a tangent.
    const draw = (center: number, length: number): number => {
      const u = 2 * Math.PI * source.uniform();
      return center + 2 * Math.atan(((1 - length) / (1 + length)) * Math.tan(u / 2));
    };
    const drawn = Array.from({ length: count }, (_, i) => (i % 3 === 0 ? draw(0.2, 0.8) : draw(2.5, 0.9)));
    const density = (at: number): number => [[1 / 3, 0.2, 0.8], [2 / 3, 2.5, 0.9]].reduce((sum, [share, center, r]) => sum + (share! * (1 - r! * r!)) / (1 + r! * r! - 2 * r! * Math.cos(at - center!)), 0);
    const rows = Float64Array.from(drawn.flatMap(onCircle));
    const sample = { rows, count, weights: new Float64Array(count).fill(1 / count) };
    const truth = drawn.reduce((sum, at) => sum + Math.log(density(at)), 0) / count;
    for (const layer of [moebius, moebius.with({ rotation: false })]) {
      const values = { ...one.start, ...layer.definition.fit!(sample, circle, layer.options) } as Values;
      const { logDets } = probe(layer, circle).run("inverse", drawn.map(onCircle), layer === moebius ? values : { ...values, rotation: [] });
      expect(logDets.reduce((a, b) => a + b, 0) / count).toBeGreaterThan(truth - 0.02);
    }
    const same = moebius.definition.fit!({ rows: new Float64Array([0, 1, 0, 1]), count: 2, weights: new Float64Array([0.5, 0.5]) }, circle, moebius.options) as Values;
    expect(finite(one.run("inverse", points, same))).toBe(true);
  });
});
