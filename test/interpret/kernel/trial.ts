/** What a page, a worker of it and processes compute: a flow that is fitted, its log-density and gradients. */
import { batchOf, fit, parse } from "../../../src/index.ts";
import { unsafe } from "../../../src/error.ts";
import type { Precision } from "../../../src/interpret/kernel/elementary/index.ts";
import { compileKernel } from "../../../src/interpret/kernel/index.ts";
import { Pool } from "../../../src/interpret/kernel/pool.ts";

export const flow = parse("e3+s1", "gg+m");
export const precisions = ["float32", "float64"] as const;

/** Points [count, 5], by operations that every engine rounds alike. */
export const points = (count: number): Float64Array => {
  let state = 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const rows = new Float64Array(count * 5);
  for (let at = 0; at < rows.length; at += 5) {
    const [a, b, c, t] = [uniform(), uniform(), uniform(), 4 * uniform() - 1.5];
    rows.set([a - b, a * b + 0.1 * c, 2 * c * c, (1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)], at);
  }
  return rows;
};

export interface Fitted {
  readonly parameters: Float64Array;
  readonly heldOut: number;
}

/** With the interpreter that a program gets that asks for none. */
export const fitted = async (): Promise<Fitted> => {
  const { model, heldOut } = unsafe(await fit(flow, unsafe(batchOf("e3+s1", points(1000))), { epochs: 4, seed: 3 })());
  return { parameters: model.parameters, heldOut };
};

/** Log-densities [count], and the gradient of their mean. */
export interface Numbers {
  readonly logProb: Float64Array;
  readonly parameters: Float64Array;
  readonly points: Float64Array;
}

export interface Trial {
  readonly precision: Precision;
  readonly threads: number;
  readonly fused: boolean;
  /** Samples. */
  readonly count: number;
}

export interface Outcome {
  readonly numbers: Numbers;
  /** Whether all calls gave the same bits. */
  readonly steady: boolean;
}

/** Calls once, and again until it was `enough`, so many times at most: threads start only while their caller rests. */
export const computed = async ({ count, ...options }: Trial, parameters: Float64Array, enough: () => boolean, most: number): Promise<Outcome> => {
  const { logProb, gradient, close } = compileKernel(flow, options);
  const [rows, weight] = [points(count), new Float64Array(count).fill(1 / count)];
  const call = (): Numbers => ({ ...gradient(rows, { parameters, weight, of: ["parameters", "points"] }), logProb: logProb(rows, { parameters }) });
  const numbers = call();
  let steady = true;
  for (let calls = 1; calls < most && !enough(); calls++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    steady = same(numbers, call()) && steady;
  }
  close();
  return { numbers, steady };
};

export const bytes = ({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** Whether all numbers are the same, bit by bit. */
export const same = <N extends string>(one: { readonly [K in N]: Float64Array }, other: { readonly [K in NoInfer<N>]: Float64Array }): boolean =>
  (Object.keys(one) as N[]).every((name) => {
    const [left, right] = [bytes(one[name]), bytes(other[name])];
    return left.length === right.length && left.every((each, at) => each === right[at]);
  });

/** Counts from now on the chunks that other threads than the calling one compute. */
export const countOthers = (): (() => number) => {
  const { run } = Pool.prototype;
  let others = 0;
  Pool.prototype.run = function (job, compute) {
    others += job.chunks;
    run.call(this, job, (thread, chunk, count) => {
      others--;
      compute(thread, chunk, count);
    });
  };
  return () => others;
};
