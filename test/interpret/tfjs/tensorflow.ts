/** The TensorFlow.js of the tests in Node, silent, with the backends cpu and wasm. */
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

export { tf };

const require = createRequire(import.meta.url);
setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
tf.env().set("PROD", true);

export const backends = ["cpu", "wasm"] as const;

/** Both ways to run a graph, on every backend. */
export const ways = backends.flatMap((backend) => [{ backend, fused: true }, { backend, fused: false }] as const);

export const use = async (backend: string): Promise<void> => {
  if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} does not start.`);
};
