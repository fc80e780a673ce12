/**
 * What the caller calls: `samples`, which computes one chunk of samples, and `combine`, which adds the sums of the chunks
 * up in their order. The order does not depend on who computes which chunk, so neither does the result.
 */
import { size, type Expr } from "../../expr/expr.ts";
import type { Access } from "./access.ts";
import { writeContraction, writeLaneSum } from "./contract.ts";
import type { Layout, PhaseLayout, Slot } from "./layout.ts";
import type { Phase } from "./schedule.ts";
import type { Simd } from "./simd.ts";
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
    sum(kept, value(kept), number(own.keptBytes));
    sum(blocks, value(blocks), number(1));
    sum(sample, value(sample), number(layout.block));
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
    code.integer(elements);
    code.set(turns);
    code.repeat(() => {
      for (let vector = 0; vector < vectors; vector++) {
        code.get(pointer);
        code.get(pointer);
        code.access("load", 16 * vector);
        code.get(thread);
        code.access("load", mask + 16 * vector);
        code.lanes("and");
        code.access("store", 16 * vector);
      }
      code.get(pointer);
      code.integer(16 * vectors);
      code.do("i32Add");
      code.set(pointer);
      code.get(turns);
      code.integer(1);
      code.do("i32Sub");
      code.tee(turns);
    });
  }
};

/** Rows of the caller's order into lanes and back: sample after sample there, element after element here. */
class RowCopy {
  private readonly row: Local;
  private readonly lane: Local;
  private readonly turns: Local;
  private readonly vector: Local;
  private readonly code: Code;
  private readonly simd: Simd;
  private readonly layout: Layout;
  private readonly sample: Local;

  constructor(code: Code, simd: Simd, layout: Layout, sample: Local) {
    this.code = code;
    this.simd = simd;
    this.layout = layout;
    this.sample = sample;
    [this.row, this.lane, this.turns] = Array.from({ length: 3 }, () => code.local("i32")) as [Local, Local, Local];
    this.vector = code.local("v128");
  }

  gather(slot: Slot, address: number): void {
    const { code, simd, layout, row, lane, vector } = this;
    const narrow = simd.width === 4;
    this.elements(slot, (rowBytes) => {
      for (let v = 0; v < layout.vectors; v++) {
        const offset = (at: number): number => (v * simd.lanes + at) * rowBytes;
        code.get(row);
        code.access(narrow ? "load32Splat" : "load64Splat", offset(0));
        code.set(vector);
        for (let at = 1; at < simd.lanes; at++) {
          code.get(row);
          code.get(vector);
          code.accessLane(narrow ? "load32Lane" : "load64Lane", offset(at), at);
          code.set(vector);
        }
        code.get(lane);
        code.get(vector);
        code.access("store", address + 16 * v);
      }
    });
  }

  scatter(slot: Slot, address: number): void {
    const { code, simd, layout, row, lane, vector } = this;
    this.elements(slot, (rowBytes) => {
      for (let v = 0; v < layout.vectors; v++) {
        code.get(lane);
        code.access("load", address + 16 * v);
        code.set(vector);
        for (let at = 0; at < simd.lanes; at++) {
          code.get(row);
          code.get(vector);
          code.accessLane(simd.width === 4 ? "store32Lane" : "store64Lane", (v * simd.lanes + at) * rowBytes, at);
        }
      }
    });
  }

  /** For each element: `row` at that element of the block's first sample, `lane` at its vectors. */
  private elements({ node, address }: { readonly node: Expr; readonly address: number }, inside: (rowBytes: number) => void): void {
    const { code, simd, layout, row, lane, turns } = this;
    const elements = size(node.shape);
    if (elements === 0) return;
    const rowBytes = elements * simd.width;
    code.get(this.sample);
    code.integer(rowBytes);
    code.do("i32Mul");
    code.integer(address);
    code.do("i32Add");
    code.set(row);
    code.get(0);
    code.set(lane);
    code.integer(elements);
    code.set(turns);
    code.repeat(() => {
      inside(rowBytes);
      for (const [pointer, step] of [[row, simd.width], [lane, 16 * layout.vectors]] as const) {
        code.get(pointer);
        code.integer(step);
        code.do("i32Add");
        code.set(pointer);
      }
      code.get(turns);
      code.integer(1);
      code.do("i32Sub");
      code.tee(turns);
    });
  }
}

interface LaneSums {
  readonly thread: Local;
  /** Of the accumulators, in the memory of the thread. */
  readonly at: number;
  readonly partials: Local;
  /** Number of the first of these sums. */
  readonly first: number;
  readonly pointer: Local;
  readonly left: Local;
}

const writeLaneSums = (code: Code, simd: Simd, count: number, { thread, at, partials, first, pointer, left }: LaneSums): void => {
  if (count === 0) return;
  const [target, vector, spare] = [code.local("i32"), code.local("v128"), code.local("v128")];
  code.get(thread);
  code.set(pointer);
  code.get(partials);
  code.set(target);
  code.integer(count);
  code.set(left);
  code.repeat(() => {
    code.get(pointer);
    code.access("load", at);
    code.set(vector);
    code.get(target);
    writeLaneSum(code, simd, vector, spare);
    code.access("f64Store", 8 * first);
    for (const [each, step] of [[pointer, 16], [target, 8]] as const) {
      code.get(each);
      code.integer(step);
      code.do("i32Add");
      code.set(each);
    }
    code.get(left);
    code.integer(1);
    code.do("i32Sub");
    code.tee(left);
  });
};

/** Parameter: number of chunks. Adds their partial sums to the totals, chunk by chunk. */
export const writeCombine = (code: Code, { sumCount, partials, totals }: PhaseLayout): void => {
  const [from, to, left, chunks] = [code.local("i32"), code.local("i32"), code.local("i32"), 0];
  code.integer(0);
  code.set(from);
  code.repeat(() => {
    code.integer(0);
    code.set(to);
    code.integer(sumCount);
    code.set(left);
    code.repeat(() => {
      code.get(to);
      code.get(to);
      code.access("f64Load", totals);
      code.get(from);
      code.access("f64Load", partials);
      code.do("f64Add");
      code.access("f64Store", totals);
      for (const each of [from, to]) {
        code.get(each);
        code.integer(8);
        code.do("i32Add");
        code.set(each);
      }
      code.get(left);
      code.integer(1);
      code.do("i32Sub");
      code.tee(left);
    });
    code.get(chunks);
    code.integer(1);
    code.do("i32Sub");
    code.tee(chunks);
  });
};
