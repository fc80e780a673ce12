/**
 * Runs the examples of inference: `npm run inference -- two-moons [--quick] [--json]`, or all of them where none is named. Prints the
 * figures, writes the picture to `out/inference`, and ends with 1 if a figure is not as known. With `--write`, what was found
 * is also written to docs/inference.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { agrees, table, type Example } from "./example.ts";
import { section, withSection } from "./page.ts";

/** By name, in the order of a reader. */
const examples: { readonly [name: string]: () => Promise<{ readonly default: Example }> } = {
  "eight-schools": () => import("./eight-schools.ts"),
  "mean-direction": () => import("./mean-direction.ts"),
  "two-moons": () => import("./two-moons.ts"),
  reconstruction: () => import("./reconstruction.ts"),
  "earthquake-rate": () => import("./earthquake-rate.ts"),
  "curved-target": () => import("./curved-target.ts"),
  "weather-anomalies": () => import("./weather-anomalies.ts"),
  "regression-classification": () => import("./regression-classification.ts"),
  "four-modes": () => import("./four-modes.ts"),
};

const refuse = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

const { positionals, values } = ((): { readonly positionals: readonly string[]; readonly values: { readonly quick?: boolean; readonly json?: boolean; readonly write?: boolean } } => {
  try {
    return parseArgs({ allowPositionals: true, options: { quick: { type: "boolean" }, json: { type: "boolean" }, write: { type: "boolean" } } });
  } catch {
    return refuse("The options are --quick, --json and --write; all else are names of examples.");
  }
})();
const unknown = positionals.filter((name) => !Object.hasOwn(examples, name));
if (unknown.length > 0) refuse(`There is no example ${unknown.join(", ")}; the examples are ${Object.keys(examples).join(", ")}.`);

// From `dist/examples/inference/`, where this runs.
const root = new URL("../../../", import.meta.url);
const out = new URL("out/inference/", root);
mkdirSync(out, { recursive: true });
for (const name of positionals.length > 0 ? positionals : Object.keys(examples)) {
  const example = (await examples[name]!()).default;
  const { title, known, run } = example;
  const began = performance.now();
  const outcome = await run(values.quick === true ? "quick" : "full");
  const { figures, picture } = outcome;
  const seconds = (performance.now() - began) / 1000;
  const file = fileURLToPath(new URL(`${name}.svg`, out));
  writeFileSync(file, picture);
  if (values.json === true) console.log(JSON.stringify({ name, seconds, figures, picture: file }));
  else console.log(`${title}\n\n${table(figures)}\n\nKnown: ${known}\nPicture: ${relative(process.cwd(), file)} (${seconds.toFixed(0)} s)\n`);
  if (!figures.every(agrees)) process.exitCode = 1;
  if (values.write === true) {
    const [page, images] = [new URL("docs/inference.md", root), new URL("docs/images/inference/", root)];
    mkdirSync(images, { recursive: true });
    writeFileSync(new URL(`${name}.svg`, images), picture);
    const source = readFileSync(new URL(`examples/inference/${name}.ts`, root), "utf8");
    writeFileSync(page, withSection(readFileSync(page, "utf8"), name, section(name, source, example, outcome)));
  }
}
