/**
 * A flow inside the caller's own TensorFlow.js program: its log-density and its samples as differentiable tensors, with
 * gradients for points, parameters and conditions. Parameters are one vector, such as a `tf.variable` made from
 * `model(flow).parameters`; of an amortized flow a row for every sample, such as the answer of the caller's own network.
 */
import type * as tensorflow from "@tensorflow/tfjs";
import type { Expr } from "../../expr/index.ts";
import { signatureOf, type AmortizedFlow } from "../../flow/amortize.ts";
import { evaluate, generate, logRate } from "../../flow/elaborate.ts";
import type { AnyFlow } from "../../flow/flow.ts";
import type { RatedFlow } from "../../flow/rate.ts";
import { lazy } from "../../lazy.ts";
import { differentiable, type TensorOptions } from "./differentiable.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** `P` is the tensor of parameters: [parameterCount] or, of an amortized flow, [B, parameterCount]. */
export interface FlowTensors<P extends tensorflow.Tensor = tensorflow.Tensor1D> {
  readonly parameterCount: number;
  /** Numbers in a point, in a base point and in a condition: the widths of the tensors below. */
  readonly ambient: number;
  readonly dim: number;
  readonly conditionAmbient: number;
  /** Points [B, ambient] → log-densities [B]. */
  readonly logProb: (points: tensorflow.Tensor2D, parameters: P, condition?: tensorflow.Tensor2D) => tensorflow.Tensor1D;
  /** Standard normal numbers [B, dim] → points [B, ambient] and their log-densities [B]: a reparametrised sample. */
  readonly sample: (
    base: tensorflow.Tensor2D,
    parameters: P,
    condition?: tensorflow.Tensor2D,
  ) => { readonly points: tensorflow.Tensor2D; readonly logProb: tensorflow.Tensor1D };
}

/** What a flow with a rate has beside. */
export interface RateTensors<P extends tensorflow.Tensor = tensorflow.Tensor1D> {
  /** log λ for every condition or row of parameters, [B]; [1] where neither has rows. */
  readonly logRate: (parameters: P, condition?: tensorflow.Tensor2D) => tensorflow.Tensor1D;
}

/**
 * A flow's functions on the backend that is set when they are called, which may change from call to call.
 *
 *     const { logProb } = flowTensors(tf, euclid(3).gauss(4));
 */
export function flowTensors(tf: TensorFlow, flow: RatedFlow<string, string>, options?: TensorOptions): FlowTensors & RateTensors;
export function flowTensors(tf: TensorFlow, flow: AmortizedFlow<RatedFlow<string, string>>, options?: TensorOptions): FlowTensors<tensorflow.Tensor2D> & RateTensors<tensorflow.Tensor2D>;
export function flowTensors(tf: TensorFlow, flow: AnyFlow, options?: TensorOptions): FlowTensors;
export function flowTensors(tf: TensorFlow, flow: AmortizedFlow, options?: TensorOptions): FlowTensors<tensorflow.Tensor2D>;
export function flowTensors(tf: TensorFlow, flow: AnyFlow | AmortizedFlow, options: TensorOptions = {}): FlowTensors<tensorflow.Tensor> & RateTensors<tensorflow.Tensor> {
  const { plan: own, inputs, given: parameters, parameterCount } = signatureOf(flow);
  const { base, condition, point } = inputs;
  const conditions = own.conditionAmbient > 0 ? [condition] : [];
  const over = (outputs: readonly Expr[], ...first: readonly Expr[]) => differentiable(tf, outputs, [...first, parameters, ...conditions] as Expr<"variable">[], options); // as they are made
  const density = over([evaluate(own, inputs).logProb], point);
  const made = generate(own, inputs);
  const draw = over([made.point, made.logProb], base);
  const rate = lazy(() => over([logRate(own, inputs)]));
  const given = (tensor: tensorflow.Tensor2D | undefined): readonly tensorflow.Tensor2D[] => {
    if (conditions.length === 0) {
      if (tensor) throw new RangeError("This flow is unconditional, but conditions were given.");
      return [];
    }
    if (!tensor) throw new RangeError(`This flow is given ${("tree" in flow ? flow : flow.flow).condition}: pass the conditions [B, ${own.conditionAmbient}] as the last argument.`);
    return [tensor];
  };
  return {
    parameterCount,
    ambient: own.ambient,
    dim: own.dim,
    conditionAmbient: own.conditionAmbient,
    // Ranks are known from the plan; TensorFlow.js types do not carry them through.
    logProb: (points, values, conditioned) => density(points, values, ...given(conditioned))[0] as tensorflow.Tensor1D,
    sample: (drawn, values, conditioned) => {
      const [points, logProb] = draw(drawn, values, ...given(conditioned));
      return { points: points as tensorflow.Tensor2D, logProb: logProb as tensorflow.Tensor1D };
    },
    logRate: (values, conditioned) => tf.tidy(() => tf.reshape(rate()(values, ...given(conditioned))[0]!, [-1]) as tensorflow.Tensor1D),
  };
}
