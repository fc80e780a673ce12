/** Factors of small positive definite matrices, against plain elimination with pivots. */
import { describe, expect, it } from "vitest";
import { input } from "../../src/expr/index.ts";
import { factored } from "../../src/bijectors/positive-definite.ts";
import { determinant } from "../../src/bijectors/orthogonal/represent.ts";
import { program } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";

const run = (matrix: readonly (readonly number[])[], right: readonly number[]) => {
  const dim = right.length;
  const { logDet, solve } = factored(input("A", [dim, dim]));
  return reference.compile(program({ logDet, solution: solve(input("b", [dim])) }))({ A: matrix.flat(), b: [...right] }, 1);
};

describe("positive definite matrices", () => {
  it.each([1, 2, 3, 5, 9])("of %d dimensions: log det A, and A⁻¹ b", (dim) => {
    const source = random(dim, "matrix");
    const factor = Array.from({ length: dim }, () => Array.from({ length: dim }, () => source.normal()));
    const matrix = factor.map((a, i) => factor.map((b, j) => a.reduce((sum, each, k) => sum + each * b[k]!, i === j ? 0.1 : 0)));
    const wanted = Array.from({ length: dim }, (_, i) => Math.cos(3 * i + 1));
    const { logDet, solution } = run(matrix, matrix.map((row) => row.reduce((sum, each, j) => sum + each * wanted[j]!, 0)));
    expect(logDet![0]).toBeCloseTo(Math.log(determinant(matrix)), 10);
    wanted.forEach((each, i) => expect(solution![i]).toBeCloseTo(each, 9));
  });

  it("are exact where elimination leaves small whole numbers", () => {
    const { logDet, solution } = run([[4, 2, 2], [2, 5, 3], [2, 3, 6]], [8, 10, 11]);
    expect(logDet![0]).toBeCloseTo(Math.log(64), 15);
    expect(Array.from(solution!)).toEqual([1, 1, 1]);
  });
});
