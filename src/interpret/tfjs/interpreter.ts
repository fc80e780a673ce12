/**
 * Programs on TensorFlow.js, for plain numbers in and out: so that the laws can hold it against the reference. A program
 * in which tensors flow is `differentiable.ts`.
 */
import type { Executable, Interpreter, Outputs, Program } from "../program.ts";
import type { Expr } from "../../expr/expr.ts";
import { call, type TensorFlow } from "./tensorflow.ts";
import { fullShape } from "./broadcast.ts";
import { schedule } from "./schedule.ts";

/** An interpreter that computes with the caller's `tf`, on whichever backend is set when a program runs. */
export const tfjsInterpreter = (tf: TensorFlow): Interpreter => ({
  name: "tfjs",
  precision: "float32",
  compile: <Output extends string>(program: Program<Output>): Executable<Output> => {
    const names = Object.keys(program.outputs) as Output[];
    const { variables } = program;
    const run = schedule(names.map((name): Expr => program.outputs[name]), variables);
    return (inputs, count) => {
      const now = call(tf, count);
      const results = tf.tidy(() => {
        const tensors = variables.map((variable) =>
          tf.tensor(Float32Array.from(inputs[variable.attributes.name]!), fullShape(variable, count), "float32"),
        );
        return [...run(now, tensors)];
      });
      const numbers = results.map((tensor) => Float64Array.from(tensor.dataSync()));
      for (const each of results) each.dispose();
      return Object.fromEntries(names.map((name, index) => [name, numbers[index]!])) as Outputs<Output>;
    };
  },
});
