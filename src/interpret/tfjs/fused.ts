/**
 * A formula as one kernel of TensorFlow.js, on backends whose memory we can reach: compiled by our own interpreter when
 * it first runs, in float32. Its gradient is another such kernel. Both compute from saved inputs alone, so gradients of
 * gradients are right; and a registered gradient, unlike `customGrad`, knows of several outputs, which need no packing.
 *
 * What is registered with TensorFlow.js knows nothing: what to compute, and how to differentiate it, comes with each call
 * as an attribute. The registry belongs to the page, not to one copy of TensorFlow.js or of this library, and so all
 * copies can use what the first of them has registered.
 */
import type * as umbrella from "@tensorflow/tfjs";
import { input, parameter, size, type Expr } from "../../expr/expr.ts";
import { substitute } from "../../expr/graph.ts";
import { lazy } from "../../lazy.ts";
import { program, type Interpreter } from "../program.ts";
import { fullShape } from "./broadcast.ts";
import type { Formula, Way } from "./function.ts";
import type { Tensor, TensorFlow } from "./tensorflow.ts";

const kernelName = "DiffeoProgram";

/** What the backends cpu and wasm have in common, and how wasm shows its numbers without a copy. */
interface Memory {
  readonly readSync: (dataId: object) => Float32Array;
  readonly write: (values: Float32Array, shape: readonly number[], dtype: "float32") => object;
  readonly getMemoryOffset?: (dataId: object) => number;
  readonly typedArrayFromHeap?: (info: umbrella.TensorInfo) => Float32Array;
}

/** One call, as it travels through the attributes. */
interface Evaluation {
  readonly compute: (inputs: readonly umbrella.TensorInfo[], memory: Memory) => umbrella.TensorInfo[];
  readonly differentiate: (inputs: readonly Tensor[], changes: readonly Tensor[]) => readonly Tensor[];
}

export const fused = (tf: TensorFlow, { variables, values, ports, gradient }: Formula, interpreter: Interpreter): Way => {
  const run = lazy(() => interpreter.compile(program(numbered(values, variables))));
  const differentiate: Evaluation["differentiate"] = (inputs, changes) => gradient()(...inputs, ...changes);

  const compute = (count: number): Evaluation["compute"] => (inputs, memory) => {
    // A tensor of another backend moves here when it is first asked for. The memory of wasm may then grow, and views of it
    // be lost: they are taken when all have moved, and read before there are outputs.
    for (const { dataId } of inputs) memory.getMemoryOffset?.(dataId);
    const numbers = inputs.map((info) => memory.typedArrayFromHeap?.(info) ?? memory.readSync(info.dataId));
    const results = run()(Object.fromEntries(numbers.entries()), count);
    return ports.map((port, index): umbrella.TensorInfo => {
      const shape = fullShape(port, count);
      return { dataId: memory.write(repeated(results[index]!, size(shape)), shape, "float32"), shape, dtype: "float32" };
    });
  };

  return ({ count }, inputs) => {
    register(tf, tf.getBackend());
    const evaluation: Evaluation = { compute: compute(count), differentiate };
    // Typed for named tensors and attributes of plain data; arrays and other attributes pass through unseen.
    return tf.engine().runKernel<Tensor[]>(kernelName, inputs as never, { evaluation } as never);
  };
};

/** Numbers in float32; a value that is the same for all samples fills the rows of all. */
const repeated = (values: Float64Array, length: number): Float32Array => {
  if (values.length === length) return new Float32Array(values);
  const rows = new Float32Array(length);
  for (let start = 0; start < length; start += values.length) rows.set(values, start);
  return rows;
};

/** Outputs by number, of variables by number: two variables may have one name. */
const numbered = (values: readonly Expr[], variables: readonly Expr[]): { readonly [at: number]: Expr } => {
  const own = variables.map((variable, at) => [variable, (variable.uniform ? parameter : input)(`${at}`, variable.shape)] as const);
  return { ...substitute(values, new Map(own)) };
};

const register = (tf: TensorFlow, backendName: string): void => {
  if (!tf.getKernel(kernelName, backendName)) {
    tf.registerKernel({
      kernelName, backendName,
      kernelFunc: ({ inputs, backend, attrs }) => evaluationOf(attrs).compute(inputs as never, backend as Memory), // the array passed above
    });
  }
  if (!tf.getGradient(kernelName)) {
    tf.registerGradient({
      kernelName,
      saveAllInputs: true,
      gradFunc: (change, saved, attrs) => {
        // At once for all inputs: what the functions returned here make is disposed input by input.
        const gradients = evaluationOf(attrs).differentiate(saved, Array.isArray(change) ? change : [change]);
        return Object.fromEntries(gradients.map((each, at) => [at, () => each]));
      },
    });
  }
};

const evaluationOf = (attributes: object | undefined): Evaluation => (attributes as { readonly evaluation: Evaluation }).evaluation; // as passed above
