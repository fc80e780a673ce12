/**
 * `npm run bench`: what kernels and TensorFlow.js need for log-densities, training steps and samples, by batch size, beside
 * what the arithmetic alone would take. `--quick` for a first look, `--only <part of a row's name>` (again for more parts)
 * for some rows, `--json` for machines.
 */
import { cpus } from "node:os";
import { either } from "fp-ts";
import { duration } from "../../src/cli/progress.ts";
import { bench } from "./bench.ts";
import { contenders } from "./contenders.ts";
import { flows } from "./flows.ts";
import { options } from "./options.ts";
import { footnotes, summary } from "./summary.ts";
import { block } from "./table.ts";
import { verdicts } from "./verdicts.ts";

const refuse = (sentence: string): never => {
  console.error(sentence);
  process.exit(1);
};

const wanted = options(process.argv.slice(2));
const { json, only, extent } = either.isRight(wanted) ? wanted.right : refuse(wanted.left);
const machine = { processor: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
const began = performance.now();
const say = (text: string): void => void (json || console.log(text));

say(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}`);
const report = await bench({ flows, contenders, only, extent }, {
  begin: (what) => process.stderr.write(`${duration(performance.now() - began)}: ${what}\n`),
  block: (flow, counts, rows) => say(`\n${block(flow, counts.float32, rows, extent.batches)}`),
});
if (report.rows.length === 0) refuse(`No row has ${only.join(" and ")} in its name, which is like ("s1","m") · sampling · kernel float32, 1 thread.`);
const judged = verdicts(report.rows);
say(["", ...summary(judged, extent.batches), "", ...footnotes(report.costs, extent.patience)].join("\n"));
if (json) console.log(JSON.stringify({ machine, extent, ...report, verdicts: judged }, undefined, 1));
