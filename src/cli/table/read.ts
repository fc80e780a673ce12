/** Texts and tables from files or standard input, which is written as "-". The extension tells the format, else the first character. */
import { longestText } from "../../flow/codec-json.ts";
import { loadText, readAtMost } from "../../model/file-io.ts";
import { either } from "fp-ts";
import { badData, lift, type Result } from "../failure.ts";
import { readCsv } from "./csv.ts";
import { readJsonRows } from "./json.ts";
import type { Table } from "./table.ts";

/** How sentences name a file. */
export const nameOf = (file: string): string => (file === "-" ? "standard input" : file);

export const readText = async (file: string): Promise<Result<string>> => (file === "-" ? readInput() : lift(await loadText(file)()));

export const readTable = async (file: string): Promise<Result<Table>> =>
  either.chain((text: string) => {
    const name = nameOf(file);
    if (text.trim() === "") return badData([name], "the table is empty; its first line must name the columns.");
    const isJson = /\.(json|jsonl|ndjson)$/i.test(file) || (!/\.csv$/i.test(file) && /^\s*[[{]/.test(text));
    return isJson ? readJsonRows(name, text) : readCsv(name, text);
  })(await readText(file));

const readInput = async (): Promise<Result<string>> => {
  const bytes = await readAtMost(process.stdin, longestText);
  if (bytes === undefined) return badData([nameOf("-")], `the text has more than ${longestText} bytes; at most so many are read.`);
  try {
    return either.right(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return badData([nameOf("-")], "the text is not UTF-8.");
  }
};
