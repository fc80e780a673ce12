import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { render } from "../../src/error.ts";
import { deepestJson, mostJson, readJson, writeJson, writeNumbers, type Json } from "../../src/flow/codec-json.ts";

const read = (text: string, longest?: number): unknown => {
  const result = readJson(text, "a test", longest);
  return either.isLeft(result) ? render(result.left) : result.right;
};

const data = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }) as fc.Arbitrary<Json>;

describe("reading", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(fc.property(data, fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      fc.pre(!text.includes("__proto__"));
      expect(read(text)).toEqual(JSON.parse(text));
    }));
  });

  it("answers every text with a value or a sentence", () => {
    const piece = fc.constantFrom('"a":', '"a"', "{", "}", "[", "]", ",", "1", '"\\"', '"\\u0061":', " ", "null", "\u0000", '"__proto__":');
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      const result = readJson(text, "a test");
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      if (either.isRight(result)) expect(valid).toBe(true);
      else expect(render(result.left)).toMatch(/received .*, expected .*\.$/su);
    }), { numRuns: 1000 });
  });

  it.each<readonly [string, string]>([
    ["", "received an empty text, expected a test."],
    ["{", "received a text that is not JSON, or not all of it, expected a test."],
    ["nonsense", "received a text that is not JSON, or not all of it, expected a test."],
    ['{ "a": 1, "b": 2, "a": 3 }', "received the key a twice, expected each key once, and no key __proto__."],
    ['{ "a": 1, "\\u0061": 3 }', "received the key a twice, expected each key once, and no key __proto__."],
    ['{ "x": [1, { "y": { "b": 1, "b": 1 } }] }', "In x, 2, y: received the key b twice, expected each key once, and no key __proto__."],
    ['{ "x": { "__proto__": 1 } }', "In x: received the key __proto__, expected each key once, and no key __proto__."],
    ['{ "a": 1, "a" : 1', "received a text that is not JSON, or not all of it, expected a test."],
  ])("%s", (text, sentence) => {
    expect(read(text)).toBe(sentence);
  });

  it("takes a key twice in two records, and keys as values", () => {
    expect(read('[{ "a": "a" }, { "a": ["a", "a", "__proto__"] }]')).toEqual([{ a: "a" }, { a: ["a", "a", "__proto__"] }]);
  });

  it("counts nothing inside of strings, escaped quotation marks included", () => {
    for (const value of [`"${"[".repeat(200)}`, { 'a"': 1, 'b"{': ["\\", '"', "]"] }, "\\", { "\\": { "\\": 1 } }]) {
      expect(read(JSON.stringify(value))).toEqual(value);
    }
  });

  it("is bounded in length and depth", () => {
    expect(read('"abcdef"', 5)).toBe("received 8 characters, expected at most 5 characters.");
    expect(read("[".repeat(deepestJson) + "]".repeat(deepestJson))).toBeInstanceOf(Array);
    const began = performance.now();
    expect(read("[".repeat(20_000_000))).toBe("received lists and records nested deeper than 128, expected a test.");
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it("is bounded in parts, which take more memory than their text", () => {
    expect(read(`[${"[],".repeat(mostJson["lists and records"])}[]]`)).toBe("received more than 5000000 lists and records, expected at most 5000000 lists and records.");
    expect(read(`[${"0,".repeat(mostJson.entries + 1)}0]`)).toBe("received more than 33554432 entries, expected at most 33554432 entries.");
    const keys = (count: number): string => `{${Array.from({ length: count }, (_, index) => `"${index}":0`).join(",")}}`;
    expect(read(keys(mostJson["keys in one record"] + 1))).toBe("received more than 100000 keys in one record, expected at most 100000 keys in one record.");
    expect(read(keys(1000))).toBeInstanceOf(Object);
  });

  it("takes texts alone", () => {
    expect(read(null as unknown as string)).toBe("received null, expected a text, a test.");
    expect(read(["[]"] as unknown as string)).toBe("received a list of 1 entry, expected a text, a test.");
  });
});

describe("writing", () => {
  it("is read back", () => {
    fc.assert(fc.property(data, fc.integer({ min: 1, max: 120 }), (value, width) => {
      expect(JSON.parse(writeJson(value, width))).toEqual(value);
    }));
  });

  it("keeps to the width where it can", () => {
    const text = writeJson({ name: "a record", numbers: Array.from({ length: 40 }, (_, index) => index), inner: { a: 1 } }, 40);
    expect(text.split("\n").every((line) => line.length <= 40)).toBe(true);
    expect(writeJson({ a: [1, 2], b: {} })).toBe('{ "a": [1, 2], "b": {} }');
  });

  it("keeps every bit of a number", () => {
    fc.assert(fc.property(fc.float64Array({ noNaN: true, noDefaultInfinity: true, maxLength: 50 }), (values) => {
      expect(Float64Array.from(JSON.parse(writeNumbers(values)) as number[])).toEqual(values);
    }));
    for (const value of [-0, 5e-324, Number.MAX_VALUE, 0.1 + 0.2]) expect(JSON.parse(writeJson(value))).toBe(value);
  });

  it("throws on a number that JSON does not have", () => {
    for (const value of [NaN, Infinity]) expect(() => writeJson([value])).toThrow(`received ${value}, expected finite numbers: JSON has no others.`);
  });
});
