/** Four float32 lanes as two pairs of float64 lanes, for the few steps that float32 cannot do exactly, and back. */
import { f32x4, f64x2, i8x16 } from "wasmati";
import { lanes, type Lanes } from "./lanes.ts";
import { term, type Term } from "./term.ts";

export const wide: Lanes = lanes("float64");

const promoted = (x: Term): Term => term(() => f64x2.promote_low_f32x4(), x);
const swapped = (x: Term): Term => term(() => i8x16.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]), x, x);
const demoted = (x: Term): Term => term(() => f32x4.demote_f64x2_zero(), x);

export const halves = (x: Term): readonly [Term, Term] => [promoted(x), promoted(swapped(x))];

export const joined = (low: Term, high: Term): Term =>
  term(() => i8x16.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]), demoted(low), demoted(high));
