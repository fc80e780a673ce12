/** diffeo/tfjs: densities and samples as differentiable tensors of the caller's own TensorFlow.js. */
export { differentiable, type TensorOptions } from "./differentiable.ts";
export type { Differentiable } from "./function.ts";
export { tfjsInterpreter } from "./interpreter.ts";
export type { Tensor, TensorFlow } from "./tensorflow.ts";
export { flowTensors, type FlowTensors, type RateTensors } from "./flow.ts";
