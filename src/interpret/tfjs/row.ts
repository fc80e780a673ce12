/** What a row of the lowering table is: an operation, looked at once, as a function of tensors. */
import type { Expr, Op } from "../../expr/expr.ts";
import type { Call, Tensor } from "./tensorflow.ts";

/** From the tensors of the arguments to a new tensor, [B, ...shape] for a per-sample node, [...shape] for a uniform one. */
export type Lowered = (call: Call, args: readonly Tensor[]) => Tensor;

/** From the tensors of some given nodes to those of the outputs; new ones, the caller's to dispose. */
export type Run = (call: Call, given: readonly Tensor[]) => readonly Tensor[];

/** Makes a graph runnable: an operation with a body needs it for the body. */
export type Schedule = (outputs: readonly Expr[], given: readonly Expr[]) => Run;

export type Row<O extends Op = Op> = (node: Expr<O>, schedule: Schedule) => Lowered;
