/** Tables as texts: right ones, with all that CSV and JSON allow, and what goes wrong with them. */
import fc from "fast-check";
import { csvFormatRows } from "d3-dsv";
import { junk } from "../../laws/codec/hostile.ts";
import { damagedText } from "../../laws/codec/damage.ts";
import { anyText, near } from "./texts.ts";

const columnName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("lon", "lat", "wind", "x", "y", "label") },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "", " ", "length", "a,b", 'say "x"', "two\nlines", "\u202ex", "é", "log_prob") },
  { weight: 1, arbitrary: anyText },
);

const cell = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noNaN: true }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom("", " ", "NaN", "-inf", "1e999", "1,5", "0x10", "12 kt", "cat", "dog", '"', "\u0000", "-0", "+7", ".5", "1".repeat(5_000), `${"9".repeat(5_000)}x`, `${" ".repeat(5_000)}x`) },
  { weight: 1, arbitrary: anyText },
);

export const grid: fc.Arbitrary<{ readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }> =
  fc.array(columnName, { minLength: 1, maxLength: 5 }).chain((columns) => fc.record({ columns: fc.constant(columns), rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { maxLength: 5 }) }));

/** CSV as spreadsheets and scripts write it, ragged now and then. */
const csv = fc.tuple(grid, fc.constantFrom("\n", "\r\n", "\r"), fc.constantFrom("", "\ufeff"), fc.constantFrom("", "\n", "\n\n\n")).map(([{ columns, rows }, end, mark, tail]) => mark + csvFormatRows([[...columns], ...rows.map((each) => [...each])]).replaceAll("\n", end) + tail);

const record = fc.oneof(fc.dictionary(fc.string({ maxLength: 3 }), fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null))), fc.jsonValue({ maxDepth: 1 }));
const json = fc.array(record, { maxLength: 5 }).chain((records) => fc.constantFrom(JSON.stringify(records), records.map((each) => JSON.stringify(each)).join("\n"), JSON.stringify(records, null, 1)));

const longLines = fc.constantFrom(
  `x\n${"1".repeat(50_000)}x\n`, `x\n"${"a\n".repeat(20_000)}"\n`, `${"x,".repeat(20_000)}\n`, `x\n${'"'.repeat(99_999)}\n`, "\n".repeat(50_000), ",".repeat(50_000), `x\n${" ".repeat(50_000)}1x\n`,
  `${Array.from({ length: 20_000 }, (_, index) => `c${index}`).join(",")}\n${"1,".repeat(19_999)}1\n`, `[${"{},".repeat(20_000)}{}]`, `{"x":"${"a".repeat(50_000)}"}`, "[".repeat(50_000), "{\"a\":".repeat(50_000),
);

/** Texts of CSV. */
export const csvTexts: fc.Arbitrary<string> = fc.oneof({ weight: 5, arbitrary: csv }, { weight: 5, arbitrary: near(csv, ",", '"', "\n", "\r", "\u0000", "\ufeff", "x") }, { weight: 1, arbitrary: anyText }, { weight: 1, arbitrary: longLines });

/** Texts of JSON rows. */
export const jsonTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: json }, { weight: 5, arbitrary: json.chain((text) => damagedText(text)).map(({ document }) => document as string) }, { weight: 1, arbitrary: fc.array(junk, { maxLength: 3 }).map((values) => JSON.stringify(values)) }, { weight: 1, arbitrary: anyText }, { weight: 1, arbitrary: longLines },
  { weight: 1, arbitrary: fc.constantFrom('[{"__proto__":{"polluted":1}}]', '{"a":1,"a":2}', '[{"constructor":1},{"x":2}]', '{"x":1e999}', "[]", "[[]]", "null") },
);
