/** The table as text: a block for each flow, a row for each program and interpreter, a column for each batch size. */
import type { Counts } from "./arithmetic.ts";
import { titleOf } from "./contenders.ts";
import { factor, rate, time, whole } from "./numbers.ts";
import { timeAt, type Row } from "./row.ts";
import { works, type Work } from "./subject.ts";
import { listed, wrapped } from "./text.ts";
import { large } from "./verdicts.ts";

const line = (title: string, times: readonly string[], rest: readonly string[]): string =>
  (title.padEnd(29) + times.map((cell) => cell.padStart(9)).join("") + rest.map((cell, at) => cell.padStart(at === 0 ? 12 : 10)).join("")).trimEnd();

export const block = (flow: string, counts: { readonly [W in Work]: Counts }, rows: readonly Row[], batches: readonly number[]): string => {
  const parts = works.flatMap((work) => {
    const own = rows.filter((row) => row.work === work);
    return own.length === 0 ? [] : [...wrapped(`${work}: ${listed(counts[work], whole)}`, "  "), ...own.map((row) => rowLine(row, batches))];
  });
  return [line(flow, batches.map(whole), ["samples/s", "compile", "limit", "× limit"]), ...parts].join("\n");
};

const rowLine = (row: Row, batches: readonly number[]): string => {
  const { interpreter, threads, compile, limit, cells } = row;
  const last = cells.findLast((cell) => cell.time !== undefined);
  const at = timeAt(row, large);
  return line(`  ${titleOf({ ...row, name: interpreter })}`, batches.map((batch) => time(timeAt(row, batch))), [
    last ? rate((1e3 * last.batch) / last.time!) : "–",
    time(compile),
    limit === undefined ? "" : time(1e-6 * limit),
    limit !== undefined && threads === 1 && at !== undefined ? factor((1e6 * at) / (limit * large)) : "",
  ]);
};
