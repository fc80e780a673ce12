/** Masses of classes: closed form, samples, and one density of numbers and classes. */
import { describe, expect, it } from "vitest";
import { classes, euclid } from "../../src/flow/manifolds.ts";
import { oplus } from "../../src/flow/flow.ts";
import { decode } from "../../src/flow/parse.ts";
import { decodeFlow, encodeFlow } from "../../src/flow/codec.ts";
import { batch, type Batch } from "../../src/manifold/batch.ts";
import type { Space } from "../../src/manifold/space.ts";
import { fit } from "../../src/train/fit.ts";
import { fromData } from "../../src/train/from-data.ts";
import { model } from "../../src/model/model.ts";
import { compose, invert } from "../../src/bijectors/layer.ts";
import { logits } from "../../src/bijectors/logits.ts";
import { random } from "../../src/random.ts";
import { render, unsafe } from "../../src/error.ts";
import { either } from "fp-ts";

const rowsOf = <const S extends string>(spec: Space<S>, rows: readonly (readonly number[])[]): Batch<S> => unsafe(batch(spec, rows));

const oneHot = (index: number, count: number): number[] => Array.from({ length: count }, (_, at) => (at === index ? 1 : 0));

describe("logits", () => {
  const raw = [2, -1, 0.5, -40, 1];
  const whole = Math.log(raw.reduce((sum, each) => sum + Math.exp(each), 0));
  const density = model(classes(5).logits(), { parameters: raw });

  it("are log-masses, up to a constant", () => {
    raw.forEach((each, index) => expect(density.logProb(rowsOf("c5", [oneHot(index, 5)]))[0]).toBeCloseTo(each - whole, 13));
  });

  it("draw classes by their masses", () => {
    const count = 20_000;
    const { points: { rows }, logProb } = density.sample(count, { seed: 5 });
    raw.forEach((each, index) => {
      const p = Math.exp(each - whole);
      const share = Array.from({ length: count }, (_, row) => rows[5 * row + index]!).reduce((a, b) => a + b, 0) / count;
      expect(Math.abs(share - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / count) + 1e-12);
    });
    const drawn = Array.from({ length: count }, (_, row) => rows.subarray(5 * row, 5 * row + 5).indexOf(1));
    drawn.forEach((index, row) => expect(logProb[row]).toBeCloseTo(raw[index]! - whole, 12));
  });

  it("start from the shares of the data", () => {
    const shares = [5, 0, 3, 2];
    const data = rowsOf("c4", shares.flatMap((count, index) => Array.from({ length: count * 100 }, () => oneHot(index, 4))));
    const start = fromData(classes(4).logits(), data);
    shares.forEach((count, index) => expect(Math.exp(start.logProb(rowsOf("c4", [oneHot(index, 4)]))[0]!)).toBeCloseTo(count / 10, 2));
  });

  it("are one layer, taken once", () => {
    const sentence = "The classes c3 take one layer, logits (l), and take it once.";
    expect(() => classes(3).logits().logits()).toThrow(sentence);
    expect(() => classes(3).through(compose(logits, logits))).toThrow(sentence);
    expect(() => classes(3).through(invert(logits))).toThrow(sentence);
    expect(either.mapLeft(render)(decode("c3", "ll"))).toEqual(either.left(sentence));
    const written = JSON.parse(JSON.stringify(encodeFlow(classes(3).logits())).replace('"layer":"logits"', '"layer":"logits","times":2'));
    expect(either.isLeft(decodeFlow(written))).toBe(true);
  });
});

describe("a density of a number and a class", () => {
  // x is normal about −1 or 2, by class; p(class | x) is a logistic function of x.
  const source = random(11, "two classes");
  const rows = Array.from({ length: 4000 }, () => {
    const index = source.uniform() < 0.3 ? 1 : 0;
    return { x: (index === 1 ? 2 : -1) + source.normal(), index };
  });
  const posterior = (x: number): number => 1 / (1 + Math.exp(Math.log(0.7 / 0.3) - 3 * x + 1.5));

  it("classifies", async () => {
    const flow = oplus(euclid(1).gauss(2), classes(2).logits());
    const fitted = unsafe(await fit(flow, rowsOf("e1+c2", rows.map(({ x, index }) => [x, ...oneHot(index, 2)])), { epochs: 30, seed: 1 })());
    for (const x of [-2, 0, 0.5, 1, 3]) {
      const [zero, one] = fitted.model.logProb(rowsOf("e1+c2", [[x, 1, 0], [x, 0, 1]]));
      expect(Math.abs(1 / (1 + Math.exp(zero! - one!)) - posterior(x))).toBeLessThan(0.06);
    }
  });

  it("is a mixture the other way round", async () => {
    const flow = oplus(classes(2).logits(), euclid(1).affine());
    const fitted = unsafe(await fit(flow, rowsOf("c2+e1", rows.map(({ x, index }) => [...oneHot(index, 2), x])), { epochs: 40, seed: 1 })());
    for (const [index, mean, mass] of [[0, -1, 0.7], [1, 2, 0.3]] as const) {
      const at = fitted.model.logProb(rowsOf("c2+e1", [[...oneHot(index, 2), mean]]))[0]!;
      expect(Math.abs(at - Math.log(mass) + 0.5 * Math.log(2 * Math.PI))).toBeLessThan(0.1);
    }
  });
});
