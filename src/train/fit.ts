/**
 * Maximum likelihood: fits a flow to points, by Adam on minibatches, from a start that already knows the data. The best
 * parameters on held-out rows are kept. Two runs with one seed are equal, and so is a run that went on from a checkpoint.
 */
import { either, type taskEither } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { encodeFlow } from "../flow/codec.ts";
import type { AnyFlow, Unrated } from "../flow/flow.ts";
import type { Interpreter } from "../interpret/program.ts";
import { standard } from "../interpret/standard.ts";
import type { Batch } from "../manifold/batch.ts";
import { model, type Model } from "../model/model.ts";
import { fingerprint, type Epoch } from "./checkpoint.ts";
import { initialize } from "./initialize.ts";
import { likelihood, type Part } from "./likelihood.ts";
import { fitSettings, parted, type FitSettings, type RunEnvironment } from "./options.ts";
import { gather } from "./rows.ts";
import { run, type Ending, type Outcome } from "./run.ts";
import type { Split } from "./split.ts";
import { trainingData, type FitData, type TrainingData } from "./training-data.ts";

export type { Ending } from "./run.ts";
export type { FitData } from "./training-data.ts";

/** With a condition, a point of it for every row. */
export type FitOptions<C extends string> = Partial<FitSettings> & RunEnvironment
  & (C extends "e0" ? object : string extends C ? { readonly given?: Batch<C> } : { readonly given: Batch<C> });

/** The last argument of `fit`: needed where there is a condition to give. */
type Options<C extends string> = C extends "e0" ? readonly [options?: FitOptions<C>]
  : string extends C ? readonly [options?: FitOptions<C>]
  : readonly [options: FitOptions<C>];

/** What a fit ends with; `M` is the kind of model. */
export interface Fitted<M> {
  /** With the parameters that were best on the held-out rows. */
  readonly model: M;
  readonly ending: Ending;
  /** Where the numbers left the finite ones, if the run diverged. */
  readonly failure?: DiffeoError;
  readonly history: readonly Epoch[];
  /** Mean log-likelihood in nats on the held-out rows (on all, if none were held out), at the best epoch; epoch 0 is the start. */
  readonly heldOut: number;
  readonly bestEpoch: number;
  readonly split: Split;
}

export interface Fit<S extends string, C extends string> extends Fitted<Model<S, C>> {}

/**
 * Fits a flow to points. A run that diverges or is aborted in its first epoch is an error; later, it ends with the best
 * parameters so far, and says so.
 *
 *     const { model, heldOut } = unsafe(await fit(flow, points, { epochs: 50, seed: 7 })());
 */
export const fit =
  <S extends string, C extends string>(flow: AnyFlow<S, C> & Unrated, data: Batch<NoInfer<S>> | FitData<NoInfer<S>>, ...[options]: Options<NoInfer<C>>): taskEither.TaskEither<DiffeoError, Fit<S, C>> => {
    const { given, ...rest } = (options ?? {}) as Partial<FitSettings> & RunEnvironment & { readonly given?: Batch<string> };
    return fitRows<Model<S, C>>((fresh) => model(flow, fresh), (settings) => trainingData(flow, "points" in data ? data : { points: data }, given, settings), rest);
  };

/** The run over rows of any kind: from options to data, from data to a run, from a run to a model. */
export const fitRows =
  <M extends Pick<Model<string, string>, "flow" | "interpreter" | "parameters" | "plan" | "programs"> & { readonly withParameters: (parameters: ArrayLike<number>) => unknown }>(
    modelOf: (options: { readonly interpreter: Interpreter; readonly seed: number }) => M,
    dataOf: (settings: FitSettings) => either.Either<DiffeoError, TrainingData>,
    options: Partial<FitSettings> & RunEnvironment,
  ): taskEither.TaskEither<DiffeoError, Fitted<M>> =>
  async () => {
    const { environment, rest } = parted(options);
    const { interpreter = standard() } = environment;
    const decoded = fitSettings(rest);
    if (either.isLeft(decoded)) return decoded;
    const settings = decoded.right;
    const prepared = dataOf(settings);
    if (either.isLeft(prepared)) return prepared;

    const { rows, split, origin } = prepared.right;
    const fresh = modelOf({ interpreter, seed: settings.seed });
    const part = (indices: Int32Array): Part => ({ indices: origin ? indices.map((row) => origin[row]!) : indices, rows: gather(rows, fresh.plan, indices) });
    const train = part(split.train);
    const objective = likelihood(fresh, settings, train, split.heldOut.length > 0 ? part(split.heldOut) : train);
    const done = await run(objective, settings, {
      fingerprint: fingerprint(
        [JSON.stringify(encodeFlow(fresh.flow)), JSON.stringify(settings), interpreter.name],
        [rows.point, rows.condition, rows.weight, Float64Array.from(split.heldOut), ...(rows.sets ? [rows.sets.event, rows.sets.exposure] : [])],
      ),
      parameters: () => (settings.initialize ? initialize(fresh.plan, fresh.parameters, train.rows, interpreter, settings.seed, settings.standardize) : fresh.parameters),
    }, environment);
    return either.map(({ best, ...outcome }: Outcome): Fitted<M> => ({
      // A model with other parameters is of its own kind.
      model: fresh.withParameters(best.parameters) as M, ...outcome, heldOut: best.heldOut, bestEpoch: best.epoch, split,
    }))(done);
  };
