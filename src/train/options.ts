/** How to train: every option with its default. The ones that are data are an io-ts codec, as for layers. */
import * as t from "io-ts";
import { between, decodeOptions, flag, oneOf, whole, type Option, type Values } from "../bijectors/options.ts";
import type { DiffeoError } from "../error.ts";
import type { either } from "fp-ts";
import type { Interpreter } from "../interpret/program.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { schedules, type Schedule } from "./schedule.ts";

const isShare = (input: unknown): input is number => typeof input === "number" && input >= 0 && input < 1;

/** A part of a whole that is never all of it. */
const share = (fallback: number, meaning: string): Option<number> => ({
  codec: new t.Type("a number from 0 to below 1", isShare, (input, context) => (isShare(input) ? t.success(input) : t.failure(input, context)), t.identity),
  fallback,
  meaning,
});

/** Of all training. */
const rate = between(0, 10, 0.01, "peak learning rate of Adam");
const schedule = oneOf(Object.keys(schedules) as Schedule[], "cosine", "how the rate falls over the run");
const warmup = share(0.02, "share of the run in which the rate rises");
const clip = between(0, 1e300, 10, "longest gradient; longer ones are shortened");
const seedOf = (what: string): Option<number> => whole(-2_147_483_648, 2_147_483_647, 0, `seed of ${what}`);

export type RunSettings = Values<{ readonly rate: typeof rate; readonly schedule: typeof schedule; readonly warmup: typeof warmup; readonly clip: typeof clip }>;

export const fitFields = {
  epochs: whole(1, 1_000_000, 100, "passes over the training rows, at most"),
  batch: whole(1, 10_000_000, 256, "rows per step, at most"),
  rate,
  schedule,
  warmup,
  heldOut: share(0.1, "share of the rows (or groups) that are kept back to measure"),
  patience: whole(1, 1_000_000, 20, "epochs without a better held-out log-likelihood before the run stops"),
  clip,
  seed: seedOf("the start, the split and the order of rows"),
  initialize: flag(true, "start frames and layers from the data"),
  standardize: flag(true, "put Euclidean blocks and conditions into standard units by their location and scale; false leaves their numbers as they are"),
};

export type FitSettings = Values<typeof fitFields>;

export const fitSettings = (given: object): either.Either<DiffeoError, FitSettings> => decodeOptions("fit", fitFields, given);

export const approximateFields = {
  steps: whole(1, 100_000_000, 2000, "steps of the run, each on fresh draws"),
  batch: whole(1, 10_000_000, 256, "samples per step"),
  every: whole(1, 1_000_000, 100, "steps between two measurements: an epoch"),
  measured: whole(2, 10_000_000, 2000, "samples to measure on, from the same base points each time"),
  samples: whole(2, 10_000_000, 20_000, "fresh samples that the outcome is weighed by"),
  rate,
  schedule,
  warmup,
  clip,
  gradient: oneOf(["path", "total"] as const, "path", "which estimate of the gradient: through the samples alone, or that of all terms"),
  seed: seedOf("the start and of all draws"),
};

export type ApproximateSettings = Values<typeof approximateFields>;

export const approximateSettings = (given: object): either.Either<DiffeoError, ApproximateSettings> => decodeOptions("approximate", approximateFields, given);

/** Where a run stands: sent at every epoch, and a few times a second. */
export interface Progress {
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** Mean over the recent steps of what is minimised, in nats: the negative log-likelihood, or ln q − ln p̃. */
  readonly loss: number;
  /** The mean in nats that was measured after the last epoch, and the best so far; before the first epoch, those of the start. */
  readonly heldOut: number;
  readonly best: number;
  readonly rate: number;
  /** Milliseconds. */
  readonly elapsed: number;
  readonly remaining: number;
}

/** What is not data: callbacks, and where to compute. */
export interface RunEnvironment {
  readonly interpreter?: Interpreter;
  readonly onProgress?: (progress: Progress) => void;
  /** Called after every epoch with all that is needed to go on from there. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Goes on from a checkpoint of the same flow, data and options. */
  readonly resume?: Checkpoint;
  readonly signal?: AbortSignal;
}

/** Options divided into what is not data and the rest. */
export const parted = <O extends RunEnvironment>({ interpreter, onProgress, onCheckpoint, resume, signal, ...rest }: O) => ({
  environment: {
    ...(interpreter && { interpreter }), ...(onProgress && { onProgress }), ...(onCheckpoint && { onCheckpoint }), ...(resume && { resume }), ...(signal && { signal }),
  } satisfies RunEnvironment as RunEnvironment,
  rest,
});
