/** One kernel per evaluation on cpu and wasm, and what a kernel among the caller's own must not get wrong. */
import { createRequire } from "node:module";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Tensor, Tensor1D } from "@tensorflow/tfjs";
import * as e from "../../../src/expr/index.ts";
import type { Expr } from "../../../src/expr/index.ts";
import { oplus } from "../../../src/flow/flow.ts";
import { circle, euclid } from "../../../src/flow/manifolds.ts";
import { differentiable, flowTensors, type TensorFlow } from "../../../src/interpret/tfjs/index.ts";
import { model } from "../../../src/model/model.ts";
import { scattered } from "../../model/scattered.ts";
import { densityGradients, image, inputs, logProb, penalty, sharpnessGradients, tensors } from "./composite.ts";
import { apart } from "./joint.ts";
import { backends, tf, use, ways } from "./tensorflow.ts";

const kernelName = "DiffeoProgram";

/** The names of the kernels that run; what TensorFlow.js calls a custom gradient has none. */
const kernelsOf = async (act: () => unknown): Promise<readonly string[]> => (await tf.profile(() => tf.tidy(() => void act()))).kernels.map(({ name }) => name);
const ours = (kernels: readonly string[]): number => kernels.filter((each) => each === kernelName).length;

const count = 8;
const flow = oplus(euclid(1).gauss(1, { kernels: 3 }), circle().moebius(1, { kernels: 2 })).given("e1");
const start = model(flow);
const target = start.withParameters(scattered(start.plan, start.parameters, 2, 0.5));
const given = { spec: "e1", count, ambient: 1, rows: Float64Array.from({ length: count }, (_, at) => at / 4 - 1) } as const;
const drawn = target.forward({ spec: "e2", count, ambient: 2, rows: Float64Array.from({ length: 2 * count }, (_, at) => Math.sin(3 * at + 1)) }, { given }).points;
const numbers = () => ({
  points: tf.tensor2d(Float32Array.from(drawn.rows), [count, 3]),
  base: tf.tensor2d(Float32Array.from({ length: 2 * count }, (_, at) => Math.cos(2 * at)), [count, 2]),
  condition: tf.tensor2d(Float32Array.from(given.rows), [count, 1]),
});

describe.each(backends)("%s", (backend) => {
  beforeAll(() => use(backend));

  test("one kernel runs per evaluation, and no other", async () => {
    const { logProb: density, sample } = flowTensors(tf, flow);
    const { points, base, condition } = numbers();
    const parameters = tf.tensor1d(Float32Array.from(target.parameters));
    expect(await kernelsOf(() => density(points, parameters, condition))).toEqual([kernelName]);
    expect(await kernelsOf(() => sample(base, parameters, condition))).toEqual([kernelName]);
    const f = differentiable(tf, [logProb, image, penalty], inputs);
    expect(await kernelsOf(() => f(...tensors(tf)))).toEqual([kernelName]);
  });

  test("one more runs per gradient, and none operation by operation", async () => {
    expect(ours(await kernelsOf(() => densityGradients(tf)))).toBe(2);
    // The value, its gradient, and the gradient of that.
    expect(ours(await kernelsOf(() => sharpnessGradients(tf)))).toBe(3);
    expect(ours(await kernelsOf(() => densityGradients(tf, { fused: false })))).toBe(0);
    expect(ours(await kernelsOf(() => sharpnessGradients(tf, { fused: false })))).toBe(0);
  });

  test("what another backend made moves here, and the memory may grow on the way", async () => {
    const [x, y] = [e.input("x", []), e.input("y", [])] as [Expr<"variable">, Expr<"variable">];
    const many = 6_000_000;
    const f = differentiable(tf, [e.add(e.batchSum(e.mul(x, y)), 0)], [x, y]);
    const here = tf.fill([many], 0.5);
    await use(backend === "cpu" ? "wasm" : "cpu");
    const there = tf.fill([many], 0.25);
    await use(backend);
    const [sum] = f(here, there);
    expect(sum!.arraySync()).toBe(many / 8);
    for (const each of [here, there, sum!]) each.dispose();
  });
});

