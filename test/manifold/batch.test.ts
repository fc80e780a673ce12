import fc from "fast-check";
import { either, function as fn } from "fp-ts";
import { describe, expect, expectTypeOf, it } from "vitest";
import { unsafe, render, type DiffeoError } from "../../src/error.ts";
import { batch, batchOf, between, concat, product, row, select, trusted, type Batch } from "../../src/manifold/batch.ts";

const sentence = (made: either.Either<DiffeoError, Batch<string>>): string => fn.pipe(made, either.match(render, (right) => `a batch of ${right.count}`));

describe("batch", () => {
  it("lays points row by row", () => {
    const made = unsafe(batch("e1+s1", [[5, 0, 1], [6, -1, 0]]));
    expectTypeOf(made).toEqualTypeOf<Batch<"e1+s1">>();
    expect(made).toEqual({ spec: "e1+s1", count: 2, ambient: 3, rows: Float64Array.of(5, 0, 1, 6, -1, 0) });
    expect(row(made, 1)).toEqual([6, -1, 0]);
    expect(unsafe(batch("s2", [])).count).toBe(0);
    expect(unsafe(batch("e0", [[], [], []])).count).toBe(3);
  });

  it("names row and block of the first point that is none", () => {
    const rows = Array.from({ length: 17 }, (_, index) => [index, index < 16 ? 1 : 2, 0, 0]);
    const expected = "In row 17, block 2 (s2): received (2, 0, 0) of length 2, expected a unit vector of 3 numbers.";
    expect(sentence(batch("e1+s2", rows))).toBe(expected);
    expect(sentence(batchOf("e1+s2", rows.flat()))).toBe(expected);
    expect(sentence(batch("e1+s2", [[0, 1, 0, 0], [1]]))).toBe("In row 2: received 1 number, expected 4 numbers for a point of e1+s2.");
    expect(sentence(batchOf("e1+s2", [1, 2]))).toBe("received 2 numbers, expected rows of 4 numbers (e1+s2).");
    expect(sentence(batchOf("e2", [1, 2], 2))).toBe("received 2 numbers, expected 2 rows of 2 numbers (e2).");
    expect(sentence(batchOf<string>("e", [1]))).toBe("Manifold e lacks its dimension; write e<n>, such as e2.");
  });

  it("takes a Float64Array as it is, and copies it only to move a point", () => {
    const exact = Float64Array.of(0, 1, 1, 0);
    expect(unsafe(batchOf("s1", exact)).rows).toBe(exact);
    const rough = Float64Array.of(0, 1 + 5e-7, 1, 0);
    const moved = unsafe(batchOf("s1", rough));
    expect(moved.rows).toEqual(exact);
    expect(rough[1]).toBe(1 + 5e-7);
    expect(unsafe(batchOf("e0", [], 4)).count).toBe(4);
    expect(trusted("s1", exact, 2)).toEqual({ spec: "s1", count: 2, ambient: 2, rows: exact });
    expect(() => trusted("s1", exact, 3)).toThrow("4 numbers are not 3 points of s1.");
  });

  it("refuses what no compiler has seen, and turns nothing into numbers", () => {
    const unseen = (points: unknown): string => sentence(batch("e1", points as number[][]));
    expect(unseen(null)).toBe("received null, expected a list of points of e1.");
    expect(unseen([[1], null])).toBe("In row 2: received null, expected 1 number for a point of e1.");
    expect(unseen([[1], { length: 1_000_000_000 }])).toBe("In row 2: received 1000000000 numbers, expected 1 number for a point of e1.");
    expect(unseen([["1"]])).toBe('In row 1: received "1" among the numbers, expected 1 number for a point of e1.');
    const flat = (numbers: unknown): string => sentence(batchOf("e1", numbers as number[]));
    expect(flat(undefined)).toBe("received undefined, expected rows of numbers (e1).");
    expect(flat([1, null, 3])).toBe("received null as number 2, expected numbers alone.");
    expect(flat([1, "2"])).toBe('received "2" as number 2, expected numbers alone.');
    expect(flat(BigInt64Array.of(1n))).toBe("received data that throw when they are read, expected plain data.");
  });

  it("reads canonical and other spellings as one space", () => {
    expect(unsafe(batchOf<string>("e02+e0", [1, 2])).spec).toBe("e2");
  });
});

describe("parts and products", () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 30 });
  const plane = numbers.map((all) => unsafe(batchOf("e2", all.slice(0, all.length - (all.length % 2)))));

  it("shares memory between a batch and its rows from … to …", () => {
    const whole = unsafe(batchOf("e2", [1, 2, 3, 4, 5, 6]));
    const part = between(whole, 1, 3);
    expect(part.rows.buffer).toBe(whole.rows.buffer);
    expect(row(part, 0)).toEqual([3, 4]);
    expect(between(whole, 2, 1).count).toBe(0);
    expect(between(whole, 1, 9).count).toBe(2);
    expect(() => row(part, 2)).toThrow("A batch of 2 rows has no row 2.");
  });

  it("gives the batch back when its parts are joined: concat(between(0, k), between(k)) = id", () => {
    fc.assert(fc.property(plane, fc.nat(20), (whole, k) => {
      expect(concat(between(whole, 0, k), between(whole, k))).toEqual(whole);
    }));
    expect(concat(unsafe(batch("e1", [[1]])), unsafe(batch("e1", [[2]])), unsafe(batch("e1", [[3]]))).rows).toEqual(Float64Array.of(1, 2, 3));
  });

  it("selects rows in any order", () => {
    const whole = unsafe(batchOf("e2", [1, 2, 3, 4, 5, 6]));
    expect(select(whole, [2, 0, 2]).rows).toEqual(Float64Array.of(5, 6, 1, 2, 5, 6));
    expect(() => select(whole, [3])).toThrow("A batch of 3 rows has no row 3.");
  });

  it("multiplies spaces, associatively and with the unit e0", () => {
    fc.assert(fc.property(plane, (a) => {
      const b = unsafe(batchOf("i", new Float64Array(a.count).fill(0.5)));
      const left = fn.pipe(product(a, b), either.chain((ab) => product(ab, a)));
      const right = fn.pipe(product(b, a), either.chain((ba) => product(a, ba)));
      expect(left).toEqual(right);
      const unit = unsafe(batchOf("e0", [], a.count));
      expect(product(a, unit)).toEqual(either.right(a));
      expect(product(unit, a)).toEqual(either.right(a));
    }));
    const made = unsafe(product(unsafe(batch("e1", [[5], [6]])), unsafe(batch("s1", [[0, 1], [1, 0]]))));
    expectTypeOf(made).toEqualTypeOf<Batch<"e1+s1">>();
    expect(made.rows).toEqual(Float64Array.of(5, 0, 1, 6, 1, 0));
    expect(sentence(product(unsafe(batch("e1", [[5]])), unsafe(batch("s1", []))))).toBe("received batches of 1 and 0 rows, expected two batches of as many rows.");
  });

  it("joins batches of one space alone", () => {
    const [line, plane1]: [Batch<string>, Batch<string>] = [unsafe(batch("e1", [[5]])), unsafe(batch("e2", [[5, 6]]))];
    expect(() => concat(line, plane1)).toThrow("received a batch of e2, expected batches of e1 alone.");
    const [circle, segment] = [unsafe(batch("s1", [])), unsafe(batch("i", []))];
    // @ts-expect-error batches of two spaces do not join
    expect(() => concat(circle, segment)).toThrow();
    // @ts-expect-error Manifold s0 does not exist; write s<n> with a whole number n of at least 1.
    expect(either.isLeft(batch("s0", []))).toBe(true);
  });
});
