/**
 * What a flow is fitted to, and whether it can be: everything has as many rows as there are points, and weights are
 * weights. Rows of weight 0 are left out before anything is computed, for 0 · ∞ is no number.
 */
import { either } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import type { AnyFlow } from "../flow/flow.ts";
import type { Batch } from "../manifold/batch.ts";
import type { Rows } from "./rows.ts";
import { split, splitAt, type Split } from "./split.ts";

export interface FitData<S extends string> {
  readonly points: Batch<S>;
  /** One weight per row, not negative; equal by default. A row of weight 2 counts as two rows, one of weight 0 as none. */
  readonly weights?: ArrayLike<number>;
  /** One name per row; rows of one group are held out together. */
  readonly groups?: ArrayLike<string | number>;
  /** Rows to measure on, by index from 0, instead of a held-out share. */
  readonly heldOut?: ArrayLike<number>;
}

/** All rows, with weights of at most 1, and the indices of those that are trained on and held out. */
export interface TrainingData {
  readonly rows: Rows;
  readonly split: Split;
  /** Where each row stands in what the caller gave, where rows are not those of the caller. */
  readonly origin?: Int32Array;
}

const refuse = (received: string, expected: string): either.Either<DiffeoError, never> => either.left({ tag: "NotOnManifold", path: ["the training data"], received, expected });

/** The rows of the data, or the sentence that says why this flow cannot be fitted to them. */
export const rowsOf = (flow: AnyFlow, { points, weights, groups }: FitData<string>, given: Batch<string> | undefined): either.Either<DiffeoError, Rows> => {
  const { count } = points;
  if (flow.tree.tag === "rate") return refuse("points for a flow with a rate", "sets of events, as fitSets takes them");
  if (points.spec !== flow.space) return refuse(`points of ${points.spec}`, `points of ${flow.space}`);
  if (count === 0) return refuse("no rows", "at least one row");
  if (!given && flow.condition !== "e0") return refuse("no conditions", `a batch of ${flow.condition}, as { given }`);
  if (given && given.spec !== flow.condition) return refuse(`conditions of ${given.spec}`, flow.condition === "e0" ? "none, for this flow is unconditional" : `a batch of ${flow.condition}, as { given }`);
  for (const [name, length] of [["conditions", given?.count], ["weights", weights?.length], ["groups", groups?.length]] as const) {
    if (length !== undefined && length !== count) return refuse(`${length} ${name}`, `one for each of the ${count} points`);
  }
  const own = weights ? Float64Array.from(weights) : new Float64Array(count).fill(1);
  const bad = own.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (bad >= 0) return refuse(`${own[bad]} as the weight of row ${bad + 1}`, "a finite number that is not negative");
  const largest = own.reduce((most, weight) => Math.max(most, weight), 0);
  if (largest === 0) return refuse("weights that are all 0", "a positive weight");
  return either.right({ count, point: points.rows, condition: given?.rows ?? new Float64Array(0), weight: own.map((weight) => weight / largest) });
};

/** The same with its rows divided: as the data say, or a share drawn from the seed. */
export const trainingData = (
  flow: AnyFlow,
  data: FitData<string>,
  given: Batch<string> | undefined,
  { heldOut: share, seed }: { readonly heldOut: number; readonly seed: number },
): either.Either<DiffeoError, TrainingData> => {
  const { groups, heldOut, points: { count } } = data;
  const wrong = heldOut && Array.from(heldOut).find((row) => !(Number.isInteger(row) && row >= 0 && row < count));
  if (wrong !== undefined) return refuse(`${wrong} as a held-out row`, `whole numbers from 0 to ${count - 1}`);
  return either.chain((rows: Rows): either.Either<DiffeoError, TrainingData> => {
    const counting = Int32Array.from({ length: count }, (_, row) => row).filter((row) => rows.weight[row]! > 0);
    const parts = heldOut ? splitAt(counting, heldOut) : split(counting, share, seed, groups);
    return parts.train.length === 0 ? refuse("held-out rows that are all rows", "rows that are left to train on") : either.right({ rows, split: parts });
  })(rowsOf(flow, data, given));
};
