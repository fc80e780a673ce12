/** What every list of laws may be told: how many cases, which, how strictly, and in which precision. */
import type { AnyClaim, Effort } from "./claim.ts";

export interface LawOptions extends Effort {
  /** Other tolerances, in the units that a law's statement names, by the name of the law or its beginning: `{ "round trip": 1e4 }`. */
  readonly tolerances?: { readonly [law: string]: number };
  /** Only the laws of one precision; both by default. */
  readonly precision?: "float32" | "float64";
}

/** A law of float32 says so in its name. */
const precisionOf = ({ name }: AnyClaim): "float32" | "float64" => (name.includes("float32") ? "float32" : "float64");

/** The claims as they were asked for. */
export const told = (claims: readonly AnyClaim[], { cases, seed, tolerances = {}, precision }: LawOptions): readonly AnyClaim[] => {
  for (const key of Object.keys(tolerances)) {
    if (!claims.some(({ name }) => name.startsWith(key))) {
      throw new RangeError(`No law is called ${key}; the laws are ${[...new Set(claims.map(({ name }) => name))].join("; ")}.`);
    }
  }
  const effort: Effort = { ...(cases !== undefined && { cases }), ...(seed !== undefined && { seed }) };
  return claims.filter((each) => precision === undefined || precisionOf(each) === precision).map((each) => {
    // The longest name that fits is the most particular one.
    const [key] = Object.keys(tolerances).filter((name) => each.name.startsWith(name)).sort((a, b) => b.length - a.length);
    return { ...each, effort, ...(key !== undefined && withTolerance(each, tolerances[key]!)) };
  });
};

/** A law judges by its tolerance, so that the verdict changes with it. */
const withTolerance = ({ check }: AnyClaim, tolerance: number): Pick<AnyClaim, "tolerance" | "check"> => ({
  tolerance,
  check: (of) => {
    const verdict = check(of);
    return { ...verdict, holds: verdict.error <= tolerance };
  },
});
