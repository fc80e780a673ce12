/** Flows as tensors in the caller's own program: values, derivatives, reparametrised samples, training without leaks. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { oplus, otimes, type AnyFlow } from "../../../src/flow/flow.ts";
import { circle, euclid, interval, sphere } from "../../../src/flow/manifolds.ts";
import { flowTensors } from "../../../src/interpret/tfjs/flow.ts";
import { model } from "../../../src/model/model.ts";
import { random } from "../../../src/random.ts";
import { apart, computed, joint, wanted, type Joint } from "./joint.ts";
import { scattered } from "../../model/scattered.ts";
import { tf, use, ways } from "./tensorflow.ts";

const small = { kernels: 3 } as const;
const flows: Readonly<Record<string, AnyFlow>> = {
  "e2+s2": oplus(euclid(2).gauss(1, small), sphere(2).nsphere()),
  "s1+i+e1 given e1": oplus(circle().moebius(1, small), interval(-1, 2).spline(), euclid(1).affine()).given("e1"),
};
const joints: readonly (readonly [string, Joint])[] = Object.entries(flows).map(([name, flow]) => [name, joint(flow, 6)]);

const tensors = ({ model: { plan, parameters }, points, base, condition, count }: Joint) => ({
  points: tf.tensor2d(Float32Array.from(points), [count, plan.ambient]),
  base: tf.tensor2d(Float32Array.from(base), [count, plan.dim]),
  parameters: tf.tensor1d(Float32Array.from(parameters)),
  given: plan.conditionAmbient > 0 ? [tf.tensor2d(Float32Array.from(condition), [count, plan.conditionAmbient])] as const : [],
});

describe.each(ways)("$backend, fused: $fused", ({ backend, fused }) => {
  beforeAll(() => use(backend));

  test.each(joints)("%s: log-densities and their first and second derivatives, by points, parameters and conditions", (_, own) => {
    const [want, got] = [wanted(own), computed(tf, own, { fused })];
    expect(Object.keys(got)).toEqual(Object.keys(want));
    for (const [name, values] of Object.entries(want)) expect(apart(values, got[name]!), name).toBeLessThan(name.startsWith("second") ? 2e-3 : 2e-4);
    expect(want["second 1"]!.some((value) => Math.abs(value) > 1e-2)).toBe(true);
  });

  test.each(joints)("%s: samples and their log-densities", (_, own) => {
    const { base, parameters, given } = tensors(own);
    const { points, logProb } = flowTensors(tf, own.model.flow, { fused }).sample(base, parameters, ...given);
    expect([points.shape, logProb.shape]).toEqual([[6, own.model.plan.ambient], [6]]);
    expect(apart(own.points, points.dataSync())).toBeLessThan(2e-5);
    const batch = own.model.plan.conditionAmbient > 0 ? [{ given: { spec: own.model.flow.condition, count: 6, ambient: own.model.plan.conditionAmbient, rows: own.condition } }] as const : [];
    expect(apart(own.model.forward({ spec: `e${own.model.plan.dim}`, count: 6, ambient: own.model.plan.dim, rows: own.base }, ...batch).logProb, logProb.dataSync())).toBeLessThan(2e-4);
  });

  test.each(joints)("%s: a sample's gradient by parameters and base points is the slope of differences in float64", (_, own) => {
    const { base, parameters, given } = tensors(own);
    const { sample } = flowTensors(tf, own.model.flow, { fused });
    const { plan, flow } = own.model;
    const source = random(1, "direction");
    const weights = Float64Array.from({ length: 6 * (plan.ambient + 1) }, () => source.normal());
    const batch = plan.conditionAmbient > 0 ? [{ given: { spec: flow.condition, count: 6, ambient: plan.conditionAmbient, rows: own.condition } }] as const : [];
    /** A weighted sum of all coordinates and log-densities. */
    const at = (theta: Float64Array, z: Float64Array): number => {
      const { points: { rows }, logProb } = own.model.withParameters(theta).forward({ spec: `e${plan.dim}`, count: 6, ambient: plan.dim, rows: z }, ...batch);
      return [...rows, ...logProb].reduce((sum, value, index) => sum + weights[index]! * value, 0);
    };
    const [cx, cl] = [tf.tensor2d(Float32Array.from(weights.subarray(0, 6 * plan.ambient)), [6, plan.ambient]), tf.tensor1d(Float32Array.from(weights.subarray(6 * plan.ambient)))];
    const [byParameters, byBase] = tf.grads(((theta: Tensor1D, z: Tensor2D) => {
      const { points, logProb } = sample(z, theta, ...given);
      return tf.add(tf.sum(tf.mul(points, cx)), tf.sum(tf.mul(logProb, cl)));
    }) as never)([parameters, base] as never) as unknown as readonly [Tensor, Tensor];
    const frozen = new Set(plan.entries.filter((entry) => entry.frozen).flatMap(({ offset, shape }) => Array.from({ length: shape[0]! }, (_each, index) => offset + index)));
    for (let trial = 0; trial < 5; trial++) {
      const [dt, dz] = [own.model.parameters.map((_value, index) => (frozen.has(index) ? 0 : source.normal())), own.base.map(() => source.normal())];
      const h = 1e-6;
      const moved = (step: number): number => at(own.model.parameters.map((value, index) => value + step * dt[index]!), own.base.map((value, index) => value + step * dz[index]!));
      const slope = (moved(h) - moved(-h)) / (2 * h);
      const dot = (direction: Float64Array, gradient: Tensor): number => Array.from(gradient.dataSync()).reduce((sum, value, index) => sum + value * direction[index]!, 0);
      expect(Math.abs(dot(dt, byParameters) + dot(dz, byBase) - slope) / (1 + Math.abs(slope))).toBeLessThan(2e-3);
    }
  });
});

