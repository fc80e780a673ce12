/** Docstrings are read as their writers mean them. */
import { expect, it } from "vitest";
import { docstring } from "../../../docs/make/docstring.ts";

const opened = (...lines: readonly string[]): string =>
  `/**\n${lines.map((line) => (line === "" ? " *" : ` * ${line}`)).join("\n")}\n */\nexport {};`;

it("tells labels at the start of a line, in the middle of one, and with a few words of their own", () => {
  const found = docstring(
    opened(
      "A map",
      "of things.",
      "",
      "Space: s1. Parameters: `a` [K], raw.",
      "log-det of the inverse: 0. Nothing else.",
    ),
  );
  expect(found).toEqual([
    { tag: "text", label: "", text: "A map of things." },
    { tag: "text", label: "Space:", text: "Space: s1." },
    { tag: "text", label: "Parameters:", text: "Parameters: `a` [K], raw." },
    { tag: "text", label: "log-det of the inverse:", text: "log-det of the inverse: 0. Nothing else." },
  ]);
});

it("gives what follows the space a paragraph", () => {
  expect(docstring(opened("Space: e<n>. Base to data, x = z.", "Source: Gauss 1809."))).toEqual([
    { tag: "text", label: "Space:", text: "Space: e<n>." },
    { tag: "text", label: "", text: "Base to data, x = z." },
    { tag: "text", label: "Source:", text: "Source: Gauss 1809." },
  ]);
});

it("tells formulas from lists", () => {
  const found = docstring(
    opened("It is:", "", "    x = z,", "      y = 2.", "", "Read by name:", "  one  a", "       b", "  two  c"),
  );
  expect(found).toEqual([
    { tag: "text", label: "", text: "It is:" },
    { tag: "formula", lines: ["x = z,", "  y = 2."] },
    { tag: "text", label: "", text: "Read by name:" },
    {
      tag: "list",
      items: [
        { name: "one", text: "a b" },
        { name: "two", text: "c" },
      ],
    },
  ]);
});

it("asks for a docstring", () => {
  expect(() => docstring("export {};")).toThrow("A layer's file opens with a docstring, not with export {};");
});
