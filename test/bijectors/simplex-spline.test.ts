/** The simplex layer on densities that are known, and at the faces of the simplex. */
import { describe, expect, it } from "vitest";
import { simplex } from "../../src/flow/manifolds.ts";
import { batch, type Batch } from "../../src/manifold/batch.ts";
import type { Space } from "../../src/manifold/space.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace } from "../../src/manifold/space.ts";
import { fit } from "../../src/train/fit.ts";
import { fromData } from "../../src/train/from-data.ts";
import { model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { unsafe } from "../../src/error.ts";

const rowsOf = <const S extends string>(spec: Space<S>, rows: readonly (readonly number[])[]): Batch<S> => unsafe(batch(spec, rows));

const source = random(17, "dirichlet");

/** Of whole parameters: sums of exponential numbers. */
const dirichlet = (alpha: readonly number[]): number[] => {
  const raw = alpha.map((shape) => Array.from({ length: shape }, () => -Math.log1p(-source.uniform())).reduce((a, b) => a + b, 0));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((each) => each / sum);
};

const logGamma = (n: number): number => (n <= 2 ? 0 : Math.log(n - 1) + logGamma(n - 1));
const logDirichlet = (x: readonly number[], alpha: readonly number[]): number =>
  logGamma(alpha.reduce((a, b) => a + b, 0)) + alpha.reduce((sum, shape, k) => sum + (shape - 1) * Math.log(x[k]!) - logGamma(shape), 0);

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe("simplex splines", () => {
  it.each([1, 2, 3, 4, 6])("start uniform on a%s: log n! everywhere", (n) => {
    const flow = simplex(n).simplexSpline(2);
    const { points, logProb } = model(flow).sample(50, { seed: 3 });
    logProb.forEach((each) => expect(each).toBeCloseTo(logGamma(n + 1), 10));
    model(flow).logProb(points).forEach((each) => expect(each).toBeCloseTo(logGamma(n + 1), 10));
  });

  it("learn a mixture of Dirichlet densities", async () => {
    const [first, second] = [[6, 2, 3], [2, 9, 4]] as const;
    const draw = (count: number): number[][] => Array.from({ length: count }, () => dirichlet(source.uniform() < 0.5 ? first : second));
    const fresh = draw(5000);
    const truth = mean(fresh.map((x) => Math.log(0.5 * Math.exp(logDirichlet(x, first)) + 0.5 * Math.exp(logDirichlet(x, second)))));
    const flow = simplex(2).simplexSpline();
    const data = rowsOf("a2", draw(10_000));
    // A smoothed histogram of both sticks, before any training.
    expect(truth - mean(fromData(flow, data).logProb(rowsOf("a2", fresh)))).toBeLessThan(0.35);
    const fitted = unsafe(await fit(flow, data, { epochs: 20, seed: 1 })());
    expect(truth - mean(fitted.model.logProb(rowsOf("a2", fresh)))).toBeLessThan(0.04);
  });

  it("integrates to one in three dimensions, far from the start", () => {
    const flow = simplex(3).simplexSpline(1, { bins: 3, hidden: [4] });
    const start = model(flow).parameters;
    const noise = random(5, "far");
    const density = model(flow, { parameters: start.map((each) => each + 0.5 * noise.normal()) });
    const { count, points, weights } = measure(unsafe(parseSpace("a3"))).quadrature(80);
    const logProb = density.logProb({ spec: "a3", count, ambient: 4, rows: points });
    expect(weights.reduce((sum, weight, at) => sum + weight * Math.exp(logProb[at]!), 0)).toBeCloseTo(1, 3);
  });

  it("has densities at faces and corners", () => {
    const start = model(simplex(2).simplexSpline()).parameters;
    const noise = random(6, "corners");
    const density = model(simplex(2).simplexSpline(), { parameters: start.map((each) => each + noise.normal()) });
    for (const point of [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0], [0, 0.5, 0.5], [1 - 1e-12, 1e-12, 0]]) {
      expect(density.logProb(rowsOf("a2", [point]))[0]).toSatisfy(Number.isFinite);
    }
  });
});
