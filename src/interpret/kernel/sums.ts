/**
 * Sums over samples: the lanes of an accumulator at the end of a chunk, and the sums of the chunks in their order. The
 * order does not depend on who computes which chunk, so neither does the result.
 */
import type { PhaseLayout } from "./layout.ts";
import type { Simd } from "./simd.ts";
import type { Code, Local } from "./wasm/code.ts";
import { floatLanes } from "./wasm/opcodes.ts";

/** Leaves the sum of all lanes, in float64, on the stack. */
export const writeLaneSum = (code: Code, { precision }: Simd, vector: Local, spare: Local): void => {
  const { extract, add } = floatLanes.float64;
  if (precision === "float32") {
    code.get(vector);
    code.lanes("f64Promote");
    code.get(vector);
    code.get(vector);
    code.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]);
    code.lanes("f64Promote");
    code.lanes(add);
    code.set(spare);
  } else {
    code.get(vector);
    code.set(spare);
  }
  code.get(spare);
  code.extract(extract, 0);
  code.get(spare);
  code.extract(extract, 1);
  code.do("f64Add");
};

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

export const writeLaneSums = (code: Code, simd: Simd, count: number, { thread, at, partials, first, pointer, left }: LaneSums): void => {
  if (count === 0) return;
  const [target, vector, spare] = [code.local("i32"), code.local("v128"), code.local("v128")];
  code.get(thread);
  code.set(pointer);
  code.get(partials);
  code.set(target);
  code.times(left, count, () => {
    code.get(pointer);
    code.access("load", at);
    code.set(vector);
    code.get(target);
    writeLaneSum(code, simd, vector, spare);
    code.access("f64Store", 8 * first);
    code.add(pointer, 16);
    code.add(target, 8);
  });
};

/** Parameter: number of chunks. Adds their partial sums to the totals, chunk by chunk. */
export const writeCombine = (code: Code, { sumCount, partials, totals }: PhaseLayout): void => {
  const [from, to, left, chunks] = [code.local("i32"), code.local("i32"), code.local("i32"), 0];
  code.integer(0);
  code.set(from);
  code.countDown(chunks, () => {
    code.integer(0);
    code.set(to);
    code.times(left, sumCount, () => {
      code.get(to);
      code.get(to);
      code.access("f64Load", totals);
      code.get(from);
      code.access("f64Load", partials);
      code.do("f64Add");
      code.access("f64Store", totals);
      for (const each of [from, to]) code.add(each, 8);
    });
  });
};
