/** Distances between carriers. */
import { expect, it } from "vitest";
import { interval } from "../../src/manifold/interval.ts";
import { places } from "./carrier.ts";

it("on an interval, distances are relative to the nearer end, and only the half there is asked", () => {
  const { distance } = places(interval({ kind: "i", dim: 1, lower: 0, upper: 1, spec: "i" }));
  expect(distance([1e-25, 1], [2e-25, 1])).toBeCloseTo(1, 12);
  expect(distance([1, 1e-25], [1, 2e-25])).toBeCloseTo(1, 12);
  // One unit in the last place of 0.999999 is 1e-10 of the distance to the end, and no fault.
  expect(distance([0.999999, 1e-6], [0.9999990000000001, 1e-6])).toBe(0);
  expect(distance([0, 1], [0, 1])).toBe(0);
  expect(distance([0, 1], [1e-30, 1])).toBeGreaterThan(1e200);
  expect(distance([0.5, 0.5], [NaN, NaN])).toBeNaN();
});
