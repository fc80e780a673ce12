/**
 * Base maps of all manifolds: the standard Gaussian becomes the reference measure. The oracle is the change of variables:
 * log N(z) − ½ log det JᵀJ, with J from `jvp`, must be the constant −log area (on e<n>: log N itself) at every point.
 */
import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { constant, constantValue, input, jvp, log, scalar, vjp, type Expr } from "../../src/expr/index.ts";
import { program, type Interpreter } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { cap } from "../../src/manifold/cap.ts";
import { disc, logGamma } from "../../src/manifold/disc.ts";
import { geometry, type Geometry } from "../../src/manifold/manifold.ts";
import { farthest } from "../../src/manifold/pair.ts";
import { radial } from "../../src/manifold/radial.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { sphereFromBase, sphereToBase } from "../../src/manifold/sphere-base.ts";
import { logDet } from "./log-det.ts";

const of = (spec: string): Geometry => geometry(either.getOrElseW(() => { throw new Error(spec); })(parseSpace(spec))[0]!);

const unit = (length: number, at: number): Expr => constant(Array.from({ length }, (_, each) => (each === at ? 1 : 0)));

/** Everything about the base map of one manifold, in one precision. */
const study = ({ dim, carried, fromBase, toBase, logReference }: Geometry, interpreter: Interpreter) => {
  const [z, x] = [input("z", [dim]), input("x", [carried])];
  const image = fromBase(z);
  const axes = Array.from({ length: dim }, (_, axis) => axis);
  const forward = interpreter.compile(program({
    image,
    logReference: logReference(image),
    ...Object.fromEntries(axes.map((axis) => [`column${axis}`, jvp([image], new Map([[z, unit(dim, axis)]]))[0]!])),
  }) as ReturnType<typeof program>);
  const back = interpreter.compile(program({
    z: toBase(x),
    ...Object.fromEntries(axes.map((axis) => [`row${axis}`, vjp([toBase(x)], [unit(dim, axis)], [x])[0]!])),
  }) as ReturnType<typeof program>);
  const stored = (values: readonly number[]): number[] =>
    Array.from(interpreter.precision === "float32" ? Float32Array.from(values) : values);
  const first = (outputs: Record<string, Float64Array>, name: string): number[] => Array.from(outputs[name]!);
  return (values: readonly number[]) => {
    const own = stored(values);
    const there = forward({ z: own }, 1);
    const columns = axes.map((axis) => first(there, `column${axis}`));
    const again = back({ x: there["image"]! }, 1);
    return {
      z: own,
      image: first(there, "image"),
      columns,
      rows: axes.map((axis) => first(again, `row${axis}`)),
      logReference: there["logReference"]![0]!,
      back: first(again, "z"),
    };
  };
};

const logNormal = (z: readonly number[]): number => z.reduce((sum, each) => sum - 0.5 * each * each - 0.5 * Math.log(2 * Math.PI), 0);
const gram = (columns: readonly (readonly number[])[]): number[][] =>
  columns.map((a) => columns.map((b) => a.reduce((sum, each, index) => sum + each * b[index]!, 0)));

/** log of the area of the first n fractions per area of the surface on which their logarithms x [n + 1] lie. */
const logArea = (x: readonly number[]): number => x.reduce((sum, each) => sum + each, 0) - 0.5 * Math.log(x.reduce((sum, each) => sum + Math.exp(2 * each), 0));

const dims: Record<string, number> = { e1: 1, e3: 3, s1: 1, s2: 2, s3: 3, s4: 4, s5: 5, s6: 6, s7: 7, s8: 8, i: 1, "i_-3_5": 1, a1: 1, a2: 2, a5: 5, i_0_inf: 1, c4: 1 };
const radii = [0, 1e-30, 1e-12, 1e-8, 1e-4, 1e-2, 0.1, 0.5, 1, 1.1776, 1.4, 1.5383, 1.8323, 2, 2.0862, 2.5, 3, 4, 5, 6, 8, 10, 11.4];
const precisions = [
  { interpreter: reference, density: 5e-13, trip: 4e-14 },
  { interpreter: reference32, density: 5e-5, trip: 4e-6 },
] as const;

