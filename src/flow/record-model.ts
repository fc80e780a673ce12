/** A model over rows: the density and samples of a record's flow, with rows in and rows out. */
import { either } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import type { Batch } from "../manifold/batch.ts";
import type { AnyFlow } from "./flow.ts";

/** What is needed of a model. Structural, for flows know nothing of models. */
export interface RowsEvaluator {
  readonly flow: AnyFlow;
  logProb(points: Batch<string>, ...given: never): Float64Array;
  sample(count: number, ...options: never): { readonly points: Batch<string>; readonly logProb: Float64Array };
}

/** What a model's `logProb` takes after the points. */
export type GivenOf<M extends RowsEvaluator> = M extends { logProb(points: Batch<string>, ...given: infer G extends readonly unknown[]): Float64Array } ? G : never;

/** What a model's `sample` takes after the count. */
export type DrawOf<M extends RowsEvaluator> = Parameters<M["sample"]> extends readonly [number, ...infer O] ? O : never;

/** Samples in the order of drawing. */
export interface SampledRows<R> {
  readonly rows: readonly R[];
  /** log-density of each row, in nats. */
  readonly logProb: Float64Array;
}

export class RowModel<R, M extends RowsEvaluator> {
  readonly model: M;
  private readonly batch: (rows: readonly R[]) => either.Either<DiffeoError, Batch<string>>;
  private readonly rows: (batch: Batch<string>) => readonly R[];

  constructor(model: M, batch: (rows: readonly R[]) => either.Either<DiffeoError, Batch<string>>, rows: (batch: Batch<string>) => readonly R[]) {
    this.model = model;
    this.batch = batch;
    this.rows = rows;
  }

  /** log-densities in nats, or the sentence that names row and field. Takes `{ given }` where the flow has a condition. */
  logProb(rows: readonly R[], ...given: GivenOf<M>): either.Either<DiffeoError, Float64Array> {
    // The model's own type has checked the arguments.
    return either.map((points: Batch<string>) => this.model.logProb(points, ...(given as never)))(this.batch(rows));
  }

  /** `count` independent rows, as `Model.sample` draws points. */
  sample(count: number, ...options: DrawOf<M>): SampledRows<R> {
    const { points, logProb } = this.model.sample(count, ...(options as never));
    return { rows: this.rows(points), logProb };
  }
}
