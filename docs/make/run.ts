/** `npm run docs`: writes the pages of all layers, their pictures, the index, and the table in README.md. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pagesOf } from "./entries.ts";
import { indexPath, indexText, readmeText } from "./index-page.ts";
import { pagePath, pageText, picturePath } from "./page.ts";
import { picture } from "./pictures/picture.ts";

// From `dist/docs/make/`, where this runs.
const root = new URL("../../../", import.meta.url);

const pages = pagesOf(root);
const texts = [
  ...pages.map((page) => [pagePath(page), pageText(page, root)] as const),
  [indexPath, indexText(pages, root)] as const,
  ["README.md", readmeText(readFileSync(new URL("README.md", root), "utf8"), pages, root)] as const,
];
const pictures = pages.flatMap(({ entries }) => entries.map((entry) => [picturePath(entry), entry] as const));

// What no layer owns any more goes.
const written = new Set([...texts, ...pictures].map(([path]) => path));
for (const folder of ["docs/layers/", "docs/images/layers/"]) {
  mkdirSync(new URL(folder, root), { recursive: true });
  for (const file of readdirSync(new URL(folder, root))) {
    if (!written.has(`${folder}${file}`)) rmSync(new URL(`${folder}${file}`, root));
  }
}
for (const [path, text] of texts) writeFileSync(new URL(path, root), text);
for (const [path, entry] of pictures) {
  writeFileSync(new URL(path, root), picture(entry));
  console.log(path);
}
