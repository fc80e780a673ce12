import { describe, expect, it } from "vitest";
import { identityEuclidean, identityInterval, identitySphere } from "../../src/bijectors/identity.ts";
import { fitted, parametersOf } from "../../src/bijectors/layer.ts";
import { rotation } from "../../src/bijectors/rotation.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { logAbsDet, trial, worst, type Numbers } from "./trial.ts";

const s = (dim: number): ManifoldSpec => ({ kind: "s", dim }) as ManifoldSpec;

const unitVectors = (count: number, ambient: number): Float64Array => {
  const source = random(4, "directions");
  return Float64Array.from(Array.from({ length: count }, () => {
    const x = Array.from({ length: ambient }, () => source.normal());
    return x.map((each) => each / Math.hypot(...x));
  }).flat());
};

type Options = Parameters<typeof rotation.with>[0];
const variants: readonly (readonly [Options, readonly number[]])[] = [
  [{}, [1, 2, 3, 5]],
  [{ reflections: 3 }, [1, 2, 3]],
  [{ by: "angles" }, [1, 2, 3, 5]],
  [{ by: "cayley" }, [1, 2, 3, 5]],
  [{ by: "axis" }, [1, 2, 3, 5]],
  [{ by: "quaternion" }, [2, 3]],
];

describe.each(variants)("rotation under %j", (options, dims) => {
  const layer = rotation.with(options);

  it.each(dims)("keeps the sphere s%i, its orientation and its distances; the inverse undoes it", (dim) => {
    for (const predicted of [false, true]) {
      const { run } = trial(layer, s(dim), { predicted });
      const points = unitVectors(30, dim + 1);
      for (const direction of ["forward", "inverse"] as const) {
        for (const [interpreter, bound] of [[reference, 1e-14], [reference32, 2e-6]] as const) {
          const image = run(direction, points, interpreter);
          expect(worst(image.back, points)).toBeLessThan(bound);
          expect(image.logDet.every((each) => each === 0)).toBe(true);
          const ambient = dim + 1;
          const matrix = image.jacobian.subarray(0, ambient * ambient);
          expect(Math.abs(logAbsDet(matrix, ambient))).toBeLessThan(2 * bound);
          const sign = options.reflections === 3 ? -1 : 1;
          expect(determinantSign(matrix, ambient)).toBe(sign);
        }
      }
    }
  });

  it.each(dims)("starts near the identity of s%i, and moves in every parameter", (dim) => {
    if (options.reflections === 3) return;
    const own = trial(layer, s(dim), { scatter: 0 });
    const points = unitVectors(30, dim + 1);
    expect(worst(own.run("forward", points).point, points)).toBeLessThan(0.2);
    const gradient = own.gradients("forward", points.subarray(0, dim + 1))["rotation"]!;
    expect(Math.hypot(...gradient)).toBeGreaterThan(1e-3);
  });

  it.each(dims)("takes the centre of s%i to the mean direction of the points it is fitted to", (dim) => {
    const ambient = dim + 1;
    const centre = Array.from({ length: ambient }, (_, i) => (i === (dim === 1 ? 0 : dim) ? -1 : 0));
    const own = trial(layer, s(dim), { scatter: 0 });
    const targets = [...Array.from({ length: 5 }, (_, at) => [...unitVectors(5, ambient).subarray(at * ambient, (at + 1) * ambient)]), centre, centre.map((each) => -each)];
    for (const target of targets) {
      const sample = { rows: Float64Array.from(target), count: 1, weights: Float64Array.of(1) };
      const values = { ...own.values, ...fitted(layer, sample, sphere(dim)) } as Numbers;
      const image = own.run("forward", centre, reference, values);
      // Cayley's entries stop short of half turns.
      const half = target[dim === 1 ? 0 : dim]! > 0.9;
      expect(worst(image.point, target), `${target}`).toBeLessThan(options.by === "cayley" && half ? 0.3 : 1e-12);
      expect(Object.values(own.gradients("forward", centre, reference, values)).every((each) => each.every(Number.isFinite))).toBe(true);
    }
  });
});

/** The sign of a determinant, by Laplace's expansion. */
const determinantSign = (entries: ArrayLike<number>, dim: number): number => {
  const expand = (rows: number[][]): number =>
    rows.length === 0 ? 1 : rows[0]!.reduce((sum, each, j) => sum + (j % 2 === 0 ? 1 : -1) * each * expand(rows.slice(1).map((row) => row.filter((_, at) => at !== j))), 0);
  return Math.sign(expand(Array.from({ length: dim }, (_, i) => Array.from({ length: dim }, (_, j) => entries[i * dim + j]!))));
};

it("refuses quaternions on other spheres", () => {
  expect(() => parametersOf(rotation.with({ by: "quaternion" }), geometry(s(4)))).toThrow("Option by of rotation takes quaternion on s2 and s3 only, but the sphere is s4.");
});

it("to an axis is the smallest one that takes the north pole there", () => {
  const [a, b, c] = [2 / 7, -3 / 7, -6 / 7];
  const matrix = [[1 - (a * a) / (1 + c), (-a * b) / (1 + c), a], [(-a * b) / (1 + c), 1 - (b * b) / (1 + c), b], [-a, -b, c]];
  const { run, gradients } = trial(rotation.with({ by: "axis" }), s(2));
  const unit = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (const axis of [[2, -3, -6], [2e-200, -3e-200, -6e-200]]) {
    const { point } = run("forward", unit, reference, { rotation: axis });
    expect(worst(point, [0, 1, 2].flatMap((column) => matrix.map((row) => row[column]!)))).toBeLessThan(1e-15);
  }
  expect([...run("forward", unit, reference, { rotation: [0, 0, 0] }).point]).toEqual(unit);
  // A half turn where the axis is the south pole, and next to it.
  for (const axis of [[0, 0, -1], [1e-20, 0, -1], [1e-9, 0, -1]]) {
    for (const interpreter of [reference, reference32]) {
      expect(worst(run("forward", unit, interpreter, { rotation: axis }).point, [-1, 0, 0, 0, 1, 0, 0, 0, -1])).toBeLessThan(interpreter === reference ? 4e-9 : 4e-7);
      expect(Object.values(gradients("forward", unit, interpreter, { rotation: axis })).every((each) => each.every(Number.isFinite))).toBe(true);
    }
  }
});

it("has enough reflections for every rotation, and an even number", () => {
  expect([1, 2, 3, 4, 5].map((dim) => parametersOf(rotation, sphere(dim))["rotation"]!.shape[0])).toEqual([2, 2, 4, 4, 6]);
});

describe("identity", () => {
  it("leaves points alone on every family of manifolds", () => {
    for (const [layer, spec, points] of [
      [identityEuclidean, { kind: "e", dim: 2 }, [0.5, -3]],
      [identityInterval, { kind: "i", dim: 1, lower: 0, upper: 1 }, [0.2, 0.8]],
      [identitySphere, { kind: "s", dim: 2 }, [0, 0.6, -0.8]],
    ] as const) {
      const image = trial(layer, spec as unknown as ManifoldSpec).run("forward", points);
      expect([...image.point]).toEqual([...points]);
      expect(image.logDet[0]).toBe(0);
      expect([...image.back]).toEqual([...points]);
    }
  });
});
