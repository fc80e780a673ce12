/** Four float32 lanes as two pairs of float64 lanes, for the few steps that float32 cannot do exactly, and back. */
import { lanes, type Lanes } from "./lanes.ts";
import { term, type Term } from "./term.ts";

export const wide: Lanes = lanes("float64");

const promoted = (x: Term): Term => term((code) => code.lanes("f64Promote"), x);
const swapped = (x: Term): Term => term((code) => code.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]), x, x);
const demoted = (x: Term): Term => term((code) => code.lanes("f32Demote"), x);

export const halves = (x: Term): readonly [Term, Term] => [promoted(x), promoted(swapped(x))];

export const joined = (low: Term, high: Term): Term =>
  term((code) => code.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]), demoted(low), demoted(high));
