/** Kernels in processes of their own: they end although threads have run, and do without threads that do not start. */
import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, it } from "vitest";
import { plan, startParameters } from "../../../src/flow/plan.ts";
import { useBuild } from "../../house/build.ts";
import { errorOf, meant } from "./meant.ts";
import { bytes, flow, points, type Numbers } from "./trial.ts";

const count = 50_000;
const parameters = startParameters(plan(flow.tree), 1).map((value, at) => value + 0.1 * Math.sin(at));
let want: Numbers;

const folder = mkdtempSync(`${tmpdir()}/diffeo-process-`);
const build = useBuild();

beforeAll(() => {
  writeFileSync(`${folder}/points`, bytes(points(count)));
  writeFileSync(`${folder}/parameters`, bytes(parameters));
  want = meant(parameters, count);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Calls until a thread has helped, so many times at most; closes nothing. Arguments: build, folder, precision, calls. */
const child = `
  import { readFileSync } from "node:fs";
  const [, build, folder, precision, calls] = process.argv;
  const { parse } = await import(build + "/src/index.js");
  const { compileKernel } = await import(build + "/src/interpret/kernel/index.js");
  const { hasFused } = await import(build + "/src/interpret/kernel/engine.js");
  const { Pool } = await import(build + "/src/interpret/kernel/pool.js");
  const read = (name) => new Float64Array(Uint8Array.from(readFileSync(folder + "/" + name)).buffer);
  const [points, parameters] = [read("points"), read("parameters")];
  const count = points.length / 5;
  const weight = new Float64Array(count).fill(1 / count);

  const { run } = Pool.prototype;
  let others = 0;
  Pool.prototype.run = function (job, compute) {
    others += job.chunks;
    run.call(this, job, (...where) => {
      others--;
      compute(...where);
    });
  };

  const { gradient } = compileKernel(parse("e3+s1", "gg+m"), { precision, threads: 2 });
  let numbers;
  for (let call = 0; call < calls && others === 0; call++) {
    numbers = gradient(points, { parameters, weight, of: ["parameters", "points"] });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const bits = (name) => Buffer.from(numbers[name].buffer).toString("base64");
  const told = { fused: hasFused(), others, ended: Date.now(), numbers: { logProb: bits("logProb"), parameters: bits("parameters"), points: bits("points") } };
  process.stdout.write(JSON.stringify(told));
`;

interface Told {
  readonly fused: boolean;
  /** Chunks that the other thread computed. */
  readonly others: number;
  /** Milliseconds from the last line of the program to the end of its process. */
  readonly ending: number;
  readonly numbers: Numbers;
  readonly complaints: string;
}

/** Refuses a process that fails, or that has not ended after half a minute. */
const told = (flags: readonly string[], from: string, precision: string, calls: number): Promise<Told> =>
  new Promise((resolve, reject) => {
    const words = [...flags, "--input-type=module", "-e", child, "--", from, folder, precision, `${calls}`];
    execFile(process.execPath, words, { timeout: 30_000, maxBuffer: 2 ** 26 }, (failure, out, complaints) => {
      const now = Date.now();
      if (failure) return reject(new Error(`${failure.signal ?? failure.code}: ${complaints}`));
      const { numbers, ended, ...rest } = JSON.parse(out);
      const read = (name: string): Float64Array => new Float64Array(Uint8Array.from(Buffer.from(numbers[name], "base64")).buffer);
      resolve({ ...rest, ending: now - ended, complaints, numbers: { logProb: read("logProb"), parameters: read("parameters"), points: read("points") } });
    });
  });

/** Those of the flags that this Node knows. */
const known = (...flags: readonly string[]): readonly string[] => flags.filter((flag) => spawnSync(process.execPath, [flag, "-e", ""]).status === 0);

it("ends although threads have run and nobody has closed them", async () => {
  const { others, ending, numbers, complaints } = await told([], build, "float64", 200);
  expect(others).toBeGreaterThan(0);
  expect(ending).toBeLessThan(5000);
  expect(complaints).toBe("");
  expect(errorOf(numbers, want)).toBeLessThan(1e-12);
});

it.each([["float32", 1e-4], ["float64", 1e-12]] as const)("fused, agrees with the reference in %s", async (precision, bound) => {
  const flags = known("--experimental-wasm-relaxed-simd");
  const { fused, numbers } = await told(flags, build, precision, 1);
  // Engines without the flag have relaxed SIMD.
  expect(fused).toBe(true);
  expect(errorOf(numbers, want)).toBeLessThan(bound);
});

it("goes on alone where the file of the threads is lost", async () => {
  const orphan = `${build}/orphan`;
  cpSync(`${build}/src`, `${orphan}/src`, { recursive: true, filter: (file) => !file.endsWith("/worker.js") });
  const { others, numbers, complaints } = await told([], orphan, "float64", 5);
  expect([others, complaints]).toEqual([0, ""]);
  expect(errorOf(numbers, want)).toBeLessThan(1e-12);
});

it("goes on alone where threads are denied", async () => {
  const [flag] = known("--permission", "--experimental-permission");
  const { others, numbers } = await told([flag!, "--allow-fs-read=*"], build, "float64", 5);
  expect(others).toBe(0);
  expect(errorOf(numbers, want)).toBeLessThan(1e-12);
});
