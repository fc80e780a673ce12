/** The part of the engine's `WebAssembly` object that is used; the library compiles without the types of browsers. */
import { lazy } from "../../lazy.ts";
import { Module as Assembly } from "./wasm/module.ts";
import { floatLanes } from "./wasm/opcodes.ts";

export interface Instance {
  readonly exports: { readonly [name: string]: unknown };
}

export interface Memory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  readonly grow: (pages: number) => number;
}

interface Engine {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum?: number; readonly shared?: boolean }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => Instance;
}

const engine = (): Engine => (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly;

export const moduleOf = (bytes: Uint8Array<ArrayBuffer>): object => new (engine().Module)(bytes);

export const instanceOf = (module: object, memory: Memory): Instance => new (engine().Instance)(module, { env: { memory } });

export const memoryOf = (pages: number): Memory => new (engine().Memory)({ initial: pages });

export const sharedMemoryOf = (pages: number, most: number): Memory => new (engine().Memory)({ initial: pages, maximum: most, shared: true });

/**
 * Whether the engine takes a function that computes one vector from others by this instruction. It is compiled, since a
 * page may have an engine and not be allowed to use it.
 */
const takes = (instruction: number, operands: number): boolean => {
  const probe = new Assembly();
  const { code } = probe.define(Array.from({ length: operands }, () => "v128" as const), ["v128"]);
  for (let at = 0; at < operands; at++) code.get(at);
  code.lanes(instruction);
  try {
    moduleOf(probe.encode({ pages: 0 }));
    return true;
  } catch {
    return false;
  }
};

/** Vectors of 128 bits: without them there are no kernels. */
export const hasSimd = lazy(() => takes(floatLanes.float64.add, 2));

/** Multiplication and addition in one instruction (relaxed SIMD). */
export const hasFused = lazy(() => takes(floatLanes.float64.madd, 3));
