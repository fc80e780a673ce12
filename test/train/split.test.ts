import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { split, splitAt } from "../../src/train/split.ts";

const rows = (count: number): Int32Array => Int32Array.from({ length: count }, (_, row) => row);
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("a split", () => {
  it("is one: every row is in one part, in order; some are left to train on", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), share, fc.integer(), (count, part, seed) => {
      const { train, heldOut } = split(rows(count), part, seed);
      expect([...train, ...heldOut].sort((a, b) => a - b)).toEqual([...rows(count)]);
      expect([...train]).toEqual([...train].sort((a, b) => a - b));
      expect(train.length).toBeGreaterThan(0);
      if (count > 1) expect(heldOut.length).toBe(Math.min(count - 1, Math.round(part * count)));
    }));
  });

  it("keeps groups together", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom<string | number>("a", "b", "c", 1, "1"), { minLength: 1, maxLength: 40 }), share, fc.integer(), (groups, part, seed) => {
      const { train, heldOut } = split(rows(groups.length), part, seed, groups);
      const names = new Set(groups);
      const out = new Set(Array.from(heldOut, (row) => groups[row]!));
      for (const row of train) expect(out.has(groups[row]!)).toBe(false);
      expect(out.size).toBe(Math.min(names.size - 1, Math.round(part * names.size)));
    }));
  });

  it("is drawn from the seed", () => {
    expect(split(rows(100), 0.3, 1)).toEqual(split(rows(100), 0.3, 1));
    expect(split(rows(100), 0.3, 1)).not.toEqual(split(rows(100), 0.3, 2));
  });

  it("knows the rows that it is given alone", () => {
    const { train, heldOut } = split(Int32Array.of(3, 5, 8, 13), 0.5, 1, Array.from({ length: 20 }, (_, row) => (row < 6 ? "low" : "high")));
    expect(new Set([[...train].join(" "), [...heldOut].join(" ")])).toEqual(new Set(["3 5", "8 13"]));
  });

  it("may be stated", () => {
    expect(splitAt(rows(5), [3, 1, 3])).toEqual({ train: Int32Array.of(0, 2, 4), heldOut: Int32Array.of(1, 3) });
  });
});
