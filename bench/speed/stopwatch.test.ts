import { expect, it } from "vitest";
import { median, timed } from "./stopwatch.ts";

const patience = { warmUp: 25, least: 5, enough: 100, most: 1000, longest: 9000 };

/** Calls that take the given times, the last one for ever, on a clock of their own. */
const calls = (...times: readonly number[]) => {
  let [now, made] = [0, 0];
  return { call: () => (now += times[Math.min(made++, times.length - 1)]!), clock: () => now, made: () => made };
};

it.each([[[3], 3], [[5, 1, 4], 4], [[1, 10, 2, 3], 2.5]])("the median of %j is %d", (values, middle) => expect(median(values)).toBe(middle));

it.each<readonly [what: string, times: readonly number[], made: number, timing: ReturnType<typeof timed>]>([
  ["quick calls until they took long enough", [90, 10], 1 + 10, { median: 10, repeats: 10 }],
  ["long calls as often as it takes", [40], 1 + 5, { median: 40, repeats: 5 }],
  ["slow starts not at all", [20, 20, 30, 50, 40, 30, 30, 30], 2 + 5, { median: 30, repeats: 5 }],
  ["longer calls until the patience is spent", [600], 1 + 2, { median: 600, repeats: 2 }],
  ["calls that are much too long without a warm-up", [9500], 1, { median: 9500, repeats: 1 }],
  ["calls beyond the patience once", [5000, 1500], 1 + 1, { median: 1500, repeats: 1 }],
])("times %s", (_, times, made, timing) => {
  const { call, clock, made: count } = calls(...times);
  expect(timed(call, patience, clock)).toEqual(timing);
  expect(count()).toBe(made);
});
