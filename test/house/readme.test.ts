/** Every code block of README.md, docs/*.md and docs/layers/*.md does what it says; documents/blocks.ts tells how blocks are written. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf, type Block } from "./documents/blocks.ts";
import { reader, type Reader } from "./documents/reader.ts";
import { root } from "./root.ts";

const fixtures = "test/house/documents/fixtures";
const guides = ["docs/", "docs/layers/"]
  .filter((folder) => existsSync(`${root}${folder}`))
  .flatMap((folder) =>
    readdirSync(`${root}${folder}`)
      .filter((file) => file.endsWith(".md"))
      .sort()
      .map((file) => `${folder}${file}`),
  );
const documents = [...(existsSync(`${root}README.md`) ? ["README.md"] : []), ...guides];

const read = (document: string): string => readFileSync(`${root}${document}`, "utf8");
const blocks = (document: string): readonly Block[] => blocksOf(document, read(document));
const kept = blocks(`${fixtures}/kept.md`);
const broken = blocks(`${fixtures}/broken.md`);
const promised = documents.flatMap(blocks);

let us: Reader;
beforeAll(async () => {
  us = await reader([...kept, ...broken, ...promised]);
});
afterAll(() => us?.leave());

it("README.md is there once the command line is", () => {
  const missing = existsSync(`${root}src/cli/main.ts`) && !existsSync(`${root}README.md`);
  expect(missing ? "README.md is missing: write it, its ts and sh blocks are tested here." : "").toBe("");
});

describe.each(documents.filter((document) => blocks(document).length > 0))("%s", (document) => {
  it.each(promised.filter((block) => block.document === document))(
    "the $language block on line $line",
    async (block) => {
      expect(await us.read(block)).toBe("");
    },
  );
});

describe("the reader", () => {
  it.each(kept)("accepts the $language block on line $line", async (block) => {
    expect(await us.read(block)).toBe("");
  });

  it.each(broken)("refuses the $language block on line $line", async (block) => {
    const [, sentence = "no sentence"] =
      /^<!-- (.*) -->$/.exec(read(block.document).split("\n")[block.line - 3] ?? "") ?? [];
    expect(await us.read(block)).toContain(sentence);
  });

  it("reads the blocks of the fixtures", () => {
    expect([kept.length, broken.length]).toEqual([6, 13]);
  });
});
