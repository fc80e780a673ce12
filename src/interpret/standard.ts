/** What computes where nothing else is asked for: kernels if the engine has vectors and may use them. One of each for the whole library. */
import { lazy } from "../lazy.ts";
import { hasSimd } from "./kernel/engine.ts";
import { kernel } from "./kernel/kernel.ts";
import type { Interpreter } from "./program.ts";
import { reference } from "./reference/reference.ts";

/** In float64. Programs of equal structure are compiled once, and all use the same threads. */
export const standard: () => Interpreter = lazy(() => (hasSimd() ? kernel({ precision: "float64" }) : reference));

/** In float32, for programs inside another library's: nothing where there are no kernels, for then that library computes. */
export const standardFloat32: () => Interpreter | undefined = lazy(() => (hasSimd() ? kernel({ precision: "float32" }) : undefined));
