/**
 * sigmoid from the parts of e⁻ˣ; softplus and logSigmoid from e^−|x| as an unrounded sum, whose last digits survive the
 * addition of 1. Both tails keep their relative precision.
 */
import { expPair, halfPowers, reducedBelow } from "./exp.ts";
import type { Lanes } from "./lanes.ts";
import { log1pUnit } from "./log.ts";
import type { Term } from "./term.ts";

/** With e⁻ˣ = 2ⁿ(1 + p) and s = 2⁻ⁿ, 1/(1 + e⁻ˣ) = s/(1 + s + p), for any sign of x. */
export const sigmoid = (l: Lanes, x: Term): Term => {
  const inside = l.atLeast(l.atMost(x, l.number(l.pick(18, 38))), l.number(l.pick(-104, -746)));
  const { bits, r, curved } = reducedBelow(l, inside, 2 * l.bias);
  const [first, second] = halfPowers(l, bits);
  const [one, s] = [l.number(1), l.mul(first, second)];
  const sum = l.add(one, s);
  // Far on the left the sum has lost s.
  const under = l.add(sum, l.add(l.add(l.sub(one, sum), s), l.add(r, curved)));
  return l.mul(l.mul(l.div(one, under), first), second);
};

/** max(x, 0) + log(1 + e^−|x|). */
export const softplus = (l: Lanes, x: Term): Term => {
  const e = expPair(l, l.neg(l.abs(x)));
  return l.add(l.atLeast(x, l.number(0)), log1pUnit(l, e.high, e.low));
};

export const logSigmoid = (l: Lanes, x: Term): Term => l.neg(softplus(l, l.neg(x)));
