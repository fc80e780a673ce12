import { describe, expect, it } from "vitest";
import { input, parameter, vjp, dot, constant, add } from "../../src/expr/index.ts";
import { expmap } from "../../src/bijectors/expmap.ts";
import { series } from "../../src/bijectors/expmap/geodesic.ts";
import { potentialsOf, shapeSize } from "../../src/bijectors/expmap/potential.ts";
import type { ExpmapOptions } from "../../src/bijectors/expmap/options.ts";
import { forward } from "../../src/bijectors/layer.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import { program } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { finite, onCircle, probe, worst, worstOf, type Rows, type Values } from "./probe.ts";

const unit = (v: readonly number[]): readonly number[] => v.map((each) => each / Math.hypot(...v));
const axis = (dim: number, at: number, side = 1): readonly number[] => Array.from({ length: dim + 1 }, (_, i) => (i === at ? side : 0));

/** Ends of the axes, points near them, and others. */
const points = (dim: number): Rows => {
  const source = random(dim, "points");
  const ends = Array.from({ length: dim + 1 }, (_, at) => [axis(dim, at), axis(dim, at, -1)]).flat();
  const close = ends.flatMap((end) => [1e-3, 1e-9, 1e-20].map((off) => unit(end.map((each, i) => each + off * Math.cos(3 * i)))));
  return [...ends, ...close, ...Array.from({ length: 20 }, () => unit(Array.from({ length: dim + 1 }, () => source.normal())))];
};

const potentials = ["exponential", "linear", "quadratic", "spline", "polynomial"] as const;
const small = { components: 3, bins: 4 } as const;

/** Parameters of size `size`, all equal but for signs; weights of one sign. */
const cornered = (start: Values, size: number, seed: number): Values => {
  const source = random(seed, size);
  return Object.fromEntries(Object.entries(start).map(([name, each]) => [name, Float64Array.from(each, () => size * (name === "weights" ? 1 : source.below(3) - 1))]));
};

