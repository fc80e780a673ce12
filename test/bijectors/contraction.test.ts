/** Matrices held to norm 1: their true norm, by many steps of plain power iteration. */
import { describe, expect, it } from "vitest";
import { dot, parameter, constant, reshape, vjp } from "../../src/expr/index.ts";
import { contracted } from "../../src/bijectors/contraction.ts";
import { program } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";

const norm = (matrix: ArrayLike<number>, rows: number, columns: number): number => {
  let v = Array.from({ length: columns }, (_, j) => 1 + Math.cos(j));
  let size = 0;
  for (let step = 0; step < 2000; step++) {
    const w = Array.from({ length: rows }, (_, i) => v.reduce((sum, each, j) => sum + matrix[i * columns + j]! * each, 0));
    const back = v.map((_, j) => w.reduce((sum, each, i) => sum + matrix[i * columns + j]! * each, 0));
    size = Math.hypot(...back);
    if (size === 0) return 0;
    v = back.map((each) => each / size);
  }
  return Math.sqrt(size);
};

const shapes = [[4, 8], [8, 4], [1, 5], [6, 6], [1, 1]] as const;

describe.each(shapes.map((shape) => [...shape] as const))("a matrix [%d, %d]", (rows, columns) => {
  const weights = parameter("weights", [rows, columns]);
  const held = contracted(weights);
  const cotangent = constant(Array.from({ length: rows * columns }, (_, i) => Math.cos(2 * i)));
  const gradient = vjp([dot(reshape(held, [rows * columns]), cotangent)], [constant([1], [])], [weights])[0]!;
  const own = program({ held, gradient });

  it.each([0, 1e-3, 1, 30, 1e4])("of entries of size %d is held below 1, with finite gradients", (size) => {
    const source = random(rows, columns, size);
    const given = Array.from({ length: rows * columns }, () => size * source.normal());
    for (const by of [reference, reference32]) {
      const { held, gradient } = by.compile(own)({ weights: given }, 1);
      expect(norm(held!, rows, columns)).toBeLessThan(1 + 1e-6);
      expect(gradient!.every(Number.isFinite)).toBe(true);
    }
    const { held } = reference.compile(own)({ weights: given }, 1);
    // Not held more than the count of singular values explains, and not at all where it is small.
    const before = norm(given, rows, columns);
    const least = before / (1 + Math.min(rows, columns) * before ** 8) ** (1 / 8);
    expect(norm(held!, rows, columns)).toBeGreaterThan(0.999999 * least - 1e-12);
    if (size === 1e-3) given.forEach((each, i) => expect(held![i]).toBeCloseTo(each, 12));
  });

  it("has the gradient of differences", () => {
    const source = random(7, rows, columns);
    const given = Array.from({ length: rows * columns }, () => source.normal());
    const value = (at: readonly number[]): number => reference.compile(own)({ weights: [...at] }, 1).held!.reduce((sum, each, i) => sum + each * Math.cos(2 * i), 0);
    const { gradient } = reference.compile(own)({ weights: given }, 1);
    given.forEach((_, i) => {
      const moved = (step: number): number => value(given.map((each, j) => (i === j ? each + step : each)));
      expect(gradient![i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 7);
    });
  });
});
