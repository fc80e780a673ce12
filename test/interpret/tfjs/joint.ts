/**
 * A conditional joint flow whose samples need equations solved, and its numbers; what `flowTensors` should say of it
 * comes from the reference in float64.
 */
import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { batchSum, square, total, vjp, one, type Expr } from "../../../src/expr/index.ts";
import { evaluate, variables } from "../../../src/flow/elaborate.ts";
import type { AnyFlow } from "../../../src/flow/flow.ts";
import { parse } from "../../../src/flow/parse.ts";
import { program } from "../../../src/interpret/program.ts";
import { reference } from "../../../src/interpret/reference/reference.ts";
import { flowTensors } from "../../../src/interpret/tfjs/flow.ts";
import type { TensorOptions } from "../../../src/interpret/tfjs/index.ts";
import { model, type Model } from "../../../src/model/model.ts";
import { scattered } from "../../model/scattered.ts";

type TensorFlow = typeof import("@tensorflow/tfjs");

export interface Joint {
  readonly model: Model<string, string>;
  readonly count: number;
  readonly points: Float64Array;
  readonly base: Float64Array;
  readonly condition: Float64Array;
}

/** A flow away from its start, at some of its own points. */
export const joint = (flow: AnyFlow, count: number): Joint => {
  const fresh = model(flow as AnyFlow<string, string>);
  const own = fresh.withParameters(scattered(fresh.plan, fresh.parameters, 3, 0.1));
  const condition = flow.condition === "e0" ? undefined : model(parse(flow.condition as "e1", "x" as never)).sample(count, { seed: 5 }).points;
  const { points, base } = own.sample(condition ? 1 : count, { seed: 4, ...(condition && { given: condition as never }) });
  return { model: own, count, points: points.rows, base: base.rows, condition: condition?.rows ?? new Float64Array(0) };
};

/** Values and derivatives of the log-density in float64. */
export const wanted = ({ model: { plan, parameters }, points, condition, count }: Joint) => {
  const own = variables(plan);
  const { logProb } = evaluate(plan, own);
  const to = [own.point, own.parameters, ...(plan.conditionAmbient > 0 ? [own.condition] : [])];
  const gradients = vjp([logProb], [one], to);
  const sharpness = batchSum(total(square(gradients[0]!)));
  const seconds = vjp([sharpness], [one], to.slice(0, 2));
  const named = (name: string, list: readonly Expr[]) => list.map((each, at) => [`${name} ${at}`, each] as const);
  const outputs = Object.fromEntries([["logProb", logProb] as const, ...named("first", gradients), ...named("second", seconds)]);
  return reference.compile(program<string>(outputs))({ point: points, parameters, condition }, count);
};

/** The same through TensorFlow.js, on the backend that is set. */
export const computed = (
  tf: TensorFlow, { model: { flow, plan, parameters }, points, condition, count }: Joint, options?: TensorOptions,
): Readonly<Record<string, readonly number[]>> => {
  const { logProb } = flowTensors(tf, flow, options);
  const given = plan.conditionAmbient > 0 ? [tf.tensor2d(Float32Array.from(condition), [count, plan.conditionAmbient])] : [];
  const inputs: Tensor[] = [tf.tensor2d(Float32Array.from(points), [count, plan.ambient]), tf.tensor1d(Float32Array.from(parameters)), ...given];
  const density = (x: Tensor, theta: Tensor, c?: Tensor): Tensor1D => logProb(x as Tensor2D, theta as Tensor1D, c as Tensor2D);
  const first = tf.grads(((...xs: [Tensor, Tensor]) => tf.sum(density(...xs))) as never)(inputs as never);
  const score = (x: Tensor, theta: Tensor): Tensor => tf.grad((at) => tf.sum(density(at, theta, given[0])))(x);
  const second = tf.grads(((x: Tensor, theta: Tensor) => tf.sum(tf.square(score(x, theta)))) as never)(inputs.slice(0, 2) as never);
  const value = density(...(inputs as [Tensor, Tensor]));
  const read = (name: string, list: readonly Tensor[]) => list.map((each, at) => [`${name} ${at}`, Array.from(each.dataSync())] as const);
  const numbers = Object.fromEntries([["logProb", Array.from(value.dataSync())] as const, ...read("first", first), ...read("second", second)]);
  for (const each of [...inputs, ...first, ...second, value]) each.dispose();
  return numbers;
};

/** The largest difference, in units of one plus the largest number. */
export const apart = (want: ArrayLike<number>, got: ArrayLike<number>): number => {
  if (want.length !== got.length) return Infinity;
  const scale = 1 + Math.max(0, ...Array.from(want, Math.abs));
  return Math.max(0, ...Array.from(want, (value, at) => Math.abs(value - got[at]!) / scale));
};
