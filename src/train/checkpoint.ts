/**
 * All that a run needs to go on as if it had never stopped. Randomness is drawn by seed and epoch, so the state of the
 * optimizer, the parameters and the record of the best ones are enough. Numbers are kept at full precision.
 */
import { either, function as fn } from "fp-ts";
import * as t from "io-ts";
import type { DiffeoError } from "../error.ts";
import type { AdamState } from "./adam.ts";

export interface Epoch {
  readonly epoch: number;
  /** Mean log-likelihoods in nats. */
  readonly train: number;
  readonly heldOut: number;
}

export interface Checkpoint {
  readonly version: 1;
  /** What the run is of: flow, data, options. Going on from another run's checkpoint is refused. */
  readonly fingerprint: string;
  /** Epochs done. */
  readonly epoch: number;
  readonly parameters: Float64Array;
  readonly adam: AdamState;
  readonly best: { readonly epoch: number; readonly heldOut: number; readonly parameters: Float64Array };
  readonly history: readonly Epoch[];
}

const numbers = new t.Type<Float64Array, readonly number[], unknown>(
  "a list of finite numbers",
  (input): input is Float64Array => input instanceof Float64Array,
  (input, context) => (Array.isArray(input) && input.every((each) => typeof each === "number") ? t.success(Float64Array.from(input)) : t.failure(input, context)),
  (values) => Array.from(values),
);

const epoch = t.readonly(t.type({ epoch: t.number, train: t.number, heldOut: t.number }));

const codec = t.type({
  version: t.literal(1),
  fingerprint: t.string,
  epoch: t.number,
  parameters: numbers,
  adam: t.type({ step: t.number, mean: numbers, square: numbers }),
  best: t.type({ epoch: t.number, heldOut: t.number, parameters: numbers }),
  history: t.array(epoch),
});

export const encodeCheckpoint = (checkpoint: Checkpoint): string => JSON.stringify(codec.encode({ ...checkpoint, history: [...checkpoint.history] }));

export const decodeCheckpoint = (text: string): either.Either<DiffeoError, Checkpoint> =>
  fn.pipe(
    either.tryCatch(() => JSON.parse(text) as unknown, () => refusal([], "a text that is not JSON")),
    either.chain((data) => fn.pipe(codec.decode(data), either.mapLeft(([first]) => refusal(first?.context.map(({ key }) => key).filter((key) => key !== "") ?? [], JSON.stringify(first?.value)?.slice(0, 60) ?? "nothing")))),
  );

const refusal = (path: readonly string[], received: string): DiffeoError => ({ tag: "DecodeError", path: ["checkpoint", ...path], received, expected: "a checkpoint written by fit" });

/** A short text that differs for different contents (FNV-1a over 32-bit words, two lanes). */
export const fingerprint = (texts: readonly string[], arrays: readonly Float64Array[]): string => {
  let [a, b] = [0x811c9dc5, 0x01000193];
  const eat = (word: number): void => {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b ^ (word >>> 7) ^ a, 0x85ebca6b);
  };
  for (const text of texts) for (let index = 0; index < text.length; index++) eat(text.charCodeAt(index));
  for (const array of arrays) for (const word of new Int32Array(array.buffer, array.byteOffset, array.byteLength / 4)) eat(word);
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
};
