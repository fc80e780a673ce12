/**
 * The document of a model file, read in the order in which a reader would object: what kind of file it is, its version,
 * its keys, the flow, whether that is the flow it says, and the parameters last, which are counted against the flow.
 */
import { either, function as fn } from "fp-ts";
import * as t from "io-ts";
import type { DiffeoError } from "../error.ts";
import { described } from "../foreign.ts";
import { bounds } from "../flow/codec-bounds.ts";
import type { Json } from "../flow/codec-json.ts";
import { ofKind, type FileKind } from "../flow/codec-kind.ts";
import { flowCodec, type DecodedFlow, type DecodeFlowOptions } from "../flow/codec.ts";
import { at, exact, finite, list, numbers, read, reading, text, whole } from "../flow/codec-record.ts";
import { plan } from "../flow/plan.ts";
import { longestSpec } from "../manifold/space.ts";

/** Where a model comes from. */
export interface About {
  /** The program that wrote the file, with its version. */
  readonly createdBy?: string;
  readonly training?: {
    readonly rows: number;
    readonly epochs: number;
    /** Mean log-likelihood on held-out rows, in nats. */
    readonly heldOut: number;
    /** For each epoch the mean log-likelihood of the rows learned from and of those held out. */
    readonly history?: readonly { readonly train: number; readonly heldOut: number }[];
  };
}

export interface Extras {
  readonly about?: About;
  /** How the columns of a table become points: data of the command line, which alone reads it. */
  readonly table?: Json;
}

export interface Document extends Extras {
  readonly flow: DecodedFlow;
  readonly parameters: Float64Array;
}

export const modelKind: FileKind = { format: "diffeo model", version: 1 };

const epoch = exact("a record with train and heldOut", { train: finite, heldOut: finite });
const training = exact("a record with rows, epochs and heldOut", { rows: whole(0, 2 ** 53), epochs: whole(0, 2 ** 53), heldOut: finite }, { history: list("a list of epochs", epoch, 1_000_000) });

const documentCodec = (options: DecodeFlowOptions) =>
  exact(
    "a diffeo model",
    { format: t.unknown, version: t.unknown, space: text(longestSpec), condition: text(longestSpec), flow: flowCodec(options), parameters: t.unknown },
    { about: exact("a record", {}, { createdBy: text(200), training }), table: json },
  );

/** Any data, but numbers that JSON reads and cannot write: 1e999 is none. */
const json: t.Type<Json, unknown> = reading("data", (input, context) => {
  if (typeof input === "number") return finite.validate(input, context);
  if (typeof input !== "object" || input === null) return t.success(input as Json); // of what JSON.parse gives
  const keys = Array.isArray(input) ? input.map((_, index) => index) : Object.keys(input);
  for (const key of keys) {
    const inner = at(context, typeof key === "number" ? String(key + 1) : key, json, (input as Readonly<Record<string | number, unknown>>)[key]);
    if (either.isLeft(inner)) return inner;
  }
  return t.success(input as Json);
});

/** The document of what `JSON.parse` gave. */
export const readDocument = (data: unknown, options: DecodeFlowOptions): either.Either<DiffeoError, Document> =>
  fn.pipe(
    ofKind(modelKind)(data),
    either.chain((record) => read(documentCodec(options), record, "")),
    either.chainFirst(({ space, condition, flow }) => fn.pipe(
      states("space", space, flow.space, "the space of the flow in it"),
      either.chain(() => states("condition", condition, flow.condition, "the condition of the flow in it")),
    )),
    either.chain(({ flow, parameters, about, table }) => fn.pipe(
      read(numbers(bounds.parameters, plan(flow.tree).parameterCount), parameters, "parameters"),
      either.map((values) => ({
        flow,
        parameters: values,
        ...(about && { about: about as About }), // no key of it is there with the value undefined
        ...(table !== undefined && { table }),
      })),
    )),
  );

/** That a space is what it should be. */
export const states = (key: "space" | "condition", received: string, expected: string, meaning: string): either.Either<DiffeoError, void> =>
  received === expected ? either.right(undefined)
    : either.left({ tag: "DecodeError", path: [key], received: described(received), expected: `${described(expected)}, ${meaning}` });
