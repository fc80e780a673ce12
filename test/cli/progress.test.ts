import { expect, it } from "vitest";
import { duration, lines } from "../../src/cli/progress.ts";

it.each([[0, "0 s"], [59_400, "59 s"], [59_600, "1 min 0 s"], [125_000, "2 min 5 s"], [3_720_000, "1 h 2 min"], [NaN, "–"], [Infinity, "–"]])("%d milliseconds are %s", (time, words) =>
  expect(duration(time)).toBe(words));

it("says each epoch once, after it was measured, seconds apart, and the last one always", () => {
  const said: string[] = [];
  const { report, stop } = lines((line) => said.push(line));
  const at = (epoch: number, step: number, heldOut: number, elapsed: number) =>
    report({ epoch, step, heldOut, elapsed, epochs: 4, steps: 40, loss: 1, best: heldOut, rate: 0.01, remaining: 1000 });
  at(1, 5, -9, 100);
  at(1, 10, -9, 200);
  at(1, 10, -8, 250);
  at(2, 15, -8, 300);
  at(2, 20, -7, 400);
  at(3, 30, -6, 9000);
  at(4, 35, -6, 9100);
  at(4, 40, -5, 9200);
  stop();
  stop();
  expect(said.map((line) => /^epoch (\d)\/4: loss 1\.000, held out (-\d)\.000, rate 1\.0e-2, 1 s left\n$/.exec(line)?.slice(1))).toEqual([["1", "-8"], ["3", "-6"], ["4", "-5"]]);
});
