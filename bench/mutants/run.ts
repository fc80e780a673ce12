/**
 * `npm run mutants`: plants every fault, one at a time, examines the faulty library by all laws, and tells which laws caught it
 * after how many cases. `--only` for faults in whose file or words this is, `--cases` for more or fewer cases, `--seed` to draw
 * others, `--write` to put what was found into docs/mutants.md. Ends with code 1 if a fault survives, or if a law refutes the
 * library as it is.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { either } from "fp-ts";
import { duration } from "../../src/cli/progress.ts";
import { pool } from "../pool.ts";
import { faults } from "./faults.ts";
import { readMatrix, survivors, writeMatrix, type Matrix } from "./matrix.ts";
import { page } from "./page.ts";
import type { Answer, Task } from "./worker.ts";

const root = new URL("../../../", import.meta.url);
const [matrixFile, pageFile] = [new URL("bench/mutants/matrix.json", root), new URL("docs/mutants.md", root)];

const refuse = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

const words = "the options are --only <text>, --cases <number>, --seed <number> and --write";

const { only, cases, seed, write } = ((): { readonly only: readonly string[]; readonly cases: number; readonly seed: number; readonly write: boolean } => {
  const read = either.tryCatch(() => parseArgs({
    options: { only: { type: "string", multiple: true, default: [] }, cases: { type: "string", default: "100" }, seed: { type: "string", default: "1" }, write: { type: "boolean", default: false } },
  }).values, (thrown) => (thrown as Error).message.split("\n")[0]!.replace(/\.$/, "")); // only errors are thrown
  if (either.isLeft(read)) return refuse(`${read.left}; ${words}.`);
  const [most, first] = [Number(read.right.cases), Number(read.right.seed)];
  if (!(Number.isInteger(most) && most >= 1 && Number.isInteger(first))) return refuse(`Cases and seeds are whole numbers, but ${read.right.cases} and ${read.right.seed} were given; ${words}.`);
  return { ...read.right, cases: most, seed: first };
})();

const chosen = faults.flatMap(({ fault, file }, at) => (only.length === 0 || only.some((part) => `${file} ${fault}`.includes(part)) ? [at] : []));
if (chosen.length === 0) refuse(`No fault has ${only.join(" or ")} in its words or in the name of its file; docs/mutants.md lists them.`);

const began = performance.now();
const threads = pool<Task, Answer>(new URL("./worker.js", import.meta.url), Math.max(1, Math.min(availableParallelism(), 8)));
const found = new Map<number, Answer>();

/** The library as it is comes first: what its laws refute is no catch. */
const tasks = [-1, ...chosen].map((at): Task => ({ at, cases, seed }));
try {
  await threads.run(tasks, Infinity, (answer, { at }) => {
    found.set(at, answer);
    const caught = answer.findings.filter(({ after }) => after !== undefined).map(({ law, after }) => `${law} ${after}`);
    console.log(`${String(found.size).padStart(3)} of ${tasks.length}  ${faults[at]?.fault ?? "the library as it is"} (${answer.seconds.toFixed(1)} s)\n      ${caught.length === 0 ? (at < 0 ? "obeys all laws" : "SURVIVES") : caught.join(", ")}`);
  });
} catch (thrown) {
  refuse((thrown as Error).message); // of a patch that fits nowhere
}
await threads.close();

const caughtBy = (at: number): Matrix["faults"][string] =>
  Object.fromEntries(found.get(at)!.findings.flatMap(({ law, after }) => (after === undefined ? [] : [[law, after] as const])));
const known = only.length === 0 ? {} : readMatrix(readFileSync(matrixFile, "utf8")).faults;
const laws = [...new Set([...found.values()].flatMap(({ findings }) => findings.map(({ law }) => law)))];
const matrix: Matrix = {
  cases,
  seed,
  laws: only.length === 0 ? laws : readMatrix(readFileSync(matrixFile, "utf8")).laws,
  faults: Object.fromEntries(faults.flatMap(({ fault }, at) => (found.has(at) ? [[fault, caughtBy(at)]] : known[fault] ? [[fault, known[fault]]] : []))),
};
if (write) {
  writeFileSync(matrixFile, writeMatrix(matrix));
  writeFileSync(pageFile, page(matrix));
}

const alive = survivors(matrix).filter((fault) => chosen.some((at) => faults[at]!.fault === fault));
const false_ = Object.keys(caughtBy(-1));
console.log(`\n${chosen.length} faults in ${duration(performance.now() - began)}: ${alive.length === 0 ? "every one is caught" : `${alive.length} survive: ${alive.join("; ")}`}.`);
if (false_.length > 0) console.log(`Of the library as it is these laws found a counter-example: ${false_.join(", ")}.`);
process.exitCode = alive.length === 0 && false_.length === 0 ? 0 : 1;
