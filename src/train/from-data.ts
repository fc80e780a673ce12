/** A model before any training: the start values of a flow, with frames and layers fitted to data. */
import { unsafe } from "../error.ts";
import type { AnyFlow } from "../flow/flow.ts";
import type { Batch } from "../manifold/batch.ts";
import { model, type Model, type ModelOptions } from "../model/model.ts";
import { initialize } from "./initialize.ts";
import { rowsOf } from "./training-data.ts";

/** What `fit` starts from. With `affine` layers of full matrix alone it is the best Gaussian. Throws a `DiffeoFault` on points of another space. */
export const fromData = <S extends string, C extends string>(flow: AnyFlow<S, C>, points: Batch<NoInfer<S>>, options: ModelOptions & { readonly given?: Batch<NoInfer<C>> } = {}): Model<S, C> => {
  const start = model(flow, options);
  const rows = unsafe(rowsOf(flow, { points }, options.given));
  return start.withParameters(initialize(start.plan, start.parameters, rows, start.interpreter, options.seed ?? 0));
};
