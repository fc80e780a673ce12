/**
 * Four pieces of a function, chosen lane by lane: each coefficient of their polynomials is looked up among four numbers
 * in constants, instead of being selected.
 */
import type { Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";

export type Four = readonly [number, number, number, number];

/** The number of the lane's piece, which is how many of the masks are set in it. */
export type Lookup = (values: Four) => Term;

export const pieces = (l: Lanes, masks: readonly [Term, Term, Term]): Lookup => {
  const step = l.bits(l.pick(0x04040404n, 0x0808080808080808n));
  const places = masks.reduce((sum, mask) => l.bitAdd(sum, l.and(mask, step)), l.bits(l.pick(0x03020100n, 0x0706050403020100n)));
  // Two float64 numbers fill a constant: a place beyond the first 16 bytes is one in the second constant.
  const beyond = l.xor(places, l.bits(0x1010101010101010n));
  return (values) =>
    l.pick(
      () => l.swizzle(l.row(values), places),
      () => l.or(l.swizzle(l.row(values.slice(0, 2)), places), l.swizzle(l.row(values.slice(2)), beyond)),
    )();
};
