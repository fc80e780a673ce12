/** What the table comes to: factors between its rows, and the speeds that are required. */
import { plane } from "./flows.ts";
import { timeAt, type Row } from "./row.ts";
import { works, type Work } from "./subject.ts";

export interface Range {
  readonly least: number;
  readonly most: number;
}

export interface Required {
  readonly what: string;
  readonly goal: number;
  readonly measured: number;
  /** `M samples/s` are to be at least the goal, `µs` at most. */
  readonly unit: "M samples/s" | "µs";
  readonly reached: boolean;
}

export interface Verdicts {
  /** How many times faster a float32 kernel on one thread is than TensorFlow.js on wasm, over the flows. */
  readonly overTfjs: readonly { readonly work: Work; readonly batch: number; readonly range: Range }[];
  /** How many times faster two threads are than one at batch 10,000, over the flows. */
  readonly overOneThread: readonly { readonly work: Work; readonly precision: string; readonly range: Range }[];
  /** How many times longer float64 takes than float32: the training step of the plane at batch 10,000. */
  readonly float64?: number;
  readonly required: readonly Required[];
}

export const large = 10_000;

type Chosen = Pick<Row, "work" | "interpreter" | "threads">;

const find = (rows: readonly Row[], flow: string, { work, interpreter, threads }: Chosen): Row | undefined =>
  rows.find((row) => row.flow === flow && row.work === work && row.interpreter === interpreter && row.threads === threads);

/** Times of one kind of row over those of another, where both were measured. */
const factors = (rows: readonly Row[], slow: Chosen, fast: Chosen, batch: number): Range | undefined => {
  const ratios = [...new Set(rows.map(({ flow }) => flow))].flatMap((flow) => {
    const [above, below] = [slow, fast].map((chosen) => timeAt(find(rows, flow, chosen), batch));
    return above === undefined || below === undefined ? [] : [above / below];
  });
  return ratios.length === 0 ? undefined : { least: Math.min(...ratios), most: Math.max(...ratios) };
};

const kernel = (work: Work, precision: string, threads: number): Chosen => ({ work, interpreter: `kernel ${precision}`, threads });

export const verdicts = (rows: readonly Row[]): Verdicts => {
  const batches = [...new Set(rows.flatMap(({ cells }) => cells.map(({ batch }) => batch)))];
  const overTfjs = works.flatMap((work) => batches.flatMap((batch) => {
    const range = factors(rows, { work, interpreter: "tfjs wasm", threads: 1 }, kernel(work, "float32", 1), batch);
    return range ? [{ work, batch, range }] : [];
  }));
  const overOneThread = ["float32", "float64"].flatMap((precision) => works.flatMap((work) => {
    const range = factors(rows, kernel(work, precision, 1), kernel(work, precision, 2), large);
    return range ? [{ work, precision, range }] : [];
  }));
  const ofPlane = rows.filter(({ flow }) => flow === plane);
  const float64 = factors(ofPlane, kernel("training step", "float64", 1), kernel("training step", "float32", 1), large)?.least;
  return { overTfjs, overOneThread, ...(float64 !== undefined && { float64 }), required: required(ofPlane) };
};

const required = (ofPlane: readonly Row[]): readonly Required[] => {
  const timeOf = (work: Work, batch: number, threads = 1): number | undefined => timeAt(find(ofPlane, plane, kernel(work, "float32", threads)), batch);
  const speeds = [1, 2].flatMap((threads): readonly Required[] => {
    const time = timeOf("training step", large, threads);
    if (time === undefined) return [];
    const measured = large / time / 1e3;
    return [{ what: `training step, batch 10,000, ${threads === 1 ? "1 thread" : "2 threads"}`, goal: 0.8, measured, unit: "M samples/s", reached: measured >= 0.8 }];
  });
  const times = ([["log-density", "log-density, batch 10", 20], ["value and gradient", "value and gradient, batch 10", 40]] as const).flatMap(([work, what, goal]): readonly Required[] => {
    const time = timeOf(work, 10);
    return time === undefined ? [] : [{ what, goal, measured: 1e3 * time, unit: "µs", reached: 1e3 * time <= goal }];
  });
  return [...speeds, ...times];
};
