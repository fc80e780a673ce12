/** Loaded beside a patched source: which laws catch the fault, and after how many cases. */
import { prove } from "../../laws/claim.ts";
import { claimsOn } from "./subjects.ts";

/** A law's name without its directions: one law of both. */
export const lawOf = (name: string): string => name.replace(/, (forward|inverse)( first)?/, "");

export interface Examination {
  readonly on: readonly string[];
  /** The laws that are asked; all by default. */
  readonly laws?: readonly string[];
  /** Cases of a law of share 1. */
  readonly cases: number;
  readonly seed: number;
}

export interface Finding {
  readonly law: string;
  /** In how many cases the law was broken first; of a law that holds, undefined. */
  readonly after?: number;
  readonly cases: number;
  readonly seconds: number;
  readonly report?: string;
}

/** What came of every law that was asked, in the order in which they come; a law is not asked again once it is broken. */
export const examine = async ({ on, laws, cases, seed }: Examination): Promise<readonly Finding[]> => {
  const found = new Map<string, Finding>();
  for (const claim of await claimsOn(on)) {
    const law = lawOf(claim.name);
    const known = found.get(law) ?? { law, cases: 0, seconds: 0 };
    if ((laws && !laws.includes(law)) || known.after !== undefined) continue;
    const proof = prove(claim, { cases, seed, shrink: false });
    const asked = known.cases + proof.cases;
    found.set(law, { law, cases: asked, seconds: known.seconds + proof.seconds, ...(proof.report !== undefined && { after: asked, report: proof.report }) });
  }
  return [...found.values()];
};
