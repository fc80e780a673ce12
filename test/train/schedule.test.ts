import { describe, expect, it } from "vitest";
import { rateAt, schedules, type Schedule } from "../../src/train/schedule.ts";

const run = (schedule: Schedule, warmup: number, steps: number): number[] => Array.from({ length: steps }, (_, step) => rateAt(schedule, 0.5, warmup, step, steps));

describe("learning rates", () => {
  it.each(Object.keys(schedules) as Schedule[])("%s: from the peak down, never up", (schedule) => {
    const rates = run(schedule, 0, 1000);
    expect(rates[0]).toBe(0.5);
    rates.forEach((rate, at) => expect(rate).toBeLessThanOrEqual(rates[at - 1] ?? 0.5));
    expect(rates.at(-1)! / 0.5).toBeCloseTo({ constant: 1, cosine: 0.005, exponential: 0.01 }[schedule], 10);
  });

  it("cosine is half way down in the middle", () => {
    expect(rateAt("cosine", 1, 0, 500, 1001)).toBeCloseTo(0.5025, 10);
  });

  it("a warm-up rises linearly over its share of the run", () => {
    const rates = run("constant", 0.1, 1000);
    expect(rates[0]).toBeCloseTo(0.5 / 100, 12);
    expect(rates[49]).toBeCloseTo(0.5 / 2, 12);
    expect(rates.slice(99)).toEqual(Array(901).fill(0.5));
  });

  it("a run of one step has its peak", () => {
    for (const schedule of Object.keys(schedules) as Schedule[]) expect(rateAt(schedule, 0.5, 0.02, 0, 1)).toBe(0.5);
  });
});
