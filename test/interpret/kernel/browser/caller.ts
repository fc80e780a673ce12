/** A worker of the page that calls kernels itself: it may sleep, and its threads are its own. */
import { computed, countOthers, type Outcome, type Trial } from "../trial.ts";

export interface Asked {
  readonly trial: Trial;
  readonly parameters: Float64Array;
  readonly calls: number;
}

export interface Called extends Outcome {
  readonly others: number;
}

interface Scope {
  onmessage: (event: { readonly data: Asked }) => void;
  readonly postMessage: (message: Called) => void;
}

const scope = globalThis as unknown as Scope; // the library compiles without the types of browsers
const others = countOthers();

scope.onmessage = async ({ data: { trial, parameters, calls } }) => {
  const outcome = await computed(trial, parameters, () => others() > 0, calls);
  scope.postMessage({ ...outcome, others: others() });
};
