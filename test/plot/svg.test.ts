import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coordinate, element, escaped, markup, polyline, siblings } from "../../src/plot/svg.ts";
import { parseXml, textOf } from "./well-formed.ts";

describe("escaped", () => {
  it("escapes what XML reads as markup", () => {
    expect(escaped(`a < b & "c" > d`)).toBe("a &lt; b &amp; &quot;c&quot; &gt; d");
  });
  it("replaces what XML cannot hold, and keeps what it can", () => {
    expect(escaped("\u0000\u001b\ufffe")).toBe("\ufffd\ufffd\ufffd");
    expect(escaped("\ud83c\udf00 \ud83c \udf00")).toBe("\ud83c\udf00 \ufffd \ufffd");
    expect(escaped("tab\tline\n")).toBe("tab\tline\n");
  });
  it("is undone by an XML reader, for any text, in content and in attributes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const root = parseXml(markup(element("text", { label: text }, text)));
        expect(textOf(root)).toBe(text);
        expect(root.attributes.get("label")).toBe(text);
      }),
      { seed: 1 },
    );
  });
  it("gives well-formed XML even for text that XML cannot hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => void parseXml(markup(element("text", { label: text }, text)))),
      { seed: 2 },
    );
  });
});

describe("coordinate", () => {
  it("prints hundredths and no minus zero", () => {
    expect([1 / 3, -0.001, 12, 1e-9].map(coordinate)).toEqual(["0.33", "0", "12", "0"]);
  });
  it.each([NaN, Infinity, -Infinity])("refuses %d", (value) => {
    expect(() => coordinate(value)).toThrow(`A coordinate came out as ${value}.`);
    expect(() => polyline([[0, value]])).toThrow();
    expect(() => markup(element("circle", { r: value }))).toThrow();
  });
});

describe("markup", () => {
  it("writes attributes, leaves out those that are undefined, and nests", () => {
    const tree = element("g", { class: "a", id: undefined }, siblings(element("line", { x1: 0.125 }), "x"), siblings());
    expect(markup(tree)).toBe('<g class="a"><line x1="0.13"/>x</g>');
  });
  it("draws polylines", () => {
    expect(polyline([[0, 1], [2, 3]], true)).toBe("M0,1L2,3Z");
    expect(polyline([])).toBe("");
  });
});
