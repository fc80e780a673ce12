/**
 * An angle as a number of quarter turns and a rest, for angles of ordinary size: x − n π/2 is taken in three parts of π/2
 * (Cody & Waite), with the rounding error of the difference kept as a second number; float32 lanes take the difference in
 * float64. n π/2 is exact in its first parts up to n = 2²⁰.
 */
import type { Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";
import { halves, joined, wide } from "./widen.ts";

/** Beyond it the way of `circular-huge.ts` is gone. */
export const largestAngle = 1.6e6;

export interface Reduced {
  readonly n: Term;
  /** x − n π/2 as an unrounded sum. */
  readonly high: Term;
  readonly low: Term;
}

const parts = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;

const reducedWide = (l: Lanes, x: Term): Reduced => {
  const n = l.nearest(l.mul(x, l.number(2 / Math.PI)));
  const first = l.sub(x, l.mul(n, l.number(parts[0])));
  const step = l.mul(n, l.number(parts[1]));
  const second = l.sub(first, step);
  // The error of a difference of two numbers of any size (Knuth).
  const back = l.sub(first, second);
  const error = l.add(l.sub(first, l.add(second, back)), l.sub(back, step));
  const low = l.sub(error, l.mul(n, l.number(parts[2])));
  const high = l.add(second, low);
  return { n, high, low: l.add(l.sub(second, high), low) };
};

const reducedNarrow = (_: Lanes, x: Term): Reduced => narrowed(halves(x).map((half) => {
  const n = wide.nearest(wide.mul(half, wide.number(2 / Math.PI)));
  return { n, high: wide.sub(wide.sub(half, wide.mul(n, wide.number(parts[0]))), wide.mul(n, wide.number(parts[1]))) };
}));

/** Two halves of float32 lanes, from float64 numbers. */
export const narrowed = (each: readonly { readonly n: Term; readonly high: Term }[]): Reduced => {
  const [first, second] = each as [(typeof each)[0], (typeof each)[0]]; // two halves
  const high = joined(first.high, second.high);
  const back = halves(high);
  return { n: joined(first.n, second.n), high, low: joined(wide.sub(first.high, back[0]), wide.sub(second.high, back[1])) };
};

export const reduced = (l: Lanes, x: Term): Reduced => l.pick(reducedNarrow, reducedWide)(l, x);
