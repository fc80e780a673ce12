/** The page: what it finds and computes, for the test to read. */
import { hasFused } from "../../../../src/interpret/kernel/engine.ts";
import { bytes, computed, countOthers, fitted, type Numbers, type Trial } from "../trial.ts";
import type { Asked, Called } from "./caller.ts";

/** Numbers bit by bit, in base 64. */
export type Bits = string;

export type NumbersAsBits = { readonly [N in keyof Numbers]: Bits };

/** What the page is to compute. */
export interface Task {
  readonly runs: readonly Trial[];
  /** For so many calls at most, threads are waited for. */
  readonly calls: number;
}

export interface Ran {
  readonly numbers: NumbersAsBits;
  /** Whether all calls gave the same bits. */
  readonly steady: boolean;
  /** Chunks that other threads than the calling one computed. */
  readonly others: number;
}

export interface Report {
  readonly isolated: boolean;
  readonly hasFused: boolean;
  /** Whether text is refused as code, before and after everything else. */
  readonly evalBlocked: readonly [boolean, boolean];
  /** Of the policy, but for those by which `evalBlocked` was found. */
  readonly violations: readonly string[];
  readonly heldOut: number;
  readonly parameters: Bits;
  readonly runs: readonly Ran[];
  /** The last run once more, by a worker of the page. */
  readonly called: Ran | undefined;
}

interface Violation {
  readonly effectiveDirective: string;
  readonly blockedURI: string;
}
interface Dom {
  readonly location: { readonly hash: string };
  readonly crossOriginIsolated: boolean;
  readonly addEventListener: (event: "securitypolicyviolation", listener: (event: Violation) => void) => void;
}
declare const Worker: new (url: URL, options: object) => {
  onmessage: (event: { readonly data: Called }) => void;
  readonly postMessage: (message: Asked) => void;
  readonly terminate: () => void;
};

const dom = globalThis as unknown as Dom; // the library compiles without the types of browsers
const violations: string[] = [];
dom.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => violations.push(`${effectiveDirective} ${blockedURI}`));

const refused = "script-src eval";

const evalBlocked = async (): Promise<boolean> => {
  try {
    // The probe of the page's policy, which must refuse to make a function of a text.
    Reflect.construct(Function, ["return 1"]);
    return false;
  } catch {
    // The violation that this was is told a little later.
    while (!violations.includes(refused)) await new Promise((resolve) => setTimeout(resolve, 5));
    violations.splice(violations.indexOf(refused), 1);
    return true;
  }
};

const inBase64 = (numbers: Float64Array): Bits => btoa(Array.from(bytes(numbers), (each) => String.fromCharCode(each)).join(""));
const asBits = ({ logProb, parameters, points }: Numbers): NumbersAsBits => ({ logProb: inBase64(logProb), parameters: inBase64(parameters), points: inBase64(points) });

const byWorker = (asked: Asked): Promise<Called> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("./caller.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage(asked);
  });

const report = async (): Promise<Report> => {
  const { runs, calls } = JSON.parse(decodeURIComponent(dom.location.hash.slice(1))) as Task; // as `visit` wrote it
  const blocked = await evalBlocked();
  const { parameters, heldOut } = await fitted();
  const others = countOthers();
  const ran: Ran[] = [];
  for (const trial of runs) {
    const before = others();
    const { numbers, steady } = await computed(trial, parameters, () => others() > before, trial.threads > 1 ? calls : 1);
    ran.push({ numbers: asBits(numbers), steady, others: others() - before });
  }
  const last = runs.at(-1);
  const called = last && (await byWorker({ trial: last, parameters, calls }));
  return {
    isolated: dom.crossOriginIsolated, hasFused: hasFused(), evalBlocked: [blocked, await evalBlocked()], violations,
    heldOut, parameters: inBase64(parameters), runs: ran, called: called && { ...called, numbers: asBits(called.numbers) },
  };
};

Object.assign(globalThis, { report: report() });
