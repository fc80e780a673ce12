/** Numbers at the corners of what floats hold, for every operation: where its formula changes, ends or loses its digits. */
import fc from "fast-check";
import { binaryOps, unaryOps, type UnaryOp } from "../../src/expr/index.ts";
import { numbersIn, type Domain, type Numbers } from "./domain.ts";

export interface Format {
  readonly epsilon: number;
  /** The least number that has all its digits. */
  readonly least: number;
  readonly largest: number;
  readonly round: (x: number) => number;
}

export const formats: { readonly float32: Format; readonly float64: Format } = {
  float32: { epsilon: 2 ** -23, least: 2 ** -126, largest: 2 ** 127 * (2 - 2 ** -23), round: Math.fround },
  float64: { epsilon: 2 ** -52, least: 2 ** -1022, largest: Number.MAX_VALUE, round: (x) => x },
};

/** Where formulas of any operation change, end or lose their digits. */
const sizes = ({ epsilon, least, largest }: Format): readonly number[] => [
  0, least, Math.sqrt(least), epsilon ** 2, epsilon, Math.sqrt(epsilon), 1e-3, 0.1, 0.25, 0.5, Math.LN2, 1, Math.SQRT2, 2, 3, 5, 10, 20, 37, 40, 88, 103, 709, 745, 1e5,
  1 / epsilon, Math.sqrt(largest), largest / 2, largest, Infinity,
];

const quarters: readonly number[] = [1, 2, 3, 4, 5, 6, 1001, 4_000_002].map((k) => (k * Math.PI) / 2);
/** Floats next to multiples of π/2, of which few digits are left. */
const turns: readonly number[] = [...quarters, 1.6367e5, 5.319372648326541e255];

/** The zeros, ends and changes of single operations. */
const places: { readonly [O in UnaryOp]?: readonly number[] } = {
  sin: turns, cos: turns, tan: turns, logNormalQuantile: [-Math.LN2, -1e-300, -2.59, -0.078, -25, -729], normalCdf: [-8, -38, 8.3], logNormalCdf: [-10, -9.99, 8.3, 38],
  floor: [0.999, 4503599627370495.5], log1p: [-0.999], acos: [0.999],
};

const ends: { readonly [O in UnaryOp]?: readonly [number, number] } = {
  sqrt: [0, Infinity], log: [0, Infinity], log1p: [-1, Infinity], asin: [-1, 1], acos: [-1, 1], logNormalQuantile: [-Infinity, 0],
};

/** At corners, next to them by a few units in the last place, and at all sizes; rounded to the format. */
export const corners = (format: Format): Domain => {
  const { epsilon, least, largest, round } = format;
  const near = (own: readonly number[]): Numbers => fc.tuple(fc.constantFrom(...own), fc.constantFrom(0, 0, 1, -1, 2, -3, 1000)).map(([x, steps]) => x * (1 + steps * epsilon));
  const scaled: Numbers = fc.tuple(numbersIn(Math.log2(least), Math.log2(largest)), fc.constantFrom(1, -1)).map(([power, sign]) => sign * 2 ** power);
  const within = (from: number, to: number, own: readonly number[] = []): Numbers => {
    const listed = [...own, ...own, ...sizes(format).flatMap((each) => [each, -each])].filter((x) => x >= from && x <= to);
    const clipped = (x: number): number => round(Math.max(from, Math.min(to, x)));
    const any = fc.oneof({ weight: 4, arbitrary: near(listed) }, { weight: 1, arbitrary: numbersIn(Math.max(from, -10), Math.min(to, 10)) }, { weight: 1, arbitrary: scaled });
    return any.map(clipped);
  };
  const any = within(-Infinity, Infinity);
  const pair = [any, any] as const;
  const finite = within(-1e3, 1e3);
  return {
    elements: finite,
    unary: Object.fromEntries(unaryOps.map((op) => [op, within(...(ends[op] ?? [-Infinity, Infinity]), places[op])])) as Domain["unary"], // one for each
    binary: Object.fromEntries(binaryOps.map((op) => [op, pair])) as Domain["binary"], // as above
  };
};
