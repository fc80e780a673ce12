/** A calibration on the terminal: one aligned line for each check, with the verdict of all of them above. */
import type { Calibration } from "./calibration.ts";
import type { Check } from "./check.ts";
import { coverage } from "./curve.ts";

const shown = [0.5, 0.68, 0.9, 0.95];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const pValue = (p: number): string => (p < 0.001 ? p.toExponential(0) : p.toFixed(3));

/**
 * The report as text. Under each nominal share stands the observed one; for ranks and distances too, whose curves are
 * their distribution functions. The p-value is of Kolmogorov's test of uniformity.
 */
export const showCalibration = ({ space, condition, rows, samples, falseAlarm, joint, blocks, verdict }: Calibration): string => {
  const line = ({ name, contents, pValue: p, verdict: own }: Check, indent = "  "): readonly string[] =>
    [`${indent}${name}`, ...coverage(contents, shown).map(({ observed }) => percent(observed)), pValue(p), own];
  const table = [
    ["", ...shown.map((share) => `${(100 * share).toFixed(0)} %`), "p-value", "verdict"],
    ["joint"],
    ...Object.values(joint).map((each) => line(each)),
    ...blocks.flatMap(({ spec, coverage: own, ranks }, index) => [
      [`block ${index + 1} (${spec})`],
      line(own),
      ...ranks.map((each) => line({ ...each, name: `rank of ${each.name}` })),
    ]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const aligned = table.map((cells) =>
    cells.map((cell, column) => (column === 0 || column === widths.length - 1 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join("  ").trimEnd());
  return [
    `Calibration of ${space}${condition === "e0" ? "" : ` given ${condition}`} by ${count(rows, "row")} and ${count(samples, "sample")} for each: ${verdict}`,
    "",
    ...aligned,
    "",
    `A calibrated model gets another verdict in at most ${percent(falseAlarm)} of such reports; each check alarms below p = ${joint.base.falseAlarm.toPrecision(2)}.`,
  ].join("\n");
};

const count = (number: number, what: string): string => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
