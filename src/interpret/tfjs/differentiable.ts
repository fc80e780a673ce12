/**
 * Expressions as a differentiable function of tensors. The value graph runs inside `customGrad`, and so does its
 * derivative: the graph made by our `vjp` is itself a differentiable function, built when it is first asked for, so that
 * gradients of gradients are right to any order. (TensorFlow.js differentiates twice wrongly through every operation
 * that saves its output; we save inputs only, and compute anew.)
 *
 * All tensors are explicit arguments, for a tensor that the function merely closed over would have no gradient.
 */
import { input, parameter, type Expr } from "../../expr/expr.ts";
import { vjp } from "../../expr/derivative.ts";
import { share } from "../../expr/share.ts";
import { call, type Tensor, type TensorFlow } from "./tensorflow.ts";
import { join, split, type Port } from "./pack.ts";
import { schedule } from "./schedule.ts";

/** One output: a value, and whether its tensor is one for all samples, `[...shape]`, or has a row each, `[B, ...shape]`. */
export interface Output {
  readonly value: Expr;
  readonly uniform: boolean;
}

/** From one tensor per input to one per output. Synchronous; safe in `tidy`, `grad`, `minimize`, with variables or not. */
export type Differentiable = (...inputs: readonly Tensor[]) => readonly Tensor[];

/**
 * `outputs` as a function of the variables `inputs`, in this order: a tensor `[B, ...shape]` for a per-sample variable
 * and `[...shape]` for a uniform one. The outputs have the same form.
 */
export const differentiable = (tf: TensorFlow, outputs: readonly Expr[], inputs: readonly Expr<"variable">[]): Differentiable =>
  build(tf, outputs.map((value) => ({ value, uniform: value.uniform })), inputs);

const build = (tf: TensorFlow, outputs: readonly Output[], inputs: readonly Expr[]): Differentiable => {
  const shared = share([...inputs, ...outputs.map(({ value }) => value)]);
  const [variables, values] = [shared.slice(0, inputs.length), shared.slice(inputs.length)];
  const run = schedule(values, variables);
  const ports = outputs.map(({ value: { shape }, uniform }): Port => ({ shape, uniform }));
  let gradient: Differentiable | undefined;

  const packed = tf.customGrad((...given) => {
    const save = given.pop() as (tensors: Tensor[]) => void;
    const tensors = given as Tensor[];
    const now = call(tf, countOf(tensors, variables));
    save(tensors);
    return {
      value: join(now, run(now, tensors), outputs.map(({ value }) => value), ports),
      gradFunc: (change: Tensor, saved: Tensor[]): Tensor[] => {
        gradient ??= derivative(tf, values, ports, variables);
        return [...gradient(...saved, ...split(now, change, ports))];
      },
    };
  });

  return (...tensors) => {
    const now = call(tf, countOf(tensors, variables));
    return tf.tidy(() => {
      const floats = tensors.map((tensor) => (tensor.dtype === "float32" ? tensor : tf.cast(tensor, "float32")));
      return [...split(now, packed(...floats), ports)];
    });
  };
};

/** The gradient of Σ ⟨cotangent, output⟩ as a function of the inputs and of one cotangent per output. */
const derivative = (tf: TensorFlow, values: readonly Expr[], ports: readonly Port[], inputs: readonly Expr[]): Differentiable => {
  const cotangents = ports.map(({ shape, uniform }, index) =>
    (uniform ? parameter : input)(`cotangent ${index} of a function of ${inputs.length}`, shape),
  );
  const gradients = vjp(values, cotangents, inputs);
  return build(tf, gradients.map((value, index) => ({ value, uniform: inputs[index]!.uniform })), [...inputs, ...cotangents]);
};

/** The number of samples, from the first axis of the per-sample tensors, which must agree; 1 if there are none. */
const countOf = (tensors: readonly Tensor[], variables: readonly Expr[]): number => {
  if (tensors.length !== variables.length) throw new RangeError(`${variables.length} tensors are wanted, but ${tensors.length} were given.`);
  const first = variables.findIndex((variable) => !variable.uniform);
  const count = first < 0 ? 1 : (tensors[first]!.shape[0] ?? 0);
  variables.forEach(({ attributes, shape, uniform }, index) => {
    const wanted = uniform ? shape : [count, ...shape];
    const got = tensors[index]!.shape;
    if (got.length !== wanted.length || got.some((length, axis) => length !== wanted[axis])) {
      const { name } = attributes as Expr<"variable">["attributes"];
      throw new RangeError(`The input ${name} is a tensor of shape [${wanted}], but one of shape [${got}] was given.`);
    }
  });
  return count;
};
