/**
 * A small density with all that is awkward under TensorFlow.js: data-dependent branches, a lookup, a running sum, a
 * network, both normal tails, and a root with captured per-sample and uniform values.
 */
import type { Tensor } from "@tensorflow/tfjs";
import * as e from "../../../src/expr/index.ts";
import type { Expr } from "../../../src/expr/index.ts";
import { differentiable, type TensorOptions } from "../../../src/interpret/tfjs/index.ts";

const variable = (expr: Expr): Expr<"variable"> => expr as Expr<"variable">; // input and parameter make variables.

export const points: Expr<"variable"> = variable(e.input("points", [2]));
export const parameters: Expr<"variable"> = variable(e.parameter("parameters", [23]));
export const condition: Expr<"variable"> = variable(e.input("condition", [1]));

const cut = (start: number, ...shape: readonly number[]): Expr => e.reshape(e.slice(parameters, 0, start, e.size(shape)), shape);

const network = (x: Expr): Expr => e.apply(cut(12, 3, 3), e.tanh(e.add(e.apply(cut(3, 3, 3), x), cut(0, 3))));

const mixture = (() => {
  const [locations, weights] = [e.add(cut(3, 3), network(e.concat([points, condition]))), e.sub(cut(15, 3), e.logSumExp(cut(15, 3)))];
  const t = e.sub(e.unsqueeze(e.take(points, 0), 0), locations);
  return e.logNormalQuantile(e.logSumExp(e.add(weights, e.logSigmoid(t))));
})();

const lookup = (() => {
  const knots = e.cumsum(e.softplus(cut(4, 4)));
  const bin = e.sum(e.less(knots, e.unsqueeze(e.mul(4, e.sigmoid(e.take(points, 1))), 0)));
  return e.where(e.less(e.take(points, 1), 0), e.sin(e.take(points, 1)), e.gather(e.concat([knots, e.expand(9, [1])]), bin));
})();

const solved = e.root(
  (y) => e.sub(e.add(y, e.mul(e.exp(e.take(cut(9, 1), 0)), y, y, y)), e.add(e.take(points, 1), e.take(condition, 0))),
  { lower: e.reshape(e.sub(-9, e.square(e.take(points, 1))), []), upper: 50 },
).value;

/** A number per sample. */
export const logProb: Expr = e.add(e.mul(-0.5, e.square(mixture)), lookup, e.mul(solved, e.log1p(e.exp(mixture))), e.logNormalCdf(solved));

/** Two numbers per sample. */
export const image: Expr = e.stack([e.mul(solved, mixture), lookup]);

/** Numbers of the parameters alone. */
export const penalty: Expr = e.total(e.square(parameters));

export const inputs: readonly [Expr<"variable">, Expr<"variable">, Expr<"variable">] = [points, parameters, condition];

export const count = 7;
const scattered = (length: number, seed: number): Float32Array => Float32Array.from({ length }, (_, at) => Math.sin(12.9898 * (at + 1) + 78.233 * seed));
export const numbers: { readonly points: Float32Array; readonly parameters: Float32Array; readonly condition: Float32Array } = {
  points: scattered(2 * count, 1).map((x) => 2 * x),
  parameters: scattered(23, 2),
  condition: scattered(count, 3),
};

type TensorFlow = typeof import("@tensorflow/tfjs");

export const tensors = (tf: TensorFlow): readonly [Tensor, Tensor, Tensor] => [
  tf.tensor(numbers.points, [count, 2]),
  tf.tensor(numbers.parameters, [23]),
  tf.tensor(numbers.condition, [count, 1]),
];

export const gradients = (loss: Expr): readonly Expr[] => e.vjp([loss], [e.one], inputs);

const [score] = e.vjp([logProb], [e.one], [points]);

/** The square of ∂ log-density / ∂ point, summed: its gradient takes the second derivative. */
export const sharpness: Expr = e.batchSum(e.total(e.square(score!)));

/** The same in TensorFlow.js: a gradient of a gradient. */
export const sharpnessGradients = (tf: TensorFlow, options?: TensorOptions): readonly Tensor[] => {
  const f = differentiable(tf, [logProb], inputs, options);
  const [x, theta, c] = tensors(tf);
  const score = (x: Tensor, theta: Tensor): Tensor => tf.grad((points) => tf.sum(f(points, theta, c)[0]!))(x);
  return tf.grads(((x: Tensor, theta: Tensor) => tf.sum(tf.square(score(x, theta)))) as never)([x, theta]);
};

/** Gradients of the summed log-density with respect to every input. */
export const densityGradients = (tf: TensorFlow, options?: TensorOptions): readonly Tensor[] => {
  const f = differentiable(tf, [logProb], inputs, options);
  return tf.grads(((...xs: Tensor[]) => tf.sum(f(...xs)[0]!)) as never)([...tensors(tf)] as never);
};
