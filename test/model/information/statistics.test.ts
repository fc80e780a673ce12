/** The parts that estimates are made of, by hand: logarithms of sums, errors by leaving out, means of directions. */
import { describe, expect, it } from "vitest";
import { euclid } from "../../../src/flow/manifolds.ts";
import { sampled, statisticOf } from "../../../src/model/information/ensemble.ts";
import { frechetMean } from "../../../src/model/information/frechet.ts";
import { logSum } from "../../../src/model/information/log-mean.ts";
import { blockRows, meanOfRows } from "../../../src/model/information/statistics.ts";
import { subjectOf } from "../../../src/model/information/subject.ts";
import { model } from "../../../src/model/model.ts";

describe("the logarithm of a mean", () => {
  it.each([[[1, 2, 6]], [[6, 2, 1]], [[2, 6, 1]]])("of %j has the deviation of the terms for an error, in any order", (terms) => {
    const sum = logSum(1);
    for (const each of terms) sum.add(Float64Array.of(Math.log(each) + 800), -Math.log(3));
    expect(sum.value()[0]).toBeCloseTo(800 + Math.log(3), 11);
    // Mean 3, variance (4 + 1 + 9)/2, over √3 of the mean.
    expect(sum.error()[0]).toBeCloseTo(Math.sqrt(7 / 3) / 3, 12);
  });

  it("of terms without mass is −∞", () => {
    const sum = logSum(2);
    sum.add(Float64Array.of(-Infinity, 0), 0);
    expect([...sum.value()]).toEqual([-Infinity, 0]);
    expect([...sum.error()]).toEqual([0, 0]);
  });
});

it("leaving out one sample at a time gives a mean the error of a mean", () => {
  const ensemble = sampled(subjectOf(model(euclid(1)), undefined), 32, 1);
  const own = blockRows(ensemble.rows, 32, 1, 0, 1);
  const { value: [mean], error: [error] } = statisticOf(ensemble, (weights) => meanOfRows(own, weights));
  const variance = ensemble.rows.reduce((sum, each) => sum + (each - mean!) ** 2, 0) / 31;
  expect(error).toBeCloseTo(Math.sqrt(variance / 32), 12);
});

describe("the Fréchet mean", () => {
  const at = (...angles: readonly number[]) => ({ rows: Float64Array.from(angles.flatMap((angle) => [0, Math.cos(angle), Math.sin(angle)])), count: angles.length, width: 3 });
  const evenly = (count: number): Float64Array => new Float64Array(count).fill(1 / count);

  it("of points of a great circle is the mean of their angles, which the mean direction is not", () => {
    const { mean, variance, converged, unique } = frechetMean(at(0, 0.3, 1.5), evenly(3));
    expect(Math.atan2(mean[2]!, mean[1]!)).toBeCloseTo(0.6, 9);
    expect(variance).toBeCloseTo((0.36 + 0.09 + 0.81) / 3, 9);
    expect({ converged, unique }).toEqual({ converged: true, unique: true });
    const direction = Math.atan2(Math.sin(0.3) + Math.sin(1.5), 1 + Math.cos(0.3) + Math.cos(1.5));
    expect(Math.abs(direction - 0.6)).toBeGreaterThan(0.01);
  });

  it("weighs, and is not one of two antipodes", () => {
    const { mean } = frechetMean(at(0, 1), Float64Array.of(0.75, 0.25));
    expect(Math.atan2(mean[2]!, mean[1]!)).toBeCloseTo(0.25, 9);
    expect(frechetMean(at(0, Math.PI), evenly(2)).unique).toBe(false);
  });
});
