/** A thread that proves groups of claims, one after the other, as it is told. */
import { parentPort } from "node:worker_threads";
import { prove, type Proof } from "../../laws/claim.ts";
import { suite } from "./suite.ts";

/** Claims of a group, by their places; how hard, and from which seed. */
export interface Task {
  readonly group: number;
  readonly claims: readonly number[];
  readonly cases: number;
  readonly seed: number;
}

export type Answer = readonly Proof[];

const groups = await suite();
const port = parentPort!; // a thread has one
port.on("message", ({ group, claims, cases, seed }: Task) => {
  port.postMessage(claims.map((at) => prove(groups[group]![at]!, { cases, seed })) satisfies Answer);
});
