/**
 * All that a run needs to go on as if it had never stopped. Randomness is drawn by seed and epoch, so the state of the
 * optimizer, the parameters and the record of the best ones are enough. Numbers keep every bit.
 *
 * Law: `decodeCheckpoint(encodeCheckpoint(checkpoint))` equals the checkpoint, the signs of its zeros included.
 */
import { either, function as fn } from "fp-ts";
import * as t from "io-ts";
import type { DiffeoError } from "../error.ts";
import { bounds } from "../flow/codec-bounds.ts";
import { readJson, writeJson, writeNumbers } from "../flow/codec-json.ts";
import { ofKind } from "../flow/codec-kind.ts";
import { exact, finite, list, numbers, read, reading, refuse, whole } from "../flow/codec-record.ts";
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

const kind = { format: "diffeo checkpoint", version: 1 } as const;

/** The longest text that is read: four lists of the most parameters that a flow in a file has. */
export const longestCheckpoint = 2 ** 29 - 24;

const count = whole(0, Number.MAX_SAFE_INTEGER);
const epoch = whole(0, 1_000_000);

/** A record of what happened may hold a log-likelihood of −∞, which JSON has no number for. */
const unbounded = ["-Infinity", "Infinity", "NaN"] as const;
const logLikelihood = reading("a log-likelihood", (input, context) =>
  typeof input === "number" && Number.isFinite(input) ? t.success(input)
    : unbounded.includes(input as never) ? t.success(Number(input))
    : refuse(context, input, "a number"));
const written = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

const fingerprinted = reading("a fingerprint of 16 digits", (input, context) =>
  typeof input === "string" && /^[0-9a-f]{16}$/.test(input) ? t.success(input) : refuse(context, input, "a fingerprint of 16 hexadecimal digits"));

/** All lists of numbers are as long as the parameters. */
const codecs = (length: number) => {
  const same = numbers(bounds.parameters, length);
  return exact("a diffeo checkpoint", {
    format: t.unknown,
    version: t.literal(kind.version),
    fingerprint: fingerprinted,
    epoch,
    parameters: same,
    adam: exact("a record with step, mean and square", { step: count, mean: same, square: same }),
    best: exact("a record with epoch, heldOut and parameters", { epoch, heldOut: finite, parameters: same }),
    history: list("a list of epochs", exact("a record with epoch, train and heldOut", { epoch, train: logLikelihood, heldOut: logLikelihood }), 1_000_000),
  });
};

export const encodeCheckpoint = ({ fingerprint: run, epoch, parameters, adam, best, history }: Checkpoint): string => {
  const epochsDone = history.map((each) => ({ epoch: each.epoch, train: written(each.train), heldOut: written(each.heldOut) }));
  return [
    `{\n  "format": ${JSON.stringify(kind.format)},\n  "version": ${kind.version},\n  "fingerprint": ${JSON.stringify(run)},\n  "epoch": ${epoch}`,
    `  "history": ${writeJson(epochsDone, 100, "  ")}`,
    `  "best": {\n    "epoch": ${best.epoch},\n    "heldOut": ${writeJson(best.heldOut)},\n    "parameters": ${writeNumbers(best.parameters, "    ")}\n  }`,
    `  "adam": {\n    "step": ${adam.step},\n    "mean": ${writeNumbers(adam.mean, "    ")},\n    "square": ${writeNumbers(adam.square, "    ")}\n  }`,
    `  "parameters": ${writeNumbers(parameters, "  ")}\n}\n`,
  ].join(",\n");
};

export const decodeCheckpoint = (text: string): either.Either<DiffeoError, Checkpoint> =>
  fn.pipe(
    readJson(text, "a diffeo checkpoint", longestCheckpoint),
    either.chain(ofKind(kind)),
    either.chain((data) => read(codecs(Array.isArray(data["parameters"]) ? data["parameters"].length : 0), data, "")),
    either.map(({ format: _, ...checkpoint }): Checkpoint => checkpoint),
  );

/** A short text that differs for different contents (FNV-1a over 32-bit words, two lanes). */
export const fingerprint = (texts: readonly string[], arrays: readonly Float64Array[]): string => {
  let [a, b] = [0x811c9dc5, 0x01000193];
  const eat = (word: number): void => {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b ^ (word >>> 7) ^ a, 0x85ebca6b);
  };
  // Lengths keep ["ab", "c"] and ["a", "bc"] apart.
  for (const { length } of [...texts, ...arrays]) eat(length);
  for (const text of texts) for (let index = 0; index < text.length; index++) eat(text.charCodeAt(index));
  for (const array of arrays) for (const word of new Int32Array(array.buffer, array.byteOffset, array.byteLength / 4)) eat(word);
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
};
