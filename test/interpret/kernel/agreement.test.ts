/**
 * Every operation, at random shapes, with every mixture of uniform and per-sample operands: value, gradient and gradient
 * of the gradient against the reference, in both precisions.
 */
import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { Op } from "../../../src/expr/index.ts";
import type { Interpreter } from "../../../src/interpret/program.ts";
import { kernel } from "../../../src/interpret/kernel/index.ts";
import { operations } from "../../../laws/operation/operations.ts";
import { apart, counts, posed, run, type Posed } from "../../../laws/operation/posed.ts";
import { boundOf, inputsOf, outputsOf } from "../tfjs/orders.ts";

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

/** Roots end where their step is a rounding error of the equation; second derivatives of log Φ cancel. */
const wide = (op: Op): number => (op === "root" || op === "logNormalCdf" ? 1e-9 : 1e-12);

describe.each(["float64", "float32"] as const)("%s", (precision) => {
  const by = kernel({ precision });
  test.each(Object.keys(operations) as Op[])("%s agrees with the reference, with first and second derivatives", (op) => {
    fc.assert(
      fc.property(posed(op, many), (each) => {
        expect(worst(each, by)).toBeLessThan(precision === "float32" ? boundOf(op, each.count) : wide(op) * (1 + each.count / 100));
      }),
      { numRuns: Math.ceil(Number(process.env["DIFFEO_RUNS"]) / 4), seed: seedOf(op) },
    );
  });
});
