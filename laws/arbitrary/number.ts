/**
 * Real numbers with the ones that break formulas drawn often. `fc.double` draws bit patterns, nearly all of them tiny; these
 * are spread as data are.
 */
import fc from "fast-check";

/** Of ordinary size, shrinking to 0. */
export const ordinary: fc.Arbitrary<number> = fc.integer({ min: -3_000_000, max: 3_000_000 }).map((each) => each / 1e6);

/** The same, apart from 0. */
export const inner: fc.Arbitrary<number> = fc.tuple(fc.integer({ min: 100_000, max: 3_000_000 }), fc.constantFrom(1, -1)).map(([size, side]) => (side * size) / 1e6);

export const corner: fc.Arbitrary<number> = fc.constantFrom(0, -0, 1, -1, 1e-8, -1e-8, 10, -10);

/** As far out as data in standard units ever are, and farther. */
export const far: fc.Arbitrary<number> = fc.constantFrom(30, -30, 1e3, -1e3, 1e-200);

export const near: fc.Arbitrary<number> = fc.oneof({ weight: 2, arbitrary: ordinary }, { weight: 1, arbitrary: corner });

export const real: fc.Arbitrary<number> = fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: far });

const either = (half: fc.Arbitrary<number>): fc.Arbitrary<readonly [number, number]> =>
  fc.tuple(half, fc.boolean()).map(([least, low]) => (low ? [least, 1 - least] : [1 - least, least]));

/** Fractions in [0, 1] with their complements, by the distance from the nearer end. */
export const innerFraction: fc.Arbitrary<readonly [number, number]> = either(fc.integer({ min: 1, max: 499_999 }).map((each) => each / 1e6));

export const fraction: fc.Arbitrary<readonly [number, number]> = fc.oneof(innerFraction, either(fc.constantFrom(0, 1e-30, 1e-20, 1e-8, 0.125, 0.25, 0.5)));
