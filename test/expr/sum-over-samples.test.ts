/** What a gradient of uniform values means, and how often a uniform value counts. */
import { describe, expect, it } from "vitest";
import { add, apply, batchSum, exp, input, jvp, matmul, mul, parameter, reshape, scalar, slice, square, sub, sum, tanh, topological, total, transpose, vjp } from "../../src/expr/index.ts";
import { program } from "../../src/interpret/program.ts";
import { run } from "../../laws/operation/posed.ts";

const x = input("x", []);
const theta = parameter("theta", []);

describe("gradients of uniform values", () => {
  it("are summed over the samples", () => {
    const [gradient] = vjp([mul(square(theta), x)], [scalar(1)], [theta]);
    expect(gradient!.uniform).toBe(true);
    expect(run({ gradient: gradient! }, { x: [1, 2, 4], theta: [3] }, 3).gradient).toEqual(Float64Array.of(6 * 7));
  });

  it("weigh each sample with its own cotangent", () => {
    const weight = input("weight", []);
    const [gradient] = vjp([mul(theta, x)], [weight], [theta]);
    expect(run({ gradient: gradient! }, { x: [1, 2, 4], weight: [1, 10, 100], theta: [3] }, 3).gradient).toEqual(Float64Array.of(421));
    const [own] = vjp([square(theta)], [weight], [theta]);
    expect(run({ own: own! }, { weight: [1, 10, 100], theta: [3] }, 3).own).toEqual(Float64Array.of(666));
  });

  it("count a uniform output once", () => {
    const [gradient] = vjp([square(theta)], [scalar(1)], [theta]);
    expect(run({ gradient: gradient! }, { theta: [3] }, 5).gradient).toEqual(Float64Array.of(6));
  });

  it("leave to each sample what is its own", () => {
    const [gradient] = vjp([mul(theta, square(x))], [scalar(1)], [x]);
    expect(run({ gradient: gradient! }, { x: [1, 2, 4], theta: [3] }, 3).gradient).toEqual(Float64Array.of(6, 12, 24));
  });

  it("are differentiated once per call, not once per sample, between the parameter and its first use", () => {
    const [gradient] = vjp([mul(exp(tanh(theta)), x)], [scalar(1)], [theta]);
    const perSample = topological([gradient!]).filter((node) => !node.uniform);
    expect(perSample.map((node) => node.op)).toEqual(["variable"]);
  });
});

describe("batchSum", () => {
  it("counts a uniform argument once per sample, in the value and in both derivatives", () => {
    const value = batchSum(square(theta));
    const [gradient] = vjp([value], [scalar(1)], [theta]);
    const [tangent] = jvp([value], new Map([[theta, scalar(1)]]));
    expect(run({ value, gradient: gradient!, tangent: tangent! }, { theta: [3] }, 4)).toEqual({ value: Float64Array.of(36), gradient: Float64Array.of(24), tangent: Float64Array.of(24) });
  });

  it("is 0 of no samples", () => {
    expect(run({ value: batchSum(x), same: add(theta, batchSum(mul(x, theta))) }, { x: [], theta: [3] }, 0)).toEqual({ value: Float64Array.of(0), same: Float64Array.of(3) });
  });

  it("takes part in what follows for each sample: the deviation from the mean", () => {
    const mean = mul(batchSum(x), 1 / 5);
    const spread = batchSum(square(sub(x, mean)));
    const [gradient] = vjp([spread], [scalar(1)], [x]);
    const values = [1, 2, 4, -3, 11];
    const out = run({ each: sub(x, mean), spread, gradient: gradient! }, { x: values }, 5);
    expect(out.each).toEqual(Float64Array.from(values, (value) => value - 3));
    expect(out.spread).toEqual(Float64Array.of(4 + 1 + 1 + 36 + 64));
    out.gradient!.forEach((value, at) => expect(value).toBeCloseTo(2 * (values[at]! - 3), 12));
  });

  it.each([1, 3, 60, 200])("has second derivatives, for %d samples", (count) => {
    const values = Array.from({ length: count }, (_, k) => Math.sin(k));
    // f(θ) = (Σ tanh(θ x))²: f″ = 2 (Σ x sech²)² − 4 Σ tanh · Σ x² sech² tanh.
    const [first] = vjp([square(batchSum(tanh(mul(theta, x))))], [scalar(1)], [theta]);
    const [second] = vjp([first!], [scalar(1)], [theta]);
    const t = values.map((value) => Math.tanh(0.7 * value));
    const sums = [t, values.map((value, k) => value * (1 - t[k]! ** 2)), values.map((value, k) => value ** 2 * (1 - t[k]! ** 2) * t[k]!)]
      .map((terms) => terms.reduce((a, b) => a + b, 0));
    const out = run({ first: first!, second: second! }, { x: values, theta: [0.7] }, count);
    expect(out.first![0]).toBeCloseTo(2 * sums[0]! * sums[1]!, 9);
    expect(out.second![0]).toBeCloseTo(2 * sums[1]! ** 2 - 4 * sums[0]! * sums[2]!, 9);
  });

  it("puts each sum over samples into a later stage than what it adds up", () => {
    const once = batchSum(x);
    const twice = batchSum(mul(x, once));
    const { outputs, stage } = program({ once, each: mul(x, once), twice });
    expect([outputs.once, outputs.each, outputs.twice].map((node) => stage.get(node))).toEqual([1, 1, 2]);
  });

  it.each([[1, "both per-sample"], [70, "both per-sample"], [70, "left uniform"], [70, "right uniform"]])("adds up products of matrices: %d samples, %s", (count, which) => {
    const left = which === "left uniform" ? parameter("a", [2, 3]) : input("a", [2, 3]);
    const right = which === "right uniform" ? parameter("b", [3, 4]) : input("b", [3, 4]);
    const numbers = (length: number, seed: number) => Array.from({ length }, (_, k) => Math.cos(seed * k));
    const inputs = { a: numbers(left.uniform ? 6 : 6 * count, 1.3), b: numbers(right.uniform ? 12 : 12 * count, 0.7) };
    const out = run({ fused: batchSum(matmul(left, right)), plain: batchSum(mul(matmul(left, right), 1.5)) }, inputs, count);
    out.fused!.forEach((value, at) => expect(1.5 * value).toBeCloseTo(out.plain![at]!, 10));
  });
});

it("the gradient of a flat vector of parameters puts slices side by side", () => {
  const flat = parameter("flat", [8]);
  const v = input("v", [2]);
  const weights = transpose(reshape(slice(flat, 0, 1, 6), [2, 3]));
  const output = add(total(tanh(apply(weights, v))), mul(sum(slice(flat, 0, 0, 2)), slice(flat, 0, 7, 1)));
  const [gradient] = vjp([sum(output)], [scalar(1)], [flat]);
  expect(topological([gradient!]).filter((node) => node.op === "concat").length).toBeLessThanOrEqual(2);
  const at = [0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, -0.8];
  const f = (theta: readonly number[]) => run({ out: batchSum(sum(output)) }, { flat: theta, v: [1, 2, 3, -1] }, 2).out![0]!;
  run({ gradient: gradient! }, { flat: at, v: [1, 2, 3, -1] }, 2).gradient!.forEach((value, k) => {
    const moved = (h: number) => f(at.map((each, index) => (index === k ? each + h : each)));
    expect(value).toBeCloseTo((8 * (moved(1e-3) - moved(-1e-3)) - (moved(2e-3) - moved(-2e-3))) / 12e-3, 9);
  });
});
