/** Loaded before a block: keeps what its statements print and the values they have, and writes them down at the end. */
import { writeFileSync } from "node:fs";
import { format, inspect } from "node:util";

const printed = [];
const values = [];
let current;
const { log } = console;

console.log = (...parts) => {
  if (current !== undefined) printed[current].push(format(...parts));
  log(...parts);
};

globalThis.__begin = (claim) => {
  current = claim;
  printed[claim] = [];
};

globalThis.__end = () => {
  current = undefined;
};

globalThis.__value = (claim, value) => {
  values[claim] = [format(value), inspect(value), ...(typeof value === "string" ? [JSON.stringify(value)] : [])];
};

process.on("exit", () => {
  const shown = printed.map((lines, claim) => (lines.length > 0 ? [lines.join("\n")] : (values[claim] ?? ["nothing"])));
  writeFileSync(process.env.DIFFEO_SHOWN, JSON.stringify(shown));
});
