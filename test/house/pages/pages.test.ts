/** `npm run docs` has been run: pages, index, the table in README.md and the pictures are those of the sources. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { pagesOf, sourcesOf } from "../../../docs/make/entries.ts";
import { folders, picturesOf, textsOf } from "../../../docs/make/files.ts";
import { picture } from "../../../docs/make/pictures/picture.ts";
import { alphabet } from "../../../src/bijectors/letters.ts";
import { everyElement, parseXml, textOf } from "../../plot/well-formed.ts";
import { root } from "../root.ts";

const home = new URL("../../../", import.meta.url);
const [texts, pictures] = [textsOf(home), picturesOf(home)];
const read = (path: string): string => (existsSync(`${root}${path}`) ? readFileSync(`${root}${path}`, "utf8") : "");

it("every letter has its page", () => {
  const letters = pagesOf(home).flatMap(({ entries }) => entries.map(({ letter }) => letter));
  expect(letters.sort()).toEqual([...alphabet].sort());
});

it("finds the source of a letter, under other options too", () => {
  const registry =
    'import { a, type B } from "./a.ts";\nimport { c } from "./d/c.ts";\n= {\n  x: a,\n  Y: c.with({ n: 1 }),\n};';
  expect([...sourcesOf(registry)]).toEqual([
    ["x", "a.ts"],
    ["Y", "d/c.ts"],
  ]);
  expect(() => sourcesOf("= {\n  x: a,\n};")).toThrow("The registry does not import a of letter x by name.");
});

it.each([...texts.keys()])("%s is what npm run docs writes", (path) => {
  expect(read(path)).toBe(texts.get(path));
});

it("no page or picture is left from a layer that is gone, and none clashes where case does not count", () => {
  const found = folders.flatMap((folder) => readdirSync(`${root}${folder}`).map((file) => `${folder}${file}`));
  const known = [...texts.keys(), ...pictures.keys()];
  expect(found.filter((path) => !known.includes(path))).toEqual([]);
  expect(new Set(known.map((path) => path.toLowerCase())).size).toBe(known.length);
});

describe.each([...pictures.keys()])("%s", (path) => {
  const text = read(path);
  it("is a small, well-formed picture with a title and words for those who cannot see it", () => {
    const drawn = parseXml(text);
    const elements = everyElement(drawn);
    expect(drawn.name).toBe("svg");
    expect(text.length).toBeLessThan(64_000);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    for (const name of ["title", "desc"]) expect(textOf(elements.find((each) => each.name === name)!)).not.toBe("");
  });
  it("shows the layer as it is, or npm run docs draws it anew", () => {
    const fresh = picture(pictures.get(path)!);
    const numbers = (svg: string): readonly number[] => (svg.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
    const [before, now] = [numbers(text), numbers(fresh)];
    // Engines differ in the last digits of their sines, and a digit may turn over.
    expect(now.length).toBe(before.length);
    expect(now.findIndex((value, at) => Math.abs(value - before[at]!) > 0.2)).toBe(-1);
  });
});

/** Targets of links and images that lie in this checkout. */
const targets = (text: string): readonly string[] =>
  [...text.replaceAll(/```[\s\S]*?```/g, "").matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)]
    .map(([, link, image]) => (link ?? image)!.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));

const guides = readdirSync(`${root}docs`)
  .filter((file) => file.endsWith(".md"))
  .map((file) => `docs/${file}`);

it.each([...new Set([...texts.keys(), ...guides])])("the links of %s lead somewhere", (path) => {
  expect(targets(read(path)).filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
});

it("sees a link that leads nowhere", () => {
  expect(targets('[a](b.md) <img src="c.svg"> [d](https://e.f) [g](#h)')).toEqual(["b.md", "c.svg"]);
});
