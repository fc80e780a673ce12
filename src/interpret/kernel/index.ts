export { kernel, type KernelOptions } from "./kernel.ts";
