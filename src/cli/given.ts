/** The option `--given`: numbers of one condition, or a table of conditions. */
import { either } from "fp-ts";
import { columnsOf, readNumbers, type Numbers } from "./columns/mapping.ts";
import type { ColumnBlock } from "./columns/syntax.ts";
import { misuse, type Result } from "./failure.ts";
import { readTable } from "./table/read.ts";
import type { Table } from "./table/table.ts";

/** The table of conditions that the user means: `x=1,y=2` is one row. */
export const conditionOf = async (text: string | undefined, given: readonly ColumnBlock[]): Promise<Result<{ readonly table: Table; readonly numbers: Numbers } | undefined>> => {
  const names = columnsOf(given).join(", ");
  if (given.length === 0) return text === undefined ? either.right(undefined) : misuse(["--given"], "the model has no condition; leave the option out.");
  if (text === undefined) return misuse([], `The model is given ${names}; say them, as in --given "${columnsOf(given).map((name, index) => `${name}=${index + 1}`).join(",")}".`);
  const table = text.includes("=") ? ofPairs(text) : await readTable(text);
  if (either.isLeft(table)) return table;
  return either.map((numbers: Numbers) => ({ table: table.right, numbers }))(readNumbers(table.right, given));
};

const ofPairs = (text: string): Result<Table> => {
  const pairs = text.split(",").map((part) => [part.slice(0, part.indexOf("=")).trim(), part.slice(part.indexOf("=") + 1).trim(), part.includes("=")] as const);
  const odd = pairs.findIndex(([, , whole]) => !whole);
  if (odd >= 0) return misuse(["--given"], `received ${text.split(",")[odd]!.trim() || "nothing"}, expected a column and its number, as in x=1,y=2.`);
  return either.right({ name: "--given", columns: pairs.map(([name]) => name), rows: [{ place: "the condition", cells: pairs.map(([, value]) => value) }] });
};
