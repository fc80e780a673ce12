/**
 * Dequantisation: instruments write steps (5 knots, a tenth of a degree), which a density would take for atoms. Each value
 * is replaced by one drawn uniformly within one step around it, from the seed, and within the bounds of its chart. On a
 * circle the step goes across the seam.
 */
import { either, function as fn } from "fp-ts";
import { printable } from "../foreign.ts";
import { random } from "../random.ts";
import type { Numbers } from "./columns/mapping.ts";
import type { ColumnBlock } from "./columns/syntax.ts";
import { misuse, type Result } from "./failure.ts";
import { unknownName } from "./nearest.ts";

export type Steps = ReadonlyMap<string, number>;

/** `wind_kt=5,pressure_hpa=1` as steps by column. */
export const parseSteps = (text: string, columns: readonly string[]): Result<Steps> =>
  fn.pipe(
    text.split(","),
    either.traverseArray((part): Result<readonly [string, number]> => {
      const at = part.lastIndexOf("=");
      const [column, step] = [part.slice(0, at).trim(), Number(part.slice(at + 1).trim() || NaN)];
      if (at < 0 || !(step > 0 && step < Infinity)) return misuse(["--jitter"], `received ${part.trim() === "" ? "nothing" : printable(part.trim())}, expected a column and its step, a positive number, as in wind_kt=5.`);
      return columns.includes(column) ? either.right([column, step]) : misuse(["--jitter"], unknownName("column", column, columns));
    }),
    either.map((pairs) => new Map(pairs)),
  );

/** How often a value is drawn again before it stays as it is: at a corner of a chart a quarter of the draws are good. */
const tries = 100;

export const jittered = (numbers: Numbers, blocks: readonly ColumnBlock[], steps: Steps, seed: number): Numbers => {
  const moved = new Map(numbers);
  for (const { chart, columns } of blocks) {
    if (!columns.some((column) => steps.has(column))) continue;
    const source = random(seed, "jitter", ...columns);
    const values = columns.map((column) => numbers.get(column)!);
    const drawn = columns.map((column) => (steps.has(column) ? numbers.get(column)!.slice() : numbers.get(column)!));
    // The length of a turn, where the chart goes round a circle.
    const turn = chart.on === "s1" && columns.length === 1 ? (2 * Math.PI) / Math.exp(chart.logVolume([0])) : undefined;
    for (let row = 0; row < values[0]!.length; row++) {
      const old = values.map((each) => each[row]!);
      for (let attempt = 0; attempt < tries; attempt++) {
        const next = old.map((value, index) => {
          const step = steps.get(columns[index]!);
          if (step === undefined) return value;
          const shifted = value + step * (source.uniform() - 0.5);
          return turn === undefined ? shifted : ((shifted % turn) + turn) % turn;
        });
        if (either.isLeft(chart.toPoint(next))) continue;
        next.forEach((value, index) => steps.has(columns[index]!) && (drawn[index]![row] = value));
        break;
      }
    }
    columns.forEach((column, index) => moved.set(column, drawn[index]!));
  }
  return moved;
};
