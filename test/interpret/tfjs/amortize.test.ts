/** A whole density as the answer of the caller's own TensorFlow.js model. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { amortize } from "../../../src/flow/amortize.ts";
import { oplus } from "../../../src/flow/flow.ts";
import { circle, euclid } from "../../../src/flow/manifolds.ts";
import { withRate } from "../../../src/flow/rate.ts";
import { flowArrays } from "../../../src/interpret/flow-arrays.ts";
import { reference } from "../../../src/interpret/reference/reference.ts";
import { flowTensors } from "../../../src/interpret/tfjs/flow.ts";
import { random } from "../../../src/random.ts";
import { tf, use, ways } from "./tensorflow.ts";

const noise = (length: number, name: string, size = 1): Float64Array => ((source) => Float64Array.from({ length }, () => size * source.normal()))(random(2, name));
const matrix = (values: ArrayLike<number>, rows: number): Tensor2D => tf.tensor2d(Float32Array.from(values), [rows, values.length / rows]);
const apart = (want: ArrayLike<number>, got: Tensor): number => {
  const values = got.dataSync();
  expect(values.length).toBe(want.length);
  return Array.from(want).reduce((most, value, at) => Math.max(most, Math.abs(value - values[at]!) / (1 + Math.abs(value))), 0);
};

describe.each(ways)("$backend, fused: $fused", ({ backend, fused }) => {
  beforeAll(() => use(backend));

  test("log-densities, samples and the gradients of every row are those of the reference", () => {
    const count = 4;
    const own = amortize(withRate(oplus(euclid(1).gauss(1, { kernels: 2 }), circle().moebius(1, { kernels: 2 })).given("e1", { hidden: [3] }), { hidden: [3] }));
    const parameters = noise(count * own.parameterCount, "parameters", 0.3).map((value, at) => value + own.start[at % own.parameterCount]!);
    const condition = noise(count, "condition");
    const base = noise(count * own.plan.dim, "base");
    const plain = flowArrays(own, reference);
    const { points, logProb } = plain.forward(base, { parameters, condition });
    const want = plain.gradient(points, { parameters, condition, of: ["parameters", "points", "condition"] });
    const rates = plain.logRateGradient({ parameters, condition });

    const tensors = flowTensors(tf, own, { fused });
    expect(tensors.parameterCount).toBe(own.parameterCount);
    const [x, theta, given] = [matrix(points, count), matrix(parameters, count), matrix(condition, count)];
    expect(apart(logProb, tensors.logProb(x, theta, given))).toBeLessThan(2e-4);
    const drawn = tensors.sample(matrix(base, count), theta, given);
    expect(apart(points, drawn.points)).toBeLessThan(2e-5);
    expect(apart(logProb, drawn.logProb)).toBeLessThan(2e-4);
    const slopes = tf.grads(((a: Tensor2D, b: Tensor2D, c: Tensor2D) => tf.sum(tensors.logProb(a, b, c))) as never)([x, theta, given] as never) as unknown as readonly Tensor[];
    for (const [at, name] of (["points", "parameters", "condition"] as const).entries()) expect(apart(want[name], slopes[at]!), name).toBeLessThan(2e-3);
    expect(apart(rates.logRate, tensors.logRate(theta, given))).toBeLessThan(1e-5);
    expect(apart(rates.parameters, tf.grad((b) => tf.sum(tensors.logRate(b as Tensor2D, given)))(theta))).toBeLessThan(1e-4);
  });

  test("log λ of a flow that is not amortized", () => {
    const free = flowTensors(tf, withRate(euclid(1).affine()), { fused });
    const values = tf.tensor1d([...Array<number>(free.parameterCount - 1).fill(0), 1.5]);
    expect(free.logRate(values).arraySync()).toEqual([1.5]);
    expect(tf.grad((b) => tf.sum(free.logRate(b as Tensor1D)))(values).arraySync()).toEqual([...Array<number>(free.parameterCount - 1).fill(0), 1]);
    const conditional = flowTensors(tf, withRate(euclid(1).affine().given("e1", { hidden: [] }), { hidden: [] }), { fused });
    expect(conditional.logRate(tf.ones([conditional.parameterCount]), tf.tensor2d([[1], [2], [3]])).shape).toEqual([3]);
  });
});

describe.each(ways.filter(({ backend, fused }) => fused || backend === "cpu"))("a network of layers, $backend, fused: $fused", ({ backend, fused }) => {
  beforeAll(() => use(backend));

  test("learns a conditional density end to end", () => {
    // y = sin 2c + (0.2 + 0.3 c²) noise: location and width depend on the condition.
    const count = 256;
    const [c, draws] = [noise(count, "c"), noise(count, "y")];
    const deviation = c.map((each) => 0.2 + 0.3 * each * each);
    const y = c.map((each, row) => Math.sin(2 * each) + deviation[row]! * draws[row]!);
    const truth = draws.reduce((sum, _, row) => sum - 0.5 * draws[row]! ** 2 - Math.log(deviation[row]!) - 0.5 * Math.log(2 * Math.PI), 0) / count;

    const own = amortize(euclid(1).affine());
    const density = flowTensors(tf, own, { fused });
    const answers = tf.sequential({ layers: [
      tf.layers.dense({ inputShape: [1], units: 24, activation: "tanh", kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }) }),
      tf.layers.dense({ units: 24, activation: "tanh", kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }) }),
      // The fresh model answers the flow's own start, whatever the condition.
      tf.layers.dense({ units: own.parameterCount, kernelInitializer: "zeros", weights: [tf.zeros([24, own.parameterCount]), tf.tensor1d(Array.from(own.start))] }),
    ] });
    const [given, points] = [matrix(c, count), matrix(y, count)];
    const loss = (): Tensor => tf.neg(tf.mean(density.logProb(points, answers.apply(given) as Tensor2D)));
    const standard = y.reduce((sum, each) => sum + 0.5 * each * each + 0.5 * Math.log(2 * Math.PI), 0) / count;
    expect(loss().dataSync()[0]!).toBeCloseTo(standard, 4);
    const optimizer = tf.train.adam(0.01);
    const step = (): number => {
      const value = optimizer.minimize(loss as never, true)!;
      const now = value.dataSync()[0]!;
      value.dispose();
      return now;
    };
    step();
    const held = tf.memory().numTensors;
    for (let at = 0; at < 250; at++) step();
    expect(tf.memory().numTensors).toBe(held);
    expect(-step()).toBeGreaterThan(truth - 0.05);
    // And it is the density that it should be: the width at c = 0 and c = 1.5.
    const widths = ([0, 1.5] as const).map((at) => {
      const emitted = answers.apply(tf.tensor2d([[at], [at]])) as Tensor2D;
      const [low, high] = density.sample(tf.tensor2d([[-1], [1]]), emitted).points.dataSync();
      return (high! - low!) / 2;
    });
    expect(widths[0]!).toBeCloseTo(0.2, 1);
    expect(widths[1]! / (0.2 + 0.3 * 1.5 ** 2)).toBeGreaterThan(0.7);
    expect(widths[1]! / (0.2 + 0.3 * 1.5 ** 2)).toBeLessThan(1.4);
    optimizer.dispose();
  });
});
