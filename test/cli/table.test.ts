import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv, writeCsv } from "../../src/cli/table/csv.ts";
import { readJsonRows, recordMisfit, writeJsonLines, writeJsonList } from "../../src/cli/table/json.ts";
import { keysOf, labelsIn, mostCells, numberOf, numbersIn, numbersTable, withColumn } from "../../src/cli/table/table.ts";
import { left, right } from "./either.ts";

const csv = (text: string) => right(readCsv("a.csv", text));
const json = (text: string) => right(readJsonRows("a.json", text));

describe("CSV", () => {
  it("has names and rows that know their line", () => {
    const table = csv('\uFEFFlon, lat,note\r\n1,2,"a ""b"", c"\r\n\r\n3,4,"two\r\nlines"\r\n5,6,\r\n');
    expect(table.columns).toEqual(["lon", "lat", "note"]);
    expect(table.rows.map(({ place, cells }) => [place, ...cells])).toEqual([["line 2", "1", "2", 'a "b", c'], ["line 4", "3", "4", "two\r\nlines"], ["line 6", "5", "6", ""]]);
  });

  it("may begin with a mark of byte order", () => expect(csv('\uFEFF"a, b",c\n1,2\n').columns).toEqual(["a, b", "c"]));

  it("may be a header alone, and an empty cell where there is one column", () => {
    expect(csv("x,y\n").rows).toEqual([]);
    expect(csv("x\n1\n\n2\n").rows.map(({ cells }) => cells)).toEqual([["1"], [""], ["2"]]);
  });

  it("comes back as it was written", () => {
    const cell = fc.string({ maxLength: 5 });
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z ",\n]{1,4}$/).map((name) => name.trim()).filter((name) => name !== ""), { minLength: 2, maxLength: 4 }).chain((columns) => fc.tuple(fc.constant(columns), fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { maxLength: 4 }))), ([columns, cells]) => {
      const back = csv(writeCsv({ name: "", columns, rows: cells.map((each) => ({ place: "", cells: each })) }));
      expect(back.columns).toEqual(columns);
      expect(back.rows.map((row) => row.cells)).toEqual(cells);
    }));
  });

  it("is refused with its line", () => {
    expect(left(readCsv("a.csv", "x,y\n1,2\n3\n"))).toBe("1 In a.csv, line 3: received 1 cell, expected 2, one for each of the columns x, y.");
    expect(left(readCsv("a.csv", "x,y\n1,2,3\n"))).toBe("1 In a.csv, line 2: received 3 cells, expected 2, one for each of the columns x, y.");
    expect(left(readCsv("a.csv", "\n1\n"))).toBe("1 In a.csv: the table is empty; its first line must name the columns.");
  });
});

describe("JSON", () => {
  it("is a list of records, or one record per line", () => {
    for (const [text, places] of [['[{"x":1,"y":"a"},{"y":null,"z":true}]', ["record 1", "record 2"]], ['\n{"x":1,"y":"a"}\n\n{"y":null,"z":true}\n', ["line 2", "line 4"]]] as const) {
      const table = json(text);
      expect(table.columns).toEqual(["x", "y", "z"]);
      expect(table.rows.map(({ cells }) => cells)).toEqual([[1, "a", undefined], [undefined, null, true]]);
      expect(table.rows.map(({ place }) => place)).toEqual(places);
    }
  });

  it("comes back as it was written", () => {
    fc.assert(fc.property(fc.array(fc.record({ a: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0), b: fc.oneof(fc.boolean(), fc.constant(null), fc.constant("text")) }), { maxLength: 4 }), (records) => {
      const rows = records.map(({ a, b }) => ({ place: "", cells: [a, b] }));
      const table = { name: "", columns: ["a", "b"], rows };
      for (const write of [writeJsonList, writeJsonLines]) expect(json(write(table)).rows.map(({ cells }) => cells)).toEqual(rows.map(({ cells }) => cells));
    }));
  });

  it("has numbers where CSV has numbers, and texts elsewhere", () => {
    expect(writeJsonLines(csv("a,b,c,d\n1.50,007,x,1e400\n"))).toBe('{"a":1.5,"b":"007","c":"x","d":"1e400"}\n');
  });

  it.each([
    ["[1]", "In a.json, record 1: received 1, expected a record such as {\"lon\": 13.4, \"lat\": 52.5}."],
    ['{"x":1}\n{"x":', "In a.json, line 2: received a text that is not JSON, or not all of it, expected one record of JSON."],
    ["[{}", "In a.json: received a text that is not JSON, or not all of it, expected a list of records."],
    ['[{"x":1,"x":2}]', "In a.json, record 1: received the key x twice, expected each key once, and no key __proto__."],
    ['{"__proto__":1}', "In a.json, line 1: received the key __proto__, expected each key once, and no key __proto__."],
  ])("is refused: %s", (text, sentence) => expect(left(readJsonRows("a.json", text))).toBe(`1 ${sentence}`));
});

