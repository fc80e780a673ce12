/** A thread that plants one fault after the other, as it is told, and examines it by all laws. */
import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import type * as Examine from "./examine.ts";
import { faults } from "./faults.ts";
import { openSources } from "./sources.ts";

export interface Task {
  /** The place of a fault in the list; −1 for the library as it is. */
  readonly at: number;
  readonly cases: number;
  readonly seed: number;
}

export interface Answer {
  readonly findings: readonly Examine.Finding[];
  readonly seconds: number;
}

// From `dist/bench/mutants/`, where this runs.
const sources = await openSources(fileURLToPath(new URL("../../../", import.meta.url)));
const port = parentPort!; // a thread has one
port.on("message", async ({ at, cases, seed }: Task) => {
  const start = performance.now();
  const fault = faults[at];
  const findings = await sources.load("bench/mutants/examine.ts", fault, ({ examine }: typeof Examine) => examine({ on: fault?.on ?? [], cases, seed }));
  port.postMessage({ findings, seconds: (performance.now() - start) / 1000 } satisfies Answer);
});
