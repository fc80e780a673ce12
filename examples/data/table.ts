/** The tables of this folder, wherever within the package a program was built. */
import { existsSync, readFileSync } from "node:fs";
import { csvParse, type DSVRowArray } from "d3-dsv";

export const readTable = (name: string): DSVRowArray => csvParse(readFileSync(found(`examples/data/${name}`, new URL("./", import.meta.url)), "utf8"));

const found = (path: string, from: URL): URL => {
  const [here, above] = [new URL(path, from), new URL("../", from)];
  if (existsSync(here)) return here;
  if (above.href === from.href) throw new Error(`There is no ${path} beside this program or above it.`);
  return found(path, above);
};
