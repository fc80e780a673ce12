/** sin, cos and tan: polynomials in what is left of an angle beside its quarter turns. */
import type { Reduced } from "./angle.ts";
import { reducedAny } from "./circular-huge.ts";
import type { Pair } from "./exp.ts";
import { polynomial, type Lanes } from "./lanes.ts";
import type { Term } from "./term.ts";

const sineCoefficients = {
  float32: [-0.16666655242443085, 0.008332189172506332, -0.00019518288900144398],
  float64: [
    -0.1666666666666663, 0.008333333333321901, -0.00019841269829440748, 2.7557313575854872e-6, -2.505074134141391e-8,
    1.5895889690229003e-10,
  ],
};
const cosineCoefficients = {
  float32: [0.04166664555668831, -0.0013887310633435845, 2.443256562401075e-5],
  float64: [
    0.041666666666666595, -0.0013888888888873344, 2.480158728900371e-5, -2.7557314217453875e-7, 2.0875705436465434e-9,
    -1.1358750319435965e-11,
  ],
};

const sine = (l: Lanes, { high, low }: Reduced, z: Term): Pair => {
  const half = l.mul(z, l.number(0.5));
  const rest = l.madd(l.mul(high, z), polynomial(l, z, sineCoefficients[l.precision]), l.sub(low, l.mul(half, low)));
  const sum = l.add(high, rest);
  return { high: sum, low: l.sub(rest, l.sub(sum, high)) };
};

const cosine = (l: Lanes, { high, low }: Reduced, z: Term): Pair => {
  const [one, half] = [l.number(1), l.mul(z, l.number(0.5))];
  const start = l.sub(one, half);
  const rest = l.add(
    l.sub(l.sub(one, start), half),
    l.sub(l.mul(l.mul(z, z), polynomial(l, z, cosineCoefficients[l.precision])), l.mul(high, low)),
  );
  const sum = l.add(start, rest);
  return { high: sum, low: l.sub(rest, l.sub(sum, start)) };
};

/** n as an integer in the lowest bits. */
const quadrant = (l: Lanes, n: Term): Term => l.add(n, l.number(1.5 * 2 ** l.mantissa));

const isOdd = (l: Lanes, integer: Term): Term => l.bitSub(l.bits(0n), l.and(integer, l.bits(1n)));

const flipped = (l: Lanes, x: Term, integer: Term): Term =>
  l.xor(x, l.and(l.shiftLeft(integer, l.pick(30, 62)), l.number(-0)));

const orTiny = (l: Lanes, x: Term, value: Term): Term => l.where(l.less(l.abs(x), l.number(l.pick(1e-4, 1e-9))), x, value);

export const sin = (l: Lanes, x: Term): Term => {
  const r = reducedAny(l, x);
  const [z, q] = [l.mul(r.high, r.high), quadrant(l, r.n)];
  return orTiny(l, x, flipped(l, l.where(isOdd(l, q), cosine(l, r, z).high, sine(l, r, z).high), q));
};

export const cos = (l: Lanes, x: Term): Term => {
  const r = reducedAny(l, x);
  const [z, q] = [l.mul(r.high, r.high), quadrant(l, r.n)];
  return flipped(l, l.where(isOdd(l, q), sine(l, r, z).high, cosine(l, r, z).high), l.bitAdd(q, l.bits(1n)));
};

/** sin/cos or −cos/sin, both with their last digits: (a + a')/(b + b') = q + (a' − q b')/b with q = a/b. */
export const tan = (l: Lanes, x: Term): Term => {
  const r = reducedAny(l, x);
  const z = l.mul(r.high, r.high);
  const [s, c, odd] = [sine(l, r, z), cosine(l, r, z), isOdd(l, quadrant(l, r.n))];
  const [over, under] = [l.where(odd, c.high, s.high), l.where(odd, s.high, c.high)];
  const quotient = l.div(over, under);
  const rest = l.sub(l.where(odd, c.low, s.low), l.mul(quotient, l.where(odd, s.low, c.low)));
  const value = l.add(quotient, l.div(rest, under));
  return orTiny(l, x, l.xor(value, l.and(odd, l.number(-0))));
};
