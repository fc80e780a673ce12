/** The lines of an audit: what was stated, how far the model is from it, and how far it may be. */

/** One statement about a model, as a table shows it. */
export interface AuditLine {
  /** Such as `mass, block 2 (s1)`. */
  readonly name: string;
  readonly statement: string;
  /** The worst that was found; infinite where a number was expected and there is none. */
  readonly error: number;
  /** What the error may be at most, the threshold of the options included. */
  readonly tolerance: number;
  /** Whether the error is within the tolerance. */
  readonly holds: boolean;
  /** False where the audit could not look sharply enough to tell: such a line holds and proves nothing. */
  readonly decided: boolean;
  /** What was found, where, and by which means. */
  readonly detail: string;
}

/** What a part of the audit found, before the threshold is known. */
export interface Finding {
  readonly name: string;
  readonly statement: string;
  readonly error: number;
  readonly tolerance: number;
  readonly detail: string;
  /** Undecided where the tolerance is too wide for the error to mean anything. */
  readonly undecided?: boolean;
}

/** Whether a line is one of those that are called so: `mass` is that of all blocks, `gradient` that of any precision. */
export const called = (name: string, by: string): boolean => name === by || name.startsWith(`${by}, `) || name.startsWith(`${by} (`);

/** What tolerances are multiplied by, and what stands in place of some of them. */
export interface Strictness {
  readonly threshold: number;
  readonly tolerances: { readonly [called: string]: number };
}

export const lineOf = ({ name, statement, error, tolerance, detail, undecided = false }: Finding, { threshold, tolerances }: Strictness): AuditLine => {
  const own = Object.entries(tolerances).find(([by]) => called(name, by))?.[1] ?? tolerance;
  const [found, allowed] = [Number.isNaN(error) ? Infinity : error, Number.isNaN(own) ? 0 : own * threshold];
  // What is no number fails, however wide the tolerance.
  const holds = found < Infinity && (undecided || found <= allowed);
  return { name, statement, error: found, tolerance: allowed, holds, decided: !undecided || !holds, detail };
};

/** The one of several that is farthest beyond what it may be. */
export const worst = <A extends Pick<Finding, "error" | "tolerance">>(first: A, ...rest: readonly A[]): A => {
  const ratio = ({ error, tolerance }: A): number => (Number.isNaN(error) || Number.isNaN(tolerance) ? Infinity : error === 0 ? 0 : error / tolerance);
  return rest.reduce((most, each) => (ratio(each) > ratio(most) ? each : most), first);
};

/** Three digits, for details. */
export const brief = (value: number): string => (Number.isFinite(value) && value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(1) : String(Number(value.toPrecision(3))));
