import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../../src/interpret/reference/cell.ts";
import { addProduct, product } from "../../../src/interpret/reference/products.ts";

const cell = (elements: number, lanes: number, seed: number): Cell => ({ data: Float64Array.from({ length: elements * lanes }, (_, k) => Math.sin(seed + 1.7 * k)), lanes });
const at = ({ data, lanes }: Cell, element: number, lane: number): number => data[lanes === 1 ? element : element * lanes + lane]!;

/** Sizes around the edges of the blocks, and which operands all lanes share. */
const posed = fc.record({
  m: fc.integer({ min: 0, max: 5 }),
  k: fc.integer({ min: 0, max: 5 }),
  n: fc.integer({ min: 0, max: 9 }),
  lanes: fc.constantFrom(1, 8, 64),
  shared: fc.constantFrom([false, false], [true, false], [false, true]),
});

describe("products over lanes", () => {
  it("are what they are called, for every size of block", () => {
    fc.assert(fc.property(posed, ({ m, k, n, lanes, shared }) => {
      const [a, b, out] = [cell(m * k, shared[0] ? 1 : lanes, 1), cell(k * n, shared[1] ? 1 : lanes, 2), cell(m * n, lanes, 3)];
      product(out, a, b, { m, k, n })();
      for (let l = 0; l < lanes; l++) {
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            const sum = Array.from({ length: k }, (_, c) => at(a, i * k + c, l) * at(b, c * n + j, l)).reduce((x, y) => x + y, 0);
            expect(Math.abs(at(out, i * n + j, l) - sum)).toBeLessThan(1e-14);
          }
        }
      }
    }), { numRuns: 200 });
  });

  it("add up the lanes that hold samples, and no others", () => {
    fc.assert(fc.property(posed, fc.nat(), ({ m, k, n, lanes, shared }, part) => {
      const active = 1 + (part % lanes);
      const [a, b] = [cell(m * k, shared[0] ? 1 : lanes, 1), cell(k * n, shared[1] ? 1 : lanes, 2)];
      const sum = Float64Array.from({ length: m * n }, (_, e) => e);
      addProduct(sum, a, b, { m, k, n })(active);
      sum.forEach((value, e) => {
        const [i, j] = [Math.floor(e / n), e % n];
        let expected = e;
        for (let l = 0; l < active; l++) for (let c = 0; c < k; c++) expected += at(a, i * k + c, l) * at(b, c * n + j, l);
        expect(Math.abs(value - expected)).toBeLessThan(1e-12);
      });
    }), { numRuns: 200 });
  });
});
