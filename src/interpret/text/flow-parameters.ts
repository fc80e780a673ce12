/** The parameters of a model as a table: what each tensor is, where it lies in the flat vector, and its values. */
import type { Plan } from "../../flow/plan.ts";
import { size, type Shape } from "../../expr/index.ts";

export interface ParameterRow {
  /** Such as `block 2, layer 1 (moebius), centers`. */
  readonly path: string;
  readonly shape: Shape;
  readonly offset: number;
  /** Set from data before training and kept. */
  readonly frozen: boolean;
  /** Row-major; a view of the model's own vector. */
  readonly values: Float64Array;
}

/** One row per tensor, in the order of the vector. */
export const parameterTable = ({ plan, parameters }: { readonly plan: Plan; readonly parameters: Float64Array }): readonly ParameterRow[] =>
  plan.entries.map(({ path, shape, offset, frozen }) => ({
    path: path.join(", "),
    shape,
    offset,
    frozen,
    values: parameters.subarray(offset, offset + size(shape)),
  }));
