/** The kernel interpreter: programs as WebAssembly SIMD, in float32 or float64, on one thread or several. */
import type { Executable, Interpreter, Program } from "../program.ts";
import { cached } from "./cache.ts";
import { compile } from "./compile.ts";
import type { Precision } from "./elementary/index.ts";
import { hasFused } from "./engine.ts";
import { executable } from "./executable.ts";
import { defaultThreads, Heap } from "./heap.ts";

export interface KernelOptions {
  readonly precision: Precision;
  /**
   * Threads that share large batches, the calling one included. Default: as many as the machine runs at once, up to 8. A
   * page has them where it is cross-origin isolated, else one.
   */
  readonly threads?: number;
  /**
   * Multiplications and additions in one instruction, with one rounding, where the engine has relaxed SIMD. Default: true.
   * `false` gives the same bits on every engine.
   */
  readonly fused?: boolean;
}

export interface Kernel extends Interpreter {
  /** Ends the threads, which otherwise end with the process. A later call starts them again. */
  readonly close: () => void;
}

export const kernel = ({ precision, threads = defaultThreads(), fused = true }: KernelOptions): Kernel => {
  let heap: Heap | undefined;
  const ready = cached((program) => executable(program, compile(program, { precision, fused: fused && hasFused() }), (heap ??= new Heap(precision, threads))), ({ forget }) => forget());
  return {
    name: `kernel ${precision}`,
    precision,
    compile: <Output extends string>(program: Program<Output>): Executable<Output> => ready(program).run as Executable<Output>, // its outputs are the program's
    close: () => heap?.pool?.close(),
  };
};