describe.each(potentials)("expmap of %s potentials", (potential) => {
  describe.each([1, 2, 3, 4])("on s%d", (dim) => {
    const one = probe(expmap.with({ ...small, potential }), sphere(dim));

    it("goes there and back, where it is steepest too", () => {
      for (const seed of [1, 2, 3]) {
        // A step of Newton's iteration ends where the image is right to the last digit, and slopes from 0.00084 carry that on.
        for (const [values, slopes] of [[one.scattered(seed, 0.3), 1], [one.scattered(seed, 1), 10], [cornered(one.start, 20, seed), 1200]] as const) {
          for (const [by, epsilon] of [[reference, 2 ** -52], [reference32, 2 ** -23]] as const) {
            const there = one.run("forward", points(dim), values, by);
            expect(there.residual).toBeLessThan(1000 * epsilon);
            expect(worst(one.run("inverse", there.points, values, by).points, points(dim))).toBeLessThan(1000 * epsilon);
            const other = one.run("inverse", points(dim), values, by);
            expect(worst(one.run("forward", other.points, values, by).points, points(dim))).toBeLessThan(300 * slopes * epsilon);
          }
        }
      }
    });

    it("has the log-determinant of its Jacobian", () => {
      const values = one.scattered(4, 1);
      for (const way of ["inverse", "forward"] as const) expect(worstOf(one.logVolumes(way, points(dim), values), one.run(way, points(dim), values).logDets)).toBeLessThan(1e-11);
    });

    it("has finite gradients everywhere", () => {
      for (const values of [one.start, one.scattered(1, 0), one.scattered(1, 1), cornered(one.start, 20, 1), cornered(one.start, 1e3, 2)]) {
        for (const by of [reference, reference32]) {
          for (const way of ["inverse", "forward"] as const) expect(finite(one.gradients(way, points(dim), values, by))).toBe(true);
        }
      }
    });
  });

  it("has densities that integrate to 1", () => {
    const layer = expmap.with({ ...small, potential });
    const circle = Array.from({ length: 2000 }, (_, i) => onCircle((2 * Math.PI * (i + 0.5)) / 2000));
    const { logDets } = probe(layer, sphere(1)).run("inverse", circle, probe(layer, sphere(1)).scattered(3, 1));
    expect(logDets.reduce((sum, each) => sum + Math.exp(each) / 2000, 0)).toBeCloseTo(1, 5);
    const [rings, turns] = [200, 100];
    // Even heights have even areas (Archimedes).
    const globe = Array.from({ length: rings }, (_, i) => 1 - (2 * i + 1) / rings).flatMap((h) => Array.from({ length: turns }, (_, j) => [...onCircle((2 * Math.PI * j) / turns).map((each) => each * Math.sqrt(1 - h * h)), h]));
    const own = probe(layer, sphere(2));
    const total = own.run("inverse", globe, own.scattered(3, 1)).logDets.reduce((sum, each) => sum + Math.exp(each) / (rings * turns), 0);
    expect(total).toBeCloseTo(1, 3);
  });

  it("is made of c-convex functions: meridians go forwards and stay whole, at any parameters", () => {
    const options = { ...expmap.options, ...small, potential, components: 1, degree: 8 } as ExpmapOptions;
    const count = 400;
    const angles = Array.from({ length: count + 1 }, (_, i) => (Math.PI * i) / count);
    const [t, complement, raw] = [input("t", [1]), input("complement", [1]), parameter("raw", shapeSize(options) === 0 ? [0] : [1, shapeSize(options)])];
    const { slope, bend } = potentialsOf(raw, options)({ t, complement });
    const execute = reference.compile(program({ slope, bend }));
    for (const size of [0, 1, 5, 20]) {
      for (const seed of [1, 2, 3]) {
        const source = random(seed, size);
        const shape = Array.from({ length: shapeSize(options) }, () => size * source.normal());
        const heights = { t: angles.map((each) => Math.cos(each / 2) ** 2), complement: angles.map((each) => Math.sin(each / 2) ** 2) };
        const columns = execute(shapeSize(options) === 0 ? heights : { ...heights, raw: shape }, count + 1);
        // Constants are the same for all points.
        const at = (column: Float64Array, i: number): number => column[column.length === 1 ? 0 : i]!;
        angles.forEach((angle, i) => {
          const [first, second] = [at(columns.slope!, i), at(columns.bend!, i)];
          expect(Math.abs(first)).toBeLessThan(1 + 1e-12);
          const to = angle - first * Math.sin(angle);
          expect(to).toBeGreaterThan(-1e-12);
          expect(to).toBeLessThan(Math.PI + 1e-12);
          expect(1 - first * Math.cos(angle) + second * Math.sin(angle) ** 2).toBeGreaterThan(-1e-9);
        });
      }
    }
  });
});

