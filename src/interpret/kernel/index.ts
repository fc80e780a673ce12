export { compileKernel, type FlowKernel } from "./flow.ts";
export type { Arguments, FlowArrays, RateArrays, Rows } from "../flow-arrays.ts";
export type { Wanted } from "../flow-formulas.ts";
export { kernel, type Kernel, type KernelOptions } from "./kernel.ts";
export { compile, type CompileOptions, type Compiled } from "./compile.ts";
export { printStages } from "./print.ts";
