/** Real numbers with the ones that break formulas drawn often. */
import fc from "fast-check";

/** Of ordinary size, shrinking to 0. */
export const ordinary: fc.Arbitrary<number> = fc.double({ min: -3, max: 3, noNaN: true });

export const corner: fc.Arbitrary<number> = fc.constantFrom(0, -0, 1, -1, 1e-8, -1e-8, 10, -10);

/** As far out as data in standard units ever are, and farther. */
export const far: fc.Arbitrary<number> = fc.constantFrom(30, -30, 1e3, -1e3);

export const real: fc.Arbitrary<number> = fc.oneof({ weight: 6, arbitrary: ordinary }, { weight: 3, arbitrary: corner }, { weight: 1, arbitrary: far });

/** A fraction in [0, 1] by its distance from the nearer end. */
export const fraction: fc.Arbitrary<readonly [number, number]> = fc
  .tuple(fc.oneof(fc.double({ min: 0, max: 0.5, noNaN: true }), fc.constantFrom(0, 1e-38, 1e-30, 1e-20, 1e-8, 0.125, 0.25, 0.5)), fc.boolean())
  .map(([near, low]) => (low ? [near, 1 - near] : [1 - near, near]));
