/**
 * A flow inside the caller's own TensorFlow.js program: its log-density and its samples as differentiable tensors, with
 * gradients for points, parameters and conditions. Parameters are one vector, such as a `tf.variable` made from
 * `model(flow).parameters`.
 */
import type * as tensorflow from "@tensorflow/tfjs";
import type { Expr } from "../../expr/expr.ts";
import { evaluate, generate, variables } from "../../flow/elaborate.ts";
import type { AnyFlow } from "../../flow/flow.ts";
import { plan } from "../../flow/plan.ts";
import { differentiable, type TensorOptions } from "./differentiable.ts";
import type { TensorFlow } from "./tensorflow.ts";

export interface FlowTensors {
  readonly parameterCount: number;
  /** Numbers in a point, in a base point and in a condition: the widths of the tensors below. */
  readonly ambient: number;
  readonly dim: number;
  readonly conditionAmbient: number;
  /** Points [B, ambient] → log-densities [B]. */
  readonly logProb: (points: tensorflow.Tensor2D, parameters: tensorflow.Tensor1D, condition?: tensorflow.Tensor2D) => tensorflow.Tensor1D;
  /** Standard normal numbers [B, dim] → points [B, ambient] and their log-densities [B]: a reparametrised sample. */
  readonly sample: (
    base: tensorflow.Tensor2D,
    parameters: tensorflow.Tensor1D,
    condition?: tensorflow.Tensor2D,
  ) => { readonly points: tensorflow.Tensor2D; readonly logProb: tensorflow.Tensor1D };
}

/**
 * A flow's functions on the backend that is set when they are called, which may change from call to call.
 *
 *     const { logProb } = flowTensors(tf, euclid(3).gauss(4));
 */
export const flowTensors = (tf: TensorFlow, flow: AnyFlow, options: TensorOptions = {}): FlowTensors => {
  const own = plan(flow.tree);
  const { base, condition, parameters, point } = variables(own) as { readonly [name in "base" | "condition" | "parameters" | "point"]: Expr<"variable"> };
  const conditions = own.conditionAmbient > 0 ? [condition] : [];
  const density = differentiable(tf, [evaluate(own, { point, condition, parameters }).logProb], [point, parameters, ...conditions], options);
  const made = generate(own, { base, condition, parameters });
  const draw = differentiable(tf, [made.point, made.logProb], [base, parameters, ...conditions], options);
  const given = (tensor: tensorflow.Tensor2D | undefined): readonly tensorflow.Tensor2D[] => {
    if (conditions.length === 0) {
      if (tensor) throw new RangeError("This flow is unconditional, but conditions were given.");
      return [];
    }
    if (!tensor) throw new RangeError(`This flow is given ${flow.condition}: pass the conditions [B, ${own.conditionAmbient}] as the last argument.`);
    return [tensor];
  };
  return {
    parameterCount: own.parameterCount,
    ambient: own.ambient,
    dim: own.dim,
    conditionAmbient: own.conditionAmbient,
    // Ranks are known from the plan; TensorFlow.js types do not carry them through.
    logProb: (points, values, conditioned) => density(points, values, ...given(conditioned))[0] as tensorflow.Tensor1D,
    sample: (drawn, values, conditioned) => {
      const [points, logProb] = draw(drawn, values, ...given(conditioned));
      return { points: points as tensorflow.Tensor2D, logProb: logProb as tensorflow.Tensor1D };
    },
  };
};
