/**
 * sigmoid, softplus and logSigmoid from e^−|x| as an unrounded sum: its last digits survive the addition of 1, so that
 * both tails are right to about a unit in the last place.
 */
import { expPair } from "./exp.ts";
import type { Lanes } from "./lanes.ts";
import { log1pUnit } from "./log.ts";
import type { Term } from "./term.ts";

/** 1/(1 + e) or e/(1 + e); the quotient is corrected by what numerator and denominator lost. 1/(1 + e) = 1 − e/(1 + e). */
export const sigmoid = (l: Lanes, x: Term): Term => {
  const one = l.number(1);
  const e = expPair(l, l.neg(l.abs(x)));
  const sum = l.add(one, e.high);
  const lost = l.add(l.sub(e.high, l.sub(sum, one)), e.low);
  const left = l.less(x, l.number(0));
  const quotient = l.div(l.where(left, e.high, one), sum);
  const inverse = l.where(left, l.sub(one, quotient), quotient);
  return l.madd(l.sub(l.and(left, e.low), l.mul(quotient, lost)), inverse, quotient);
};

/** max(x, 0) + log(1 + e^−|x|). */
export const softplus = (l: Lanes, x: Term): Term => {
  const e = expPair(l, l.neg(l.abs(x)));
  return l.add(l.atLeast(x, l.number(0)), log1pUnit(l, e.high, e.low));
};

export const logSigmoid = (l: Lanes, x: Term): Term => l.neg(softplus(l, l.neg(x)));
