import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logVolumes, readNumbers, readPoints, withLabels, writePoints } from "../../src/cli/columns/mapping.ts";
import { decodeMapping, encodeMapping } from "../../src/cli/columns/stored.ts";
import { parseColumns } from "../../src/cli/columns/syntax.ts";
import { jittered, parseSteps } from "../../src/cli/jitter.ts";
import { readCsv } from "../../src/cli/table/csv.ts";
import { numbersTable, type Table } from "../../src/cli/table/table.ts";
import { euclid, oplus, sphere, type Batch } from "../../src/index.ts";
import { left, right } from "./either.ts";

const blocks = (text: string) => right(parseColumns(text, "--columns"));
const csv = (text: string): Table => right(readCsv("a.csv", text));
const points = (text: string, columns: string): Batch<string> => right(readPoints(csv(text), blocks(columns), right(readNumbers(csv(text), blocks(columns)))));
const refused = (text: string, columns: string): string => {
  const numbers = readNumbers(csv(text), blocks(columns));
  return numbers._tag === "Left" ? left(numbers) : left(readPoints(csv(text), blocks(columns), numbers.right));
};

describe("a table as points", () => {
  it("goes block by block through the charts", () => {
    const { spec, count, rows } = points("w,lat,lon,h\n7,0,90,6\n8,90,0,12\n", "lonlat(lon, lat) + hourOfDay(h) + plain(w)");
    expect([spec, count]).toEqual(["s2+s1+e1", 2]);
    expect([...rows]).toEqual([0, 1, 0, 0, 1, 7, 0, 0, 1, -1, 0, 8]);
  });

  it("reads classes by their labels, and writes them so", () => {
    const columns = blocks('classes(cat, "wild dog", 3, animal) + plain(x)');
    expect([...points("animal,x\ncat,1\n wild dog ,2\n3,0\n", 'classes(cat, "wild dog", 3, animal) + plain(x)').rows]).toEqual([1, 0, 0, 1, 0, 1, 0, 2, 0, 0, 1, 0]);
    const numbers = new Map([["animal", Float64Array.of(1, 2)], ["x", Float64Array.of(5, 6)]]);
    expect(withLabels(numbersTable(numbers, 2), columns).rows.map(({ cells }) => cells)).toEqual([["wild dog", 5], ["3", 6]]);
  });

  it("comes back", () => {
    const columns = blocks("lonlat(lon, lat) + period(7, d) + interval(0, 10, s) + plain(a, b) + unitVector(x, y)");
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(fc.property(fc.array(fc.tuple(unit, unit, unit, unit, unit), { minLength: 1, maxLength: 5 }), (draws) => {
      const named = (at: number, of: (each: number) => number) => Float64Array.from(draws.map((draw) => of(draw[at]!)));
      const numbers = new Map([
        ["lon", named(0, (u) => -179 + 358 * u)], ["lat", named(1, (u) => -89 + 178 * u)], ["d", named(2, (u) => 6.99 * u)], ["s", named(3, (u) => 10 * u)],
        ["a", named(4, (u) => 1e6 * u)], ["b", named(0, (u) => -u)], ["x", named(2, (u) => Math.cos(u))], ["y", named(2, (u) => Math.sin(u))],
      ]);
      const table = { name: "", columns: [], rows: draws.map(() => ({ place: "", cells: [] })) };
      const back = writePoints(right(readPoints(table, columns, numbers)), columns);
      for (const [name, values] of numbers) values.forEach((value, row) => expect(back.get(name)![row], name).toBeCloseTo(value, 9));
    }));
  });

  it("has densities per unit of the columns", () => {
    const volumes = (text: string, columns: string) => logVolumes(1, blocks(columns), right(readNumbers(csv(text), blocks(columns))));
    expect(volumes("lon,lat,h,w\n10,60,3,5\n", "lonlat(lon, lat) + hourOfDay(h) + plain(w)")[0]).toBeCloseTo(Math.log(0.5 * (Math.PI / 180) ** 2 * (Math.PI / 12)), 12);
    expect(volumes("x,y\n1,2\n", "plain(x) + interval(0, 3, y)")[0]).toBe(0);
  });
});

describe("a row that is no point", () => {
  it.each([
    ["lon,lat\n1,2\n", "plain(lat, ln)", "In a.csv: there is no column ln (did you mean lon?); the columns are lon and lat."],
    ["lon,lat\n", "lonlat(lon, lat)", "In a.csv: the table has no rows."],
    ["lon,lat\n1,2\n3,\n", "lonlat(lon, lat)", "In a.csv, line 3, column lat: received an empty cell, expected a number."],
    ["lon,lat\n1,2\n3,95\n", "lonlat(lon, lat)", "In a.csv, line 3, columns lon, lat: latitude 95 is outside -90 to 90 degrees."],
    ["x\n0\n1.5\n", "interval(0, 1, x)", "In a.csv, line 3, column x: value 1.5 is outside 0 to 1."],
    ["h\n25\n", "hourOfDay(h)", "In a.csv, line 2, column h: hour 25 is outside 0 to 24 hours."],
    ["y\ncat\nbird\n", "classes(cat, dog, y)", 'In a.csv, line 3, column y: received "bird", expected one of the labels cat and dog.'],
    ["x\n-1\n", "above(0, x)", "In a.csv, line 2, column x: -1 is not a number above 0."],
    ["a,b\n0.5,0.6\n", "fractions(a, b)", "In a.csv, line 2, columns a, b: (0.5, 0.6) is not 2 fractions that add up to 1."],
    ["x,y\n1,1\n", "unitVector(x, y)", "In a.csv, line 2, columns x, y: (1, 1) of length 1.414 is not a unit vector of 2 numbers."],
  ])("%j as %s", (text, columns, sentence) => expect(refused(text, columns)).toBe(`1 ${sentence}`));
});

