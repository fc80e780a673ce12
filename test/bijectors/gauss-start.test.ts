/** Where a gauss layer starts: fresh, close to the identity; from data, close to what the data are. */
import { describe, expect, it } from "vitest";
import { gauss } from "../../src/bijectors/gauss.ts";
import { fitted } from "../../src/bijectors/layer.ts";
import { euclidean } from "../../src/manifold/euclidean.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { e, normals, trial, worst, type Numbers } from "./trial.ts";

type Options = Parameters<typeof gauss.with>[0];
const name = (options: Options): string => JSON.stringify(options);

describe("a fresh gauss layer", () => {
  const grid = Float64Array.from({ length: 401 }, (_, i) => -2 + i / 100);

  it.each([[1, 0.081], [2, 0.063], [3, 0.054], [5, 0.045], [10, 0.032], [20, 0.016], [50, 0.006]])("with %i kernels is within %f of the identity for |u| < 2", (count, bound) => {
    const { point } = trial(gauss.with({ kernels: count }), e(1), { scatter: 0 }).run("inverse", grid);
    const error = worst(point, grid);
    expect(error).toBeLessThan(bound);
    expect(error).toBeGreaterThan(0.9 * bound - 0.001);
  });

  it("is the identity with one kernel and the logistic quantile, and with splines", () => {
    for (const options of [{ kernels: 1, outer: "logistic" }, { form: "spline" }] as const) {
      const image = trial(gauss.with(options), e(1), { scatter: 0 }).run("inverse", [...grid, 50, -1e6]);
      expect(worst(image.point, [...grid, 50, -1e6])).toBeLessThan(1e-9);
      expect(worst(image.logDet, image.logDet.map(() => 0))).toBeLessThan(1e-12);
    }
  });

  it("has gradients of ordinary size in all its parameters", () => {
    for (const options of [{}, { skew: true }, { outer: "logistic" }, { form: "spline" }, { rotation: "triangular" }, { rotation: "angles" }, { rotation: "cayley" }] as const) {
      const gradients = trial(gauss.with(options), e(3), { scatter: 0 }).gradients("inverse", normals(300));
      for (const [parameter, gradient] of Object.entries(gradients)) {
        const size = Math.hypot(...gradient) / Math.sqrt(gradient.length);
        expect(size / 100, `${name(options)} ${parameter}`).toBeGreaterThan(1e-3);
      }
    }
  });
});

describe("a gauss layer fitted to points", () => {
  const count = 1500;
  /** Two clumps of different size, turned by 30 degrees, and a column of noise; with the log-density of the truth. */
  const clumps = (() => {
    const source = random(9, "clumps");
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const logNormal = (x: number, deviation: number): number => -0.5 * (x / deviation) ** 2 - Math.log(deviation * Math.sqrt(2 * Math.PI));
    return Array.from({ length: count }, () => {
      const a = (source.uniform() < 0.4 ? -1.3 : 0.9) + 0.25 * source.normal();
      const [b, noise] = [0.4 * source.normal(), source.normal()];
      const plane = Math.log(0.4 * Math.exp(logNormal(a + 1.3, 0.25)) + 0.6 * Math.exp(logNormal(a - 0.9, 0.25))) + logNormal(b, 0.4);
      return { point: [c * a - s * b, s * a + c * b, noise], truth: { 2: plane, 3: plane + logNormal(noise, 1) } };
    });
  })();
  const rows = (dim: number): Float64Array => Float64Array.from(clumps.flatMap(({ point }) => point.slice(0, dim)));
  const truth = (dim: 2 | 3): number => clumps.reduce((sum, each) => sum + each.truth[dim], 0) / count;
  const weights = new Float64Array(count).fill(1 / count);
  const meanLogDensity = (z: Float64Array, logDet: Float64Array, dim: number): number =>
    (logDet.reduce((a, b) => a + b, 0) - 0.5 * z.reduce((sum, each) => sum + each * each, 0)) / logDet.length - 0.5 * dim * Math.log(2 * Math.PI);

  it.each([
    {}, { kernels: 30 }, { outer: "logistic" }, { skew: true }, { rotation: "angles" }, { rotation: "cayley" }, { reflections: 1 }, { reflections: 5 }, { form: "spline" },
  ] as readonly Options[])("starts far better than a normal distribution under %j", (options) => {
    for (const dim of [1, 2, 3] as const) {
      const layer = gauss.with(options);
      const own = trial(layer, e(dim), { scatter: 0 });
      const sample = { rows: rows(dim), count, weights };
      const image = own.run("inverse", sample.rows, reference, { ...own.values, ...fitted(layer, sample, euclidean(dim)) } as Numbers);
      const density = meanLogDensity(image.point, image.logDet, dim);
      const plain = meanLogDensity(sample.rows, new Float64Array(count), dim);
      expect(density - plain, `e${dim}`).toBeGreaterThan(dim === 1 ? 0.05 : 0.35);
      if (dim !== 1) expect(truth(dim) - density, `e${dim}`).toBeLessThan(0.2);
    }
  });

  it("decorrelates by triangular factors", () => {
    const layer = gauss.with({ rotation: "triangular" });
    const own = trial(layer, e(3), { scatter: 0 });
    const sample = { rows: rows(3), count, weights };
    const image = own.run("inverse", sample.rows, reference, { ...own.values, ...fitted(layer, sample, euclidean(3)) } as Numbers);
    const product = (i: number, j: number): number => Array.from({ length: count }, (_, row) => image.point[3 * row + i]! * image.point[3 * row + j]!).reduce((a, b) => a + b, 0) / count;
    // They are uncorrelated before the coordinate maps; the correlation of the points is 0.7.
    expect(Math.abs(product(0, 1))).toBeLessThan(0.2);
    expect(product(0, 0)).toBeGreaterThan(0.8);
    expect(product(0, 0)).toBeLessThan(1.2);
  });

  it("stays finite on points that are all the same", () => {
    for (const options of [{}, { form: "spline" }] as const) {
      const layer = gauss.with(options);
      const own = trial(layer, e(2), { scatter: 0 });
      const sample = { rows: new Float64Array(20).fill(0.5), count: 10, weights: new Float64Array(10).fill(0.1) };
      const image = own.run("inverse", sample.rows, reference, { ...own.values, ...fitted(layer, sample, euclidean(2)) } as Numbers);
      expect([...image.point, ...image.logDet].every(Number.isFinite)).toBe(true);
    }
  });
});
