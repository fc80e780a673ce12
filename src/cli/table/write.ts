/** Tables and texts to files, as a whole or not at all, or to standard output, which a reader may close early. */
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { either, function as fn } from "fp-ts";
import { saveText } from "../../model/file-io.ts";
import { badData, lift, misuse, type Result } from "../failure.ts";
import { printable } from "../../foreign.ts";
import { unknownName } from "../nearest.ts";
import { writeCsv } from "./csv.ts";
import { recordMisfit, writeJsonLines, writeJsonList } from "./json.ts";
import type { Table } from "./table.ts";

interface Format {
  readonly write: (table: Table) => string;
  /** What keeps a table from this format. */
  readonly misfit: (table: Table) => string | undefined;
}

const formats: { readonly [name: string]: Format } = {
  csv: { write: writeCsv, misfit: () => undefined },
  json: { write: writeJsonList, misfit: recordMisfit },
  jsonl: { write: writeJsonLines, misfit: recordMisfit },
};

const extensions: { readonly [extension: string]: string } = { json: "json", jsonl: "jsonl", ndjson: "jsonl" };

/** Where a table goes, and how it is written. */
export interface Target {
  /** A file; "-" for standard output. */
  readonly out: string;
  readonly format: Format;
}

/** The format by its name, else by the file's extension, else CSV; and whether the file can be written, before any work is done. */
export const target = async (out = "-", format?: string): Promise<Result<Target>> => {
  if (format !== undefined && !Object.hasOwn(formats, format)) return misuse(["--format"], unknownName("format", format, Object.keys(formats)));
  const extension = /\.(\w+)$/.exec(out)?.[1]?.toLowerCase() ?? "";
  const chosen = formats[format ?? (Object.hasOwn(extensions, extension) ? extensions[extension]! : "csv")]!;
  return either.map(() => ({ out, format: chosen }))(await writable(out));
};

/** Refuses a file that cannot be written, so that no work is lost on it. */
export const writable = async (out: string): Promise<Result<void>> => {
  if (out === "-") return either.right(undefined);
  const folder = dirname(out);
  const kind = await stat(folder).catch(() => undefined);
  if (!kind?.isDirectory()) return badFile(out, `there is no folder ${printable(folder, 300)} to write it to.`);
  const there = await stat(out).catch(() => undefined);
  if (there?.isDirectory()) return badFile(out, "this is a folder, not a file.");
  const allowed = await access(folder, constants.W_OK).then(() => true, () => false);
  return allowed ? either.right(undefined) : badFile(out, `there is no permission to write to the folder ${printable(folder, 300)}.`);
};

const badFile = (file: string, sentence: string): Result<never> => badData([], `${printable(file, 300)}: ${sentence}`);

export const writeText = async (out: string, text: string | Uint8Array): Promise<Result<void>> => {
  if (out !== "-") return lift(await saveText(out, () => text)());
  await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
  return either.right(undefined);
};

/** Refuses a table that the format cannot hold, so that no work is lost on it. */
export const fitting = ({ format }: Target, table: Table): Result<Table> => {
  const misfit = format.misfit(table);
  return misfit === undefined ? either.right(table) : badData([table.name], misfit);
};

export const writeTable = (to: Target, table: Table): Promise<Result<void>> =>
  fn.pipe(fitting(to, table), either.match((wrong): Promise<Result<void>> => Promise.resolve(either.left(wrong)), (right) => writeText(to.out, to.format.write(right))));