// Operation by operation on one backend, for a thousand such steps are long.
describe.each(ways.filter(({ backend, fused }) => fused || backend === "cpu"))("training in the caller's program, $backend, fused: $fused", ({ backend, fused }) => {
  beforeAll(() => use(backend));

  test("700 steps up the log-likelihood and 300 down the reverse divergence: the loss falls, no tensor stays", () => {
    // Its samples are roots of an equation.
    const flow = circle().moebius(1, { kernels: 2 });
    const count = 16;
    const fresh = model(flow);
    const target = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 2, 1));
    const { logProb, sample, dim } = flowTensors(tf, flow, { fused });
    const points = tf.tensor2d(Float32Array.from(target.sample(count, { seed: 1 }).points.rows), [count, 2]);
    const noise = tf.tensor2d(Float32Array.from(target.sample(count, { seed: 2 }).base.rows), [count, dim]);
    const parameters = tf.variable(tf.tensor1d(Float32Array.from(fresh.parameters)));
    const optimizer = tf.train.adam(3e-3);
    const likelihood = (): Tensor => tf.neg(tf.mean(logProb(points, parameters as Tensor1D)));
    // Towards p ∝ exp(2 sin φ + cos φ).
    const reverse = (): Tensor => {
      const { points: drawn, logProb: density } = sample(noise, parameters as Tensor1D);
      const [c, s] = [tf.slice(drawn, [0, 0], [count, 1]), tf.slice(drawn, [0, 1], [count, 1])];
      return tf.sub(tf.mean(density), tf.mean(tf.add(tf.mul(2, s), c)));
    };
    const step = (loss: () => Tensor): number => {
      const value = optimizer.minimize(loss as never, true)!;
      const now = value.dataSync()[0]!;
      value.dispose();
      return now;
    };
    for (const [loss, steps] of [[likelihood, 700], [reverse, 300]] as const) {
      const before = step(loss);
      const held = tf.memory().numTensors;
      for (let at = 0; at < steps; at++) {
        step(loss);
        expect(tf.memory().numTensors).toBe(held);
      }
      expect(step(loss)).toBeLessThan(before - 0.1);
    }
    optimizer.dispose();
    for (const each of [points, noise, parameters]) each.dispose();
  });
});

describe.each(ways)("misuse and small cases, $backend, fused: $fused", ({ backend, fused }) => {
  beforeAll(() => use(backend));
  const given = flowTensors(tf, euclid(1).affine().given("s1"), { fused });
  const plain = flowTensors(tf, euclid(2).affine(), { fused });

  test("sizes are known", () => {
    expect(given).toMatchObject({ parameterCount: model(euclid(1).affine().given("s1")).parameters.length, ambient: 1, dim: 1, conditionAmbient: 2 });
    expect(plain).toMatchObject({ parameterCount: 8, ambient: 2, dim: 2, conditionAmbient: 0 });
  });

  test.each<readonly [string, () => unknown]>([
    ["This flow is given s1: pass the conditions [B, 2] as the last argument.", () => given.logProb(tf.zeros([3, 1]), tf.zeros([given.parameterCount]))],
    ["This flow is unconditional, but conditions were given.", () => plain.sample(tf.zeros([3, 2]), tf.zeros([8]), tf.zeros([3, 1]))],
    ["The input point is a tensor of shape [3,2], but one of shape [3,1] was given.", () => plain.logProb(tf.zeros([3, 1]), tf.zeros([8]))],
    ["The input parameters is a tensor of shape [8], but one of shape [7] was given.", () => plain.logProb(tf.zeros([3, 2]), tf.zeros([7]))],
  ])("%s", (sentence, act) => {
    expect(act).toThrow(sentence);
  });

  test("a constant density is one number per row, with a gradient of zeros", () => {
    const { logProb } = flowTensors(tf, otimes(circle(), sphere(2)), { fused });
    const rows = tf.tensor2d([[1, 0, 0, 0, 1], [0, 1, 1, 0, 0]]);
    expect(logProb(rows, tf.zeros([0])).arraySync()).toEqual(Array(2).fill(Math.fround(-Math.log(2 * Math.PI) - Math.log(4 * Math.PI))));
    expect(tf.grad((x) => tf.sum(logProb(x as Tensor2D, tf.zeros([0]))))(rows).arraySync()).toEqual([Array(5).fill(0), Array(5).fill(0)]);
    const point = flowTensors(tf, oplus(), { fused });
    expect(point.logProb(tf.zeros([3, 0]), tf.zeros([0])).arraySync()).toEqual([0, 0, 0]);
  });
});
