/** Every file that `npm run docs` writes, by its path. A test holds them against those on disk. */
import { readFileSync } from "node:fs";
import { pagesOf, type Entry } from "./entries.ts";
import { indexPath, indexText, readmeText } from "./index-page.ts";
import { lawsPath, lawsText } from "./laws-table.ts";
import { pagePath, pageText, picturePath } from "./page.ts";

/** Folders in which there is nothing else. */
export const folders = ["docs/layers/", "docs/images/layers/"] as const;

export const textsOf = (root: URL): ReadonlyMap<string, string> => {
  const pages = pagesOf(root);
  const renewed = (path: string, renew: (text: string) => string) =>
    [path, renew(readFileSync(new URL(path, root), "utf8"))] as const;
  return new Map([
    ...pages.map((page) => [pagePath(page), pageText(page, root)] as const),
    [indexPath, indexText(pages, root)],
    renewed("README.md", (text) => readmeText(text, pages, root)),
    renewed(lawsPath, lawsText),
  ]);
};

/** Pictures are drawn by `picture(entry)`, each in a fraction of a second. */
export const picturesOf = (root: URL): ReadonlyMap<string, Entry> =>
  new Map(pagesOf(root).flatMap(({ entries }) => entries.map((entry) => [picturePath(entry), entry] as const)));