describe.each(ways)("$backend, fused: $fused", ({ backend, fused }) => {
  beforeAll(() => use(backend));
  const options = { fused };

  test("no samples at all: no rows, sums of nothing, and gradients of these shapes", () => {
    const f = differentiable(tf, [logProb, image, e.batchSum(logProb)], inputs, options);
    const none = [tf.zeros([0, 2]), tensors(tf)[1], tf.zeros([0, 1])] as const;
    expect(f(...none).map((each) => [each.shape, Array.from(each.dataSync())])).toEqual([[[0], []], [[0, 2], []], [[], [0]]]);
    const [dx, dtheta] = tf.grads(((...xs: Tensor[]) => tf.add(tf.sum(f(...xs)[0]!), f(...xs)[2]!)) as never)([...none] as never) as unknown as [Tensor, Tensor];
    expect([dx.shape, Array.from(dtheta.dataSync())]).toEqual([[0, 2], Array(23).fill(0)]);
  });

  test("variables of one name are told apart by their place", () => {
    const [x, y, same] = [e.input("x", [2]), e.parameter("x", [2]), e.input("x", [2])] as [Expr<"variable">, Expr<"variable">, Expr<"variable">];
    const f = differentiable(tf, [e.sub(x, e.mul(2, y))], [x, y], options);
    expect(f(tf.tensor([1, 2, 3, 4], [2, 2]), tf.tensor([10, 20]))[0]!.arraySync()).toEqual([[-19, -38], [-17, -36]]);
    expect(differentiable(tf, [e.add(x, same)], [x, same], options)(tf.ones([1, 2]), tf.ones([1, 2]))[0]!.arraySync()).toEqual([[2, 2]]);
  });

  test("whole numbers are taken for what they are, and gradients pass through", () => {
    const x = e.input("x", []) as Expr<"variable">;
    const f = differentiable(tf, [e.square(x)], [x], options);
    expect(f(tf.tensor([1, -2, 3], [3], "int32"))[0]!.arraySync()).toEqual([1, 4, 9]);
    expect(tf.grad((at) => tf.sum(f(at)[0]!))(tf.tensor([1, -2, 3])).arraySync()).toEqual([2, -4, 6]);
  });

  test("one tensor for two inputs gets the sum of both gradients", () => {
    const [x, y] = [e.input("x", []), e.input("y", [])] as [Expr<"variable">, Expr<"variable">];
    const f = differentiable(tf, [e.mul(x, y)], [x, y], options);
    expect(tf.grad((at) => tf.sum(f(at, at)[0]!))(tf.tensor([1, -2])).arraySync()).toEqual([2, -4]);
  });

  test("a mistake in the middle leaves no tensor behind", () => {
    const f = differentiable(tf, [logProb], inputs, options);
    const [x, theta, c] = tensors(tf);
    const held = tf.memory().numTensors;
    expect(() => tf.tidy(() => void f(x, tf.mul(theta, 2), tf.slice(c, 0, 2)))).toThrow("The input condition");
    expect(tf.memory().numTensors).toBe(held);
  });
});

/** Losses on the way up the likelihood. */
const training = (backend: string, fused: boolean): readonly number[] => {
  const { logProb: density } = flowTensors(tf, flow, { fused });
  const { points, condition } = numbers();
  const parameters = tf.variable(tf.tensor1d(Float32Array.from(start.parameters)), true, `${backend} ${fused}`);
  const optimizer = tf.train.adam(0.005);
  const held = tf.memory().numTensors;
  const losses = Array.from({ length: 40 }, () => {
    const loss = optimizer.minimize(() => tf.neg(tf.mean(density(points, parameters as Tensor1D, condition))) as never, true)!;
    const [now] = loss.dataSync();
    loss.dispose();
    return now!;
  });
  // The two moments of one variable, and two numbers of the optimizer's own.
  expect(tf.memory().numTensors - held).toBeLessThanOrEqual(4);
  optimizer.dispose();
  for (const each of [points, condition, parameters]) each.dispose();
  return losses;
};

