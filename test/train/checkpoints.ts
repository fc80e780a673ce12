/** Checkpoints of any length, with the numbers that texts of numbers lose most easily. */
import fc from "fast-check";
import type { Checkpoint } from "../../src/train/checkpoint.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const natural = fc.nat(1_000_000);

export const checkpoints: fc.Arbitrary<Checkpoint> = fc.nat(40).chain((length) => {
  const numbers = fc.array(fc.oneof(finite, fc.constantFrom(0, -0, 5e-324, -1.7976931348623157e308)), { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
  const epochs = fc.array(fc.record({ epoch: natural, train: fc.double(), heldOut: fc.double() }, { noNullPrototype: true }), { maxLength: 4 });
  return fc.record({
    version: fc.constant(1 as const),
    fingerprint: fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 16, maxLength: 16 }),
    epoch: natural,
    parameters: numbers,
    adam: fc.record({ step: fc.maxSafeNat(), mean: numbers, square: numbers }, { noNullPrototype: true }),
    best: fc.record({ epoch: natural, heldOut: finite, parameters: numbers }, { noNullPrototype: true }),
    history: epochs,
  }, { noNullPrototype: true });
});
