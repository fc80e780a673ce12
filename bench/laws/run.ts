/**
 * `npm run laws`: every layer under every law and every interpreter, and random flows: rounds of few cases, each with a
 * seed of its own, until two minutes are over. `--minutes` for more, `--cases` for one round of so many cases however long
 * it takes, `--only` for some, `--seed` to draw others, `--json` for machines. Ends with code 1 if a law is refuted.
 */
import { availableParallelism } from "node:os";
import { either } from "fp-ts";
import type { Proof } from "../../laws/claim.ts";
import { duration } from "../../src/cli/progress.ts";
import { options } from "./options.ts";
import { pool } from "../pool.ts";
import { suite } from "./suite.ts";
import { grouped, lines, table } from "./table.ts";
import type { Answer, Task } from "./worker.ts";

const refuse = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

const wanted = options(process.argv.slice(2));
const { cases, minutes, seed, only, json } = either.isRight(wanted) ? wanted.right : refuse(wanted.left);

const groups = await suite();
const wantedClaims = groups.map((group) =>
  group.flatMap(({ subject, name }, at) => (only.length === 0 || only.some((part) => `${subject}: ${name}`.includes(part)) ? [at] : [])));
const count = wantedClaims.reduce((sum, { length }) => sum + length, 0);
if (count === 0) refuse(`No claim has ${only.join(" or ")} in its name, which is like “gauss on e2: volume, forward”.`);

/** Enough for one case of the rarest law; what a round of all of them takes is well below a minute. */
const few = 10;
const began = performance.now();
const until = cases === undefined ? began + 60_000 * minutes : Infinity;
const threads = pool<Task, Answer>(new URL("./worker.js", import.meta.url), Math.max(1, Math.min(availableParallelism(), 16)));
const proofs: Proof[] = [];
const watched = process.stderr.isTTY;
let told = began;

const progress = (round: number, done: number): void => {
  if (performance.now() - told < (watched ? 200 : 20_000)) return;
  told = performance.now();
  const found = proofs.filter(({ holds }) => !holds).length;
  const text = `${duration(told - began)}: round ${round}, ${done} of ${count} claims, ${proofs.reduce((sum, each) => sum + each.cases, 0).toLocaleString("en")} cases, ${found === 0 ? "no counter-example" : `${found} refuted`}`;
  process.stderr.write(watched ? `\r\u001b[K${text}` : `${text}\n`);
};

for (let round = 1; ; round++) {
  let done = 0;
  const tasks = wantedClaims.flatMap((claims, group) => (claims.length === 0 ? [] : [{ group, claims, cases: cases ?? few, seed: seed + round - 1 }]));
  const all = await threads.run(tasks, until, (answer) => {
    proofs.push(...answer);
    done += answer.length;
    progress(round, done);
  });
  if (!all || cases !== undefined) break;
}
await threads.close();
if (watched) process.stderr.write("\r\u001b[K");

/** The first report of each claim: later rounds refute it again. */
const refuted = [...grouped(proofs.filter(({ holds }) => !holds), ({ subject, law }) => `${subject}: ${law}`).values()].map(([first]) => first!);
const seconds = (performance.now() - began) / 1000;
const total = proofs.reduce((sum, each) => sum + each.cases, 0);
if (json) console.log(JSON.stringify({ seconds, cases: total, laws: lines(proofs), refuted }, undefined, 1));
else {
  console.log(table(lines(proofs)));
  for (const { report } of refuted) console.log(`\n${report}`);
  console.log(`\n${total.toLocaleString("en")} cases of ${count.toLocaleString("en")} claims in ${duration(1000 * seconds)}, ${Math.round(total / seconds).toLocaleString("en")} a second: ${refuted.length === 0 ? "no counter-example" : `${refuted.length} refuted`}.`);
}
process.exitCode = refuted.length === 0 ? 0 : 1;
