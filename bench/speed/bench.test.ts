/** A whole run, with next to no patience, of kernels and of TensorFlow.js. */
import { expect, it } from "vitest";
import { reference } from "../../src/interpret/reference/reference.ts";
import { bench } from "./bench.ts";
import { contenders, type Contender } from "./contenders.ts";
import { flows } from "./flows.ts";
import { works } from "./subject.ts";

const extent = { batches: [1, 10], patience: { warmUp: 1, least: 2, enough: 1, most: 60_000, longest: 60_000 }, costs: { warmUp: 1, repeats: 3 } };
const alone = contenders.filter(({ threads }) => threads === 1);
const circle = '("s1","m")';
const interval = '("i","rrr")';

it("measures the rows that are asked for, flow by flow", async () => {
  const told: string[] = [];
  const { rows, costs, counts } = await bench({ flows: { [circle]: flows[circle]!, [interval]: flows[interval]! }, contenders: alone, only: ["ing"], extent }, {
    begin: (what) => told.push(what),
    block: (flow, _, own) => told.push(`${flow}: ${own.length}`),
  });
  expect(told.slice(-4)).toEqual([circle, `${circle}: 8`, interval, `${interval}: 8`]);
  for (const { cells } of rows) expect(cells).toEqual(extent.batches.map((batch) => ({ batch, time: expect.any(Number), repeats: expect.any(Number) })));
  expect(Object.keys(costs)).toEqual(["float32", "float64"]);
  expect(counts[circle]!.float32.sampling).toMatchObject({ log: 1, logNormalCdf: 1 });
  for (const { precision, limit } of rows) expect(typeof limit).toBe(precision === undefined ? "undefined" : "number");
});

it("closes what it opened, and passes over what would take too long", async () => {
  let closed = 0;
  const slow: Contender = {
    name: "slow", threads: 1,
    open: async () => ({
      interpreter: { ...reference, compile: (program) => {
        const run = reference.compile(program);
        return (inputs, count) => {
          const end = performance.now() + 30;
          while (performance.now() < end);
          return run(inputs, count);
        };
      } },
      enter: async () => undefined,
      close: () => void closed++,
    }),
  };
  const { rows, costs } = await bench({ flows, contenders: [slow], only: [circle], extent: { ...extent, patience: { ...extent.patience, longest: 200 } } }, { begin: () => undefined, block: () => undefined });
  expect(rows.map(({ work }) => work)).toEqual(works.filter((work) => work !== "value and gradient"));
  for (const { cells } of rows) expect(cells).toEqual([{ batch: 1, time: expect.any(Number), repeats: expect.any(Number) }, { batch: 10, repeats: 0 }]);
  expect([costs, closed]).toEqual([{}, 1]);
});
