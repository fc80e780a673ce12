/**
 * A formula operation by operation, on any backend. It runs inside `customGrad`, which saves the inputs and computes anew:
 * TensorFlow.js differentiates twice wrongly through every operation that saves its output.
 */
import { lazy } from "../../lazy.ts";
import type { Formula, Way } from "./function.ts";
import { join, split } from "./pack.ts";
import { schedule } from "./schedule.ts";
import { call, type Tensor, type TensorFlow } from "./tensorflow.ts";

export const composed = (tf: TensorFlow, { variables, values, ports, gradient }: Formula): Way => {
  const run = lazy(() => schedule(values, variables));
  const packed = (count: number) => tf.customGrad((...given) => {
    const save = given.pop() as (tensors: Tensor[]) => void;
    const tensors = given as Tensor[];
    const now = call(tf, count);
    save(tensors);
    return {
      value: join(now, run()(now, tensors), values, ports),
      gradFunc: (change: Tensor, saved: Tensor[]): Tensor[] => [...gradient()(...saved, ...split(call(tf, count), change, ports))],
    };
  });
  return (now, tensors) => split(now, packed(now.count)(...tensors), ports);
};
