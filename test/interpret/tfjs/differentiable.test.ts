/** Gradients through the caller's TensorFlow.js: of first, second and third order, through variables, and without leaks. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Tensor } from "@tensorflow/tfjs";
import * as e from "../../../src/expr/index.ts";
import type { Expr } from "../../../src/expr/index.ts";
import { program } from "../../../src/interpret/program.ts";
import { reference } from "../../../src/interpret/reference/reference.ts";
import { differentiable } from "../../../src/interpret/tfjs/index.ts";
import { count, gradients, image, inputs, logProb, numbers, penalty, points, sharpness, sharpnessGradients, tensors } from "./composite.ts";
import { tf, use, ways } from "./tensorflow.ts";

/** The reference in float64, and the largest error of some tensors in units of one plus the largest number. */
const expectNear = (wanted: readonly Expr[], got: readonly Tensor[], bound: number): void => {
  const names = wanted.map((_, at) => `${at}`);
  const want = reference.compile(program(Object.fromEntries(names.map((name, at) => [name, wanted[at]!]))))(numbers, count);
  names.forEach((name, at) => {
    const right = Array.from(want[name]!);
    const found = Array.from(got[at]!.dataSync());
    expect(found.length).toBe(right.length);
    const scale = 1 + Math.max(...right.map(Math.abs));
    const error = Math.max(...right.map((value, index) => Math.abs(value - found[index]!) / scale));
    expect(error).toBeLessThanOrEqual(bound);
  });
};

