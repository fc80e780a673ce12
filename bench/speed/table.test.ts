/** The table, its summary and its numbers, as text. */
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { plane } from "./flows.ts";
import { factor, rate, time } from "./numbers.ts";
import { full, options, quick } from "./options.ts";
import type { Row } from "./row.ts";
import { summary } from "./summary.ts";
import { block } from "./table.ts";
import { wrapped } from "./text.ts";
import { verdicts } from "./verdicts.ts";

it.each([[undefined, "–"], [4.2e-6, "4.20 ns"], [0.0123456, "12.3 µs"], [0.9994, "999 µs"], [0.9996, "1.00 ms"], [123.4, "123 ms"], [61_234, "61.2 s"]])("%s milliseconds are %s", (value, text) => expect(time(value)).toBe(text));
it.each([[7.25, "7.25"], [999.6, "1.00 k"], [843_210, "843 k"], [27_200_000, "27.2 M"]])("%d are %s", (value, text) => expect(rate(value)).toBe(text));
it.each([[0.847, "0.85"], [12.7, "13"], [99.6, "100"], [2718, "2,700"]])("a factor of %d is %s", (value, text) => expect(factor(value)).toBe(text));

it("breaks lines at spaces", () => {
  const lines = wrapped(Array(60).fill("seven").join(" "), "  ");
  expect(lines.map((line) => [line.length, line.lastIndexOf("  ")])).toEqual([[119, -1], [115, 0], [115, 0], [13, 0]]);
});

const batches = [10, 10_000];
const cells = (small: number, large?: number): Row["cells"] =>
  [{ batch: 10, time: small, repeats: 5 }, large === undefined ? { batch: 10_000, repeats: 0 } : { batch: 10_000, time: large, repeats: 5 }];
const kernel = (work: Row["work"], precision: "float32" | "float64", threads: number, times: Row["cells"]): Row =>
  ({ flow: plane, work, interpreter: `kernel ${precision}`, threads, precision, compile: 123, limit: 500, cells: times });
const tfjs = (work: Row["work"], times: Row["cells"]): Row => ({ flow: plane, work, interpreter: "tfjs wasm", threads: 1, compile: 2, cells: times });

const rows: readonly Row[] = [
  kernel("log-density", "float32", 1, cells(0.025, 10)),
  kernel("log-density", "float32", 2, cells(0.025, 6)),
  tfjs("log-density", cells(10)),
  kernel("training step", "float32", 1, cells(0.05, 10)),
  kernel("training step", "float64", 1, cells(0.06, 25)),
  kernel("value and gradient", "float32", 1, cells(0.04, 10)),
  { ...kernel("log-density", "float32", 1, cells(0.005, 1)), flow: "another" },
  { ...tfjs("log-density", cells(1, 20)), flow: "another" },
];

it("has a block for each flow", () => {
  const counts = { "log-density": { exp: 3, multiplyAdd: 1234.5 }, "training step": { exp: 4 }, "value and gradient": {}, sampling: {} };
  expect(block(plane, counts, rows.slice(0, 4), batches)).toBe(`
("e3","gggg")                       10   10,000   samples/s   compile     limit   × limit
log-density: 1,235 multiplyAdd, 3 exp
  kernel float32, 1 thread     25.0 µs  10.0 ms      1.00 M    123 ms    500 ns       2.0
  kernel float32, 2 threads    25.0 µs  6.00 ms      1.67 M    123 ms    500 ns
  tfjs wasm                    10.0 ms        –      1.00 k   2.00 ms
training step: 4 exp
  kernel float32, 1 thread     50.0 µs  10.0 ms      1.00 M    123 ms    500 ns       2.0`.slice(1));
});

describe("what it comes to", () => {
  const judged = verdicts(rows);

  it("compares rows that have both been measured", () =>
    expect(judged).toMatchObject({
      overTfjs: [{ work: "log-density", batch: 10, range: { least: 200, most: 400 } }, { work: "log-density", batch: 10_000, range: { least: 20, most: 20 } }],
      overOneThread: [{ work: "log-density", precision: "float32", range: { least: 10 / 6, most: 10 / 6 } }],
      float64: 2.5,
    }));

  it("says which speeds are reached", () =>
    expect(judged.required.map(({ what, measured, reached }) => [what, measured, reached])).toEqual([
      ["training step, batch 10,000, 1 thread", 1, true],
      ["log-density, batch 10", 25, false],
      ["value and gradient, batch 10", 40, true],
    ]));

  it("is printed below the table", () =>
    expect(summary(judged, batches).join("\n")).toBe(`
kernel float32, 1 thread, times as fast as tfjs wasm, over the flows
                                        10       10,000
  log-density                     200–400×          20×
2 threads, times as fast as 1, over the flows, batch 10,000
  log-density, float32                1.7×
float64, times as long as float32, ("e3","gggg"), batch 10,000
  training step                       2.5×
required of ("e3","gggg"), kernel float32
  training step, batch 10,000, 1 thread         1.00 M samples/s, at least 0.8: reached
  log-density, batch 10                                  25.0 µs, at most 20: not reached
  value and gradient, batch 10                           40.0 µs, at most 40: reached`.slice(1)));

  it("is nothing where nothing can be compared", () => expect(summary(verdicts([]), batches)).toEqual([]));
});

describe("the command line", () => {
  it.each<readonly [args: readonly string[], read: object]>([
    [[], { json: false, only: [], extent: full }],
    [["--quick", "--json"], { json: true, only: [], extent: quick }],
    [["--only", "e3", "--only", "sampling"], { json: false, only: ["e3", "sampling"], extent: full }],
  ])("reads %j", (args, read) => expect(options(args)).toEqual(either.right(read)));

  it("refuses what it does not know", () => expect(options(["--fast"])).toEqual(either.left(expect.stringContaining("--fast"))));
});
