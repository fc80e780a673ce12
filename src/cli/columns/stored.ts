/**
 * The mapping as a model file keeps it, in its section `table`: the text of `--columns` and `--given`, read back by the
 * parser that the command line has, so that a file can hold nothing that could not be typed.
 */
import { either, function as fn } from "fp-ts";
import * as t from "io-ts";
import type { Json } from "../../flow/codec-json.ts";
import type { AnyFlow } from "../../flow/flow.ts";
import { located } from "../../error.ts";
import { described, printable } from "../../foreign.ts";
import { badData, type Failure, type Result } from "../failure.ts";
import { spaceOf } from "./mapping.ts";
import { parseColumns, showColumns, type ColumnBlock } from "./syntax.ts";

/** What the columns of a table are to a model. */
export interface Mapping {
  readonly columns: readonly ColumnBlock[];
  /** Columns of the condition; none where there is no condition. */
  readonly given: readonly ColumnBlock[];
}

export const noGiven: readonly ColumnBlock[] = [];

export const encodeMapping = ({ columns, given }: Mapping): Json => ({ columns: showColumns(columns), ...(given.length > 0 && { given: showColumns(given) }) });

const codec = t.intersection([t.type({ columns: t.string }), t.partial({ given: t.string })]);

/** The mapping of a model file, if it is one and suits the flow. */
export const decodeMapping = (file: string, flow: AnyFlow, table: Json | undefined): Result<Mapping> => {
  if (table === undefined) return badData([file], "the model has no columns; it was not made by diffeo fit, so say them with --columns.");
  const decoded = codec.decode(table);
  if (either.isLeft(decoded)) return badData([file, "table"], `received ${described(table)}, expected a record with the texts columns and, where there is a condition, given.`);
  // What a file says is data, also where it could have been typed.
  return fn.pipe(readMapping(decoded.right.columns, decoded.right.given, flow, `${file}, table`), either.mapLeft((found) => ({ ...found, code: 1 as const })));
};

/** Texts of columns against the flow that they feed. */
export const readMapping = (columns: string, given: string | undefined, flow: AnyFlow, where: string): Result<Mapping> =>
  fn.pipe(
    either.Do,
    either.apSW("columns", parseColumns(columns, `${where}, columns`)),
    either.bindW("given", () => (given === undefined ? either.right(noGiven) : parseColumns(given, `${where}, given`))),
    either.filterOrElseW(
      (mapping) => spaceOf(mapping.columns) === flow.space,
      (mapping) => misfit(where, `the columns make points of ${printable(spaceOf(mapping.columns))}, but the model lives on ${printable(flow.space)}.`),
    ),
    either.filterOrElseW(
      (mapping) => (mapping.given.length === 0 ? "e0" : spaceOf(mapping.given)) === flow.condition,
      (mapping) => misfit(where, `the condition's columns make points of ${mapping.given.length === 0 ? "e0" : printable(spaceOf(mapping.given))}, but the model is given points of ${printable(flow.condition)}.`),
    ),
  );

const misfit = (where: string, sentence: string): Failure => ({ code: 1, sentence: located([where], sentence) });
