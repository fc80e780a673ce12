/**
 * Fits flows to densities whose truth is known and prints what is left. `npm run bench:targets -- [name …] [--write]` runs
 * all targets, or those in whose names one of these words is; `--write` puts the rows into docs/targets.md.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { divergenceCases, likelihoodCases } from "./cases.ts";
import { divergenceHead, divergenceRow, likelihoodHead, likelihoodRow, page, start } from "./page.ts";
import { byDivergence, byLikelihood } from "./score.ts";

const file = "docs/targets.md";
const given = process.argv.slice(2);
const write = given.includes("--write");
const words = given.filter((word) => word !== "--write").map((word) => word.toLowerCase());
const known = existsSync(file) ? readFileSync(file, "utf8") : "";

/** The rows of one table; those that are not asked for as they stand in the page, if they do. */
const rowsOf = async <C extends Parameters<typeof start>[0]>(title: string, cases: readonly C[], rowOf: (own: C) => Promise<string>): Promise<readonly string[]> => {
  const before = known.slice(Math.max(0, known.indexOf(title))).split("\n");
  const rows: string[] = [];
  for (const own of cases) {
    const asked = words.length === 0 || words.some((word) => own.target.name.toLowerCase().includes(word));
    const found = asked ? await rowOf(own) : before.find((line) => line.startsWith(start(own)));
    if (asked) console.log(found);
    if (found !== undefined) rows.push(found);
  }
  return rows;
};

console.log(likelihoodHead);
const likelihood = await rowsOf("## Maximum likelihood", likelihoodCases, async (own) => likelihoodRow(own, await byLikelihood(own)));
console.log(`\n${divergenceHead}`);
const divergence = await rowsOf("## Reverse divergence", divergenceCases, async (own) => divergenceRow(own, await byDivergence(own)));
if (write) writeFileSync(file, page(likelihood, divergence));
