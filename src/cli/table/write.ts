/** Tables and texts to files, as a whole or not at all, or to standard output, which a reader may close early. */
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { either } from "fp-ts";
import { saveText } from "../../model/file-io.ts";
import { badData, lift, misuse, type Result } from "../failure.ts";
import { unknownName } from "../nearest.ts";
import { writeCsv } from "./csv.ts";
import { writeJsonLines, writeJsonList } from "./json.ts";
import type { Table } from "./table.ts";

const formats: { readonly [name: string]: (table: Table) => string } = { csv: writeCsv, json: writeJsonList, jsonl: writeJsonLines };

const extensions: { readonly [extension: string]: string } = { json: "json", jsonl: "jsonl", ndjson: "jsonl" };

/** Where a table goes, and how it is written. */
export interface Target {
  /** A file; "-" for standard output. */
  readonly out: string;
  readonly write: (table: Table) => string;
}

/** The format by its name, else by the file's extension, else CSV; and whether the file can be written, before any work is done. */
export const target = async (out = "-", format?: string): Promise<Result<Target>> => {
  if (format !== undefined && !Object.hasOwn(formats, format)) return misuse(["--format"], unknownName("format", format, Object.keys(formats)));
  const extension = /\.(\w+)$/.exec(out)?.[1]?.toLowerCase() ?? "";
  const write = formats[format ?? (Object.hasOwn(extensions, extension) ? extensions[extension]! : "csv")]!;
  return either.map(() => ({ out, write }))(await writable(out));
};

/** Refuses a file that cannot be written, so that no work is lost on it. */
export const writable = async (out: string): Promise<Result<void>> => {
  if (out === "-") return either.right(undefined);
  const folder = dirname(out);
  const kind = await stat(folder).catch(() => undefined);
  if (!kind?.isDirectory()) return badData([], `${out}: there is no folder ${folder} to write it to.`);
  const there = await stat(out).catch(() => undefined);
  if (there?.isDirectory()) return badData([], `${out}: this is a folder, not a file.`);
  const allowed = await access(folder, constants.W_OK).then(() => true, () => false);
  return allowed ? either.right(undefined) : badData([], `${out}: there is no permission to write to the folder ${folder}.`);
};

export const writeText = async (out: string, text: string): Promise<Result<void>> => {
  if (out !== "-") return lift(await saveText(out, () => text)());
  await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
  return either.right(undefined);
};

export const writeTable = ({ out, write }: Target, table: Table): Promise<Result<void>> => writeText(out, write(table));
