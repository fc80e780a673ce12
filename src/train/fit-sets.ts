/**
 * Maximum likelihood of a Poisson process: fits a flow with a rate to sets of events by the extended likelihood
 * Σ (log λ + log p) − λ · exposure. All that `fit` has is here too; what is held out, weighted and averaged are sets.
 */
import { either, type taskEither } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import type { RatedFlow } from "../flow/rate.ts";
import { select, type Batch } from "../manifold/batch.ts";
import { eventRows, setsMisfit, type EventSets } from "../model/event-sets.ts";
import { model, type RatedModel } from "../model/model.ts";
import { fitRows, type FitOptions, type Fitted } from "./fit.ts";
import type { RunEnvironment, FitSettings } from "./options.ts";
import { trainingData, type TrainingData } from "./training-data.ts";

/** Weights, groups and held-out indices are those of sets. With a condition, `given` has a point of it for every set. */
export interface SetData<S extends string> extends EventSets<S> {
  /** One weight per set, not negative; equal by default. */
  readonly weights?: ArrayLike<number>;
  /** One name per set; sets of one group are held out together. */
  readonly groups?: ArrayLike<string | number>;
  /** Sets to measure on, by index from 0, instead of a held-out share. */
  readonly heldOut?: ArrayLike<number>;
}

/** The last argument of `fitSets`: needed where there is a condition to give. */
type Options<C extends string> = C extends "e0" ? readonly [options?: FitOptions<C>]
  : string extends C ? readonly [options?: FitOptions<C>]
  : readonly [options: FitOptions<C>];

/** Log-likelihoods are means over sets, and `split` says which sets were held out. */
export interface SetFit<S extends string, C extends string> extends Fitted<RatedModel<S, C>> {}

/**
 * Fits a flow with a rate to sets of events, those without events included.
 *
 *     const { model } = unsafe(await fitSets(withRate(euclid(2).gauss(2)), { points, counts: [3, 0, 5] })());
 *     Math.exp(model.logRate());   // the expected number of events
 */
export const fitSets =
  <S extends string, C extends string>(flow: RatedFlow<S, C>, data: SetData<NoInfer<S>>, ...[options]: Options<NoInfer<C>>): taskEither.TaskEither<DiffeoError, SetFit<S, C>> =>
  async () => {
    const { given, ...rest } = (options ?? {}) as Partial<FitSettings> & RunEnvironment & { readonly given?: Batch<string> };
    const fitted = await fitRows<RatedModel<S, C>>((fresh) => model(flow, fresh), (settings) => setTrainingData(flow, data, given, settings), rest)();
    return either.map((done: SetFit<S, C>): SetFit<S, C> => {
      const { set } = eventRows(data);
      const setsOf = (rows: Int32Array): Int32Array => Int32Array.from(new Set(Array.from(rows, (row) => set[row]!)));
      return { ...done, split: { train: setsOf(done.split.train), heldOut: setsOf(done.split.heldOut) } };
    })(fitted);
  };

/** Sets as rows, or the sentence that says why this flow cannot be fitted to them. */
const setTrainingData = (
  flow: RatedFlow<string, string>,
  data: SetData<string>,
  given: Batch<string> | undefined,
  settings: Pick<FitSettings, "heldOut" | "seed">,
): either.Either<DiffeoError, TrainingData> => {
  const { points, counts, weights, groups, heldOut } = data;
  const sets = counts.length;
  const misfit = setsMisfit(data, given) ?? [["weights", weights], ["groups", groups]].flatMap(([name, each]) =>
    each && each.length !== sets ? [{ received: `${each.length} ${String(name)}`, expected: `one for each of the ${sets} sets` }] : [])[0];
  if (misfit) return refuse(misfit.received, misfit.expected);
  if (points.count === 0) return refuse("sets without any event", "at least one event");
  const wrong = heldOut && Array.from(heldOut).find((set) => !(Number.isInteger(set) && set >= 0 && set < sets));
  if (wrong !== undefined) return refuse(`${wrong} as a held-out set`, `whole numbers from 0 to ${sets - 1}`);
  const { count: _, set, point, ...columns } = eventRows(data);
  const measured = heldOut && new Set(Array.from(heldOut));
  const rows = {
    points: select(points, point),
    groups: Array.from(set, (each) => groups?.[each] ?? each),
    ...(weights && { weights: Array.from(set, (each) => weights[each]!) }),
    ...(measured && { heldOut: Array.from(set.keys()).filter((row) => measured.has(set[row]!)) }),
  };
  return either.map((prepared: TrainingData): TrainingData => ({ ...prepared, rows: { ...prepared.rows, sets: columns }, origin: point }))(
    trainingData({ space: flow.space, condition: flow.condition, tree: flow.tree.body }, rows, given && select(given, set), settings));
};

const refuse = (received: string, expected: string): either.Either<DiffeoError, never> => either.left({ tag: "NotOnManifold", path: ["the training data"], received, expected });
