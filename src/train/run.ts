/**
 * The loop of a fit: epochs over shuffled minibatches, each ended by a measurement on held-out rows. What a checkpoint
 * holds is all its state, and every shuffle is drawn by seed and epoch, so that a run can go on where another stopped.
 */
import { either } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { permutation, random } from "../random.ts";
import type { Model } from "../model/model.ts";
import { adamStep, clip, type AdamState } from "./adam.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { diverged } from "./diverged.ts";
import type { FitEnvironment, FitSettings } from "./options.ts";
import { reporter } from "./reporter.ts";
import { gather, inputs, likelihoodOf, totalWeight, weightedMean, type Rows } from "./rows.ts";
import { rateAt } from "./schedule.ts";

/** Why a run ended. */
export type Ending = "epochs" | "patience" | "aborted" | "diverged";

export type State = Omit<Checkpoint, "version" | "fingerprint">;

export interface Outcome extends Pick<State, "best" | "history"> {
  readonly ending: Ending;
  readonly failure?: DiffeoError;
}

/** Rows with their indices in the data as they were given. */
export interface Part {
  readonly rows: Rows;
  readonly indices: Int32Array;
}

export interface Run {
  readonly model: Model<string, string>;
  readonly settings: FitSettings;
  readonly train: Part;
  /** The training rows, where none are held out. */
  readonly measured: Part;
}

/** Mean log-likelihood in nats on the measured rows. */
export const measure = ({ model, measured: { rows } }: Run, parameters: Float64Array): number =>
  weightedMean(rows, likelihoodOf(rows, model.programs).logLikelihood(inputs(rows, parameters), rows.count).logProb);

/** The error of rows whose log-likelihood is no finite number. */
export const failureAt = ({ model }: Run, { rows, indices }: Part, step: number, parameters: Float64Array, gradient?: Float64Array): DiffeoError =>
  diverged(model.plan, model.interpreter, { step, parameters, rows, indices, ...(gradient && { gradient }) });

export const run = async (own: Run, start: State, { onProgress, signal, keep }: Pick<FitEnvironment, "onProgress" | "signal"> & { readonly keep: (state: State) => unknown }): Promise<either.Either<DiffeoError, Outcome>> => {
  const { model: { plan, programs }, settings, train } = own;
  const { epochs, patience, schedule, rate: peak, warmup } = settings;
  const { count } = train.rows;
  const perEpoch = Math.ceil(count / settings.batch);
  // As many rows in every step, or the last few of an epoch would count for more.
  const perStep = Math.ceil(count / perEpoch);
  const steps = epochs * perEpoch;
  const { gradient: likelihood } = likelihoodOf(train.rows, programs);
  const meanWeight = train.rows.weight.reduce((sum, each) => sum + each, 0) / count;

  const parameters = start.parameters.slice();
  let adam: AdamState = { step: start.adam.step, mean: start.adam.mean.slice(), square: start.adam.square.slice() };
  let { best } = start;
  const history = [...start.history];
  const { report, rest, tired } = reporter(onProgress, { first: adam.step, steps, epochs });
  let [loss, heldOut] = [NaN, history.at(-1)?.heldOut ?? best.heldOut];
  const now = (epoch: number) => ({ step: adam.step, epoch, loss, heldOut, best: best.heldOut, rate: rateAt(schedule, peak, warmup, adam.step - 1, steps) });
  const outcome = (ending: Ending, failure?: DiffeoError): either.Either<DiffeoError, Outcome> =>
    failure && history.length === 0 ? either.left(failure) : either.right({ ending, best, history, ...(failure && { failure }) });

  for (let epoch = start.epoch + 1; epoch <= epochs; epoch++) {
    if (epoch - 1 - best.epoch >= patience) return outcome("patience");
    const order = permutation(count, random(settings.seed, "epoch", epoch));
    let [logLikelihood, weight] = [0, 0];
    for (let at = 0; at < count; at += perStep) {
      if (signal?.aborted) return outcome("aborted", history.length === 0 ? { tag: "Aborted", step: adam.step } : undefined);
      const chosen = order.subarray(at, at + perStep);
      const rows = gather(train.rows, plan, chosen);
      // The loss is the negative weighted mean over all training rows, of which these are a fair share.
      const share = -1 / (meanWeight * rows.count);
      const { logProb, gradient } = likelihood(inputs({ ...rows, weight: rows.weight.map((each) => share * each) }, parameters), rows.count);
      const mean = weightedMean(rows, logProb);
      if (!Number.isFinite(mean) || !gradient.every(Number.isFinite)) {
        return outcome("diverged", failureAt(own, { rows, indices: chosen.map((row) => train.indices[row]!) }, adam.step, parameters, gradient));
      }
      clip(gradient, settings.clip);
      adam = adamStep(adam, parameters, gradient, rateAt(schedule, peak, warmup, adam.step, steps));
      loss = Number.isNaN(loss) ? -mean : 0.95 * loss - 0.05 * mean;
      const sum = totalWeight(rows);
      logLikelihood += mean * sum;
      weight += sum;
      if (tired()) {
        report(now(epoch));
        await rest();
      }
    }
    heldOut = measure(own, parameters);
    if (Number.isNaN(heldOut)) return outcome("diverged", failureAt(own, own.measured, adam.step, parameters));
    if (heldOut > best.heldOut) best = { epoch, heldOut, parameters: parameters.slice() };
    history.push({ epoch, train: logLikelihood / weight, heldOut });
    report(now(epoch));
    await keep({ epoch, parameters: parameters.slice(), adam: { step: adam.step, mean: adam.mean.slice(), square: adam.square.slice() }, best, history: [...history] });
  }
  return outcome("epochs");
};
