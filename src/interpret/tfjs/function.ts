/** What both ways to run a graph in the caller's program are given, and what each of them is. */
import type { Expr } from "../../expr/expr.ts";
import type { Port } from "./pack.ts";
import type { Call, Tensor } from "./tensorflow.ts";

/** From one tensor per input to one per output. Synchronous; safe in `tidy`, `grad`, `minimize`, with variables or not. */
export type Differentiable = (...inputs: readonly Tensor[]) => readonly Tensor[];

/** A function of tensors as a graph. */
export interface Formula {
  readonly variables: readonly Expr<"variable">[];
  /** The values of the outputs, and what form their tensors have. */
  readonly values: readonly Expr[];
  readonly ports: readonly Port[];
  /** The gradient of Σ ⟨cotangent, output⟩, as a function of the inputs and of one cotangent per output. */
  readonly gradient: () => Differentiable;
}

/** A formula at tensors of float32, whose shapes are right; the outputs are new tensors, and differentiable. */
export type Way = (call: Call, inputs: readonly Tensor[]) => readonly Tensor[];
