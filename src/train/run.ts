/**
 * The loop of all training: epochs of steps by Adam up an objective, each ended by a measurement. What a checkpoint holds
 * is all its state, and objectives draw all randomness by seed, epoch and step, so that a run can go on where another
 * stopped.
 */
import { either } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import { adamStep, clip, freshAdam, type AdamState } from "./adam.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { RunEnvironment, RunSettings } from "./options.ts";
import { reporter } from "./reporter.ts";
import { rateAt } from "./schedule.ts";

/** What a run climbs: a mean in nats over rows or samples, of which a step sees some. */
export interface Objective {
  /** Steps of a whole run, and of an epoch but the last. */
  readonly steps: number;
  readonly perEpoch: number;
  /** The steps of an epoch, which are counted from 1. */
  readonly epoch: (epoch: number) => (index: number) => Step;
  /** Of these parameters, on what steps do not see. −∞ is a value later on, but nothing to start from. */
  readonly measure: (parameters: Float64Array, step: number) => either.Either<DiffeoError, number>;
}

/** What a step sees at these parameters, after so many steps. */
export type Step = (parameters: Float64Array, step: number) => either.Either<DiffeoError, Estimate>;

export interface Estimate {
  readonly value: number;
  /** How much this value counts in the mean over the epoch. */
  readonly weight: number;
  /** Of the negative value, in all parameters; the caller's to write into. */
  readonly gradient: Float64Array;
}

/** Why a run ended: `epochs`, because it was complete. */
export type Ending = "epochs" | "patience" | "aborted" | "diverged";

type State = Omit<Checkpoint, "version" | "fingerprint">;

export interface Outcome extends Pick<State, "best" | "history"> {
  readonly ending: Ending;
  readonly failure?: DiffeoError;
}

export interface Beginning {
  /** What two runs share when one may go on from the other's checkpoint. */
  readonly fingerprint: string;
  readonly parameters: () => Float64Array;
}

/** A run that fails or is aborted in its first epoch is an error; later, it ends with the best parameters so far. */
export const run = async (
  objective: Objective,
  settings: RunSettings & { readonly patience: number },
  { fingerprint, parameters: fresh }: Beginning,
  { resume, signal, onProgress, onCheckpoint }: RunEnvironment,
): Promise<either.Either<DiffeoError, Outcome>> => {
  const { patience, schedule, rate: peak, warmup, clip: longest } = settings;
  const { steps, perEpoch } = objective;
  const epochs = Math.ceil(steps / perEpoch);
  const begun = beginning(objective, fingerprint, fresh, resume);
  if (either.isLeft(begun)) return begun;
  const start = begun.right;

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
    const stepAt = objective.epoch(epoch);
    let [sum, weight] = [0, 0];
    for (let index = 0; index < perEpoch && adam.step < steps; index++) {
      if (signal?.aborted) return outcome("aborted", history.length === 0 ? { tag: "Aborted", step: adam.step } : undefined);
      const seen = stepAt(index)(parameters, adam.step);
      if (either.isLeft(seen)) return outcome("diverged", seen.left);
      const { value, gradient, weight: own } = seen.right;
      clip(gradient, longest);
      adam = adamStep(adam, parameters, gradient, rateAt(schedule, peak, warmup, adam.step, steps));
      loss = Number.isNaN(loss) ? -value : 0.95 * loss - 0.05 * value;
      sum += value * own;
      weight += own;
      if (tired()) {
        report(now(epoch));
        await rest();
      }
    }
    const measured = objective.measure(parameters, adam.step);
    if (either.isLeft(measured)) return outcome("diverged", measured.left);
    heldOut = measured.right;
    if (heldOut > best.heldOut) best = { epoch, heldOut, parameters: parameters.slice() };
    history.push({ epoch, train: sum / weight, heldOut });
    report(now(epoch));
    await onCheckpoint?.({ version: 1, fingerprint, epoch, parameters: parameters.slice(), adam: { step: adam.step, mean: adam.mean.slice(), square: adam.square.slice() }, best, history: [...history] });
  }
  return outcome("epochs");
};

/** Where the run begins: where a checkpoint of an equal run ended, or afresh. */
const beginning = ({ measure }: Objective, fingerprint: string, fresh: () => Float64Array, resume: Checkpoint | undefined): either.Either<DiffeoError, State> => {
  if (resume && resume.fingerprint !== fingerprint) {
    return either.left({ tag: "DecodeError", path: ["resume"], received: "the checkpoint of another run", expected: "one of the same flow, data and options" });
  }
  if (resume) return either.right(resume);
  const parameters = fresh();
  return either.map((heldOut: number): State => ({ epoch: 0, parameters, adam: freshAdam(parameters.length), best: { epoch: 0, heldOut, parameters }, history: [] }))(measure(parameters, 0));
};
