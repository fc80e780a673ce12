import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charts } from "../../src/cli/columns/charts.ts";
import { spaceOf } from "../../src/cli/columns/mapping.ts";
import { parseColumns, showColumns } from "../../src/cli/columns/syntax.ts";
import { left, right } from "./either.ts";

const parsed = (text: string) => right(parseColumns(text, "--columns"));

describe("columns", () => {
  it("are blocks with charts", () => {
    const blocks = parsed("lonlat(lon, lat) + dayofyear(doy) + plain(wind_kt, pressure_hpa)");
    expect(blocks.map(({ chart, columns }) => [chart.name, ...columns])).toEqual([["longitudeLatitude", "lon", "lat"], ["dayOfYear", "doy"], ["plain(2)", "wind_kt", "pressure_hpa"]]);
    expect(spaceOf(blocks)).toBe("s2+s1+e2");
  });

  it.each([
    ["plain(x)", "e1"], ["interval(-3, 0.5, x)", "i_-3_0.5"], ["interval(0,1,x)", "i"], ["period(7, weekday)", "s1"], ["unitVector(a,b,c,d)", "s3"], ["degrees(a)+radians(b)", "s1+s1"],
    ["colatitudeAzimuth(t,p)", "s2"], ["LonLatRadians(t,p)", "s2"], ["longitudeLatitude(a,b)", "s2"], ["bounded(1e-7,2,x)", "i_1e-7_2"], ["hourOfDay( h )", "s1"], ["above(0, x)", "i_0_inf"], ["below(-2.5, x)", "i_-inf_-2.5"], ["fractions(a,b,c)", "a2"], ['classes(yes, "no, never", y)', "c2"],
  ])("%s is %s", (text, space) => expect(spaceOf(parsed(text))).toBe(space));

  it("have one spelling, which reads back as the same", () => {
    expect(showColumns(parsed('  LONLAT( lon ,"a, ""b""" )+PERIOD( 7.0,"day of + week")+plain(wind speed)'))).toBe('lonlat(lon, "a, ""b""") + period(7, "day of + week") + plain(wind speed)');
    fc.assert(fc.property(fc.uniqueArray(fc.string({ maxLength: 6 }), { minLength: 2, maxLength: 5 }), (names) => {
      const text = `plain(${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(",")})`;
      expect(parsed(text)[0]!.columns).toEqual(names);
      expect(parsed(showColumns(parsed(text)))).toMatchObject([{ columns: names }]);
    }));
  });

  it("are what the help shows", () => {
    for (const { example, on } of Object.values(charts)) {
      const space = spaceOf(parsed(example));
      expect(space.replace(/\d+/, "<n>"), example).toMatch(on.includes("<n>") ? on : "");
      if (!on.includes("<n>")) expect(space.split("_")[0]).toBe(on);
    }
  });
});

describe("what no columns are", () => {
  const all = "the charts are plain, lonlat, lonlatRadians, colatitudeAzimuth, degrees, radians, hourOfDay, dayOfYear, period, interval, above, below, fractions, classes and unitVector.";
  it.each([
    ["", "In --columns: there are no columns; name some, as in plain(x, y)."],
    ["lonlta(a,b)", `In --columns, block 1: there is no chart lonlta (did you mean lonlat?); ${all}`],
    ["plain(x) + dayyear(d)", `In --columns, block 2: there is no chart dayyear (did you mean dayOfYear?); ${all}`],
    ["x, y", `In --columns, block 1: there is no chart x; ${all}`],
    ["constructor(x)", `In --columns, block 1: there is no chart constructor; ${all}`],
    ["plain", "In --columns, block 1: the columns of plain stand in parentheses, as in plain(wind_kt, pressure_hpa)."],
    ["plain(x", "In --columns, block 1: the columns of plain stand in parentheses, as in plain(wind_kt, pressure_hpa)."],
    ["plain(x) degrees(y)", "In --columns, block 1: the columns of plain are separated by commas, as in plain(wind_kt, pressure_hpa)."],
    ["plain(x,,y)", "In --columns, block 1: the columns of plain are separated by commas, as in plain(wind_kt, pressure_hpa)."],
    ["plain(x,)", "In --columns, block 1: the columns of plain are separated by commas, as in plain(wind_kt, pressure_hpa)."],
    ["plain()", "In --columns, block 1: the columns of plain are separated by commas, as in plain(wind_kt, pressure_hpa)."],
    ["+ plain(x)", "In --columns, block 1: the block is empty; leave out the extra +."],
    ["plain(x) +", "In --columns, block 2: the block is empty; leave out the extra +."],
    ["(x)", "In --columns, block 1: write a chart with its columns, as in plain(x, y), and join blocks by +."],
    ["lonlat(lon)", "In --columns, block 1: lonlat takes 2 columns, but 1 was given, as in lonlat(lon, lat)."],
    ["degrees(a, b)", "In --columns, block 1: degrees takes 1 column, but 2 were given, as in degrees(heading)."],
    ["period(7)", "In --columns, block 1: period takes 1 column, but none were given, as in period(7, weekday)."],
    ["period(day, 7)", "In --columns, block 1: a period is a positive number, as in period(7, weekday)."],
    ["period(-7, day)", "In --columns, block 1: a period is a positive number, as in period(7, weekday)."],
    ["interval(3, 1, x)", "In --columns, block 1: an interval has two bounds, the smaller one first, as in interval(0, 100, percent)."],
    ["interval(x)", "In --columns, block 1: an interval has two bounds, the smaller one first, as in interval(0, 100, percent)."],
    ["above(x)", "In --columns, block 1: a half line has one bound, as in above(0, income)."],
    ["fractions(x)", "In --columns, block 1: fractions have at least two columns, as in fractions(sand, silt, clay)."],
    ["classes(cat, animal)", "In --columns, block 1: classes have at least two labels before their column, as in classes(cat, dog, animal)."],
    ["classes(cat, cat, animal)", "In --columns, block 1: the label cat stands twice."],
    ["unitVector(x)", "In --columns, block 1: a unit vector has at least two columns, as in unitVector(x, y)."],
    ["plain(x) + degrees(x)", "In --columns: the column x stands twice; a density has each number once."],
  ])("%s", (text, sentence) => expect(left(parseColumns(text, "--columns"))).toBe(`2 ${sentence}`));

  it("is bounded", () => {
    expect(left(parseColumns(`plain(${"x".repeat(100_000)})`, "--columns"))).toBe("2 In --columns: there are 100007 characters, of which at most 100000 are read.");
    expect(left(parseColumns(`plain(${Array.from({ length: 10_000 }, (_, index) => index).join(",")})`, "--columns"))).toBe("2 In --columns: Manifold e10000 is too large; dimensions go up to 9999.");
    const began = performance.now();
    expect(left(parseColumns(`plain(${"x,".repeat(49_000)}y)`, "--columns"))).toBe("2 In --columns: the column x stands twice; a density has each number once.");
    expect(performance.now() - began).toBeLessThan(2000);
    expect(left(parseColumns(Array.from({ length: 500 }, (_, index) => `interval(0.${"1".repeat(17)},1.${"1".repeat(17)},x${index})`).join("+"), "--columns"))).toMatch(/^2 In --columns: The spec has \d+ characters; specs go up to 10000\.$/);
    expect(left(parseColumns(Array.from({ length: 1001 }, (_, index) => `plain(x${index})`).join("+"), "--columns"))).toContain("1001 blocks");
  });
});
