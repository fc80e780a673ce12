/**
 * Claims: a law that is said of a subject, with the cases it is asked of. This is where laws meet fast-check and test
 * runners:
 *
 *     testLaws(it, bijectorLaws(mine)); // one test for each, in vitest, node:test and their like
 *     fc.assert(property(claim)); // a property, for a fast-check of your own settings
 *     prove(bijectorLaws(mine)); // values, for a program of your own
 */
import fc from "fast-check";
import { largest, violation, type Law, type Verdict } from "./law.ts";

/** A law with what it is asked of. */
export interface Claim<A> extends Law<A> {
  /** What it is said of, such as `affine on e2`. */
  readonly subject: string;
  readonly cases: fc.Arbitrary<A>;
  /** A case as a line of code. */
  readonly print: (of: A) => string;
  /** The share of a run's cases that this law is worth: costly ones take fewer. */
  readonly share: number;
  /** What is asked if nothing is said when it is run. */
  readonly effort?: Effort;
}

/** A claim with the type of its cases forgotten: what lists of claims hold. */
export type AnyClaim = Claim<unknown>;

/** How many cases are drawn, and which. */
export interface Effort {
  /** Cases of a law of share 1; fast-check's configured number by default, which is 100 unless configured. */
  readonly cases?: number;
  /** Of the random cases; fast-check's configured seed by default. The same seed draws the same cases. */
  readonly seed?: number;
}

/** A law of a subject. Only the cases' type is forgotten: the ones that a claim draws are the ones it checks and prints. */
export const claim = <A>(subject: string, law: Law<A>, cases: fc.Arbitrary<A>, print: (of: A) => string, share = 1): AnyClaim =>
  ({ ...law, subject, cases, print, share }) satisfies Claim<A> as AnyClaim;

/** What is told of each verdict, such as to a table. */
export type Listener = (claim: AnyClaim, verdict: Verdict) => void;

/** A law that throws is broken, and the case that made it throw is told like any other. */
const verdictOf = <A>({ check }: Claim<A>, of: A): Verdict => {
  try {
    return check(of);
  } catch (thrown) {
    return { holds: false, error: Infinity, deviation: Infinity, detail: `thrown: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
};

/** fast-check's property, whose failure is the law's own report. */
export const property = <A>(of: Claim<A>, listen: (claim: Claim<A>, verdict: Verdict) => void = () => {}): fc.IProperty<[A]> =>
  fc.property(of.cases, (each) => {
    const verdict = verdictOf(of, each);
    listen(of, verdict);
    if (!verdict.holds) throw new Error(violation(of, verdict, of.subject, of.print(each)));
  });

export interface RunOptions extends Effort {
  readonly listen?: Listener;
  /** Whether a counter-example is made as small as it gets; true by default. */
  readonly shrink?: boolean;
}

/** What came of one claim. */
export interface Proof {
  readonly subject: string;
  readonly law: string;
  readonly holds: boolean;
  /** Cases looked at; of a refuted law, up to and with the first that broke it. */
  readonly cases: number;
  /** The worst seen, in the units of the tolerance. */
  readonly error: number;
  readonly tolerance: number;
  readonly seconds: number;
  /** Of a refuted law: the law, the error, the smallest case found and how to draw it again. */
  readonly report?: string;
}

/** Asks one claim of its cases. */
export const prove = (of: AnyClaim, { listen = () => {}, shrink = true, ...asked }: RunOptions = {}): Proof => {
  const { cases = fc.readConfigureGlobal()?.numRuns ?? 100, seed } = { ...of.effort, ...asked };
  const errors: number[] = [];
  const heard: Listener = (claim, verdict) => {
    errors.push(verdict.error);
    listen(claim, verdict);
  };
  const start = performance.now();
  const { failed, errorInstance, counterexamplePath, numRuns, seed: drawn } = fc.check(property(of, heard), {
    numRuns: Math.max(1, Math.ceil(cases * of.share)),
    endOnFailure: !shrink,
    ...(seed !== undefined && { seed }),
  });
  const report = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return {
    subject: of.subject,
    law: of.name,
    holds: !failed,
    cases: numRuns,
    error: largest(errors),
    tolerance: of.tolerance,
    seconds: (performance.now() - start) / 1000,
    ...(failed && { report: `${report}\n  found  in case ${numRuns}; seed ${drawn}, path "${counterexamplePath}"` }),
  };
};

/** Throws the report of the smallest counter-example found. */
export const assert = (of: AnyClaim, options: RunOptions = {}): void => {
  const { report } = prove(of, options);
  if (report !== undefined) throw new Error(report);
};

/** The first counter-example to a claim, as it was drawn; undefined where none was found. */
export const refuted = (of: AnyClaim, options: RunOptions = {}): Proof | undefined => {
  const proof = prove(of, { ...options, shrink: false });
  return proof.holds ? undefined : proof;
};

/** One test for each claim, by the `it` of vitest or the `test` of node:test. */
export const testLaws = (it: (name: string, body: () => void) => unknown, claims: readonly AnyClaim[], options: RunOptions = {}): void => {
  for (const each of claims) it(`${each.subject}: ${each.name}`, () => assert(each, options));
};
