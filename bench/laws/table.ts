/** What came of a run, law by law. */
import type { Proof } from "../../laws/claim.ts";

/** Of one law over all subjects. */
export interface Line {
  readonly law: string;
  readonly subjects: number;
  readonly cases: number;
  /** The worst error, as a share of the tolerance. */
  readonly worst: number;
  /** Whose that is. */
  readonly at: string;
  readonly seconds: number;
  readonly refuted: number;
}

/** Proofs by a name, in the order in which the names come. */
export const grouped = (proofs: readonly Proof[], name: (proof: Proof) => string): ReadonlyMap<string, readonly Proof[]> => {
  const groups = new Map<string, Proof[]>();
  for (const proof of proofs) {
    const own = groups.get(name(proof)) ?? [];
    own.push(proof);
    groups.set(name(proof), own);
  }
  return groups;
};

export const lines = (proofs: readonly Proof[]): readonly Line[] =>
  [...grouped(proofs, ({ law }) => law)].map(([law, own]) => {
    const worst = own.reduce((most, each) => (share(each) > share(most) ? each : most));
    return {
      law,
      subjects: new Set(own.map(({ subject }) => subject)).size,
      cases: sum(own.map(({ cases }) => cases)),
      worst: share(worst),
      at: worst.subject,
      seconds: sum(own.map(({ seconds }) => seconds)),
      refuted: own.filter(({ holds }) => !holds).length,
    };
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** A law without tolerance holds or is broken. */
const share = ({ error, tolerance }: Proof): number => (error === 0 ? 0 : error / tolerance);

const percent = (part: number): string => (part === 0 ? "0" : part < 1e-4 ? "< 0.01 %" : !Number.isFinite(part) ? "∞" : `${part < 1 ? (100 * part).toPrecision(2) : (100 * part).toFixed(0)} %`);

const widths = [44, 10, 10, 10, 12, 44] as const;

const row = (cells: readonly string[]): string =>
  cells.map((cell, at) => (at === 0 || at === 5 ? cell.padEnd(widths[at]!) : `${cell.padStart(widths[at]!)}${at === 4 ? "  " : ""}`)).join("").trimEnd();

export const table = (all: readonly Line[]): string =>
  [
    row(["law", "subjects", "cases", "cases/s", "worst", "of its tolerance, by"]),
    ...all.map(({ law, subjects, cases, worst, at, seconds, refuted }) =>
      row([law, String(subjects), cases.toLocaleString("en"), (cases / seconds).toFixed(0), percent(worst), `${at}${refuted > 0 ? `; refuted ${refuted} ×` : ""}`])),
  ].join("\n");
