/**
 * Amortisation by the caller's own model: the parameters of a flow as an input of which every sample brings its own, so
 * that a network of any kind can answer with a whole density.
 *
 * What is emitted are the parameters that training moves. The frames of Euclidean blocks and conditions stay what they
 * are, for they are set from data once and have no gradient: those of the model that is amortized, or the plain units of
 * a fresh flow.
 */
import { concat, constant, input, parameter, size, slice, type Expr, type Shape } from "../expr/index.ts";
import type { Path } from "../error.ts";
import { variables, type Variables } from "./elaborate.ts";
import type { AnyFlow } from "./flow.ts";
import { plan, startParameters, type Plan } from "./plan.ts";

/** One tensor in an emitted vector. */
export interface LayoutEntry {
  /** Path of names, such as `["block 1", "layer 1 (affine)", "shift"]`. */
  readonly path: Path;
  readonly shape: Shape;
  /** Its first number in the vector; the others follow row-major. */
  readonly offset: number;
  /** Values to start from: the flow's own start or, of a model, what it has learned. */
  readonly start: Float64Array;
}

/** A flow whose parameters are given sample by sample. Made by `amortize`; `compileKernel`, `flowArrays` and `flowTensors` take it. */
export interface AmortizedFlow<F extends AnyFlow = AnyFlow> {
  readonly flow: F;
  readonly plan: Plan;
  /** The emitted vector as a table, without gap or overlap. */
  readonly layout: readonly LayoutEntry[];
  /** Numbers in an emitted vector. */
  readonly parameterCount: number;
  /** All start values end to end: what the last bias of an emitting network may start from. */
  readonly start: Float64Array;
  /** All parameters of the flow, of which the frames alone are read. */
  readonly frames: Float64Array;
}

/**
 * The flow with its parameters as an input per sample. Of a model, such as `fromData` makes, the frames are the model's
 * and its parameters the start.
 *
 *     const { layout, parameterCount, start } = amortize(flow);
 */
export const amortize = <F extends AnyFlow>(source: F | { readonly flow: F; readonly parameters: Float64Array }): AmortizedFlow<F> => {
  const flow = "flow" in source ? source.flow : source;
  const own = plan(flow.tree);
  const values = "flow" in source ? source.parameters : startParameters(own, 0);
  let next = 0;
  const layout = own.entries.filter(({ frozen }) => !frozen).map(({ path, shape, offset }): LayoutEntry => {
    const length = size(shape);
    next += length;
    return { path, shape, offset: next - length, start: values.slice(offset, offset + length) };
  });
  return { flow, plan: own, layout, parameterCount: next, start: Float64Array.from(layout.flatMap(({ start }) => Array.from(start))), frames: values.slice() };
};

/** What the programs of a flow read: `given` is the variable that its parameters come as, one for all or one per sample. */
export interface Signature {
  readonly plan: Plan;
  readonly inputs: Variables;
  readonly given: Expr;
  readonly parameterCount: number;
  readonly amortized: boolean;
}

export const signatureOf = (flow: AnyFlow | AmortizedFlow): Signature => {
  if ("tree" in flow) {
    const own = plan(flow.tree);
    const inputs = variables(own);
    return { plan: own, inputs, given: inputs.parameters, parameterCount: own.parameterCount, amortized: false };
  }
  const given = input("parameters", [flow.parameterCount]);
  return { plan: flow.plan, inputs: { ...variables(flow.plan), parameters: assembled(flow, given) }, given, parameterCount: flow.parameterCount, amortized: true };
};

/** The whole vector: the frames as constants, the rest from an emitted one. No reading crosses a border between entries, so it is never laid out. */
const assembled = ({ plan: { entries }, frames }: AmortizedFlow, emitted: Expr): Expr => {
  let next = 0;
  const parts = entries.map(({ frozen, shape, offset }) => {
    const length = size(shape);
    if (frozen) return constant(frames.subarray(offset, offset + length));
    next += length;
    return slice(emitted, 0, next - length, length);
  });
  return parts.length === 0 ? parameter("parameters", [0]) : concat(parts);
};
