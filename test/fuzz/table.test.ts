/** CSV and JSON tables: each text is a table, whose rows know their places, or is refused in one sentence that names the line. */
import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { readCsv, writeCsv } from "../../src/cli/table/csv.ts";
import { readJsonRows, recordMisfit, writeJsonLines, writeJsonList } from "../../src/cli/table/json.ts";
import { keysOf, labelsIn, numberOf, numbersIn, withColumn, type Table } from "../../src/cli/table/table.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { acceptedLine, answered } from "./owed.ts";
import { csvTexts, grid, jsonTexts } from "./tables.ts";
import { anyText } from "./texts.ts";

/** Every row has a cell for every column, and columns can be asked for. */
const sound = (table: Table, asked: string): void => {
  for (const { cells, place } of table.rows) {
    expect(cells.length).toBe(table.columns.length);
    expect(place).toMatch(/^(line|record) \d+$/);
  }
  for (const column of [asked, ...table.columns.slice(0, 3)]) {
    const numbers = acceptedLine(() => numbersIn(table, column));
    if (numbers) expect(numbers.every(Number.isFinite)).toBe(true);
    acceptedLine(() => labelsIn(table, column, ["cat", asked]));
    acceptedLine(() => keysOf(table, [column, asked]));
  }
};

/** Only the text of the cells counts where a table is written; records lack what is undefined. */
const cellsOf = ({ rows }: Table): readonly unknown[] => rows.map(({ cells }) => cells);

describe("CSV", () => {
  it("is a table or is refused, whatever it is", () => {
    fc.assert(fc.property(csvTexts, anyText, (text, asked) => {
      const table = acceptedLine(() => readCsv("a.csv", text));
      if (table === undefined) return;
      sound(table, asked);
      const again = answered(() => readCsv("a.csv", writeCsv(table)));
      // A name is read without the blanks around it, and a line of one empty cell is no row.
      if (table.columns.length > 1 && either.isRight(again)) expect(cellsOf(again.right)).toEqual(cellsOf(table));
    }));
  });

  it("of a grid is that grid", () => {
    fc.assert(fc.property(grid.filter(({ columns }) => columns.length > 1 && columns.some((name) => name.trim() !== "")), ({ columns, rows }) => {
      const table = acceptedLine(() => readCsv("a.csv", writeCsv({ name: "", columns, rows: rows.map((cells) => ({ place: "", cells })) })));
      expect(table?.columns).toEqual(columns.map((each) => each.replace(/^\ufeff/, "").trim()));
      expect(table && cellsOf(table)).toEqual(rows);
    }));
  });
});

describe("JSON", () => {
  it("is a table or is refused, whatever it is", () => {
    fc.assert(fc.property(jsonTexts, anyText, (text, asked) => {
      const table = acceptedLine(() => readJsonRows("a.json", text));
      if (table === undefined) return;
      sound(table, asked);
      for (const write of [writeJsonList, writeJsonLines]) {
        const again = answered(() => readJsonRows("a.json", write(table)));
        if (either.isLeft(again)) throw new Error(again.left.sentence);
        expect(again.right.rows.length).toBe(table.rows.length);
      }
    }));
  });

  it("of a CSV table holds what that held", () => {
    fc.assert(fc.property(grid, ({ columns, rows }) => {
      const table: Table = { name: "", columns, rows: rows.map((cells) => ({ place: "", cells })) };
      const unfit = recordMisfit(table);
      if (unfit !== undefined) {
        expect(sentenceFlaw(unfit)).toBeUndefined();
        return;
      }
      const again = acceptedLine(() => readJsonRows("a.json", writeJsonLines(table)));
      if (rows.length > 0) expect(again?.columns).toEqual(columns);
      expect(again?.rows.length).toBe(rows.length);
    }));
  });
});

describe("cells", () => {
  it("are numbers or none, in time that grows with their length alone", () => {
    const digits = fc.constantFrom("1", "0", "9", ".", "e", "E", "+", "-", " ", "\t", "x", "1.", ".1", "1e", "é");
    const texts = fc.oneof(anyText, fc.array(digits, { maxLength: 8 }).map((all) => all.join("")), fc.tuple(digits, fc.constantFrom(100, 300_000), digits).map(([piece, count, end]) => piece.repeat(count) + end));
    fc.assert(fc.property(texts, (text) => {
      const value = answered(() => numberOf(text));
      if (value !== undefined) expect(value).toBe(Number(text));
    }));
  });
});

it("a column that is added is the last, and the only one of its name", () => {
  fc.assert(fc.property(csvTexts, anyText, (text, name) => {
    const table = readCsv("a.csv", text);
    if (either.isLeft(table) || table.right.columns.length > 1000) return;
    const wider = withColumn(table.right, name, table.right.rows.map((_, index) => index));
    expect(wider.columns.filter((each) => each === name)).toEqual([name]);
    expect(wider.columns.at(-1)).toBe(name);
    for (const { cells } of wider.rows) expect(cells.length).toBe(wider.columns.length);
  }));
});
