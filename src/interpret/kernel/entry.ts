/** What the caller calls: `samples`, which computes one chunk of samples, block by block, and ends with its sums. */
import { size } from "../../expr/expr.ts";
import type { Access } from "./access.ts";
import { writeContraction } from "./contract.ts";
import type { Layout, PhaseLayout } from "./layout.ts";
import { RowCopy } from "./rows.ts";
import type { Phase } from "./schedule.ts";
import type { Simd } from "./simd.ts";
import { writeLaneSums } from "./sums.ts";
import type { Code, Local } from "./wasm/code.ts";

/** Parameters: memory of the thread, number of the chunk, samples in the rows. */
export const writeSamples = (code: Code, simd: Simd, layout: Layout, at: number, phase: Phase, body: readonly number[]): void => {
  const own = layout.phases[at]!;
  const [thread, chunk, count] = [0, 1, 2];
  const [first, sample, end, left, kept, keptStart] = Array.from({ length: 6 }, () => code.local("i32")) as [Local, Local, Local, Local, Local, Local];
  const [blocks, partials, pointer] = Array.from({ length: 3 }, () => code.local("i32")) as [Local, Local, Local];
  const rows = new RowCopy(code, simd, layout, sample);
  const sum = (into: Local, ...terms: readonly (() => void)[]): void => {
    terms.forEach((term, index) => {
      term();
      if (index > 0) code.do("i32Add");
    });
    code.set(into);
  };
  const [value, product] = [(local: Local) => () => code.get(local), (local: Local, factor: number) => () => (code.get(local), code.integer(factor), code.do("i32Mul"))];
  const number = (constant: number) => () => code.integer(constant);

  sum(first, product(chunk, own.chunk));
  sum(sample, value(first));
  // The end of the chunk or of the samples, whichever comes first.
  sum(end, value(first), number(own.chunk));
  code.get(end);
  code.get(count);
  code.do("i32GtU");
  code.choose(undefined, () => sum(end, value(count)));
  sum(keptStart, value(thread), number(own.keptStart));
  sum(kept, value(keptStart));
  sum(partials, product(chunk, 8 * own.sumCount), number(own.partials));
  const accumulated = phase.sums.reduce((total, node) => total + size(node.shape), 0);
  if (accumulated > 0) {
    sum(pointer, value(thread), number(own.accumulatorStart));
    code.get(pointer);
    code.integer(0);
    code.integer(own.keptStart - own.accumulatorStart);
    code.fillMemory();
  }
  code.integer(0);
  code.set(blocks);
  code.repeat(() => {
    writeMask(code, simd, layout, thread, end, sample, left);
    for (const slot of own.inputs) rows.gather(slot, own.place(slot.node).address);
    for (const each of body) {
      code.get(thread);
      code.get(kept);
      code.call(each);
    }
    own.outputs.forEach((slot, output) => rows.scatter(slot, addressOf(layout, own, phase.samples.access(phase.outputs[output]![1]))));
    code.add(kept, own.keptBytes);
    code.add(blocks, 1);
    code.add(sample, layout.block);
    code.get(sample);
    code.get(end);
    code.do("i32LtU");
  });
  writeEmptied(code, layout, own, phase, thread, kept);
  let done = 0;
  for (const node of phase.sums) {
    writeLaneSums(code, simd, size(node.shape), { thread, at: own.accumulators.get(node)!, partials, first: done, pointer, left });
    done += size(node.shape);
  }
  for (const each of phase.contractions) if (size(each.sum.shape) > 0) writeContraction(code, simd, layout, own, each, { kept: keptStart, blocks, partials });
};

/** Where a dense result of the body lies, in the memory of the thread. */
const addressOf = ({ vectors }: Layout, { place }: PhaseLayout, { base, offset }: Access): number => place(base).address + offset * 16 * vectors;

/** A lane holds a sample if fewer than `end − sample` lanes come before it. */
const writeMask = (code: Code, { lanes }: Simd, { vectors, mask }: Layout, thread: Local, end: Local, sample: Local, left: Local): void => {
  code.get(end);
  code.get(sample);
  code.do("i32Sub");
  code.set(left);
  for (let vector = 0; vector < vectors; vector++) {
    const places = Array.from({ length: 4 }, (_, word) => BigInt(vector * lanes + Math.floor((word * lanes) / 4)));
    code.get(thread);
    code.get(left);
    code.lanes("i32Splat");
    code.constant(places[0]! | (places[1]! << 32n), places[2]! | (places[3]! << 32n));
    code.lanes("i32GtS");
    code.access("store", mask + 16 * vector);
  }
};

/** Zeros where the last block has no sample, in the left factors: `kept` is behind that block, its mask is still there. */
const writeEmptied = (code: Code, { vectors, mask }: Layout, { keptAt, keptBytes }: PhaseLayout, { contractions }: Phase, thread: Local, kept: Local): void => {
  const [pointer, turns] = [code.local("i32"), code.local("i32")];
  for (const node of new Set(contractions.map(({ left }) => left))) {
    const elements = size(node.shape);
    if (elements === 0) continue;
    code.get(kept);
    code.integer(keptBytes - keptAt.get(node)!);
    code.do("i32Sub");
    code.set(pointer);
    code.times(turns, elements, () => {
      for (let vector = 0; vector < vectors; vector++) {
        code.get(pointer);
        code.get(pointer);
        code.access("load", 16 * vector);
        code.get(thread);
        code.access("load", mask + 16 * vector);
        code.lanes("and");
        code.access("store", 16 * vector);
      }
      code.add(pointer, 16 * vectors);
    });
  }
};
