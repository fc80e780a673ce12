/** One row of the table: one program of one flow under one interpreter, over batch sizes. */
import { titleOf, type Contender, type Opened } from "./contenders.ts";
import { timed, warmUp, type Patience } from "./stopwatch.ts";
import type { Subject, Work } from "./subject.ts";
import { task } from "./task.ts";

/** What is timed. */
export interface Asked {
  readonly flow: string;
  readonly work: Work;
  readonly contender: Contender;
}

export interface Cell {
  readonly batch: number;
  /** Milliseconds of a call; absent where it would take too long. */
  readonly time?: number;
  readonly repeats: number;
}

export interface Row {
  readonly flow: string;
  readonly work: Work;
  readonly interpreter: string;
  readonly threads: number;
  readonly precision?: "float32" | "float64";
  /** Milliseconds. */
  readonly compile: number;
  readonly cells: readonly Cell[];
  /** Nanoseconds per sample that the arithmetic alone takes on one thread. */
  readonly limit?: number;
}

/** What `--only` looks into. */
export const nameOf = ({ flow, work, contender }: Asked): string => `${flow} · ${work} · ${titleOf(contender)}`;

export const timeAt = (row: Row | undefined, batch: number): number | undefined => row?.cells.find((cell) => cell.batch === batch)?.time;

export const measure = ({ flow, work, contender: { name, threads, precision } }: Asked, subject: Subject, { interpreter }: Opened, batches: readonly number[], patience: Patience): Row => {
  const began = performance.now();
  const make = task(subject, work, interpreter);
  const compile = performance.now() - began;
  // Small batches come first, which are mostly calls: it would take long until the engine compiles the loops for speed.
  warmUp(make(Math.min(100, Math.max(...batches))), 2 * patience.warmUp);
  let each = 0;
  const cells = batches.map((batch): Cell => {
    if (each * batch > patience.longest) return { batch, repeats: 0 };
    const { median, repeats } = timed(make(batch), patience);
    each = median / batch;
    return { batch, time: median, repeats };
  });
  return { flow, work, interpreter: name, threads, ...(precision && { precision }), compile, cells };
};
