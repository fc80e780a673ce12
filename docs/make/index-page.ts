/** The tables of all layers: the index of the pages, with small pictures, and the short one of README.md. */
import { lineOf, pagePath, picturePath } from "./page.ts";
import type { Domain } from "../../src/bijectors/letters.ts";
import type { Entry, Page } from "./entries.ts";
import { setWords, table } from "./typography.ts";

export const indexPath = "docs/layers.md";

const within = (path: string): string => path.replace(/^docs\//, "");

export const indexText = (pages: readonly Page[], root: URL): string => {
  const rows = pages.flatMap((page) =>
    page.entries.map((entry) => [
      `<img src="${within(picturePath(entry))}" width="220" alt="">`,
      `\`${entry.letter}\``,
      `[${entry.layer.name}](${within(pagePath(page))})`,
      setWords(entry.where),
      lineOf(page, entry, root),
    ]),
  );
  return `${[
    "# Layers",
    "All layers of the library, by the letter that stands for them in `parse`. A page for each shows what it does to a grid and to samples, its formulas, options and parameters, and the paper it comes from.",
    table(["", "letter", "name", "acts on", "what it is"], rows),
    "In the pictures, grey lines are an even grid of the base and its image, blue dots are samples, and orange lines bound the smallest regions that hold 50 % and 90 % of the density. `npm run docs` writes this page, the pages of the layers and their pictures from the sources.",
  ].join("\n\n")}\n`;
};

/** Where layers act, for the narrow table; other domains are named in full. */
const short: { readonly [D in Domain]?: string } = { e: "`e<n>`, half lines", s2up: "`s<n>`, n ≥ 2" };

const shortly = ({ layer: { on }, where }: Entry): string =>
  short[on] ?? setWords(where).replace(/^[^`]*(?=`[^`]*`$)/, "");

const marks = ["<!-- layers: written by npm run docs -->", "<!-- end of layers -->"] as const;

/** README.md with its table of layers renewed. */
export const readmeText = (readme: string, pages: readonly Page[], root: URL): string => {
  const [start, end] = marks.map((mark) => readme.indexOf(mark)) as [number, number];
  if (start < 0 || end < start) throw new Error(`README.md has no ${marks.join(" … ")}.`);
  const rows = pages.flatMap((page) => {
    const [first, ...rest] = page.entries;
    const alike = rest.every((entry) => Object.keys(entry.ownOptions).length === 0);
    const groups = alike ? [page.entries] : page.entries.map((entry) => [entry] as const);
    return groups.map((group) => [
      group.map(({ letter }) => `\`${letter}\``).join(" "),
      `[\`${first.layer.name}\`](${pagePath(page)})`,
      [...new Set(group.map(shortly))].join("; "),
      lineOf(page, group[0]!, root),
    ]);
  });
  return `${readme.slice(0, start)}${marks[0]}\n${table(["letter", "name", "acts on", "what it is"], rows)}\n${readme.slice(end)}`;
};
