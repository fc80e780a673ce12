/**
 * Tables as JSON: a list of records, or one record per line. The columns are the keys, in the order in which they first
 * appear; a record may lack some, which only matters where the column is needed.
 */
import { either } from "fp-ts";
import type { DiffeoError } from "../../error.ts";
import { described, isRecord, printable } from "../../foreign.ts";
import { readJson } from "../../flow/codec-json.ts";
import { badData, failure, type Result } from "../failure.ts";
import { mostCells, tooLarge, type Cell, type Row, type Table } from "./table.ts";

type Found = { readonly place: string; readonly value: unknown };

export const readJsonRows = (name: string, text: string): Result<Table> => {
  const found = text.trimStart().startsWith("[") ? ofList(name, text) : ofLines(name, text);
  if (either.isLeft(found)) return found;
  const columns = new Map<string, number>();
  const records: { readonly place: string; readonly record: Readonly<Record<string, unknown>> }[] = [];
  for (const { place, value } of found.right) {
    if (!isRecord(value)) return badData([name, place], `received ${described(value)}, expected a record such as {"lon": 13.4, "lat": 52.5}.`);
    for (const key of Object.keys(value)) if (!columns.has(key)) columns.set(key, columns.size);
    records.push({ place, record: value });
    // Each record has a cell for every column, be it the only one that has it.
    if (columns.size * records.length > mostCells) return tooLarge(name);
  }
  const names = [...columns.keys()];
  const rows = records.map(({ place, record }): Row => ({ place, cells: names.map((key) => (Object.hasOwn(record, key) ? record[key] : undefined)) }));
  return either.right({ name, columns: names, rows });
};

const ofList = (name: string, text: string): Result<readonly Found[]> => {
  const read = readJson(text, "a list of records");
  if (either.isLeft(read)) {
    // A fault within the list begins with the number of the record.
    const [at, ...rest] = "path" in read.left ? read.left.path : [];
    return badData([name, ...(at === undefined ? [] : [`record ${at}`, ...rest])], failure({ ...read.left, path: [] } as DiffeoError).sentence);
  }
  return either.right((read.right as readonly unknown[]).map((value, index) => ({ place: `record ${index + 1}`, value })));
};

const ofLines = (name: string, text: string): Result<readonly Found[]> => {
  const found: Found[] = [];
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    if (line.trim() === "") continue;
    const place = `line ${number}`;
    const read = readJson(line, "one record of JSON");
    if (either.isLeft(read)) return badData([name, place], failure(read.left).sentence);
    found.push({ place, value: read.right });
    if (found.length > mostCells) return tooLarge(name);
  }
  return either.right(found);
};

/** One by one: a list of all lines may be larger than any list. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length + 1 : end + 1;
  }
}

/** A text from CSV that is the JSON of a number goes out as that number. */
const jsonCell = (cell: Cell): Cell =>
  typeof cell === "string" && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(cell) && Number.isFinite(Number(cell)) ? Number(cell) : cell;

const records = ({ columns, rows }: Table): readonly string[] =>
  rows.map(({ cells }) => JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, jsonCell(cells[index])]))));

/** What keeps a table from being records, if anything: a record holds each name once, and is read without the key `__proto__`. */
export const recordMisfit = ({ columns }: Table): string | undefined => {
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(column)) return `there are two columns ${printable(column)}, of which a JSON record holds one; rename one, or write CSV.`;
    if (column === "__proto__") return "no JSON record may have the key __proto__; rename the column, or write CSV.";
    seen.add(column);
  }
  return undefined;
};

/** A list of records, one per line. */
export const writeJsonList = (table: Table): string => (table.rows.length === 0 ? "[]\n" : `[\n${records(table).join(",\n")}\n]\n`);

/** One record per line. */
export const writeJsonLines = (table: Table): string => records(table).map((record) => `${record}\n`).join("");
