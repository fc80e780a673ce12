/** A model before any training: the start values of a flow, with frames and layers fitted to data. */
import type { Flow } from "../flow/flow.ts";
import type { Batch } from "../manifold/batch.ts";
import { model, type Model, type ModelOptions } from "../model/model.ts";
import { initialize } from "./initialize.ts";

/** What `fit` starts from. With `affine` layers of full matrix alone it is the best Gaussian. */
export const fromData = <S extends string, C extends string>(flow: Flow<S, C>, points: Batch<NoInfer<S>>, options: ModelOptions & { readonly given?: Batch<NoInfer<C>> } = {}): Model<S, C> => {
  const start = model(flow, options);
  const data = { count: points.count, points: points.rows, given: options.given?.rows ?? new Float64Array(0), weights: new Float64Array(points.count).fill(1) };
  return start.withParameters(initialize(start.plan, start.parameters, data, start.interpreter, options.seed ?? 0));
};
