/**
 * The kernel interpreter: a program as WebAssembly SIMD, in float32 or float64. Samples go through in chunks of fixed
 * size, and sums over samples are added chunk by chunk in float64: the result of a sample does not depend on the batch
 * around it, and sums keep their digits over large batches.
 */
import { is, size } from "../../expr/expr.ts";
import type { Executable, Inputs, Interpreter, Program } from "../program.ts";
import { cached } from "./cache.ts";
import { compile, type Compiled, type Pass, type Slot } from "./compile.ts";
import type { Precision } from "./elementary/index.ts";
import { instantiate } from "./link.ts";

export interface KernelOptions {
  readonly precision: Precision;
}

export const kernel = ({ precision }: KernelOptions): Interpreter => {
  const compiledOf = cached((program) => compile(program, precision));
  return {
    name: `kernel ${precision}`,
    precision,
    compile: <Output extends string>(program: Program<Output>): Executable<Output> => executable(program, compiledOf(program)),
  };
};

type Numbers = Float32Array | Float64Array;

const executable = <Output extends string>(program: Program<Output>, compiled: Compiled): Executable<Output> => {
  const { simd, vectors, blocks, mask, constants, parameters, passes, results } = compiled;
  const { exports, memory: { buffer } } = instantiate(compiled.linked);
  const numbers: Numbers = simd.precision === "float32" ? new Float32Array(buffer) : new Float64Array(buffer);
  const masks = new Uint8Array(buffer, mask, 16 * vectors);
  const width = simd.lanes * vectors;
  const at = (address: number): number => address / simd.width;
  for (const { address, values } of constants) numbers.set(values, at(address));
  const uniform = passes.map((_, stage) => exports[`uniform${stage}`] as () => void);
  const samples = passes.map((_, stage) => exports[`samples${stage}`] as (blocks: number) => void);

  /** Rows into lanes; the lanes left over repeat the last row. */
  const fill = ({ node, address }: Slot, rows: ArrayLike<number>, start: number, count: number): void => {
    const elements = size(node.shape);
    const whole = Math.ceil(count / width) * width;
    for (let sample = 0; sample < whole; sample++) {
      const from = (start + Math.min(sample, count - 1)) * elements;
      let to = at(address) + Math.floor(sample / width) * elements * width + (sample % width);
      for (let e = 0; e < elements; e++, to += width) numbers[to] = rows[from + e]!;
    }
  };
  const emit = ({ node, address }: Slot, rows: Float64Array, start: number, count: number): void => {
    const elements = size(node.shape);
    for (let sample = 0; sample < count; sample++) {
      let from = at(address) + Math.floor(sample / width) * elements * width + (sample % width);
      const to = (start + sample) * elements;
      for (let e = 0; e < elements; e++, from += width) rows[to + e] = numbers[from]!;
    }
  };

  const runChunk = (pass: Pass, stage: number, inputs: Inputs, out: Readonly<Record<string, Float64Array>>, start: number, count: number): void => {
    for (const slot of pass.inputs) fill(slot, inputs[slot.name]!, start, count);
    const rest = count % width;
    masks.fill(255);
    if (rest > 0) masks.fill(0, rest * simd.width);
    samples[stage]!(Math.ceil(count / width));
    for (const slot of pass.outputs) emit(slot, out[slot.name]!, start, count);
  };

  return (inputs, count) => {
    check(program, inputs, count);
    const out = Object.fromEntries(Object.entries(program.outputs).map(([name, node]) => {
      const { shape, uniform: once } = node as (typeof program.order)[number];
      return [name, new Float64Array(size(shape) * (once ? 1 : count))];
    })) as Record<Output, Float64Array>;
    for (const { name, address } of parameters) numbers.set(inputs[name]!, at(address));
    passes.forEach((pass, stage) => {
      uniform[stage]!();
      if (pass.sums.length + pass.outputs.length === 0) return;
      const totals = pass.sums.map(({ node }) => new Float64Array(size(node.shape)));
      // A chunk that is not the last has no lane left over; the last is split where the lanes are.
      for (let start = 0; start < count;) {
        const left = count - start;
        const rest = left % width;
        const own = Math.min(left > width && rest > 0 ? left - rest : left, blocks * width);
        for (const { node, accumulator } of pass.sums) numbers.fill(0, at(accumulator), at(accumulator) + size(node.shape) * simd.lanes);
        runChunk(pass, stage, inputs, out, start, own);
        pass.sums.forEach(({ accumulator }, each) => addLanes(totals[each]!, numbers, at(accumulator), simd.lanes));
        start += own;
      }
      pass.sums.forEach(({ address }, each) => numbers.set(totals[each]!, at(address)));
    });
    for (const { name, node, address, same } of results) {
      if (same === undefined) out[name as Output].set(numbers.subarray(at(address), at(address) + size(node.shape)));
      else out[name as Output].fill(simd.precision === "float32" ? Math.fround(same) : same);
    }
    return out;
  };
};

const addLanes = (totals: Float64Array, numbers: Numbers, from: number, lanes: number): void => {
  for (let e = 0, k = from; e < totals.length; e++) {
    let sum = 0;
    for (let lane = 0; lane < lanes; lane++) sum += numbers[k++]!;
    totals[e]! += sum;
  }
};

const check = (program: Program, inputs: Inputs, count: number): void => {
  for (const node of program.variables) {
    if (!is(node, "variable")) continue;
    const expected = size(node.shape) * (node.uniform ? 1 : count);
    const received = inputs[node.attributes.name]?.length;
    if (received !== expected) {
      throw new RangeError(`The input ${node.attributes.name} takes ${expected} numbers for ${count} samples, but ${received ?? "none"} were given.`);
    }
  }
};