describe("a mapping in a model file", () => {
  const flow = oplus(sphere(2), euclid(1)).given("e1");
  const mapping = { columns: blocks("lonlat(lon, lat) + plain(w)"), given: blocks("plain(t)") };
  it("reads back as it was written", () => {
    const stored = encodeMapping(mapping);
    expect(stored).toEqual({ columns: "lonlat(lon, lat) + plain(w)", given: "plain(t)" });
    expect(encodeMapping(right(decodeMapping("m.json", flow, stored)))).toEqual(stored);
  });
  it.each([
    [undefined, "1 In m.json: the model has no columns; it was not made by diffeo fit, so say them with --columns."],
    [[], "1 In m.json, table: received a list of 0 entries, expected a record with the texts columns and, where there is a condition, given."],
    [{ columns: 3 }, "1 In m.json, table: received a record, expected a record with the texts columns and, where there is a condition, given."],
    [{ columns: "plain(x)", given: "plain(t)" }, "1 In m.json, table: the columns make points of e1, but the model lives on s2+e1."],
    [{ columns: "lonlat(lon, lat) + plain(w)" }, "1 In m.json, table: the condition's columns make points of e0, but the model is given points of e1."],
  ])("%j is refused", (table, sentence) => expect(left(decodeMapping("m.json", flow, table as never))).toBe(sentence));
});

describe("steps spread out", () => {
  const spread = (columns: string, steps: string, values: Readonly<Record<string, readonly number[]>>, seed = 1) => {
    const own = blocks(columns);
    const numbers = new Map(Object.entries(values).map(([name, each]) => [name, Float64Array.from(each)]));
    return jittered(numbers, own, right(parseSteps(steps, [...numbers.keys()])), seed);
  };
  const many = (value: number) => Array<number>(2000).fill(value);

  it("fill one step around each value, and no other column", () => {
    const moved = spread("plain(x, y)", "x=5", { x: many(100), y: many(7) });
    const x = [...moved.get("x")!];
    expect(Math.min(...x)).toBeGreaterThan(97.5);
    expect(Math.min(...x)).toBeLessThan(97.6);
    expect(Math.max(...x)).toBeLessThan(102.5);
    expect(Math.max(...x)).toBeGreaterThan(102.4);
    expect(x.reduce((sum, each) => sum + each, 0) / x.length).toBeCloseTo(100, 0);
    expect(new Set(moved.get("y"))).toEqual(new Set([7]));
  });

  it("go across the seam of a circle", () => {
    const hours = [...spread("hourOfDay(h)", "h=6", { h: many(0) }).get("h")!];
    expect(hours.filter((hour) => hour > 20.9).length).toBeGreaterThan(900);
    expect(hours.filter((hour) => hour < 3.1).length).toBeGreaterThan(900);
    expect(hours.every((hour) => hour <= 3 || hour >= 21)).toBe(true);
  });

  it("stay within bounds", () => {
    const ends = [...spread("interval(0, 10, x)", "x=1", { x: [...many(0), ...many(10)] }).get("x")!];
    expect(ends.every((each) => (each >= 0 && each <= 0.5) || (each >= 9.5 && each <= 10))).toBe(true);
    const { lat, lon } = Object.fromEntries(spread("lonlat(lon, lat)", "lon=1,lat=1", { lon: many(0), lat: many(90) }));
    expect(lat!.every((each) => each > 89.5 && each <= 90) && lon!.some((each) => each < 0)).toBe(true);
  });

  it("come from the seed", () => {
    const draw = (seed: number) => spread("plain(x)", "x=1", { x: [1, 2, 3] }, seed).get("x");
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it.each([
    ["x", "2 In --jitter: received x, expected a column and its step, a positive number, as in wind_kt=5."],
    ["x=0", "2 In --jitter: received x=0, expected a column and its step, a positive number, as in wind_kt=5."],
    ["x=", "2 In --jitter: received x=, expected a column and its step, a positive number, as in wind_kt=5."],
    ["x=1,", "2 In --jitter: received nothing, expected a column and its step, a positive number, as in wind_kt=5."],
    ["wimd=1", "2 In --jitter: there is no column wimd (did you mean wind?); the columns are x and wind."],
  ])("%s is refused", (text, sentence) => expect(left(parseSteps(text, ["x", "wind"]))).toBe(sentence));
});