describe("cells", () => {
  it.each([["12", 12], [" -1.5e3 ", -1500], [".5", 0.5], ["5.", 5], ["+7", 7], [3, 3], ["-0", -0]])("%j is a number", (cell, value) => expect(numberOf(cell)).toBe(value));
  it.each(["", " ", "NaN", "Infinity", "1,5", "0x10", "1e999", "12 kt", "1_000", true, null, undefined, [1], NaN])("%j is none", (cell) => expect(numberOf(cell)).toBeUndefined());

  it.each([
    ["", "an empty cell"], ["NaN", "NaN"], ["-inf", "-inf"], ["abc", '"abc"'], ["\u001b[31m", '"\uFFFD[31m"'],
  ])("%j is refused with line and column", (cell, words) => {
    const table = { name: "a.csv", columns: ["x"], rows: [{ place: "line 2", cells: ["1"] }, { place: "line 3", cells: [cell] }] };
    expect(left(numbersIn(table, "x"))).toBe(`1 In a.csv, line 3, column x: received ${words}, expected a number.`);
  });

  it("of a million digits are read at once", () => {
    const began = performance.now();
    expect(numberOf(`${"1".repeat(1_000_000)}x`)).toBeUndefined();
    expect(numberOf(`0.${"1".repeat(1_000_000)}`)).toBeCloseTo(0.111111);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it("may be missing in a record", () => {
    expect(json('[{"toString":1},{"x":2}]').rows[1]!.cells).toEqual([undefined, 2]);
    expect(left(numbersIn(json('[{"x":1},{"y":2}]'), "x"))).toBe("1 In a.json, record 2, column x: received nothing, expected a number.");
    expect(left(numbersIn(json('[{"x":{"y":2}}]'), "x"))).toBe("1 In a.json, record 1, column x: received a record, expected a number.");
  });
});

describe("tables too large to read at once", () => {
  const said = "1 In a.csv: the table has more than 10000000 cells, which is more than is read at once.";
  it("are refused before they are made", () => {
    expect(left(readCsv("a.csv", `x\n${"1\n".repeat(mostCells)}`))).toBe(said);
    expect(left(readCsv("a.csv", ",".repeat(mostCells + 1)))).toBe(said);
    // Each record has its own column, and a cell in all.
    expect(left(readJsonRows("a.csv", Array.from({ length: 4000 }, (_, index) => `{"k${index}":1}`).join("\n")))).toBe(said);
  });
});

describe("a table that no records can hold", () => {
  it.each([
    ["x,x\n1,2\n", "there are two columns x, of which a JSON record holds one; rename one, or write CSV."],
    ["__proto__,x\n1,2\n", "no JSON record may have the key __proto__; rename the column, or write CSV."],
    ["x,y\n1,2\n", undefined],
  ])("%j", (text, sentence) => expect(recordMisfit(csv(text))).toBe(sentence));
});

describe("columns", () => {
  const table = csv("name,year,wind\nA,1,5\nA,2,6\nA,1,7\n");
  it("are found by name", () => {
    expect([...right(numbersIn(table, "wind"))]).toEqual([5, 6, 7]);
    expect(left(numbersIn(table, "wnd"))).toBe("1 In a.csv: there is no column wnd (did you mean wind?); the columns are name, year and wind.");
    expect(left(numbersIn(csv("x,x\n1,2\n"), "x"))).toBe("1 In a.csv: there are two columns x; rename one.");
  });

  it("of labels say which labels, of very many the first", () => {
    expect(left(labelsIn(table, "name", ["B", "C\u202e"]))).toBe('1 In a.csv, line 2, column name: received "A", expected one of the labels B and C\uFFFD.');
    expect(left(labelsIn(table, "name", Array.from({ length: 10_000 }, (_, index) => `${index}`)))).toMatch(/the labels 0, 1, .*, 39, … \(10000 in all\)\.$/);
  });

  it("make keys that are equal where they are", () => {
    const [a, b, c] = right(keysOf(table, ["name", "year"]));
    expect(a === c && a !== b).toBe(true);
    const [d, e] = right(keysOf(csv('x,y\n"a","b,c"\n"a,b","c"\n'), ["x", "y"]));
    expect(d).not.toBe(e);
  });

  it("are added, or replaced at the end", () => {
    expect(writeCsv(withColumn(table, "p", [1, 2, 3]))).toBe("name,year,wind,p\nA,1,5,1\nA,2,6,2\nA,1,7,3\n");
    expect(writeCsv(withColumn(table, "year", [1, 2, 3]))).toBe("name,wind,year\nA,5,1\nA,6,2\nA,7,3\n");
    expect(writeCsv(numbersTable(new Map([["x", Float64Array.of(1, 0.1)]]), 2))).toBe("x\n1\n0.1\n");
  });
});
