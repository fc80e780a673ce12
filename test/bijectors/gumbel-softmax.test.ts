/** The Gumbel-softmax layer against the closed density of its paper, and against Gumbel numbers themselves. */
import { describe, expect, it } from "vitest";
import { simplex } from "../../src/flow/manifolds.ts";
import { batch, type Batch } from "../../src/manifold/batch.ts";
import type { Space } from "../../src/manifold/space.ts";
import { fromData } from "../../src/train/from-data.ts";
import { model, type Model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { unsafe } from "../../src/error.ts";

const rowsOf = <const S extends string>(spec: Space<S>, rows: readonly (readonly number[])[]): Batch<S> => unsafe(batch(spec, rows));

const rawLogTau = (tau: number): number => Math.log(100) * Math.atanh(Math.log(tau) / Math.log(100));

/** Maddison et al. 2017, eq. 10: n! τ^n (Σ α y^−τ)^−(n+1) Π α y^(−τ−1). */
const logConcrete = (y: readonly number[], logits: readonly number[], tau: number): number => {
  const n = y.length - 1;
  const factorial = y.reduce((sum, _, k) => sum + (k === 0 ? 0 : Math.log(k)), 0);
  const mixed = Math.log(y.reduce((sum, each, k) => sum + Math.exp(logits[k]!) * each ** -tau, 0));
  return factorial + n * Math.log(tau) - (n + 1) * mixed + y.reduce((sum, each, k) => sum + logits[k]! - (tau + 1) * Math.log(each), 0);
};

const logits = [0.3, -1, 0.5, 0.1];
const of = (tau: number): Model<"a3"> => model(simplex(3).gumbelSoftmax(), { parameters: [...logits, rawLogTau(tau)] });

describe("Gumbel-softmax", () => {
  it.each([0.1, 0.5, 1, 3])("has the density of the Concrete distribution at temperature %s", (tau) => {
    const points = [[0.25, 0.25, 0.25, 0.25], [0.7, 0.1, 0.1, 0.1], [1e-6, 0.5, 0.2, 0.299999], [0.999, 1e-9, 5e-4, 5e-4 - 1e-9]];
    const found = of(tau).logProb(rowsOf("a3", points));
    points.forEach((y, row) => expect(Math.abs(found[row]! - logConcrete(y, logits, tau))).toBeLessThan(1e-11 * (1 + Math.abs(found[row]!))));
  });

  it("has densities at the faces and corners, as their limits say, to the least fraction", () => {
    for (const point of [[1, 0, 0, 0], [0, 0, 0, 1], [0.5, 0.5, 0, 0], [0, 0.2, 0.3, 0.5]]) expect(of(0.5).logProb(rowsOf("a3", [point]))[0]).toSatisfy(Number.isFinite);
  });

  it("draws what softmax makes of Gumbel numbers", () => {
    const tau = 0.7;
    const source = random(3, "gumbel");
    const count = 20_000;
    const softmax = (): number[] => {
      const raw = logits.map((each) => Math.exp((each - Math.log(-Math.log(source.uniform()))) / tau));
      const sum = raw.reduce((a, b) => a + b, 0);
      return raw.map((each) => each / sum);
    };
    const own = of(tau).sample(count, { seed: 1 }).points.rows;
    const direct = Array.from({ length: count }, softmax).flat();
    // Means of fractions and of their squares, each with a standard error of at most 0.5 / √N: 6 of the difference's.
    for (const power of [1, 2]) {
      for (let column = 0; column < 4; column++) {
        const mean = (rows: ArrayLike<number>): number => Array.from({ length: count }, (_, row) => rows[4 * row + column]! ** power).reduce((a, b) => a + b, 0) / count;
        expect(Math.abs(mean(own) - mean(direct))).toBeLessThan((6 * 0.5 * Math.SQRT2) / Math.sqrt(count));
      }
    }
  });

  it("starts from the logits and the temperature of the data", () => {
    const { parameters } = fromData(simplex(3).gumbelSoftmax(), of(0.5).sample(4000, { seed: 2 }).points);
    const center = logits.reduce((a, b) => a + b, 0) / 4;
    logits.forEach((each, at) => expect(Math.abs(parameters[at]! - (each - center))).toBeLessThan(0.1));
    expect(Math.exp(Math.log(100) * Math.tanh(parameters[4]! / Math.log(100)))).toBeCloseTo(0.5, 1);
  });
});
