/** Laws under fast-check: a law and cases for it make a property, whose failure is the law's own report. */
import fc from "fast-check";
import { violation, type Law, type Verdict } from "./law.ts";

/** A law with what it is asked of. */
export interface Claim<A> {
  readonly subject: string;
  readonly law: Law<A>;
  readonly cases: fc.Arbitrary<A>;
  readonly print: (of: A) => string;
  /** The share of a property's cases that this law is worth: costly ones take fewer. */
  readonly share: number;
}

/** What is told of each verdict, such as to a table. */
export type Listener = (subject: string, law: string, verdict: Verdict) => void;

/** A claim with the type of its cases forgotten: what lists of claims hold. */
export type AnyClaim = Claim<unknown>;

/** fast-check's property. */
export const property = <A>({ subject, law, cases, print }: Claim<A>, listen: Listener = () => {}): fc.IProperty<[A]> =>
  fc.property(cases, (of) => {
    const verdict = law.check(of);
    listen(subject, law.name, verdict);
    if (!verdict.holds) throw new Error(violation(law, verdict, subject, print(of)));
  });

export interface RunOptions {
  /** Cases of a law of share 1; fast-check's configured number by default. */
  readonly runs?: number;
  readonly seed?: number;
  readonly listen?: Listener;
}

/** How the cases of a law are drawn. */
const drawing = ({ share }: AnyClaim, { runs = fc.readConfigureGlobal()?.numRuns ?? 100, seed }: RunOptions): fc.Parameters<unknown> => ({
  numRuns: Math.max(1, Math.ceil(runs * share)),
  ...(seed === undefined ? {} : { seed }),
});

/** Throws the report of the smallest counter-example found, and how to draw it again. For vitest, node:test and the rest alike. */
export const assert = (claim: AnyClaim, options: RunOptions = {}): void => {
  const { failed, errorInstance, seed, counterexamplePath, numRuns } = fc.check(property(claim, options.listen), drawing(claim, options) as fc.Parameters<[unknown]>);
  if (!failed) return;
  const report = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(`${report}\n  found  in case ${numRuns}; seed ${seed}, path "${counterexamplePath}"`, { cause: errorInstance });
};

/** How many cases it took to refute a claim; undefined where none did. */
export const refuted = (claim: AnyClaim, options: RunOptions = {}): { readonly after: number; readonly report: string } | undefined => {
  const { failed, numRuns, errorInstance } = fc.check(property(claim), { ...drawing(claim, options), endOnFailure: true } as fc.Parameters<[unknown]>);
  return failed ? { after: numRuns, report: errorInstance instanceof Error ? errorInstance.message : String(errorInstance) } : undefined;
};
