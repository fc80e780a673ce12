/**
 * Angles of any size, to the last digit (Payne & Hanek 1983): x is an integer times a power of two, so that of the
 * product with 1/2π only a window of the binary digits of 1/2π counts. The digits before the window make whole turns,
 * those behind it are too small. The window begins at a byte, which `swizzle` can find in a table of constants.
 *
 * All of it is done with pairs of float64 lanes, for float32 by halves.
 */
import { largestAngle, narrowed, reduced, type Reduced } from "./angle.ts";
import type { Pair } from "./exp.ts";
import { constant, type Lanes } from "./lanes.ts";
import { whereAny, type Term } from "./term.ts";
import { halves, wide as l } from "./widen.ts";

/** The digits of 1/16π behind the point, in hexadecimal, after four bytes of zeros. */
const digits =
  "000000000517cc1b727220a94fe13abe8fa9a6ee06db14acc9e21c820ff28b1d" +
  "5ef5de2b0db92371d2126e9700324977504e8c90e7f0ef58e5894d39f74411af" +
  "a975da24274ce38135a2fbf209cc8eb1cc1a99cfa4e422fc5defc941d8ffc4bf" +
  "fef02cc07f79788c5ad05368fb69b3f6793e584dba7a31fb34f2ff516ba93dd6" +
  "3f5f2f8bd9e839cfbc529497535fdafd88fc6ae842b0198237e3db5d5f867de1";

const table = Array.from({ length: digits.length / 32 }, (_, row) =>
  constant(Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(digits.slice(32 * row + 2 * at, 32 * row + 2 * at + 2), 16)).buffer));

const word = 0xffffffffn;
const low32 = (x: Term): Term => l.and(x, l.bits(word));
const high32 = (x: Term): Term => l.shiftRight(x, 32);
const sum = (...parts: readonly Term[]): Term => parts.reduce(l.bitAdd);

/** The bits of 2⁵² count units. */
const unit = 0x4330000000000000n;
const integerOf = (x: Term): Term => low32(l.add(x, l.number(2 ** 52)));
const floatOf = (integer: Term, origin: number = 0): Term => l.sub(l.or(integer, l.bits(unit)), l.number(2 ** 52 + origin));

/** x − n π/2 for |x| > 2²⁰, with only so much of the table as the largest exponent and the digits of x need. */
const reducedHuge = (x: Term, rows: number): Reduced => {
  // |x| = m 2^(8q − 3) with an integer 2⁵² ≤ m < 2⁶⁰: the exponent is cut at a multiple of 8.
  const cut = l.or(l.and(x, l.bits(0x007fffffffffffffn)), l.bits(1080n << 52n));
  const upper = l.floor(l.mul(cut, l.number(2 ** -37)));
  const [m0, m1] = [integerOf(l.sub(l.mul(cut, l.number(2 ** -5)), l.mul(upper, l.number(2 ** 32)))), integerOf(upper)];
  const place = l.bitSub(l.and(l.shiftRight(x, 55), l.bits(255n)), l.bits(130n));
  const everyByte = l.bitMul(place, l.bits(0x0101010101010101n));

  // 8 bytes of the table, the first one highest: places beyond a constant's 16 bytes give 0.
  const window = (at: bigint): Term => {
    const places = l.bitAdd(everyByte, l.bits(0x0001020304050607n + at * 0x0101010101010101n));
    return table.slice(0, rows).map((row, index) => l.swizzle(row, l.xor(places, l.bits(BigInt(index) * 0x1010101010101010n)))).reduce(l.or);
  };
  const [w54, w32, w10] = [window(0n), window(8n), window(16n)];
  const w = [low32(w10), high32(w10), low32(w32), high32(w32), low32(w54), high32(w54)];

  // The product modulo 1 in words of 32 bits; what lies below the third is not needed.
  const [p, q] = [w.map((each) => l.bitMul(m0, each)), w.map((each) => l.bitMul(m1, each))];
  const column = (at: number, carry?: Term): Term => {
    const parts = [low32(p[at]!), high32(p[at - 1]!), low32(q[at - 1]!), high32(q[at - 2]!)];
    return carry === undefined ? sum(...parts) : sum(...parts, high32(carry));
  };
  const t2 = column(2);
  const t3 = column(3, t2);
  const t4 = column(4, t3);
  const t5 = column(5, t4);

  // Turns: the nearest quarter, and the rest as an unrounded sum.
  const shifted = l.bitAdd(t5, l.bits(1n << 29n));
  const n = floatOf(l.and(l.shiftRight(shifted, 30), l.bits(3n)));
  const first = l.mul(floatOf(l.and(shifted, l.bits((1n << 30n) - 1n)), 2 ** 29), l.number(2 ** -32));
  const [second, third, fourth] = [t4, t3, t2].map((each, index) => l.mul(floatOf(low32(each)), l.number(2 ** (-64 - 32 * index)))) as [Term, Term, Term]; // three
  const start = l.add(first, second);
  const rest = l.add(l.add(l.sub(second, l.sub(start, first)), third), fourth);
  const { high, low } = radians(settled(start, rest));

  // An infinite angle has no sine: ∞ − ∞ is NaN, and for other x this adds 0.
  const sign = l.and(x, l.number(-0));
  return { n: l.xor(n, sign), high: l.add(l.xor(high, sign), l.sub(x, x)), low: l.xor(low, sign) };
};

/** A sum whose second part is small becomes one whose second part is what the first one lost. */
const settled = (high: Term, low: Term): Pair => {
  const total = l.add(high, low);
  return { high: total, low: l.add(l.sub(high, total), low) };
};

/** 2π in halves of the digits, and what they lack. */
const turn = { upper: 6.283185243606567, lower: 6.357301884918343e-8, rest: 2.4492935982947064e-16 };

const radians = ({ high, low }: Pair): Pair => {
  const [upper, lower] = [l.number(turn.upper), l.number(turn.lower)];
  const whole = l.number(2 * Math.PI);
  const [a, product] = [l.and(high, l.bits(0xfffffffff8000000n)), l.mul(high, whole)];
  const b = l.sub(high, a);
  // What the product lost (Dekker).
  const lost = l.add(l.add(l.add(l.sub(l.mul(a, upper), product), l.mul(a, lower)), l.mul(b, upper)), l.mul(b, lower));
  return settled(product, l.add(lost, l.add(l.mul(high, l.number(turn.rest)), l.mul(low, whole))));
};

/** x − n π/2 for any x: the long way is gone if one of the lanes needs it, and counts in those that do. */
export const reducedAny = (lanes: Lanes, x: Term): Reduced => {
  const huge = lanes.less(lanes.number(largestAngle), lanes.abs(x));
  const near = reduced(lanes, x);
  const far = lanes.pick(() => narrowed(halves(x).map((half) => reducedHuge(half, 2))), () => reducedHuge(x, table.length))();
  const [n, high, low] = whereAny(huge, [far.n, far.high, far.low]);
  return { n: lanes.where(huge, n, near.n), high: lanes.where(huge, high, near.high), low: lanes.where(huge, low, near.low) };
};
