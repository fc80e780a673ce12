/** The page of a layer, and what other pages say of it in a line. */
import { readFileSync } from "node:fs";
import { docstring, type Piece } from "./docstring.ts";
import type { Entry, Page } from "./entries.ts";
import { formulas } from "./formulas.ts";
import { caption } from "./pictures/captions.ts";
import { networksTable, optionsTable, parametersTable } from "./tables.ts";
import { set, setWords, type Setting } from "./typography.ts";
import { words } from "./words.ts";
import { codeBlock } from "./writing.ts";

export const pagePath = ({ slug }: Page): string => `docs/layers/${slug}.md`;
export const picturePath = ({ picture }: Entry): string => `docs/images/layers/${picture}.svg`;

const piecesOf = (page: Page, root: URL): readonly Piece[] =>
  docstring(readFileSync(new URL(`src/bijectors/${page.source}`, root), "utf8"));

const settingOf = (page: Page, root: URL): Setting => ({
  root,
  source: `src/bijectors/${page.source}`,
  page: pagePath(page),
});

const lead = (pieces: readonly Piece[]): string => {
  const [first] = pieces;
  return first?.tag === "text" && first.label === "" ? first.text : "";
};

/** What the layer is, in a line without a full stop. */
export const lineOf = (page: Page, entry: Entry, root: URL): string => {
  const own = Object.entries(entry.ownOptions).map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``);
  if (own.length > 0) return `\`${entry.layer.name}\` with ${own.join(", ")}`;
  return words[page.slug]?.line ?? set(lead(piecesOf(page, root)).replace(/[.:] .*|\.$/s, ""), settingOf(page, root));
};

const piece = (one: Piece, setting: Setting): string => {
  switch (one.tag) {
    case "text": {
      const rest = set(one.text.slice(one.label.length), setting);
      return one.label === "" ? rest : `**${set(one.label, setting)}**${rest}`;
    }
    case "formula":
      return ["```text", ...one.lines, "```"].join("\n");
    case "list":
      return one.items.map(({ name, text }) => `- ${code(name)}: ${set(text, setting)}`).join("\n");
  }
};

/** Names that share an item, `linear, quadratic`, each as code. */
const code = (names: string): string =>
  names
    .split(", ")
    .map((name) => `\`${name}\``)
    .join(", ");

const isSource = (one: Piece): boolean => one.tag === "text" && /^Sources?\b/.test(one.label);

const heading = ({ entries }: Page): string => {
  const names = [...new Set(entries.map(({ layer }) => layer.name))];
  return `# ${names.join(", ")}`;
};

const lettersOf = (page: Page, root: URL): readonly string[] =>
  page.entries.map(
    (entry) =>
      `- \`${entry.letter}\` acts on ${setWords(entry.where)}${Object.keys(entry.ownOptions).length > 0 ? `: ${lineOf(page, entry, root)}` : ""}.`,
  );

const picture = (entry: Entry): string =>
  [`![${caption(entry).alt}](../images/layers/${entry.picture}.svg)`, "", `*${caption(entry).text}*`].join("\n");

const section = (title: string, ...parts: readonly string[]): readonly string[] => {
  const kept = parts.filter((part) => part !== "");
  return kept.length === 0 ? [] : [`## ${title}`, ...kept];
};

/** Letters of one page whose tables are the same share them. */
const perEntry = (page: Page, text: (entry: Entry) => string): readonly string[] => {
  const all = page.entries.map((entry) => [entry, text(entry)] as const);
  const same = all.every(([, each]) => each === all[0]![1]);
  return same
    ? [all[0]![1]]
    : all.flatMap(([{ letter }, each]) => (each === "" ? [] : [`Letter \`${letter}\`:`, each]));
};

/** The text of a page. */
export const pageText = (page: Page, root: URL): string => {
  const pieces = piecesOf(page, root);
  const setting = settingOf(page, root);
  const story = words[page.slug]?.story;
  const [first] = page.entries;
  return `${[
    heading(page),
    lettersOf(page, root).join("\n"),
    ...(story === undefined ? [] : [story]),
    ...page.entries.map(picture),
    ...section("In a program", ...page.entries.map(codeBlock)),
    ...section(
      "Mathematics",
      ...pieces.filter((one) => !isSource(one)).map((one) => piece(one, setting)),
      formulas(first),
    ),
    ...section("Options", ...perEntry(page, optionsTable)),
    ...section(
      `Parameters on \`${first.example.spec}\``,
      ...perEntry(page, (entry) =>
        [parametersTable(entry), networksTable(entry)].filter((text) => text !== "").join("\n\n"),
      ),
    ),
    ...section("Paper", ...pieces.filter(isSource).map((one) => piece(one, setting))),
    `---\n\n[All layers](../layers.md). Source: [\`src/bijectors/${page.source}\`](../../src/bijectors/${page.source}). This page is written by \`npm run docs\`; what it says is changed there.`,
  ].join("\n\n")}\n`;
};