describe.each(Object.keys(dims))("the base map of %s", (spec) => {
  const own = of(spec);
  const dim = dims[spec]!;
  const direction = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: dim, maxLength: dim })
    .filter((u) => Math.hypot(...u) > 0.1).map((u) => u.map((each) => each / Math.hypot(...u)));
  const anywhere = fc.tuple(direction, fc.oneof(fc.constantFrom(...radii), fc.double({ min: 0, max: 11.4, noNaN: true })))
    .map(([u, r]) => u.map((each) => each * r));
  const axis = Array.from({ length: dim }, (_, index) => (index === 0 ? 1 : -0));
  const corners = [...radii, ...radii.map((r) => -r)].map((r) => axis.map((each) => each * r));

  describe.each(precisions)("in $interpreter.precision", ({ interpreter, density, trip }) => {
    const at = study(own, interpreter);
    const examples = { examples: corners.map((z): [number[]] => [z]), numRuns: 100 };

    it("carries the Gaussian to the reference measure", () => {
      fc.assert(fc.property(anywhere, (values) => {
        const { z, columns, logReference, image } = at(values);
        // On an interval both halves of the carrier move alike: one of them, and the width, make the volume.
        const width = spec === "i_-3_5" ? 8 : 1;
        const [, complement = 0] = columns[0]!;
        const volume = own.kind === "i" || own.kind === "c" ? Math.log(width * Math.max(Math.abs(columns[0]![0]!), Math.abs(complement)))
          : 0.5 * logDet(gram(columns)) + (own.kind === "a" ? logArea(image) : 0);
        // Classes are as many equal parts of [0, 1], of which each has the mass that the density has on its part.
        const expected = own.kind === "e" || own.kind === "h" ? logNormal(z) : own.kind === "c" ? logReference + Math.log(own.ambient) : logReference;
        expect(Math.abs(logNormal(z) - volume - expected)).toBeLessThan(density);
        if (own.kind === "s") expect(Math.abs(Math.hypot(...image) - 1)).toBeLessThan(interpreter === reference ? 1e-15 : 3e-7);
      }), examples);
    });

    it("comes back: toBase ∘ fromBase = id", () => {
      fc.assert(fc.property(anywhere, (values) => {
        const { z, back } = at(values);
        z.forEach((each, index) => expect(Math.abs(back[index]! - each)).toBeLessThan(trip * Math.max(0.1, Math.hypot(...z))));
      }), examples);
    });

    it("has finite values and derivatives at the centre, at the farthest points and beyond", () => {
      for (const r of [0, -0, 1e-45, 1e-38, 1e-30, 11.4, 11.46, 11.75, 13, 30, 1e3, 5e4, 77777, 1.3e5, 3.3e5, 1e6, 1.7e7, 1e15]) {
        for (const z of [axis.map((each) => each * r), axis.map((each) => -each * r), axis.map(() => r)]) {
          const { image, columns, rows, back } = at(z);
          for (const each of [image, back, ...columns, ...rows].flat()) expect(each).toSatisfy(Number.isFinite);
        }
      }
    });
  });
});

describe("points that no Gaussian reaches", () => {
  const backFrom = (spec: string, point: readonly number[], interpreter: Interpreter) => {
    const own = of(spec);
    const x = input("x", [own.ambient]);
    const z = own.toBase(own.carry(x));
    const outputs = interpreter.compile(program({ z, gradient: vjp([z], [unit(own.dim, 0)], [x])[0]! }))({ x: point }, 1);
    return { z: Array.from(outputs.z), gradient: Array.from(outputs.gradient) };
  };

  it.each([reference, reference32])("go to the farthest radius, with finite gradients: $name", (interpreter) => {
    const poles = [3, 4, 7, 8].map((n): [string, number[], number] => [`s${n}`, [...Array<number>(n).fill(0), 1], radial(n).farthest]);
    const cases: [string, number[], number][] = [
      ...poles, ["s2", [0, 0, 1], Math.sqrt(-2 * Math.log(1e-30))], ["s1", [1, 0], farthest], ["s1", [1, -0], farthest], ["i", [1], farthest], ["i_-3_5", [-3], -farthest],
    ];
    for (const [spec, point, expected] of cases) {
      const { z, gradient } = backFrom(spec, point, interpreter);
      expect(Math.abs(z[0]! - expected)).toBeLessThan(interpreter === reference ? 1e-12 : 1e-4);
      expect(z.slice(1).every((each) => each === 0)).toBe(true);
      for (const each of gradient) expect(each).toSatisfy(Number.isFinite);
    }
  });

  it.each([reference, reference32])("have the centre at zero: $name", (interpreter) => {
    for (const [spec, point] of [["s1", [-1, 0]], ["s2", [0, 0, -1]], ["s3", [0, -0, 0, -1]], ["s8", [0, 0, 0, 0, 0, 0, 0, 0, -1]], ["i_-3_5", [1]]] as const) {
      const { z, gradient } = backFrom(spec, point, interpreter);
      for (const each of z) expect(Math.abs(each)).toBeLessThan(1e-6);
      for (const each of gradient) expect(each).toSatisfy(Number.isFinite);
    }
  });
});

