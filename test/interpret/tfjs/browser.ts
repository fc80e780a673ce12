/** What runs in the browser: every case on a backend of TensorFlow.js, numbers back. */
import * as tf from "@tensorflow/tfjs";
import { tfjsInterpreter } from "../../../src/interpret/tfjs/index.ts";
import { cases } from "./cases.ts";
import { compute, type Numbers } from "./error.ts";

const onBackend = async (backend: string): Promise<readonly Numbers[]> => {
  tf.env().set("PROD", true);
  // Small tensors would be handed to the processor, and nothing be learnt of the graphics.
  tf.env().set("WEBGL_CPU_FORWARD", false);
  if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} does not start.`);
  return cases.map((each) => Object.fromEntries(Object.entries(compute(each, tfjsInterpreter(tf))).map(([name, values]) => [name, Array.from(values)])));
};

Object.assign(globalThis, { diffeo: { onBackend } });
