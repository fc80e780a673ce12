/** Every layer under every interpreter, held against the reference in values and gradients; and interpreters that lie. */
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { describe, expect, it } from "vitest";
import type { Interpreter } from "../src/interpret/program.ts";
import { kernel } from "../src/interpret/kernel/kernel.ts";
import { reference32 } from "../src/interpret/reference/reference.ts";
import { tfjsInterpreter } from "../src/interpret/tfjs/interpreter.ts";
import { interpreterClaims } from "./bijector/laws.ts";
import { subject } from "./bijector/subject.ts";
import { flows } from "./arbitrary/flow.ts";
import { interpreterLaws } from "./interpreter/laws.ts";
import { assert, refuted, testLaws } from "./claim.ts";
import { registry } from "./registry.ts";

setWasmPaths(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm")) + sep);
tf.env().set("PROD", true);

const interpreters: readonly (readonly [name: string, interpreter: Interpreter, share: number, backend?: string])[] = [
  ["kernel, float32", kernel({ precision: "float32" }), 0.02],
  ["kernel, float64", kernel({ precision: "float64" }), 0.02],
  ["tfjs, cpu", tfjsInterpreter(tf), 0.01, "cpu"],
  ["tfjs, wasm", tfjsInterpreter(tf), 0.01, "wasm"],
];

/** Both backends of TensorFlow.js compute one lowering: each takes every other row, unless laws are to be thorough. */
const thorough = Number(process.env["DIFFEO_RUNS"]) >= 1000;
const rowsOf = (backend: string | undefined) =>
  registry.filter((_, at) => backend === undefined || thorough || at % 2 === (backend === "cpu" ? 0 : 1)).map((row) => [row.name, row] as const);

describe.each(interpreters.map((each) => [...each] as const))("%s", (_, interpreter, share, backend) => {
  it.each(rowsOf(backend))("%s", async (name, row) => {
    if (backend !== undefined && !(await tf.setBackend(backend))) throw new Error(`The backend ${backend} does not start.`);
    for (const claim of interpreterClaims(subject(row.layer, row.on, name), interpreter, row)) assert({ ...claim, share });
  });
});

describe("random flows", () => {
  testLaws(it, interpreters.slice(0, 3).flatMap(([, interpreter, , backend]) =>
    interpreterLaws(interpreter, { layers: [], ...(backend !== undefined && { flows: flows({ options: false, layers: 1, conditions: false }) }) }).map((each) => ({ ...each, share: backend === undefined ? 0.3 : 0.1 }))));
});

describe("interpreters that lie", () => {
  const altered = (change: (name: string, numbers: Float64Array) => Float64Array): Interpreter => ({
    ...reference32,
    name: "a liar",
    compile: (program) => {
      const run = reference32.compile(program);
      return (inputs, count) => {
        const columns = run(inputs, count);
        return Object.fromEntries(Object.entries<Float64Array>(columns).map(([name, numbers]) => [name, change(name, numbers)])) as typeof columns;
      };
    },
  });
  const lies: { readonly [lie: string]: Interpreter } = {
    "a gradient that forgets a sample": altered((name, numbers) => (name.startsWith("gradient of widths") ? numbers.map((each) => 0.9 * each) : numbers)),
    "rows in the wrong order": altered((name, numbers) => (name === "logDet" ? numbers.slice().reverse() : numbers)),
    "half of the digits": altered((_, numbers) => numbers.map((each) => Number(each.toPrecision(3)))),
    "what was computed last": ((): Interpreter => {
      let last: { readonly [name: string]: Float64Array } | undefined;
      return {
        ...reference32,
        name: "a stale cache",
        compile: (program) => {
          const run = reference32.compile(program);
          return (inputs, count) => {
            const now = run(inputs, count);
            const stale = last;
            last = now;
            return stale && Object.entries<Float64Array>(now).every(([name, { length }]) => stale[name]?.length === length) ? (stale as typeof now) : now;
          };
        },
      };
    })(),
  };

  it.each(Object.entries(lies))("%s", (_, interpreter) => {
    const layers = registry.filter((row) => row.letters[0] === "g" && row.on.dim === 1).slice(0, 1);
    const caught = interpreterLaws(interpreter, { layers }).filter((claim) => refuted(claim, { cases: 500 }) !== undefined);
    expect(caught).not.toEqual([]);
  });
});
