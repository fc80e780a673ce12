/**
 * A model as one JSON document: the flow, its parameters at full precision, and what the caller adds. It loads anywhere
 * the library does, and nowhere by mistake: a file of another kind, version, flow or size, a damaged or a hostile one is
 * refused with the path of the fault and one sentence.
 *
 *     { "format": "diffeo model", "version": 1, "space": "e4+s2", "condition": "e0", "flow": …,
 *       "about": …, "table": …, "parameters": [ … ] }
 *
 * Law: `decodeModel(encodeModel(model, extras))` has an equal flow, the same parameters bit by bit, and equal extras.
 */
import { either, function as fn } from "fp-ts";
import { DiffeoFault, unsafe, type DiffeoError } from "../error.ts";
import { readJson, writeJson, writeNumbers, type Json } from "../flow/codec-json.ts";
import { encodeFlow, layersOf, unfileable, type DecodeFlowOptions } from "../flow/codec.ts";
import type { AnyFlow } from "../flow/flow.ts";
import type { Interpreter } from "../interpret/program.ts";
import { canonical, type Space } from "../manifold/space.ts";
import { firstDifference } from "./file-difference.ts";
import { modelKind, readDocument, states, type Extras } from "./file-document.ts";
import { model as modelOf, type Model } from "./model.ts";

export type { About, Extras } from "./file-document.ts";

export interface ModelFile<S extends string = string, C extends string = string> extends Extras {
  readonly model: Model<S, C>;
}

export interface DecodeModelOptions extends DecodeFlowOptions {
  /** What computes; the float64 reference by default. */
  readonly interpreter?: Interpreter;
}

/** Which space the model must live on, and what it must be given (nothing, by default). They become the model's type. */
export interface Expected<S extends string, C extends string> {
  readonly expect: Space<S>;
  readonly given?: Space<C>;
}

/**
 * The document. Throws a `DiffeoFault` on what no file can hold: a flow beyond `bounds`, a layer that shares its name
 * with another one, a number in `extras` that is not finite.
 */
export const encodeModel = <S extends string, C extends string>({ flow, parameters }: Model<S, C>, { about, table }: Extras = {}): string => {
  const unfit = unfileable(flow);
  if (unfit) throw new DiffeoFault(unfit);
  const head: { readonly [key: string]: Json | undefined } = {
    ...modelKind,
    space: flow.space,
    condition: flow.condition,
    flow: encodeFlow(flow),
    about: about as Json | undefined, // an interface of texts and numbers
    table,
  };
  const entries = Object.entries(head).flatMap(([key, value]) => (value === undefined ? [] : [`  ${JSON.stringify(key)}: ${writeJson(value, 100, "  ")}`]));
  return `{\n${[...entries, `  "parameters": ${writeNumbers(parameters, "  ")}`].join(",\n")}\n}\n`;
};

/**
 * The model of a document with what was added to it, or what is wrong with the text.
 *
 *     decodeModel(text)                                   // Either<DiffeoError, ModelFile<string, string>>
 *     decodeModel(text, { expect: "s2", given: "e1" })    // Either<DiffeoError, ModelFile<"s2", "e1">>
 */
export function decodeModel<const S extends string, const C extends string = "e0">(text: string, options: DecodeModelOptions & Expected<S, C>): either.Either<DiffeoError, ModelFile<S, C>>;
export function decodeModel(text: string, options?: DecodeModelOptions): either.Either<DiffeoError, ModelFile>;
export function decodeModel(text: string, options: DecodeModelOptions & Partial<Expected<string, string>> = {}): either.Either<DiffeoError, ModelFile> {
  const { expect, given = "e0", interpreter } = options;
  return fn.pipe(
    readJson(text, "a diffeo model"),
    either.chain((data) => readDocument(data, options)),
    either.chainFirst(({ flow }) => (expect === undefined ? either.right(undefined) : lives(flow, unsafe(canonical(expect)), unsafe(canonical(given))))),
    either.map(({ flow, parameters, ...extras }) => ({ model: modelOf(flow, { parameters, ...(interpreter && { interpreter }) }), ...extras })),
  );
}

const lives = (flow: AnyFlow, space: string, condition: string): either.Either<DiffeoError, void> =>
  fn.pipe(
    states("space", flow.space, space, "the space that was asked for"),
    either.chain(() => states("condition", flow.condition, condition, "the condition that was asked for")),
  );

/** The model of a document that holds this very flow: same blocks, layers, options and joins. Finds your own layers in the flow. */
export const decodeModelOf = <S extends string, C extends string>(
  flow: AnyFlow<S, C>,
  text: string,
  { interpreter }: Pick<DecodeModelOptions, "interpreter"> = {},
): either.Either<DiffeoError, Model<S, C>> =>
  fn.pipe(
    readJson(text, "a diffeo model"),
    either.chain((data) => readDocument(data, { layers: layersOf(flow) })),
    either.chain((document) => {
      const difference = firstDifference(encodeFlow(document.flow), encodeFlow(flow), ["flow"]);
      return difference
        ? either.left({ tag: "DecodeError", path: difference.path, received: difference.received, expected: `${difference.expected}, as in the flow that was asked for` } as const)
        : either.right(modelOf(flow, { parameters: document.parameters, ...(interpreter && { interpreter }) }));
    }),
  );