describe("expmap", () => {
  it("is the identity without weights, and starts near it", () => {
    const one = probe(expmap, sphere(2));
    const without = { ...one.start, weights: new Float64Array(10).fill(-800) };
    for (const way of ["inverse", "forward"] as const) {
      expect(worst(one.run(way, points(2), without).points, points(2))).toBeLessThan(1e-15);
      expect(worstOf(one.run(way, points(2), one.start).logDets, points(2).map(() => 0))).toBeLessThan(0.25);
    }
  });

  it("moves along meridians as the plain formulas say", () => {
    // One potential at the pole of S³: θ ↦ θ − w F′(cos θ) sin θ, log-det log Θ′ + 2 log(sin Θ / sin θ).
    const weight = 0.7;
    const raw = Math.log(weight / 0.999 / (1 - weight / 0.999));
    const beta = Math.exp(Math.log(1e3) * Math.tanh(0.8 / Math.log(1e3)));
    const cases = [
      ["linear", [], () => 1, () => 0],
      ["quadratic", [], (t: number) => t, () => 1],
      ["exponential", [0.8], (t: number) => Math.exp(beta * (t - 1)), (t: number) => beta * Math.exp(beta * (t - 1))],
      // c = (⅓, 0, ⅓) − (⅓, 0, 0), and F′ = c₃ U₂ / 3 with U₂ = 4t² − 1.
      ["polynomial", [0, -900, 0, 0, -900, -900], (t: number) => (4 * t * t - 1) / 9, (t: number) => (8 * t) / 9],
    ] as const;
    for (const [potential, shapes, slope, bend] of cases) {
      const one = probe(expmap.with({ potential, components: 1 }), sphere(3));
      const values = { centers: [0, 0, 0, 2.5], weights: [raw], shapes: [...shapes], axes: [] };
      for (const angle of [0.01, 0.4, 1.3, 2, 3, 3.1]) {
        const at = [Math.sin(angle) * 0.6, 0, Math.sin(angle) * 0.8, Math.cos(angle)];
        const t = Math.cos(angle);
        const to = angle - weight * slope(t) * Math.sin(angle);
        const growth = 1 - weight * slope(t) * t + weight * bend(t) * Math.sin(angle) ** 2;
        const { points: [image], logDets } = one.run("inverse", [at], values);
        expect(worst([image!], [[Math.sin(to) * 0.6, 0, Math.sin(to) * 0.8, Math.cos(to)]])).toBeLessThan(1e-14);
        expect(logDets[0]).toBeCloseTo(Math.log(growth) + 2 * Math.log(Math.sin(to) / Math.sin(angle)), 11);
      }
      const [pole, antipode] = one.run("inverse", [axis(3, 3), axis(3, 3, -1)], values).logDets;
      expect(pole).toBeCloseTo(3 * Math.log(1 - weight * slope(1)), 13);
      expect(antipode).toBeCloseTo(3 * Math.log(1 + weight * slope(-1)), 13);
    }
  });

  it("adds gradients up: two linear potentials are the one of their sum", () => {
    const [two, one] = [2, 1].map((components) => probe(expmap.with({ potential: "linear", components }), sphere(2)));
    const score = (w: number): number => w / 0.999;
    const [first, second] = [0.3, 0.4];
    const rest = 1 - score(first) - score(second);
    const sum = [first, second, 0];
    const length = Math.hypot(...sum);
    const both = two!.run("inverse", points(2), { centers: [1, 0, 0, 0, 5, 0], weights: [Math.log(score(first) / rest), Math.log(score(second) / rest)], shapes: [], axes: [] });
    const single = one!.run("inverse", points(2), { centers: sum, weights: [Math.log(score(length) / (1 - score(length)))], shapes: [], axes: [] });
    expect(worst(both.points, single.points)).toBeLessThan(1e-15);
    expect(worstOf(both.logDets, single.logDets)).toBeLessThan(1e-14);
  });

  it("rotates after the map", () => {
    const own = probe(expmap.with({ ...small, rotation: true }), sphere(2));
    const still = probe(expmap.with(small), sphere(2));
    const values = own.scattered(1, 1);
    const { points: images, logDets } = still.run("forward", points(2), { ...values, axes: [] });
    // Reflections at (1, 1, 0) and (1, 0, 0): a quarter turn about the third axis.
    const turned = own.run("forward", points(2), { ...values, axes: [1, 1, 0, 1, 0, 0] });
    expect(worst(turned.points, images.map(([x, y, z]) => [-y!, x!, z!]))).toBeLessThan(1e-14);
    expect(turned.logDets).toEqual(logDets);
  });

  it("samples in closed form where it is asked to", () => {
    const [inverse, forward] = (["inverse", "forward"] as const).map((direction) => probe(expmap.with({ ...small, direction }), sphere(2)));
    const values = inverse!.scattered(1, 1);
    expect(forward!.run("forward", points(2), values)).toEqual(inverse!.run("inverse", points(2), values));
    expect(forward!.run("inverse", points(2), values)).toEqual(inverse!.run("forward", points(2), values));
  });

  it("has finite second derivatives of the direction that is solved", () => {
    const geometry = sphere(2);
    const layer = expmap.with(small);
    const one = probe(layer, geometry);
    const parameters = Object.fromEntries(Object.entries(one.start).map(([name, each]) => [name, parameter(name, name === "centers" ? [3, 3] : name === "shapes" ? [3, 1] : [each.length])]));
    const z = input("z", [3]);
    const { point, logDet } = forward(layer, z, { geometry, parameters, networks: {} });
    const value = add(dot(point, constant([0.3, -0.5, 0.8])), logDet);
    const [first] = vjp([value], [constant([1], [])], [z]);
    const second = vjp([first!], [constant([1, 0.5, -0.2])], [z, parameters["centers"]!, parameters["weights"]!, parameters["shapes"]!]);
    const columns = reference.compile(program(Object.fromEntries(second.map((each, at) => [`second${at}`, each]))))({ ...one.scattered(1, 1), z: points(2).flat() }, points(2).length);
    expect(finite(columns)).toBe(true);
  });

  it("knows the sine and cosine of the root", () => {
    const q = input("q", []);
    const { cos, sinc, lag, bend } = series(q);
    const radii = [0, 1e-8, 0.01, 0.3, 0.7, 1, 1.2];
    const columns = reference.compile(program({ cos, sinc, lag, bend }))({ q: radii.map((r) => r * r) }, radii.length);
    radii.slice(2).forEach((r, i) => {
      const sine = Math.sin(r) / r;
      expect(columns.cos[i + 2]).toBeCloseTo(Math.cos(r), 15);
      expect(columns.sinc[i + 2]).toBeCloseTo(sine, 15);
      expect(columns.lag[i + 2]).toBeCloseTo((1 - sine) / r ** 2, 11);
      expect(columns.bend[i + 2]).toBeCloseTo((sine - Math.cos(r)) / r ** 2, 11);
    });
    expect([columns.cos[0], columns.sinc[0], columns.lag[0], columns.bend[0]]).toEqual([1, 1, 1 / 6, 1 / 2 - 1 / 6]);
  });

  it.each([["inverse", "linear"], ["inverse", "exponential"], ["forward", "linear"], ["forward", "exponential"]] as const)("starts from data: %s, %s", (direction, potential) => {
    const geometry = sphere(2);
    const source = random(6, "cap");
    // Heights about (1, 2, 2)/3 with density ∝ e^(2h).
    const pole = [1 / 3, 2 / 3, 2 / 3];
    const drawn = Array.from({ length: 500 }, () => {
      const h = 1 + Math.log1p(source.uniform() * Math.expm1(-4)) / 2;
      const off = Array.from({ length: 3 }, () => source.normal());
      const along = off.reduce((sum, each, i) => sum + each * pole[i]!, 0);
      const around = unit(off.map((each, i) => each - along * pole[i]!));
      return unit(pole.map((each, i) => h * each + Math.sqrt(1 - h * h) * around[i]!));
    });
    const sample = { rows: Float64Array.from(drawn.flat()), count: 500, weights: new Float64Array(500).fill(1 / 500) };
    for (const rotation of [false, true]) {
      const layer = expmap.with({ potential, direction, rotation });
      const one = probe(layer, geometry);
      const fitted = { ...one.start, ...layer.definition.fit!(sample, geometry, layer.options) } as Values;
      const { logDets, points: images } = one.run("inverse", drawn, fitted);
      // With a rotation the mean goes to the base's centre; without one the density rises towards it.
      if (rotation) expect(images.reduce((sum, [, , z]) => sum + z! / 500, 0)).toBeLessThan(-0.4);
      else expect(logDets.reduce((a, b) => a + b, 0) / 500).toBeGreaterThan(0.15);
    }
    const even = expmap.with({ potential: "spline" });
    expect(even.definition.fit!(sample, geometry, even.options)).toEqual({});
  });
});
