/** What runs in the browser: every case on a backend of TensorFlow.js, and gradients of first and second order; numbers back. */
import * as tf from "@tensorflow/tfjs";
import { tfjsInterpreter } from "../../../src/interpret/tfjs/index.ts";
import { cases } from "./cases.ts";
import { densityGradients, sharpnessGradients } from "./composite.ts";
import { compute, type Numbers } from "./error.ts";
import { computed as computedFlow, joint } from "./joint.ts";
import { parse } from "../../../src/flow/parse.ts";

export interface Computed {
  readonly cases: readonly Numbers[];
  readonly first: readonly (readonly number[])[];
  readonly second: readonly (readonly number[])[];
  /** A joint flow: its log-density with first and second derivatives. */
  readonly flow: Readonly<Record<string, readonly number[]>>;
  /** Tensors that ten more gradients leave behind. */
  readonly left: number;
  /** Kernels of ours that run in a value and its gradient, and whether the backend knows them; then the same on cpu. */
  readonly fused: readonly (readonly [ran: number, known: boolean])[];
}

const kernelName = "DiffeoProgram";

const fusedOn = async (backend: string): Promise<readonly [number, boolean]> => {
  await tf.setBackend(backend);
  const engine = tf.engine();
  let ran = 0;
  const runKernel: typeof engine.runKernel = (name, ...rest) => {
    if (name === kernelName) ran++;
    return engine.runKernel(name, ...rest);
  };
  const counted = { ...tf, engine: () => Object.assign(Object.create(engine) as typeof engine, { runKernel }) };
  tf.tidy(() => void densityGradients(counted));
  return [ran, tf.getKernel(kernelName, backend) !== undefined];
};

const onBackend = async (backend: string): Promise<Computed> => {
  tf.env().set("PROD", true);
  // Small tensors would be handed to the processor, and nothing be learnt of the graphics.
  tf.env().set("WEBGL_CPU_FORWARD", false);
  if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} does not start.`);
  const read = (tensors: readonly tf.Tensor[]): readonly (readonly number[])[] => tensors.map((each) => Array.from(each.dataSync()));
  const numbers = cases.map((each) => Object.fromEntries(Object.entries(compute(each, tfjsInterpreter(tf))).map(([name, values]) => [name, Array.from(values)])));
  const [first, second] = [read(densityGradients(tf)), read(sharpnessGradients(tf))];
  const flow = computedFlow(tf, joint(parse("e2+s2", "g+n"), 4));
  const held = tf.memory().numTensors;
  for (let at = 0; at < 10; at++) tf.tidy(() => void densityGradients(tf));
  const left = tf.memory().numTensors - held;
  return { cases: numbers, first, second, flow, left, fused: [await fusedOn(backend), await fusedOn("cpu")] };
};

Object.assign(globalThis, { diffeo: { onBackend } });
