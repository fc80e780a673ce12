/** Every example of inference, with its quick settings, as a reader runs it: its figures are as near to the known answers as they say. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { useBuild } from "../house/build.ts";
import { root } from "../house/root.ts";

interface Run {
  readonly picture: string;
  readonly figures: readonly { readonly name: string; readonly found: number; readonly known?: number; readonly within?: number }[];
}

const build = useBuild();
const names = readdirSync(`${root}examples/inference`).filter((file) => file.endsWith(".ts") && !["example.ts", "page.ts", "run.ts"].includes(file)).map((file) => file.slice(0, -3));

it.each(names)("%s", (name) => {
  const run = JSON.parse(execFileSync(process.execPath, [`${build}/examples/inference/run.js`, name, "--quick", "--json"], { encoding: "utf8" })) as Run;
  const checked = run.figures.filter(({ within }) => within !== undefined);
  expect(checked.length).toBeGreaterThan(2);
  for (const { name: figure, found, known, within } of checked) expect(Math.abs(found - known!), figure).toBeLessThanOrEqual(within!);
  expect(readFileSync(run.picture, "utf8")).toContain("<svg");
}, 60_000);

it.each([
  [["two-mons"], /^There is no example two-mons; the examples are eight-schools, .*\.\n$/],
  [["--fast"], /^The options are --quick, --json and --write; .*\.\n$/],
])("refuses %j in a sentence", (words, sentence) => {
  const { status, stderr } = spawnSync(process.execPath, [`${build}/examples/inference/run.js`, ...words], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toMatch(sentence);
});
