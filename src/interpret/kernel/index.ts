export { compileKernel, type Arguments, type FlowKernel, type Rows, type Wanted } from "./flow.ts";
export { kernel, type Kernel, type KernelOptions } from "./kernel.ts";
export { compile, type CompileOptions, type Compiled } from "./compile.ts";
export { printStages } from "./print.ts";
