/** A model with its columns, from a file or standard input: what `sample`, `score` and `show` begin with. */
import { either, function as fn } from "fp-ts";
import { decodeModel, type ModelFile } from "../model/file.ts";
import { decodeMapping, readMapping, type Mapping } from "./columns/stored.ts";
import { failure, type Result } from "./failure.ts";
import { ownLayers } from "./own-layers.ts";
import { nameOf, readText } from "./table/read.ts";

/** What every command that reads a model may be told of it. */
export interface ModelOptions {
  /** `--columns` and `--given-columns`, where they are not those of the file. */
  readonly columns?: string;
  readonly givenColumns?: string;
  /** `--layers-from`: the module of the user's own layers. */
  readonly layersFrom?: string;
}

/** With layers of the user's own, where a module of them is named. A complaint about the content of a file names the file. */
export const readModel = async (file: string, layersFrom?: string): Promise<Result<ModelFile>> => {
  const own = layersFrom === undefined ? either.right([]) : await ownLayers(layersFrom);
  if (either.isLeft(own)) return own;
  return fn.pipe(
    await readText(file),
    either.chainW((text) =>
      fn.pipe(decodeModel(text, { layers: own.right }), either.mapLeft((error) => ({ ...failure("path" in error ? { ...error, path: [nameOf(file), ...error.path] } : error), code: 1 as const })))),
  );
};

/** The mapping that the user says, else that of the file. */
export const mappingOf = (file: string, { model, table }: ModelFile, columns: string | undefined, given: string | undefined): Result<Mapping> =>
  columns === undefined && given === undefined
    ? decodeMapping(nameOf(file), model.flow, table)
    : columns === undefined || (given === undefined && model.flow.condition !== "e0")
      ? either.left({ code: 2, sentence: "Say both --columns and --given-columns, or neither." })
      : readMapping(columns, given, model.flow, "the options");

/** What the user says, what the file says, or nothing: a model of the library has no columns. */
export const mappingIfAny = (file: string, { model, table }: ModelFile, columns: string | undefined, given: string | undefined): Result<Mapping | undefined> =>
  columns === undefined
    ? table === undefined ? either.right(undefined) : decodeMapping(nameOf(file), model.flow, table)
    : readMapping(columns, given, model.flow, "the options");
