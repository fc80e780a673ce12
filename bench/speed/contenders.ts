/** What is compared. TensorFlow.js is loaded only when it is asked for, and computes operation by operation. */
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { kernel } from "../../src/interpret/kernel/index.ts";
import type { Interpreter } from "../../src/interpret/program.ts";
import { tfjsInterpreter } from "../../src/interpret/tfjs/interpreter.ts";

export interface Contender {
  readonly name: string;
  readonly threads: number;
  /** Only of kernels: the limit is for them. */
  readonly precision?: "float32" | "float64";
  readonly open: () => Promise<Opened>;
}

export interface Opened {
  readonly interpreter: Interpreter;
  /** Before it is used after another: TensorFlow.js has one backend at a time. */
  readonly enter: () => Promise<unknown>;
  /** Ends what the interpreter keeps running. */
  readonly close: () => void;
}

const kernelOn = (precision: "float32" | "float64", threads: number): Contender => ({
  name: `kernel ${precision}`,
  threads,
  precision,
  open: async () => {
    const interpreter = kernel({ precision, threads });
    return { interpreter, enter: async () => undefined, close: interpreter.close };
  },
});

const tfjsOn = (backend: "cpu" | "wasm"): Contender => ({
  name: `tfjs ${backend}`,
  threads: 1,
  open: async () => {
    const tf = await import("@tensorflow/tfjs");
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    tf.env().set("PROD", true);
    setWasmPaths(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm")) + sep);
    if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} does not start.`);
    return { interpreter: tfjsInterpreter(tf), enter: () => tf.setBackend(backend), close: () => undefined };
  },
});

export const contenders: readonly Contender[] = [
  kernelOn("float32", 1), kernelOn("float32", 2), kernelOn("float64", 1), kernelOn("float64", 2), tfjsOn("wasm"), tfjsOn("cpu"),
];

export const titleOf = ({ name, threads, precision }: Pick<Contender, "name" | "threads" | "precision">): string =>
  precision === undefined ? name : `${name}, ${threads} thread${threads === 1 ? "" : "s"}`;
