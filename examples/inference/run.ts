/**
 * Runs the examples of inference: `npm run inference -- two-moons [--quick] [--json]`, or all of them where none is named. Prints the
 * figures, writes the picture to `out/inference`, and ends with 1 if a figure is not as known.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { agrees, table, type Example } from "./example.ts";

/** By name: one line for each file of the folder. */
const examples: { readonly [name: string]: () => Promise<{ readonly default: Example }> } = {
  "curved-target": () => import("./curved-target.ts"),
  "earthquake-rate": () => import("./earthquake-rate.ts"),
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { quick: { type: "boolean" }, json: { type: "boolean" } } });
const unknown = positionals.filter((name) => !Object.hasOwn(examples, name));
if (unknown.length > 0) throw new Error(`There is no example ${unknown.join(", ")}; the examples are ${Object.keys(examples).join(", ")}.`);

const out = new URL("../../out/inference/", import.meta.url);
mkdirSync(out, { recursive: true });
for (const name of positionals.length > 0 ? positionals : Object.keys(examples)) {
  const { title, known, run } = (await examples[name]!()).default;
  const began = performance.now();
  const { figures, picture } = await run(values.quick === true ? "quick" : "full");
  const seconds = (performance.now() - began) / 1000;
  const file = fileURLToPath(new URL(`${name}.svg`, out));
  writeFileSync(file, picture);
  if (values.json === true) console.log(JSON.stringify({ name, seconds, figures, picture: file }));
  else console.log(`${title}\n\n${table(figures)}\n\nKnown: ${known}\nPicture: ${relative(process.cwd(), file)} (${seconds.toFixed(0)} s)\n`);
  if (!figures.every(agrees)) process.exitCode = 1;
}
