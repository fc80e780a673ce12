/**
 * Maximum likelihood: fits a flow to points, by Adam on minibatches, from a start that already knows the data. The best
 * parameters on held-out rows are kept. Two runs with one seed are equal, and so is a run that went on from a checkpoint.
 */
import { either, type taskEither } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { encodeFlow } from "../flow/codec.ts";
import type { AnyFlow } from "../flow/flow.ts";
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
import { trainingData, type FitData } from "./training-data.ts";

export type { Ending } from "./run.ts";
export type { FitData } from "./training-data.ts";

/** With a condition, a point of it for every row. */
export type FitOptions<C extends string> = Partial<FitSettings> & RunEnvironment
  & (C extends "e0" ? object : string extends C ? { readonly given?: Batch<C> } : { readonly given: Batch<C> });

/** The last argument of `fit`: needed where there is a condition to give. */
type Options<C extends string> = C extends "e0" ? readonly [options?: FitOptions<C>]
  : string extends C ? readonly [options?: FitOptions<C>]
  : readonly [options: FitOptions<C>];

export interface Fit<S extends string, C extends string> {
  /** With the parameters that were best on the held-out rows. */
  readonly model: Model<S, C>;
  readonly ending: Ending;
  /** Where the numbers left the finite ones, if the run diverged. */
  readonly failure?: DiffeoError;
  readonly history: readonly Epoch[];
  /** Mean log-likelihood in nats on the held-out rows (on all, if none were held out), at the best epoch; epoch 0 is the start. */
  readonly heldOut: number;
  readonly bestEpoch: number;
  readonly split: Split;
}

/**
 * Fits a flow to points. A run that diverges or is aborted in its first epoch is an error; later, it ends with the best
 * parameters so far, and says so.
 *
 *     const { model, heldOut } = unsafe(await fit(flow, points, { epochs: 50, seed: 7 })());
 */
export const fit =
  <S extends string, C extends string>(flow: AnyFlow<S, C>, data: Batch<NoInfer<S>> | FitData<NoInfer<S>>, ...[options]: Options<NoInfer<C>>): taskEither.TaskEither<DiffeoError, Fit<S, C>> =>
  async () => {
    const { environment, rest: { given, ...rest } } = parted((options ?? {}) as Partial<FitSettings> & RunEnvironment & { readonly given?: Batch<string> });
    const { interpreter = standard() } = environment;
    const decoded = fitSettings(rest);
    if (either.isLeft(decoded)) return decoded;
    const settings = decoded.right;
    const prepared = trainingData(flow, "points" in data ? data : { points: data }, given, settings);
    if (either.isLeft(prepared)) return prepared;

    const { rows, split } = prepared.right;
    const fresh = model(flow, { interpreter, seed: settings.seed });
    const part = (indices: Int32Array): Part => ({ indices, rows: gather(rows, fresh.plan, indices) });
    const train = part(split.train);
    const objective = likelihood(fresh, settings, train, split.heldOut.length > 0 ? part(split.heldOut) : train);
    const done = await run(objective, settings, {
      fingerprint: fingerprint([JSON.stringify(encodeFlow(flow)), JSON.stringify(settings), interpreter.name], [rows.point, rows.condition, rows.weight, Float64Array.from(split.heldOut)]),
      parameters: () => (settings.initialize ? initialize(fresh.plan, fresh.parameters, train.rows, interpreter, settings.seed, settings.standardize) : fresh.parameters),
    }, environment);
    return either.map(({ best, ...outcome }: Outcome): Fit<S, C> => ({
      model: fresh.withParameters(best.parameters), ...outcome, heldOut: best.heldOut, bestEpoch: best.epoch, split,
    }))(done);
  };
