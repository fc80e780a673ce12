/**
 * A compiled program as a function of arrays. Rows go into memory as they are, chunks of samples are computed by one
 * thread or several, and sums are added up chunk by chunk in float64: the result of a sample does not depend on the batch
 * around it, and no result depends on the number of threads.
 */
import { size, type Expr } from "../../expr/expr.ts";
import { checkInputs, type Executable, type Program } from "../program.ts";
import { hasSamples, type Compiled } from "./compile.ts";
import { instanceOf, moduleOf } from "./engine.ts";
import type { Heap } from "./heap.ts";
import type { PhaseLayout, Slot } from "./layout.ts";

interface Entries {
  readonly uniform: () => void;
  readonly samples: (thread: number, chunk: number, count: number) => void;
  readonly combine: (chunks: number) => void;
}

/** With less work than this, in element operations, waking a thread takes longer than it helps. */
const worthThreads = 4_000_000;

let loaded = 0;

export interface Loaded {
  readonly run: Executable;
  /** Threads need not hold its code any longer; whoever has it can still run it, alone. */
  readonly forget: () => void;
}

export const executable = (program: Program, { simd, layout, schedule, module }: Compiled, heap: Heap): Loaded => {
  const code = moduleOf(module.encode(heap.limits));
  const { exports } = instanceOf(code, heap.memory);
  const id = loaded++;
  let { pool } = heap;
  pool?.load(id, code);
  const entries = schedule.phases.map((_, at) => ({ uniform: exports[`uniform${at}`], samples: exports[`samples${at}`], combine: exports[`combine${at}`] }) as Entries);
  const owner = {};
  const at = (address: number): number => address / simd.width;
  const thread = (n: number): number => layout.threadStart + n * layout.threadBytes;

  /** Rows from `start` on; the lanes left over repeat the last one. */
  const fill = ({ node, address }: Slot, rows: ArrayLike<number>, start: number, count: number): void => {
    const width = size(node.shape);
    const from = at(address);
    heap.numbers.set(part(rows, start * width, (start + count) * width), from);
    const last = from + (count - 1) * width;
    for (let row = count; row % layout.block !== 0; row++) heap.numbers.copyWithin(from + row * width, last, last + width);
  };
  const emit = ({ node, address }: Slot, rows: Float64Array, start: number, count: number): void => {
    const width = size(node.shape);
    rows.set(heap.numbers.subarray(at(address), at(address) + count * width), start * width);
  };

  const run = (entry: number, { chunk, sumCount }: PhaseLayout, count: number): void => {
    const chunks = Math.ceil(count / chunk);
    const { samples, combine } = entries[entry]!;
    if (pool && chunks > 1 && count * schedule.phases[entry]!.samples.work > worthThreads) {
      heap.reserve(thread(heap.threads));
      pool.run({ id, entry: `samples${entry}`, chunks, count, thread }, samples);
    } else for (let each = 0; each < chunks; each++) samples(thread(0), each, count);
    if (sumCount > 0) combine(chunks);
  };

  const call: Executable = (inputs, count) => {
    checkInputs(program, inputs, count);
    heap.reserve(thread(1));
    if (heap.owner !== owner) {
      for (const { address, values } of layout.constants) heap.numbers.set(values, at(address));
      heap.owner = owner;
    }
    for (const { name, address } of layout.parameters) heap.numbers.set(inputs[name]!, at(address));
    const out = Object.fromEntries(Object.entries<Expr>(program.outputs).map(([name, { shape, uniform }]) => [name, new Float64Array(size(shape) * (uniform ? 1 : count))])) as Record<string, Float64Array>;

    layout.phases.forEach((phase, stage) => {
      entries[stage]!.uniform();
      if (!hasSamples(schedule.phases[stage]!)) return;
      const totals = phase.totals / 8;
      heap.wide.fill(0, totals, totals + phase.sumCount);
      for (let start = 0; start < count; start += phase.most) {
        const own = Math.min(phase.most, count - start);
        for (const slot of phase.inputs) fill(slot, inputs[slot.name]!, start, own);
        run(stage, phase, own);
        for (const slot of phase.outputs) emit(slot, out[slot.name]!, start, own);
      }
      heap.numbers.set(heap.wide.subarray(totals, totals + phase.sumCount), at(phase.sumAddress));
    });
    for (const { name, node, address, same } of layout.results) {
      if (same === undefined) out[name]!.set(heap.numbers.subarray(at(address), at(address) + size(node.shape)));
      else out[name]!.fill(simd.precision === "float32" ? Math.fround(same) : same);
    }
    return out;
  };
  const forget = (): void => {
    pool?.forget(id);
    pool = undefined;
  };
  return { run: call, forget };
};

const part = (rows: ArrayLike<number>, from: number, to: number): ArrayLike<number> => {
  if (from === 0 && to === rows.length) return rows;
  return rows instanceof Float64Array || rows instanceof Float32Array ? rows.subarray(from, to) : Array.prototype.slice.call(rows, from, to);
};
