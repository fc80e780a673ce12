/**
 * A law is a pure predicate with a name, a statement in mathematics and a tolerance. It knows nothing of random numbers
 * or test runners: `property.ts` feeds it with cases, `mutants/` feeds it with subjects that break it.
 *
 * A law's error is a pure number, a deviation divided by the rounding that the conditioning of the case explains; the
 * statement says by what. So one tolerance serves all layers, points and parameters.
 */

/** What a law found in one case. */
export interface Verdict {
  readonly holds: boolean;
  /** In the units of the tolerance. NaN counts as infinite. */
  readonly error: number;
  /** The largest deviation itself, in units of what is compared, for tables. */
  readonly deviation: number;
  /** What was compared, where the error is largest. */
  readonly detail: string;
}

/** A statement about all cases A. */
export interface Law<A> {
  /** As tests and tables name it, such as `round trip (float32)`. */
  readonly name: string;
  readonly statement: string;
  readonly tolerance: number;
  readonly check: (of: A) => Verdict;
}

/** One comparison of a law: a deviation, and how much of it is one unit of error. */
export interface Comparison {
  readonly deviation: number;
  readonly unit: number;
  /** Said only of the worst comparison. */
  readonly detail: () => string;
}

/** A deviation whose unit is infinite cannot be judged, were it infinite itself. */
const errorOf = ({ deviation, unit }: Comparison): number => {
  const error = deviation === 0 || unit === Infinity ? 0 : deviation / unit;
  return Number.isNaN(error) ? Infinity : error;
};

/** A law that makes any number of comparisons and holds where the worst of them is within the tolerance. */
export const law = <A>(
  { name, statement, tolerance }: Pick<Law<A>, "name" | "statement" | "tolerance">,
  compare: (of: A) => readonly Comparison[],
): Law<A> => ({
  name,
  statement,
  tolerance,
  check: (of) => {
    const [worst, ...rest] = compare(of);
    if (!worst) return { holds: true, error: 0, deviation: 0, detail: "nothing to compare" };
    const top = rest.reduce((most, each) => (errorOf(each) > errorOf(most) ? each : most), worst);
    const error = errorOf(top);
    const deviation = [worst, ...rest].reduce((most, each) => (each.unit === Infinity ? most : Math.max(most, Number.isNaN(each.deviation) ? Infinity : each.deviation)), 0);
    return { holds: error <= tolerance, error, deviation, detail: top.detail() };
  },
});

/** The largest of many; 0 of none, infinite if any is no number. */
export const largest = (errors: Iterable<number>): number => {
  let most = 0;
  for (const each of errors) if (!(each <= most)) most = Number.isNaN(each) ? Infinity : each;
  return most;
};

/** What a broken law says: the law, by how much it is broken, and the case, in a form that can be pasted. */
export const violation = <A>({ name, statement, tolerance }: Law<A>, { error, detail }: Verdict, subject: string, of: string): string =>
  [
    `${subject} breaks the law “${name}”.`,
    `  law    ${statement}`,
    `  error  ${error.toPrecision(3)}, tolerance ${tolerance}`,
    `  where  ${detail}`,
    `  case   ${of}`,
  ].join("\n");
