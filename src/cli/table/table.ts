/**
 * A table: named columns, and rows that remember where in their file they stand, so that every complaint can name the
 * row as an editor shows it. Cells stay what the file holds (text in CSV, any JSON value in JSON); they become numbers
 * when a column is asked for, and go out again unchanged.
 */
import { either } from "fp-ts";
import { listed, unknownName } from "../nearest.ts";
import { badData, type Result } from "../failure.ts";
import { described, printable } from "../../foreign.ts";

/** A text from CSV, or any JSON value; `undefined` where a record lacks the column. */
export type Cell = unknown;

export interface Row {
  /** As sentences name it: `line 17`, or `record 3` of a JSON list. */
  readonly place: string;
  readonly cells: readonly Cell[];
}

export interface Table {
  /** Of the file, as sentences name it. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Cells that are read at most: each takes many times its text in memory. */
export const mostCells = 10_000_000;

/** A table of too many cells is refused before it is made. */
export const tooLarge = (name: string): Result<never> => badData([name], `the table has more than ${mostCells} cells, which is more than is read at once.`);

/** The index of a column, or the sentence that lists the columns and the nearest name. */
export const columnIndex = ({ name, columns }: Table, column: string): Result<number> => {
  const index = columns.indexOf(column);
  if (index < 0) return badData([name], unknownName("column", column, columns));
  if (columns.indexOf(column, index + 1) >= 0) return badData([name], `there are two columns ${printable(column)}; rename one.`);
  return either.right(index);
};

/** A decimal number with a finite value; spaces around it are no part of it. */
export const numberOf = (cell: Cell): number | undefined => {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell !== "string" || !/^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(cell)) return undefined;
  const value = Number(cell);
  return Number.isFinite(value) ? value : undefined;
};

/** What a sentence says about a cell that is not what was expected. */
export const received = (cell: Cell): string => {
  if (cell === undefined) return "nothing";
  if (typeof cell !== "string") return described(cell);
  if (cell.trim() === "") return "an empty cell";
  return /^\s*[+-]?(nan|inf|infinity)\s*$/i.test(cell) ? cell.trim() : described(cell);
};

/** All numbers of a column. */
export const numbersIn = (table: Table, column: string, expected = "a number", takes: (value: number) => boolean = () => true): Result<Float64Array> => {
  const index = columnIndex(table, column);
  if (either.isLeft(index)) return index;
  const values = new Float64Array(table.rows.length);
  for (const [at, { place, cells }] of table.rows.entries()) {
    const value = numberOf(cells[index.right]);
    if (value === undefined || !takes(value)) {
      return badData([table.name, place, `column ${printable(column)}`], `received ${received(cells[index.right])}, expected ${expected}.`);
    }
    values[at] = value;
  }
  return either.right(values);
};

/** The cells of a column by their place among the labels. */
export const labelsIn = (table: Table, column: string, labels: readonly string[]): Result<Float64Array> => {
  const index = columnIndex(table, column);
  if (either.isLeft(index)) return index;
  const values = new Float64Array(table.rows.length);
  for (const [at, { place, cells }] of table.rows.entries()) {
    const cell = cells[index.right];
    values[at] = labels.indexOf(typeof cell === "string" ? cell.trim() : String(cell));
    if (values[at] < 0) return badData([table.name, place, `column ${printable(column)}`], `received ${received(cell)}, expected one of the labels ${listed(labels)}.`);
  }
  return either.right(values);
};

/** The table with labels in a column for the numbers 0, 1, … */
export const labelled = (table: Table, column: string, labels: readonly string[]): Table => {
  const own = table.columns.indexOf(column);
  return { ...table, rows: table.rows.map((row) => ({ ...row, cells: row.cells.map((cell, at) => (at === own ? labels[Number(cell)] : cell)) })) };
};

/** One text per row that is equal where all these columns are. */
export const keysOf = (table: Table, columns: readonly string[]): Result<readonly string[]> => {
  const indices = either.traverseArray((column: string) => columnIndex(table, column))(columns);
  return either.map((found: readonly number[]) => table.rows.map(({ cells }) => JSON.stringify(found.map((index) => cells[index] ?? null))))(indices);
};

/** The table with one more column; a column of that name gives way. */
export const withColumn = (table: Table, column: string, cells: ArrayLike<Cell>): Table => {
  const kept = table.columns.flatMap((each, index) => (each === column ? [] : [index]));
  return {
    ...table,
    columns: [...kept.map((index) => table.columns[index]!), column],
    rows: table.rows.map((row, at) => ({ ...row, cells: [...kept.map((index) => row.cells[index]), cells[at]] })),
  };
};

/** A table of numbers, column by column. */
export const numbersTable = (numbers: ReadonlyMap<string, Float64Array>, count: number): Table => {
  const columns = [...numbers.values()];
  return {
    name: "the result",
    columns: [...numbers.keys()],
    rows: Array.from({ length: count }, (_, row) => ({ place: `row ${row + 1}`, cells: columns.map((values) => values[row]) })),
  };
};
