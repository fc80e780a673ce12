/**
 * What an example of inference is: a short program that ends in figures, each beside what is known of it, and in a picture.
 * Its `full` settings take a minute or so; its `quick` ones are what the tests run.
 */
import type { Calibration } from "diffeo";

export interface Figure {
  readonly name: string;
  readonly found: number;
  /** The standard error, where `found` is an estimate from samples. */
  readonly error?: number;
  /** The known answer: exact, from a long run, or as published. */
  readonly known?: number;
  /** How far from the known answer `found` may be. */
  readonly within?: number;
  /** Decimals to print; 3 unless told. */
  readonly digits?: number;
}

export interface Outcome {
  readonly figures: readonly Figure[];
  /** The text of an SVG file. */
  readonly picture: string;
}

export interface Example {
  readonly title: string;
  /** What is known, and from where. */
  readonly known: string;
  run(effort: Effort): Promise<Outcome>;
}

export type Effort = "full" | "quick";

interface Described<Settings> {
  readonly title: string;
  readonly known: string;
  readonly full: Settings;
  readonly quick: Settings;
  run(settings: Settings): Promise<Outcome>;
}

export const example = <Settings>({ title, known, run, ...settings }: Described<Settings>): Example => ({
  title, known,
  run: (effort) => run(settings[effort]),
});

/** Whether a figure is as near to what is known as was said. */
export const agrees = ({ found, known, within }: Figure): boolean =>
  Number.isFinite(found) && (known === undefined || within === undefined || Math.abs(found - known) <= within);

/** How far the checks of a calibration are from uniform. A right model stays within this bound, Kolmogorov's, in 999 of 1000 checks. */
export const deviations = ({ joint, blocks }: Calibration): readonly Figure[] =>
  [["joint", [joint.density, joint.distance]] as const, ...blocks.map(({ spec, coverage, ranks }) => [spec, [coverage, ...ranks]] as const)].flatMap(([of, checks]) =>
    checks.map(({ name, above, below, contents }): Figure => ({
      name: `largest deviation from nominal: ${of}, ${name}`,
      found: Math.max(above, below), known: 0, within: Math.sqrt(Math.log(2000) / (2 * contents.length)),
    })));

/** The figures as a table, one to a line. */
export const table = (figures: readonly Figure[]): string => {
  const head = ["", "found", "±", "known", ""];
  const rows = figures.map((figure) => {
    const { name, found, error, known, digits = 3 } = figure;
    const number = (value: number | undefined): string => (value === undefined ? "" : value.toFixed(digits));
    return [name, number(found), number(error), number(known), agrees(figure) ? "" : "← not as known"];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]!.length)));
  return [head, ...rows]
    .map((cells) => cells.map((cell, column) => (column % 4 === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join("  ").trimEnd())
    .join("\n");
};
