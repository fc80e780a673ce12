/** Temporaries share memory exactly where they may. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packed, type Lifetime } from "../../../src/interpret/kernel/memory.ts";

const lifetimes = fc.array(fc.record({ bytes: fc.nat(20).map((n) => 16 * n), first: fc.nat(30), length: fc.nat(10) }).map(({ bytes, first, length }): Lifetime => ({ bytes, first, last: first + length })), { maxLength: 40 });

describe("packed", () => {
  it("never lets two that are alive together overlap, and ends behind all", () => {
    fc.assert(fc.property(lifetimes, (all) => {
      const { offsets, end } = packed(all);
      all.forEach((a, i) => {
        expect(offsets[i]! + a.bytes).toBeLessThanOrEqual(end);
        all.slice(0, i).forEach((b, j) => {
          const together = a.first <= b.last && b.first <= a.last;
          expect(!together || offsets[i]! + a.bytes <= offsets[j]! || offsets[j]! + b.bytes <= offsets[i]!).toBe(true);
        });
      });
    }));
  });

  it("uses a place again as soon as it is free", () => {
    expect(packed([{ bytes: 32, first: 0, last: 1 }, { bytes: 32, first: 2, last: 3 }, { bytes: 16, first: 1, last: 2 }])).toEqual({ offsets: [0, 0, 32], end: 48 });
  });
});
