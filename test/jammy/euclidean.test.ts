/**
 * What jammy_flows 1.1.0 computes wrongly, or not at all, on Euclidean spaces, computed rightly. Numbers in comments are
 * those of `docs/jammy_flows.md`.
 */
import erfc from "@stdlib/math-base-special-erfc";
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import type { AnyFlow } from "../../src/flow/flow.ts";
import { decode, parse } from "../../src/flow/parse.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { flowArrays } from "../../src/interpret/flow-arrays.ts";
import { batchOf, type Batch } from "../../src/manifold/batch.ts";
import type { Space } from "../../src/manifold/space.ts";
import { model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { fromData } from "../../src/train/from-data.ts";
import { integral, mean, scattered, spread } from "./numbers.ts";

const count = 2000;
const draw = <const S extends string>(spec: Space<S>, one: (normal: () => number) => readonly number[]): Batch<S> => {
  const source = random(31, spec);
  return unsafe(batchOf<S>(spec, Array.from({ length: count }, () => one(() => source.normal())).flat()));
};

/** Numbers of very different sizes that hang together. */
const oblique = draw("e2", (normal) => {
  const [a, b] = [normal(), normal()];
  return [100 * a, 0.01 * (0.9 * a + 0.3 * b)];
});
const swapped = unsafe(batchOf("e2", Array.from({ length: count }, (_, row) => [oblique.rows[2 * row + 1]!, oblique.rows[2 * row]!]).flat()));
const hanging = draw("e3", (normal) => {
  const [a, b, c] = [normal(), normal(), normal()];
  return [50 + 10 * a, 3 * a + 0.1 * b, 1e-3 * (a + b + 0.2 * c)];
});

/** log-density at the rows under the Gaussian of their own mean and covariance. */
const bestGaussian = ({ rows, ambient: n }: Batch<string>): number => {
  const column = (i: number): number[] => Array.from({ length: count }, (_, row) => rows[row * n + i]!);
  const centered = Array.from({ length: n }, (_, i) => column(i)).map((each) => each.map((x) => x - mean(each)));
  const matrix = centered.map((a) => centered.map((b) => mean(a.map((x, row) => x * b[row]!))));
  // Pivots of the elimination multiply to the determinant.
  let logDeterminant = 0;
  for (let k = 0; k < n; k++) {
    logDeterminant += Math.log(matrix[k]![k]!);
    for (let i = k + 1; i < n; i++) for (let j = n - 1; j >= k; j--) matrix[i]![j]! -= (matrix[i]![k]! / matrix[k]![k]!) * matrix[k]![j]!;
  }
  return -0.5 * (n * Math.log(2 * Math.PI * Math.E) + logDeterminant);
};

const startOn = (flow: AnyFlow<string, "e0">, points: Batch<string>): number => mean(fromData(flow, points).logProb(points));

describe("a start from data", () => {
  // B8
  it("is the best Gaussian for one affine layer with a full matrix", () => {
    expect(startOn(parse("e2", "t", { t: { matrix: "full" } }), oblique)).toBeGreaterThan(bestGaussian(oblique) - 1e-3);
    expect(startOn(parse("e3", "t", { t: { matrix: "full" } }), hanging)).toBeGreaterThan(bestGaussian(hanging) - 1e-3);
  });

  // B8
  it("does not depend on the order of columns", () => {
    for (const layers of ["t", "gt", "ggt"]) {
      const flow = unsafe(decode("e2", layers, { 1: { [layers.length]: { matrix: "full" } } })) as AnyFlow<string, "e0">;
      // Kernels do not see a Gaussian exactly; nor do they depend on which column was the first by more.
      expect(Math.abs(startOn(flow, oblique) - startOn(flow, swapped))).toBeLessThan(layers === "t" ? 1e-9 : 0.02);
    }
  });

  // B8
  it("is no worse than the best Gaussian for Gaussianization before an affine layer", () => {
    expect(startOn(parse("e2", "gt", { t: { matrix: "full" } }), oblique)).toBeGreaterThan(bestGaussian(oblique) - 0.05);
    expect(startOn(parse("e3", "gggt", { t: { matrix: "full" } }), hanging)).toBeGreaterThan(bestGaussian(hanging) - 0.05);
  });

  // B19
  it.each([1, 2, 3, 4, 7])("takes any number of reflections: %s", (reflections) => {
    expect(startOn(parse("e3", "gg", { g: { reflections } }), hanging)).toBeGreaterThan(bestGaussian(hanging) - (reflections < 3 ? 3 : 0.05));
  });
});

describe("Gaussianization", () => {
  // B9: Φ(z) = σ(x) with one kernel of mean 0 and width 1, also where the first layer is the last.
  it("ends in the normal quantile where it is the only layer", () => {
    const flow = parse("e1", "g", { g: { kernels: 1, weights: false, minWidth: "none", maxWidth: "none", rotation: "none" } });
    const fresh = model(flow);
    const parameters = fresh.parameters.map(() => 0); // frame, mean and logarithm of the width
    const points = [-30, -8, -2, -0.1, 1e-3, 0.5, 3, 9, 40];
    const { rows } = fresh.withParameters(parameters).inverse(unsafe(batchOf("e1", points))).base;
    points.forEach((x, row) => {
      const tail = 1 / (1 + Math.exp(Math.abs(x)));
      expect((0.5 * erfc(Math.abs(rows[row]!) / Math.SQRT2)) / tail).toBeCloseTo(1, 9);
      expect(Math.sign(rows[row]!)).toBe(Math.sign(x));
    });
  });

  // B12
  it.each([["e2", { rotation: "cayley" }], ["e3", { rotation: "cayley" }], ["e1", { weightRatio: "none" }], ["e2", { weightRatio: "none", maxWidth: "none" }]] as const)("on %s takes %j with parameters of its own", (spec, options) => {
    const density = scattered(unsafe(decode(spec, "gg", { g: { kernels: 3, ...options } })), 2);
    const { points, base, logProb } = density.sample(200, { seed: 1 });
    expect(spread(density.inverse(points).base.rows, base.rows)).toBeLessThan(1e-6);
    expect(spread(density.logProb(points), logProb)).toBeLessThan(1e-6);
    expect(density.programs.gradient()({ point: points.rows, parameters: density.parameters, weight: new Float64Array(200).fill(1), condition: new Float64Array(0) }, 200).gradient.every(Number.isFinite)).toBe(true);
  });

  it("integrates to one under a Cayley map", () => {
    expect(integral(scattered(parse("e2", "g", { g: { kernels: 3, rotation: "cayley" } }), 3, 0.2), 300)).toBeCloseTo(1, 2);
  });
});

// B17
describe("smooth splines of three bins with free and unequal slopes at their ends", () => {
  /** The largest jump of the derivative of the log-density between neighbours on a fine grid. */
  const jump = (smooth: boolean, cells: number): number => {
    const flow = parse("i", "r", { r: { bins: 3, smooth, minWidth: 0.01 } });
    const slopes = smooth ? [1.5, -1] : [1.5, 1, -0.5, -1];
    const parameters = [0.4, -0.3, 0.2, -0.5, 0.6, 0, ...slopes];
    const grid = Array.from({ length: cells - 1 }, (_, at) => (at + 1) / cells);
    const { points } = flowArrays(flow, reference).gradient(grid, { parameters, of: ["points"] });
    return Math.max(...Array.from(points.slice(1), (each, at) => Math.abs(each - points[at]!)));
  };

  it("have a continuous second derivative at both inner knots", () => {
    expect(jump(true, 20_000)).toBeLessThan(0.05);
    // What is continuous changes the less the finer the grid; a jump stays.
    expect(jump(true, 20_000) / jump(true, 2000)).toBeLessThan(0.2);
    expect(jump(false, 20_000)).toBeGreaterThan(0.5);
  });
});
