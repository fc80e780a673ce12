/** What computes where nothing else is asked for: kernels in float64 if the engine has vectors and may use them, else the reference. */
import { lazy } from "../lazy.ts";
import { hasSimd } from "./kernel/engine.ts";
import { kernel } from "./kernel/kernel.ts";
import type { Interpreter } from "./program.ts";
import { reference } from "./reference/reference.ts";

/** One for the whole library: programs of equal structure are compiled once, and all use the same threads. */
export const standard: () => Interpreter = lazy(() => (hasSimd() ? kernel({ precision: "float64" }) : reference));