describe.each(ways)("$backend, fused: $fused", ({ backend, fused }) => {
  const options = { fused };
  beforeAll(() => use(backend));

  test("several outputs, per-sample and uniform, come apart as they were", () => {
    const [one, two, three] = differentiable(tf, [logProb, image, penalty], inputs, options)(...tensors(tf));
    expect([one!.shape, two!.shape, three!.shape]).toEqual([[count], [count, 2], []]);
    expectNear([logProb, image, penalty], [one!, two!, three!], 4e-6);
  });

  test("first derivatives are those of our graph, with respect to every input at once", () => {
    const f = differentiable(tf, [logProb, image, penalty], inputs, options);
    const loss = (...xs: Tensor[]): Tensor => {
      const [density, both, size] = f(...xs);
      return tf.add(tf.sum(density!), tf.mul(tf.sum(tf.square(both!)), size!));
    };
    const squares = e.batchSum(e.total(e.square(image)));
    expectNear(gradients(e.add(e.batchSum(logProb), e.mul(squares, penalty))), tf.grads(loss as never)([...tensors(tf)] as never), 1e-5);
  });

  test("an argument may be made inside the function", () => {
    const f = differentiable(tf, [logProb], inputs, options);
    const [x, theta, c] = tensors(tf);
    const got = tf.grad((points) => tf.sum(f(tf.mul(tf.mul(points, 2), 0.5), theta, c)[0]!))(x);
    expectNear([gradients(e.batchSum(logProb))[0]!], [got], 1e-5);
  });

  test("second derivatives: the gradient of a gradient's square, with respect to points and parameters", () => {
    expectNear(gradients(sharpness).slice(0, 2), sharpnessGradients(tf, options), 3e-5);
  });

  test("third derivatives, of exp, where TensorFlow.js has the second wrong already", () => {
    const x = e.input("x", []) as Expr<"variable">;
    const f = differentiable(tf, [e.square(e.exp(x))], [x], options);
    const derivative = (f: (x: Tensor) => Tensor) => tf.grad((x) => tf.sum(f(x)));
    const third = derivative(derivative(derivative((x) => f(x)[0]!)))(tf.tensor([0.3, -1]));
    const want = [0.3, -1].map((x) => 8 * Math.exp(2 * x));
    Array.from(third.dataSync()).forEach((value, at) => expect(value / want[at]!).toBeCloseTo(1, 5));
  });

  test("third derivatives through a scan, of its start, its rows and a captured value, and no tensor left behind", () => {
    const [x, rows, a] = [e.input("x", [2]), e.parameter("rows", [3, 2]), e.parameter("a", [])] as [Expr<"variable">, Expr<"variable">, Expr<"variable">];
    const { last, recorded } = e.scan((at, k, row) => e.add(e.sin(e.mul(a, at)), e.mul(row, e.add(k, 1))), x, 3, { rows, record: (at) => e.total(at), reverse: true });
    const unrolled = (...[points, all, scale]: Tensor[]): Tensor => {
      let at = points!;
      let kept = tf.scalar(0);
      for (const k of [2, 1, 0]) {
        kept = tf.add(kept, tf.sum(tf.square(tf.sum(at, 1))));
        at = tf.add(tf.sin(tf.mul(at, scale!)), tf.mul(tf.slice(all!, [k, 0], [1, 2]), k + 1));
      }
      return tf.add(tf.sum(tf.square(at)), kept);
    };
    const f = differentiable(tf, [last, recorded], [x, rows, a], options);
    const looped = (...given: Tensor[]): Tensor => {
      const [end, kept] = f(...given);
      return tf.add(tf.sum(tf.square(end!)), tf.sum(tf.square(kept!)));
    };
    type Loss = (...given: Tensor[]) => Tensor;
    const sharpness = (loss: Loss): Loss => (...given) => tf.addN(tf.grads(loss as never)(given as never).map((each) => tf.sum(tf.square(each))));
    const given = [tf.tensor([0.3, -0.2, 1, 0.4], [2, 2]), tf.tensor([0.1, 0.2, -0.3, 0.4, 0.5, -0.6], [3, 2]), tf.scalar(0.8)];
    const third = (loss: Loss): readonly number[] => tf.tidy(() => tf.grads(sharpness(sharpness(loss)) as never)(given as never).flatMap((each) => Array.from(each.dataSync())));
    const [ours, theirs] = [third(looped), third(unrolled)];
    const scale = Math.max(...theirs.map(Math.abs));
    ours.forEach((value, at) => expect(Math.abs(value - theirs[at]!) / scale).toBeLessThan(1e-4));
    const held = tf.memory().numTensors;
    third(looped);
    expect(tf.memory().numTensors).toBe(held);
    for (const each of f(...given)) each.dispose();
    expect(tf.memory().numTensors).toBe(held);
    for (const each of given) each.dispose();
  });

  test("a uniform result of per-sample inputs, and a gradient that is uniform, have the right shapes", () => {
    const x = e.input("x", [2]) as Expr<"variable">;
    const f = differentiable(tf, [e.batchSum(x)], [x], options);
    const got = tf.grad((x) => tf.sum(tf.mul(f(x)[0]!, tf.tensor([3, 4]))))(tf.ones([3, 2]));
    expect(got.arraySync()).toEqual([[3, 4], [3, 4], [3, 4]]);
  });

  test("variables receive gradients, and an input without influence receives zeros", () => {
    const f = differentiable(tf, [logProb], inputs, options);
    const [x, theta, c] = tensors(tf);
    const variable = tf.variable(theta);
    const { grads } = tf.variableGrads(() => tf.sum(f(x, variable, c)[0]!) as never);
    expectNear([gradients(e.batchSum(logProb))[1]!], [grads[variable.name]!], 1e-5);
    variable.dispose();
    const [a, b] = [e.input("a", []), e.parameter("b", [2])] as [Expr<"variable">, Expr<"variable">];
    const idle = differentiable(tf, [e.square(a)], [a, b], options);
    expect(tf.grads(((a: Tensor, b: Tensor) => tf.sum(idle(a, b)[0]!)) as never)([tf.tensor([1, 2]), tf.tensor([3, 4])]).map((each) => each.arraySync())).toEqual([[2, 4], [0, 0]]);
  });

  test("no parameters at all are a tensor of no elements", () => {
    const [x, none] = [e.input("x", []), e.parameter("none", [0])] as [Expr<"variable">, Expr<"variable">];
    const f = differentiable(tf, [e.exp(x)], [x, none], options);
    const [dx, dnone] = tf.grads(((x: Tensor, none: Tensor) => tf.sum(f(x, none)[0]!)) as never)([tf.tensor([0, 0]), tf.zeros([0])]);
    expect([dx!.arraySync(), dnone!.shape]).toEqual([[1, 1], [0]]);
  });

  test("a tensor of the wrong shape, or one that is gone, is named", () => {
    const f = differentiable(tf, [logProb], inputs, options);
    const [x, theta, c] = tensors(tf);
    expect(() => f(x, tf.zeros([22]), c)).toThrow("The input parameters is a tensor of shape [23], but one of shape [22] was given.");
    expect(() => f(x, theta, tf.zeros([count + 1, 1]))).toThrow(`The input condition is a tensor of shape [${count},1], but one of shape [${count + 1},1] was given.`);
    expect(() => f(x, theta)).toThrow("3 tensors are wanted, but 2 were given.");
    const gone = tf.tidy(() => c.clone());
    gone.dispose();
    expect(() => f(x, theta, gone)).toThrow("The input condition is a tensor that has been disposed.");
  });

  test("a variable that is not among the inputs is named", () => {
    expect(() => differentiable(tf, [logProb], [points], options)).toThrow(/The outputs depend on the variable (parameters|condition), which is not among the inputs\./);
  });

  test("1,000 steps of an optimizer, of gradients and of second derivatives leave no tensor behind", () => {
    const f = differentiable(tf, [logProb, penalty], inputs, options);
    const [x, theta, c] = tensors(tf);
    const variable = tf.variable(theta);
    const optimizer = tf.train.adam(1e-3);
    const loss = (): Tensor => {
      const [density, size] = f(x, variable, c);
      return tf.sub(tf.mul(size!, 0.1), tf.mean(density!));
    };
    const step = (): number => {
      const value = optimizer.minimize(loss as never, true)!;
      const now = value.dataSync()[0]!;
      value.dispose();
      return now;
    };
    const curvature = differentiable(tf, [e.mul(e.exp(e.take(points, 0)), e.sigmoid(e.take(points, 1)))], [points], options);
    const twice = (): void => tf.grad((x) => tf.sum(tf.square(tf.grad((x) => tf.sum(curvature(x)[0]!))(x))))(x).dispose();
    const before = step();
    twice();
    const held = tf.memory().numTensors;
    for (let at = 0; at < 1000; at++) {
      step();
      twice();
      expect(tf.memory().numTensors).toBe(held);
    }
    expect(step()).toBeLessThan(before);
    optimizer.dispose();
    for (const each of [x, theta, c, variable]) each.dispose();
  }, 240_000);
});
