/** A flow as functions of typed arrays, compiled to WebAssembly. */
import { signatureOf, type AmortizedFlow } from "../../flow/amortize.ts";
import type { AnyFlow } from "../../flow/flow.ts";
import { flowArrays, type FlowArrays, type RateArrays, type WithRate } from "../flow-arrays.ts";
import { formulasOf } from "../flow-formulas.ts";
import { program } from "../program.ts";
import { compile } from "./compile.ts";
import { hasFused } from "./engine.ts";
import { kernel, type KernelOptions } from "./kernel.ts";
import { printStages } from "./print.ts";

export interface FlowKernel extends FlowArrays {
  /** What the compiler makes of one of these functions, stage by stage, to be read. */
  readonly stages: (of: "logProb" | "gradient" | "inverse" | "forward") => string;
  /** Ends the threads of this compilation. */
  readonly close: () => void;
}

/**
 * Compiles a flow, or an amortized one. Each function is compiled when it is first called; a point outside its manifold
 * is not refused here.
 *
 *     const { logProb } = compileKernel(euclid(3).gauss(4), { precision: "float32" });
 */
export function compileKernel(flow: WithRate, options: KernelOptions): FlowKernel & RateArrays;
export function compileKernel(flow: AnyFlow | AmortizedFlow, options: KernelOptions): FlowKernel;
export function compileKernel(flow: AnyFlow | AmortizedFlow, options: KernelOptions): FlowKernel {
  const by = kernel(options);
  return {
    ...flowArrays(flow, by),
    stages: (of) => {
      const formulas = formulasOf(signatureOf(flow));
      const outputs = of === "gradient" ? formulas.gradient(["parameters"]) : formulas[of]();
      return printStages(compile(program(outputs), { ...options, fused: options.fused !== false && hasFused() }));
    },
    close: by.close,
  };
}
