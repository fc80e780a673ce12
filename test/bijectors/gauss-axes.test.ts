/** Axes along which a sample is independent, where principal axes alone do not find them. */
import { describe, expect, it } from "vitest";
import { independentAxes } from "../../src/bijectors/gauss/independent-axes.ts";
import { random, type Random } from "../../src/random.ts";

const count = 3000;

/** Sources mixed by the columns of a matrix. */
const sampleOf = (columns: readonly (readonly number[])[], sources: (source: Random) => readonly number[], weights?: Float64Array) => {
  const source = random(1, "axes");
  const rows = Float64Array.from(Array.from({ length: count }, () => {
    const own = sources(source);
    return columns[0]!.map((_, i) => columns.reduce((sum, column, j) => sum + column[i]! * own[j]!, 0));
  }).flat());
  return { rows, count, weights: weights ?? new Float64Array(count).fill(1 / count) };
};

const turned = (angle: number): readonly (readonly number[])[] => [[Math.cos(angle), Math.sin(angle)], [-Math.sin(angle), Math.cos(angle)]];

/** The largest |cosine| of a wanted axis with any of those found. */
const nearest = (wanted: readonly number[], axes: readonly (readonly number[])[]): number =>
  Math.max(...axes[0]!.map((_, j) => Math.abs(wanted.reduce((sum, each, i) => sum + each * axes[i]![j]!, 0))));

const bimodal = (source: Random): number => (source.uniform() < 0.5 ? -1 : 1) + 0.3 * source.normal();

describe("independent axes", () => {
  it("are found where both variances are equal and principal axes say nothing", () => {
    const wanted = turned(0.5);
    const axes = independentAxes(sampleOf(wanted, (source) => [bimodal(source), bimodal(source)]), 2);
    for (const axis of wanted) expect(nearest(axis, axes)).toBeGreaterThan(Math.cos(0.05));
  });

  it("in three dimensions, too", () => {
    const wanted = [[2, 1, 2], [-2, 2, 1], [-1, -2, 2]].map((axis) => axis.map((each) => each / 3));
    const axes = independentAxes(sampleOf(wanted, (source) => [bimodal(source), 1.5 * bimodal(source), source.normal()]), 3);
    for (const axis of wanted) expect(nearest(axis, axes)).toBeGreaterThan(Math.cos(0.15));
  });

  it("are the principal ones of a Gaussian, whose coordinates these leave independent", () => {
    const wanted = turned(-0.9);
    const axes = independentAxes(sampleOf(wanted, (source) => [3 * source.normal(), 0.5 * source.normal()]), 2);
    for (const axis of wanted) expect(nearest(axis, axes)).toBeGreaterThan(Math.cos(0.05));
  });

  it("are orthonormal, also of points that coincide, and know weights", () => {
    const source = random(2, "weights");
    // Rows that are bimodal along one pair of axes have nearly all the weight; the others, along another, are more.
    const heavy = Array.from({ length: count }, (_, row) => row % 3 === 0);
    const weights = Float64Array.from(heavy, (own) => (own ? 1 : 1e-6));
    const [wanted, others] = [turned(0.3), turned(1.1)];
    const rows = Float64Array.from(heavy.flatMap((own) => {
      const [a, b] = [bimodal(source), bimodal(source)];
      return [0, 1].map((i) => (own ? wanted : others)[0]![i]! * a + (own ? wanted : others)[1]![i]! * b);
    }));
    expect(nearest(wanted[0]!, independentAxes({ rows, count, weights }, 2))).toBeGreaterThan(Math.cos(0.08));
    const same = independentAxes({ rows: new Float64Array(8).fill(2), count: 4, weights: new Float64Array(4).fill(0.25) }, 2);
    for (const [p, q] of [[0, 0], [0, 1], [1, 1]] as const) expect(same[0]![p]! * same[0]![q]! + same[1]![p]! * same[1]![q]!).toBeCloseTo(p === q ? 1 : 0, 12);
  });
});
