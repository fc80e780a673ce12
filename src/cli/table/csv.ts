/**
 * Tables as CSV (RFC 4180): the first line names the columns. Rows are named by their line in the file, also where a
 * quoted cell holds line breaks.
 */
import { csvFormatRows, csvParseRows } from "d3-dsv";
import { either } from "fp-ts";
import { badData, type Result } from "../failure.ts";
import { mostCells, tooLarge, type Cell, type Row, type Table } from "./table.ts";
import { printable } from "../../foreign.ts";

export const readCsv = (name: string, text: string): Result<Table> => {
  if (separators(text) > mostCells) return tooLarge(name);
  const [header = [], ...lines] = csvParseRows(text.replace(/^\uFEFF/, ""));
  const columns = header.map((column) => column.trim());
  if (columns.every((column) => column === "")) return badData([name], "the table is empty; its first line must name the columns.");
  const rows: Row[] = [];
  let line = 1 + breaksIn(header);
  for (const cells of lines) {
    const place = `line ${++line}`;
    line += breaksIn(cells);
    // A blank line is no row, where it cannot be an empty cell.
    if (cells.length === 1 && cells[0] === "" && columns.length > 1) continue;
    if (cells.length !== columns.length) {
      const counted = cells.length === 1 ? "1 cell" : `${cells.length} cells`;
      return badData([name, place], `received ${counted}, expected ${columns.length}, one for each of the columns ${columns.slice(0, 12).map((each) => printable(each, 20)).join(", ")}.`);
    }
    rows.push({ place, cells });
  }
  return either.right({ name, columns, rows });
};

/** Commas and line breaks, those in quotation marks too: no fewer than there are cells. */
const separators = (text: string): number => {
  let [commas, feeds, returns] = [0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x2c) commas++;
    else if (code === 0x0a) feeds++;
    else if (code === 0x0d) returns++;
  }
  return commas + Math.max(feeds, returns);
};

const breaksIn = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + (cell.includes("\n") ? cell.split("\n").length - 1 : 0), 0);

export const writeCsv = ({ columns, rows }: Table): string =>
  `${csvFormatRows([[...columns], ...rows.map(({ cells }) => cells.map(textOf))])}\n`;

const textOf = (cell: Cell): string => {
  if (cell === undefined || cell === null) return "";
  return typeof cell === "string" ? cell : JSON.stringify(cell);
};
