/**
 * Every operation, at random shapes, with every mixture of uniform and per-sample operands, on both backends: value,
 * gradient and gradient of the gradient against the reference.
 */
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { Op } from "../../../src/expr/index.ts";
import type { Interpreter } from "../../../src/interpret/program.ts";
import { tfjsInterpreter } from "../../../src/interpret/tfjs/index.ts";
import { operations } from "../../../laws/operation/operations.ts";
import { apart, counts, posed, run, type Posed } from "../../../laws/operation/posed.ts";
import { boundOf, inputsOf, outputsOf } from "./orders.ts";
import { backends, tf, use } from "./tensorflow.ts";

const many = fc.oneof(counts, fc.constant(700));

/** The largest error of all outputs, in units of one plus the largest number of the output. */
const worst = (posed: Posed, by: Interpreter): number => {
  const [outputs, inputs] = [outputsOf(posed), inputsOf(posed)];
  const [want, got] = [run(outputs, inputs, posed.count), run(outputs, inputs, posed.count, by)];
  return Math.max(...Object.keys(outputs).map((name) => {
    const scale = 1 + want[name]!.reduce((top, each) => Math.max(top, Math.abs(each)), 0);
    return apart(want[name]!.map((each) => each / scale), got[name]!.map((each) => each / scale));
  }));
};

/** A seed of its own for every operation, or all would be drawn at the same shapes. */
const seedOf = (op: Op): number => (fc.readConfigureGlobal()?.seed ?? 0) + (Object.keys(operations) as Op[]).indexOf(op);

describe.each(backends)("%s", (backend) => {
  test.each(Object.keys(operations) as Op[])("%s agrees with the reference, with first and second derivatives", async (op) => {
    await use(backend);
    const by = tfjsInterpreter(tf);
    fc.assert(
      fc.property(posed(op, many), (each) => {
        expect(worst(each, by)).toBeLessThan(boundOf(op, each.count));
      }),
      { numRuns: Math.ceil(Number(process.env["DIFFEO_RUNS"]) / 4), seed: seedOf(op) },
    );
  });
});
