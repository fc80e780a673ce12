/** Float64 and float32 as the laws name them: an interpreter, and the size of its rounding. */
import type { Interpreter } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";

export interface Precision {
  readonly name: Interpreter["precision"];
  readonly interpreter: Interpreter;
  readonly epsilon: number;
}

export const float64: Precision = { name: "float64", interpreter: reference, epsilon: 2 ** -52 };
export const float32: Precision = { name: "float32", interpreter: reference32, epsilon: 2 ** -23 };
