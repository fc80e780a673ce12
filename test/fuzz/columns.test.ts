/** Mappings of columns, jitter, numbers and words of options, as they are typed: meant or refused in one sentence, soon. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charts } from "../../src/cli/columns/charts.ts";
import { columnsOf, logVolumes, readNumbers, readPoints, spaceOf, writePoints } from "../../src/cli/columns/mapping.ts";
import { decodeMapping, encodeMapping } from "../../src/cli/columns/stored.ts";
import { parseColumns, showColumns } from "../../src/cli/columns/syntax.ts";
import { flowOn } from "../../src/cli/default-layers.ts";
import { parseSteps } from "../../src/cli/jitter.ts";
import { listed, nearest, unknownName } from "../../src/cli/nearest.ts";
import { typedOption } from "../../src/cli/number-options.ts";
import type { Json } from "../../src/flow/codec-json.ts";
import { euclid } from "../../src/flow/manifolds.ts";
import { fitFields } from "../../src/train/options.ts";
import { junk } from "../../laws/codec/hostile.ts";
import { sentenceFlaw } from "../../laws/codec/refusal.ts";
import { acceptedLine, answered, longestLine, share } from "./owed.ts";
import { anyText, longText, near } from "./texts.ts";

const word = fc.oneof({ weight: 2, arbitrary: fc.constantFrom('"a ""b"""', '"a, b"', '"(x) + y"', '" "', '""') }, { weight: 3, arbitrary: fc.constantFrom("x", "y", "lon", "7", "0", "-1e3", "cat", "dog") }, { weight: 1, arbitrary: anyText.map((text) => `"${text.replaceAll('"', '""')}"`) }, { weight: 1, arbitrary: fc.constantFrom("1e21", "-1e999", "5e-324", "NaN", "0x1", "__proto__") });
const block = fc.tuple(fc.oneof(fc.constant("plain"), fc.constantFrom(...Object.keys(charts), "LonLat", "constructor")), fc.array(word, { maxLength: 4 })).map(([chart, words]) => `${chart}(${words.join(", ")})`);
const mappings = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...Object.values(charts).map(({ example }) => example)) }, { weight: 2, arbitrary: fc.array(block, { minLength: 1, maxLength: 3 }).map((blocks) => blocks.join(" + ")) });
const texts = fc.oneof({ weight: 3, arbitrary: mappings }, { weight: 3, arbitrary: near(mappings, "(", ")", ",", "+", '"', " ", "1") }, { weight: 1, arbitrary: anyText }, { weight: 1, arbitrary: longText("plain(x)+", "x,", "plain(", '"', '""', "(", "+") });

describe("mappings of columns", () => {
  it("are blocks with one spelling, or are refused", () => {
    fc.assert(fc.property(texts, (text) => {
      const blocks = acceptedLine(() => parseColumns(text, "--columns"));
      if (blocks === undefined) return;
      expect(showColumns(acceptedLine(() => parseColumns(showColumns(blocks), "--columns"))!)).toBe(showColumns(blocks));
      expect(new Set(columnsOf(blocks)).size).toBe(columnsOf(blocks).length);
      acceptedLine(() => flowOn(answered(() => spaceOf(blocks)), "e0"));
    }), share(5));
  });

  it("of as many words as are read take no time", () => {
    for (const text of [`plain(${Array.from({ length: 16_000 }, (_, index) => index).join(",")})`, `plain(${"x,".repeat(49_000)}x)`, "plain(x)+".repeat(11_000), `classes(${Array.from({ length: 16_000 }, (_, index) => index).join(",")})`, `fractions(${"a,".repeat(5_000)}b)`, "(".repeat(99_999), '"'.repeat(99_999), Array.from({ length: 900 }, (_, index) => `interval(0.${"1".repeat(30)}, 1.${"1".repeat(30)}, x${index})`).join("+")]) acceptedLine(() => parseColumns(text, "--columns"));
  });

  it("read points whose numbers they write again", () => {
    const numbers = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -1, max: 370 })), { minLength: 12, maxLength: 12 });
    fc.assert(fc.property(mappings, numbers, (text, values) => {
      const blocks = acceptedLine(() => parseColumns(text, "--columns"));
      if (blocks === undefined || blocks.some(({ labels }) => labels)) return;
      const columns = columnsOf(blocks);
      const table = { name: "a.csv", columns, rows: [{ place: "line 2", cells: columns.map((_, index) => String(values[index % values.length])) }] };
      const read = acceptedLine(() => readNumbers(table, blocks))!;
      const points = acceptedLine(() => readPoints(table, blocks, read));
      if (points === undefined) return;
      expect(points.rows.every(Number.isFinite)).toBe(true);
      for (const own of writePoints(points, blocks).values()) expect(own.every(Number.isFinite)).toBe(true);
      expect(logVolumes(1, blocks, read).every((each) => !Number.isNaN(each))).toBe(true);
    }), share(5));
  });

  it("in model files are read with the same care", () => {
    const flow = euclid(2).affine();
    const stored = fc.oneof(fc.record({ columns: texts }), fc.record({ columns: fc.constant("plain(x, y)"), given: texts }), fc.record({ columns: junk, given: junk }), junk);
    fc.assert(fc.property(stored, (value) => {
      // Whatever it is.
      const mapping = acceptedLine(() => decodeMapping("m.json", flow, value as Json));
      if (mapping) expect(encodeMapping(acceptedLine(() => decodeMapping("m.json", flow, encodeMapping(mapping)))!)).toEqual(encodeMapping(mapping));
    }));
  });
});

describe("other options", () => {
  it("steps of jitter are positive numbers of columns", () => {
    const typed = fc.array(fc.tuple(fc.oneof(fc.constantFrom("x", "y", "z"), anyText), fc.oneof(fc.double().map(String), anyText)).map(([column, step]) => `${column}=${step}`), { maxLength: 3 }).map((parts) => parts.join(","));
    fc.assert(fc.property(fc.oneof(typed, anyText, longText("x=1,", "=", ",")), (text) => {
      const steps = acceptedLine(() => parseSteps(text, ["x", "y"]));
      for (const [column, step] of steps ?? []) expect(["x", "y"].includes(column) && step > 0 && step < Infinity).toBe(true);
    }));
  });

  it("numbers and words are of their kind", () => {
    const fields = Object.entries(fitFields).filter(([, { fallback }]) => typeof fallback !== "boolean");
    fc.assert(fc.property(fc.constantFrom(...fields), fc.oneof(fc.double().map(String), fc.integer().map(String), anyText, longText("1", "e1")), ([name, field], text) => {
      // Fields that are no flags are numbers or words.
      const value = acceptedLine(() => typedOption(`--${name}`, text, field as Parameters<typeof typedOption>[2]));
      if (value !== undefined) expect(field.codec.decode(value)._tag).toBe("Right");
    }), share(5));
  });

  it("names that do not exist are said with the nearest", () => {
    fc.assert(fc.property(anyText, fc.array(anyText, { maxLength: 60 }), (name, names) => {
      const meant = answered(() => nearest(name, names));
      if (meant !== undefined) expect(names).toContain(meant);
      expect(sentenceFlaw(answered(() => unknownName("column", name, names)), longestLine)).toBeUndefined();
      expect(listed(names).length).toBeLessThan(longestLine);
    }));
    const many = Array.from({ length: 20_000 }, (_, index) => `a column whose name is long ${index}`);
    expect(sentenceFlaw(answered(() => unknownName("column", "a colum whose name is long", many)), longestLine)).toBeUndefined();
  });
});
