import { describe, expect, it } from "vitest";
import { fitted } from "../../src/bijectors/layer.ts";
import { moebiusSphere } from "../../src/bijectors/moebius-sphere.ts";
import { rawBoost } from "../../src/bijectors/moebius/boost.ts";
import { sphere as sphereFlow } from "../../src/flow/manifolds.ts";
import { parse } from "../../src/flow/parse.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { finite, probe, tangents, worst, worstOf, type Rows, type Values } from "./probe.ts";

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, each, i) => sum + each * b[i]!, 0);
const unit = (x: readonly number[]): readonly number[] => x.map((each) => each / Math.hypot(...x));

const scatter = (dim: number, count: number, seed: number): Rows => {
  const source = random(seed, "points", dim);
  return Array.from({ length: count }, () => unit(Array.from({ length: dim + 1 }, () => source.normal())));
};

/** Raw parameters of a centre w. */
const rawOf = (w: readonly number[]): readonly number[] => rawBoost(w.map((each) => (2 * each) / (1 - dot(w, w))));

/** h_w as it is printed, for centres that are not long. */
const moebius = (z: readonly number[], w: readonly number[]): readonly number[] => {
  const apart = z.map((each, i) => each - w[i]!);
  return apart.map((each, i) => ((1 - dot(w, w)) / dot(apart, apart)) * each - w[i]!);
};

const plain = moebiusSphere.with({ rotation: "none" });

describe.each([2, 3, 4, 7])("the Möbius map of S^%i", (dim) => {
  const one = probe(plain, sphere(dim));
  const points = scatter(dim, 20, 1);

  it.each([0, 1e-9, 0.2, 0.41, 0.42, 0.9])("of |w| = %d is h_w towards the base and h_−w back, with their volumes", (length) => {
    const w = scatter(dim, 1, 2)[0]!.map((each) => length * each);
    const own: Values = { center: rawOf(w), rotation: [] };
    for (const [way, center] of [["inverse", w], ["forward", w.map((each) => -each)]] as const) {
      const { points: images, logDets } = one.run(way, points, own);
      expect(worst(images, points.map((point) => moebius(point, center)))).toBeLessThan(1e-13);
      const volumes = points.map((point) => dim * Math.log((1 - dot(w, w)) / dot(point.map((each, i) => each - center[i]!), point.map((each, i) => each - center[i]!))));
      expect(worstOf(logDets, volumes)).toBeLessThan(1e-13 * dim);
    }
  });

  it("has the density of the spherical Cauchy distribution", () => {
    const [rho, mu] = [0.8, scatter(dim, 1, 3)[0]!];
    const { logDets } = one.run("inverse", points, { center: rawOf(mu.map((each) => rho * each)), rotation: [] });
    expect(worstOf(logDets, points.map((x) => dim * Math.log((1 - rho * rho) / (1 + rho * rho - 2 * rho * dot(mu, x)))))).toBeLessThan(1e-13 * dim);
  });

  it.each([0.999, 1e3, 9.9e7])("of |V| = %d takes tan(ϑ/2) to e^η tan(ϑ/2) about an axis, to the last digits on both sides", (size) => {
    const eta = Math.asinh(size);
    const angles = [1e-9, 1e-5, 0.01, 1, 3];
    const pole = Array.from({ length: dim + 1 }, (_, i) => (i === dim ? 1 : 0));
    // From the opposite pole, for both ways: a point at ϑ from it.
    const near = (angle: number, side: number): readonly number[] => [Math.sin(angle), ...Array<number>(dim - 1).fill(0), side * Math.cos(angle)];
    for (const [way, side] of [["forward", -1], ["inverse", 1]] as const) {
      const { points: images, logDets } = one.run(way, angles.map((angle) => near(angle, side)), { center: rawBoost(pole.map((each) => size * each)), rotation: [] });
      angles.forEach((angle, row) => {
        const half = Math.exp(eta) * Math.tan(angle / 2);
        const [sine, cosine] = [(2 * half) / (1 + half * half), side * ((1 - half * half) / (1 + half * half))];
        expect(Math.abs(images[row]![0]! / sine - 1)).toBeLessThan(1e-13);
        expect(Math.abs(images[row]![dim]! - cosine)).toBeLessThan(1e-14);
        const stretch = (Math.exp(eta) * (1 + Math.tan(angle / 2) ** 2)) / (1 + half * half);
        expect(Math.abs(logDets[row]! - dim * Math.log(stretch))).toBeLessThan(1e-13 * dim * (1 + eta));
      });
    }
  });

  it("stays on the sphere and is finite at every corner, however long the centre", () => {
    const direction = scatter(dim, 1, 4)[0]!;
    const corners = [direction, direction.map((each) => -each), ...scatter(dim, 5, 5).flatMap((off) => [1, -1].flatMap((side) => [1e-12, 1e-8, 1e-3].map((by) => unit(direction.map((each, i) => side * each + by * off[i]!)))))];
    for (const size of [0, 1e-20, 0.999, 1.001, 1e4, 1e8, 1e12]) {
      for (const [by, tolerance] of [[reference, 1e-14], [reference32, 2e-6]] as const) {
        const own: Values = { center: direction.map((each) => size * each), rotation: [] };
        for (const way of ["forward", "inverse"] as const) {
          const { points: images } = one.run(way, corners, own, by);
          expect(worstOf(images.map((image) => Math.hypot(...image)), images.map(() => 1))).toBeLessThan(tolerance);
          expect(finite(one.gradients(way, corners, own, by))).toBe(true);
        }
      }
    }
  });

  it("keeps angles", () => {
    const [at] = points;
    const own: Values = { center: rawOf(scatter(dim, 1, 6)[0]!.map((each) => 0.7 * each)), rotation: [] };
    const { points: [image], logDets: [logDet] } = one.run("inverse", [at!], own);
    const h = 1e-6;
    const moved = tangents(sphere(dim), at!).map((tangent) => {
      const [up, down] = [h, -h].map((step) => one.run("inverse", [unit(at!.map((each, i) => each + step * tangent[i]!))], own).points[0]!) as [readonly number[], readonly number[]];
      return up.map((each, i) => (each - down[i]!) / (2 * h));
    });
    const factor = Math.exp((2 * logDet!) / dim);
    moved.forEach((a, i) => moved.forEach((b, j) => expect(Math.abs(dot(a, b) - (i === j ? factor : 0))).toBeLessThan(1e-7)));
    expect(Math.abs(dot(moved[0]!, image!))).toBeLessThan(1e-7);
  });
});

