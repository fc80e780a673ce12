/**
 * Expressions as a differentiable function of tensors. The gradient made by our `vjp` is itself such a function, built
 * when it is first asked for, so that gradients of gradients are right to any order.
 *
 * All tensors are explicit arguments, for a tensor that the function merely closed over would have no gradient.
 */
import { input, is, parameter, type Expr } from "../../expr/expr.ts";
import { vjp } from "../../expr/derivative.ts";
import { topological } from "../../expr/graph.ts";
import { share } from "../../expr/share.ts";
import { lazy } from "../../lazy.ts";
import { standardFloat32 } from "../standard.ts";
import { composed } from "./composed.ts";
import type { Differentiable } from "./function.ts";
import { fused } from "./fused.ts";
import type { Port } from "./pack.ts";
import { call, type Tensor, type TensorFlow } from "./tensorflow.ts";

export interface TensorOptions {
  /**
   * Whether every evaluation and every gradient is one kernel of its own, where that can be: on the backends cpu and
   * wasm, in engines with WebAssembly SIMD. Elsewhere, and without it, they are operations of TensorFlow.js. Default: true.
   */
  readonly fused?: boolean;
}

/** One output: a value, and whether its tensor is one for all samples, `[...shape]`, or has a row each, `[B, ...shape]`. */
interface Output {
  readonly value: Expr;
  readonly uniform: boolean;
}

/**
 * `outputs` as a function of the variables `inputs`, in this order: a tensor `[B, ...shape]` for a per-sample variable
 * and `[...shape]` for a uniform one. The outputs have the same form.
 */
export const differentiable = (
  tf: TensorFlow, outputs: readonly Expr[], inputs: readonly Expr<"variable">[], options: TensorOptions = {},
): Differentiable => build(tf, outputs.map((value) => ({ value, uniform: value.uniform })), inputs, options);

const build = (tf: TensorFlow, outputs: readonly Output[], inputs: readonly Expr<"variable">[], options: TensorOptions): Differentiable => {
  const shared = share([...inputs, ...outputs.map(({ value }) => value)]);
  const [variables, values] = [shared.slice(0, inputs.length) as Expr<"variable">[], shared.slice(inputs.length)]; // a variable stays one
  const stray = topological(values).find((node) => is(node, "variable") && !variables.includes(node));
  if (stray) throw new RangeError(`The outputs depend on the variable ${(stray as Expr<"variable">).attributes.name}, which is not among the inputs.`);
  const ports = outputs.map(({ value: { shape }, uniform }): Port => ({ shape, uniform }));
  const formula = { variables, values, ports, gradient: lazy(() => derivative(tf, values, ports, variables, options)) };
  const byOperations = composed(tf, formula);
  const kernels = options.fused === false ? undefined : standardFloat32();
  const byKernel = kernels && fused(tf, formula, kernels);

  return (...tensors) => {
    const now = call(tf, countOf(tensors, variables));
    const way = now.backend.open && byKernel ? byKernel : byOperations;
    return tf.tidy(() => [...way(now, tensors.map((tensor) => (tensor.dtype === "float32" ? tensor : tf.cast(tensor, "float32"))))]);
  };
};

/** The gradient of Σ ⟨cotangent, output⟩ as a function of the inputs and of one cotangent per output. */
const derivative = (
  tf: TensorFlow, values: readonly Expr[], ports: readonly Port[], inputs: readonly Expr<"variable">[], options: TensorOptions,
): Differentiable => {
  const cotangents = ports.map(({ shape, uniform }, index) =>
    (uniform ? parameter : input)(`cotangent ${index} of a function of ${inputs.length}`, shape) as Expr<"variable">, // as these make
  );
  const gradients = vjp(values, cotangents, inputs);
  return build(tf, gradients.map((value, index) => ({ value, uniform: inputs[index]!.uniform })), [...inputs, ...cotangents], options);
};

/** The number of samples, from the first axis of the per-sample tensors, which must agree; 1 if there are none. */
const countOf = (tensors: readonly Tensor[], variables: readonly Expr<"variable">[]): number => {
  if (tensors.length !== variables.length) throw new RangeError(`${variables.length} tensors are wanted, but ${tensors.length} were given.`);
  const first = variables.findIndex((variable) => !variable.uniform);
  const count = first < 0 ? 1 : (tensors[first]!.shape[0] ?? 0);
  variables.forEach(({ attributes: { name }, shape, uniform }, index) => {
    if (tensors[index]!.isDisposed) throw new RangeError(`The input ${name} is a tensor that has been disposed.`);
    const wanted = uniform ? shape : [count, ...shape];
    const got = tensors[index]!.shape;
    if (got.length !== wanted.length || got.some((length, axis) => length !== wanted[axis])) {
      throw new RangeError(`The input ${name} is a tensor of shape [${wanted}], but one of shape [${got}] was given.`);
    }
  });
  return count;
};
