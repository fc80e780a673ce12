export { kernel, type KernelOptions } from "./kernel.ts";
export { compile, type Compiled } from "./compile.ts";
export { printStages } from "./print.ts";