describe("radial", () => {
  it("is the closed form when n = 2", () => {
    const [z, x] = [input("z", [2]), input("x", [3])];
    const { fromBase, toBase, farthest: edge } = radial(2);
    const run = reference.compile(program({ general: fromBase(z), closed: sphereFromBase(z) }));
    const back = reference.compile(program({ general: toBase(x), closed: sphereToBase(x) }));
    expect(edge).toBeCloseTo(Math.sqrt(-2 * Math.log(1e-30)), 12);
    fc.assert(fc.property(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true }), (a, b) => {
      const there = run({ z: [a, b] }, 1);
      there.general.forEach((each, index) => expect(Math.abs(each - there.closed[index]!)).toBeLessThan(1e-15));
      const again = back({ x: there.closed }, 1);
      again.general.forEach((each, index) => expect(Math.abs(each - again.closed[index]!)).toBeLessThan(2e-14));
    }), { examples: [[0, 0], [1e-9, -0], [8.3, 8.3]] });
  });

  it.each([12, 33, 64])("holds in dimension %i", (dim) => {
    const at = study({ ...of(`s${dim}`) }, reference);
    for (const r of radii) {
      const { z, columns, back, logReference } = at(Array.from({ length: dim }, (_, index) => r * Math.sin(index + 1) / Math.sqrt(dim / 2)));
      expect(Math.abs(logNormal(z) - 0.5 * logDet(gram(columns)) - logReference)).toBeLessThan(1e-11);
      back.forEach((each, index) => expect(Math.abs(each - z[index]!)).toBeLessThan(1e-13 * Math.max(0.1, r)));
    }
  });

  it("looks for its roots where they are", () => {
    for (const dim of [2, 3, 4, 5, 8, 16, 64]) {
      const [area, mass, a] = [cap(dim), disc(dim), dim / 2];
      const g = (l: number): number => constantValue(area.logOdds(scalar(l), scalar(0)))!;
      const f = (s: number): number => constantValue(mass.logOdds(log(scalar(s)), scalar(0)))!;
      for (let l = -30; l <= 0; l += 0.25) {
        expect(g(l)).toBeGreaterThan(a * l - 1e-12 * a);
        expect(g(l)).toBeLessThan(a * l + area.gap + 1e-12 * a);
        expect(g(l)).toBeLessThanOrEqual(l + 1e-12 * a);
        expect(g(-l)).toBeCloseTo(-g(l), 10);
      }
      for (let s = 1e-3; s < 200; s *= 1.1) {
        const [logP, logQ] = [-Math.log1p(Math.exp(-f(s))), -Math.log1p(Math.exp(f(s)))];
        const lead = (logP + logGamma(a + 1)) / a;
        expect(lead).toBeLessThan(Math.log(s) + 1e-9);
        if (logP < -Math.LN2) expect(lead + a / (a + 1)).toBeGreaterThan(Math.log(s) - 1e-9);
        if (logP >= -Math.LN2 && f(s) < 600) {
          expect(s).toBeGreaterThan(-logQ - logGamma(a) - 1e-9);
          expect(s).toBeLessThan(-logQ + a + a * Math.log((4 * a - 2 * logQ) / a) + 1e-9);
        }
      }
    }
  });
});