test("the same flow in the same training loop has the same losses both ways, on every backend", async () => {
  const all: (readonly number[])[] = [];
  for (const { backend, fused } of ways) {
    await use(backend);
    all.push(training(backend, fused));
  }
  const [first, ...others] = all;
  expect(first![39]).toBeLessThan(first![0]! - 0.1);
  // Steps carry what float32 rounds off in one gradient to the next.
  for (const each of others) {
    expect(apart(first!.slice(0, 20), each.slice(0, 20))).toBeLessThan(1e-5);
    expect(apart(first!, each)).toBeLessThan(1e-3);
  }
});

test("one function on one backend after the other: kernels where they can be, operations elsewhere", async () => {
  await use("cpu");
  const Backend = tf.backend().constructor as new () => ReturnType<typeof tf.backend>;
  tf.registerBackend("another", () => new Backend());
  tf.copyRegisteredKernels("cpu", "another");
  const x = e.input("x", [2]) as Expr<"variable">;
  const f = differentiable(tf, [e.total(e.exp(x))], [x]);
  const at = tf.tensor([0, 1, 2, 3], [2, 2]);
  const run = async (): Promise<readonly [number, readonly number[], readonly number[]]> => {
    let numbers: readonly [readonly number[], readonly number[]] = [[], []];
    const kernels = await kernelsOf(() => {
      numbers = [Array.from(f(at)[0]!.dataSync()), Array.from(tf.grad((x) => tf.sum(f(x)[0]!))(at).dataSync())];
    });
    return [ours(kernels), ...numbers];
  };
  for (const [backend, kernels] of [["cpu", 3], ["another", 0], ["wasm", 3], ["another", 0], ["cpu", 3]] as const) {
    await use(backend);
    const [ran, value, gradient] = await run();
    expect(ran, backend).toBe(kernels);
    expect(apart([1 + Math.E, Math.E ** 2 + Math.E ** 3], value)).toBeLessThan(1e-6);
    expect(apart([1, Math.E, Math.E ** 2, Math.E ** 3], gradient)).toBeLessThan(1e-6);
  }
  tf.removeBackend("another");
});

test("two copies of TensorFlow.js share what was registered once", async () => {
  await use("cpu");
  const require = createRequire(import.meta.url);
  const copy = require("@tensorflow/tfjs-core/dist/tf-core.js") as TensorFlow & Pick<typeof tf, "unregisterKernel" | "unregisterGradient">;
  expect(copy.tidy).not.toBe(tf.tidy);
  expect(copy.engine()).toBe(tf.engine());
  copy.unregisterKernel(kernelName, "cpu");
  copy.unregisterGradient(kernelName);
  const registered = vi.fn<(name: string) => void>();
  const counted = (own: TensorFlow): TensorFlow => ({
    ...own,
    registerKernel: (config) => (registered(`${config.kernelName} ${config.backendName}`), own.registerKernel(config)),
    registerGradient: (config) => (registered(`gradient of ${config.kernelName}`), own.registerGradient(config)),
  });
  const x = e.input("x", []) as Expr<"variable">;
  for (const each of [copy, tf, copy] as const) {
    const f = differentiable(counted(each), [e.square(e.exp(x))], [x]);
    const slope = tf.grad((at) => tf.sum(tf.grad((inner) => tf.sum(f(inner)[0]!))(at)))(tf.tensor([0, 0.5]));
    expect(apart([4, 4 * Math.E], slope.dataSync())).toBeLessThan(1e-6);
  }
  expect(registered.mock.calls.flat()).toEqual([`${kernelName} cpu`, `gradient of ${kernelName}`]);
});