describe("fit", () => {
  const rowsOf = (w: readonly number[], count: number): Rows => {
    const source = random(7, "cauchy", w.length);
    return Array.from({ length: count }, () => moebius(unit(w.map(() => source.normal())), w.map((each) => -each)));
  };

  it.each([
    [2, { rotation: "none" }], [2, {}], [2, { rotation: "axis" }], [2, { rotation: "quaternion" }], [2, { rotation: "angles" }], [3, { rotation: "quaternion" }], [3, { reflections: 3 }], [4, { rotation: "cayley" }],
  ] as const)("on S^%i under %j finds the centre that points come from", (dim, options) => {
    const direction = scatter(dim, 1, 8)[0]!;
    const points = rowsOf(direction.map((each) => 0.9 * each), 800);
    const layer = moebiusSphere.with(options);
    const one = probe(layer, sphere(dim));
    const sample = { rows: Float64Array.from(points.flat()), count: points.length, weights: new Float64Array(points.length).fill(1 / points.length) };
    const own = { ...one.start, ...(fitted(layer, sample, sphere(dim)) as Values) };
    const { points: images, logDets } = one.run("inverse", points, own);
    const truth = probe(plain, sphere(dim)).run("inverse", points, { center: rawOf(direction.map((each) => 0.9 * each)), rotation: [] });
    const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
    // The greatest likelihood is above that of the truth, by about half a parameter's worth each.
    expect(mean(logDets) - mean(truth.logDets)).toBeGreaterThan(0);
    expect(mean(logDets) - mean(truth.logDets)).toBeLessThan(0.01);
    // Its condition: the images have no mean.
    for (let i = 0; i <= dim; i++) expect(Math.abs(mean(images.map((image) => image[i]!)))).toBeLessThan(1e-9);
  });

  it("is finite for a single point, opposite points and points all over", () => {
    for (const rows of [[0, 0, 1], [0, 0, -1, 0, 0, 1], [1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0]]) {
      const sample = { rows: Float64Array.from(rows), count: rows.length / 3, weights: new Float64Array(rows.length / 3).fill(3 / rows.length) };
      for (const layer of [plain, moebiusSphere]) {
        const one = probe(layer, sphere(2));
        expect(finite(one.run("inverse", [[0, 0, 1], [0.6, 0, 0.8]], { ...one.start, ...(fitted(layer, sample, sphere(2)) as Values) }))).toBe(true);
      }
    }
  });
});

it("is `M` in strings, beside `m` on circles, and a method of spheres", () => {
  expect(parse("s2+s1", "MM+m").tree).toEqual(sphereFlow(2).moebius(2).oplus(parse("s1", "m")).tree);
});
