/** An audit as text: lines with a sign and a word each, the budget, and coverage where there is data. */
import type { Audit } from "./audit.ts";
import type { AuditLine } from "./line.ts";

const number = (value: number): string => (value === Infinity ? "no number" : value === 0 ? "0" : value >= 1e-3 && value < 1e6 ? String(Number(value.toPrecision(3))) : value.toExponential(1).replace("+", ""));

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Columns as wide as their widest cell; numbers to the right, texts to the left, the last as it is. */
const table = (rows: readonly (readonly string[])[], align: readonly ("left" | "right")[]): readonly string[] => {
  const widths = align.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : align[column] === "right" ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join("  ").trimEnd());
};

const verdict = ({ holds, decided }: AuditLine): readonly [string, string] => (!holds ? ["✗", "fails"] : decided ? ["✓", "holds"] : ["?", "open"]);

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** For a terminal: what was audited, the lines, the tables, and the verdict last. */
export const showAudit = ({ model, lines, budget, coverage, seconds }: Audit): string => {
  const fails = lines.filter(({ holds }) => !holds).length;
  const open = lines.filter(({ holds, decided }) => holds && !decided).length;
  const said = lines.map((line) => {
    const [sign, word] = verdict(line);
    return [sign, line.name, word, number(line.error), number(line.tolerance), line.detail];
  });
  const trips = budget.map(({ block, layer, float64, float32 }, index) =>
    [budget[index - 1]?.block === block ? "" : block, layer, ...[float64, float32].flatMap((trip) => [trip.worst, trip.median, trip.logDet].map(number))]);
  return [
    model,
    "",
    ...table([["", "law", "", "error", "tolerance", "found"], ...said], ["left", "left", "left", "right", "right", "left"]),
    "",
    ...table([["there and back", "", "float64", "median", "log det", "float32", "median", "log det"], ...trips], ["left", "left", ...Array<"right">(6).fill("right")]),
    ...(coverage ? ["", ...table([["coverage", "nominal", "observed", "band"], ...coverage.map(({ of, nominal, observed, lower, upper }, index) =>
      [coverage[index - 1]?.of === of ? "" : of, percent(nominal), percent(observed), `${percent(lower)} to ${percent(upper)}`])], ["left", "right", "right", "left"])] : []),
    "",
    `${counted(lines.length - fails - open, "law holds", "laws hold")}, ${fails === 0 ? "none fails" : counted(fails, "fails", "fail")}${open === 0 ? "" : `, ${counted(open, "is", "are")} open`}; ${seconds.toFixed(1)} s.`,
  ].join("\n");
};
