/**
 * What a conditional model is given: one point for all rows, or one per row. In types, the last argument of an
 * evaluation is absent without a condition and required with one; a flow of wide type may have either.
 */
import { DiffeoFault } from "../error.ts";
import type { Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";
import { one, isBatch } from "./single.ts";

/** One point for all rows, or one per row. */
export type Condition<C extends string> = Point<C> | Batch<C>;

/** The last argument of an evaluation: nothing without a condition, `{ given }` with one. */
export type Given<C extends string> = C extends "e0" ? readonly []
  : string extends C ? readonly [options?: { readonly given?: Condition<C> }]
  : readonly [options: { readonly given: Condition<C> }];

/** How to draw: a seed makes two draws equal. */
export type SampleOptions<C extends string> = C extends "e0" ? readonly [options?: { readonly seed?: number }]
  : string extends C ? readonly [options?: { readonly seed?: number; readonly given?: Condition<C> }]
  : readonly [options: { readonly seed?: number; readonly given: Condition<C> }];

/** The condition as a batch, checked against what the flow is conditioned on. */
export const conditionBatch = (condition: string, given: Condition<string> | undefined): Batch<string> | undefined => {
  if (given === undefined) {
    if (condition === "e0") return undefined;
    throw misfit("nothing", `a point or batch of ${condition}, as { given }`);
  }
  if (condition === "e0") throw misfit("one", "none, for this flow is unconditional");
  const many = isBatch(given) ? given : one<string>(condition, given);
  if (many.spec !== condition) throw misfit(`a batch of ${many.spec}`, `a batch of ${condition}`);
  return many;
};

/** The condition of every row, [count, conditionAmbient]. */
export const conditionRows = (condition: Batch<string> | undefined, count: number): Float64Array => {
  if (!condition) return new Float64Array(0);
  if (condition.count === count) return condition.rows;
  if (condition.count !== 1) throw misfit(`a batch of ${condition.count}`, `one point, or one for each of the ${count} rows`);
  return repeated(condition, count).rows;
};

/** Each row `times` times in a row. */
export const repeated = <S extends string>(batch: Batch<S>, times: number): Batch<S> => {
  const { ambient: width, rows, count } = batch;
  const to = new Float64Array(rows.length * times);
  for (let row = 0; row < count * times; row++) {
    const from = Math.floor(row / times) * width;
    for (let column = 0; column < width; column++) to[row * width + column] = rows[from + column]!;
  }
  return { ...batch, count: count * times, rows: to };
};

const misfit = (received: string, expected: string): DiffeoFault => new DiffeoFault({ tag: "NotOnManifold", path: ["the condition"], received, expected });
