/**
 * The digits of operations and layers, against decimals; and faults that cost digits, which must be caught. By default two
 * interpreters, and a layer of every letter; `npm run laws` takes all.
 */
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { add, div, sqrt, square, type Op } from "../src/expr/index.ts";
import { rules } from "../src/expr/rules.ts";
import type { Interpreter } from "../src/interpret/program.ts";
import { kernel } from "../src/interpret/kernel/kernel.ts";
import { reference, reference32 } from "../src/interpret/reference/reference.ts";
import { tfjsInterpreter } from "../src/interpret/tfjs/interpreter.ts";
import { digitClaims, digits } from "./bijector/digits.ts";
import { float64 } from "./bijector/precision.ts";
import { subject } from "./bijector/subject.ts";
import { mutants } from "./mutants/bijectors.ts";
import { operationDigits } from "./operation/digits.ts";
import { assert, refuted } from "./claim.ts";
import { registry } from "./registry.ts";

tf.env().set("PROD", true);
const asked = Number(process.env["DIFFEO_RUNS"]);
const thorough = asked >= 1000;
/** Decimals are slow: a fifth of the cases that other laws take, if those are many. */
const runs = Math.max(60, asked / 5);

/** Every operation by itself is right to a few places, wherever it is computed. */
const interpreters: readonly (readonly [name: string, interpreter: Interpreter, tolerance: number])[] = [
  ["reference, float64", reference, 16],
  ["kernel, float32", kernel({ precision: "float32" }), 16],
  ...(thorough ? [["reference, float32", reference32, 16], ["kernel, float64", kernel({ precision: "float64" }), 16], ["tfjs, cpu", tfjsInterpreter(tf), 64]] as const : []),
];

describe.each(interpreters.map((each) => [...each] as const))("operations of %s", (_, interpreter, tolerance) => {
  it.each(operationDigits(interpreter, tolerance).map((claim) => [claim.subject, claim] as const))("%s", async (_, claim) => {
    await tf.setBackend("cpu");
    assert(claim, { cases: runs });
  });
});

/** The first layer of every letter; those of differential equations take seconds. */
const few = registry.filter(({ letters: [letter] }, at) => letter !== "c" && registry.findIndex(({ letters: [other] }) => other === letter) === at);

describe("layers", () => {
  it.each((thorough ? registry : few).map((row) => [row.name, row] as const))("%s", (name, row) => {
    for (const claim of digitClaims(subject(row.layer, row.on, name), row)) assert(claim, { cases: runs });
  });
});

it("far tails of skewed kernels: two huge logarithms do not make an ordinary one", () => {
  const { layer, on } = registry.find(({ name }) => name === "gauss {kernels:3,skew:true} on e1")!;
  const skewed = subject(layer, on);
  const own = { means: [-1, 0, 1], widths: [0, 0, 0], weights: [0, 0, 0], exponents: [1, -1, 0.5] };
  const parameters = [{ ...Object.fromEntries(Object.keys(skewed.specs).map((each) => [each, []])), ...own }];
  const { error } = digits(skewed, "inverse", float64, 10).check({ points: [[-1e5], [1e5], [1e10]], parameters, predicted: false });
  expect(error).toBeLessThan(10);
});

describe("lost digits are found", () => {
  const found = (interpreter: Interpreter, ...ops: readonly Op[]): readonly string[] =>
    operationDigits(interpreter).filter((claim) => ops.some((op) => op === claim.subject) && refuted(claim, { cases: 200 }) !== undefined).map(({ subject: op }) => op);

  it("of an interpreter that keeps twelve", () => {
    const rough: Interpreter = {
      ...reference,
      name: "twelve digits",
      compile: (program) => {
        const run = reference.compile(program);
        return (inputs, count) => Object.fromEntries(Object.entries<Float64Array>(run(inputs, count)).map(([name, numbers]) => [name, numbers.map((each) => Number(each.toPrecision(12)))])) as ReturnType<typeof run>;
      },
    };
    expect(found(rough, "exp", "neg", "log", "div", "less", "sum", "matmul", "scan")).toEqual(["neg", "exp", "log", "div", "sum", "matmul", "scan"]);
  });

  it("of a derivative whose square overflows", () => {
    // The table of rules is constant to the library; here one row is exchanged for a while.
    const table = rules as unknown as Record<"asinh", (typeof rules)["asinh"]>;
    const own = table.asinh;
    table.asinh = { ...own, push: ({ args: [x] }, [tangent]) => tangent && div(tangent, sqrt(add(1, square(x!)))) };
    try {
      expect(found(reference, "asinh")).toEqual(["asinh"]);
    } finally {
      table.asinh = own;
    }
  });

  it("of a layer, to a large number on the way", () => {
    const { layer, on } = mutants.find(({ fault }) => fault.startsWith("digits lost"))!;
    const claims = digitClaims(subject(layer, on)).filter((claim) => refuted(claim, { cases: 500 }) !== undefined).map(({ name }) => name);
    expect(claims).toEqual(["digits, forward (float64)", "digits, forward (float32)", "digits, forward (float64), extreme"]);
  });
});
