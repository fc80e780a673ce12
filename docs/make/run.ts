/** `npm run docs`: writes the pages of all layers, their pictures, the index, the tables in README.md and docs/laws.md, and the pictures of docs/pictures.md. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { folders, picturesOf, textsOf } from "./files.ts";
import { guideFolder, guidePictures } from "./guide-pictures.ts";
import { picture } from "./pictures/picture.ts";

// From `dist/docs/make/`, where this runs.
const root = new URL("../../../", import.meta.url);

const texts = textsOf(root);
const pictures = picturesOf(root);

// What no layer owns any more goes.
const written = new Set([...texts, ...pictures].map(([path]) => path));
for (const folder of folders) {
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
mkdirSync(new URL(guideFolder, root), { recursive: true });
for (const [path, text] of await guidePictures(root)) {
  writeFileSync(new URL(path, root), text);
  console.log(path);
}
