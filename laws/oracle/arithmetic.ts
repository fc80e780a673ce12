/**
 * Decimals of a chosen number of digits, on the arithmetic of decimal.js: sums, products, quotients and square roots are
 * correctly rounded there, and exponents have no end in practice. What is made of them here is right to a few units of
 * the last digit.
 */
import { Decimal as Any } from "decimal.js";

export type Decimal = Any;

export interface Arithmetic {
  readonly digits: number;
  /** Numbers made by it round to that many digits. */
  readonly Decimal: Any.Constructor;
  /** A number of other digits, rounded. */
  readonly rounded: (x: Decimal) => Decimal;
  readonly pi: Decimal;
  /** The number of a float64: all of its digits, of which there are up to 767. */
  readonly exactly: (x: number) => Decimal;
  /** From the first term on, until terms no longer count: `next` gives the term of a number from the one before. */
  readonly series: (first: Decimal, next: (term: Decimal, at: number) => Decimal) => Decimal;
}

const known = new Map<number, Arithmetic>();

/** Made once for each number of digits. */
export const arithmetic = (digits: number): Arithmetic => {
  const own = known.get(digits) ?? make(digits);
  known.set(digits, own);
  return own;
};

const make = (digits: number): Arithmetic => {
  const Decimal = Any.clone({ precision: digits, defaults: true });
  const negligible = new Decimal(10).pow(-digits - 1);
  return {
    digits,
    Decimal,
    rounded: (x) => new Decimal(x).toSignificantDigits(digits),
    pi: Decimal.acos(-1),
    exactly: (x) => exact(Decimal, x),
    series: (first, next) => {
      let [sum, term] = [first, first];
      for (let at = 1; term.abs().greaterThan(sum.abs().times(negligible)); at++) {
        term = next(term, at);
        sum = sum.plus(term);
      }
      return sum;
    },
  };
};

/** m 2^−k is m 5^k 10^−k. */
const exact = (Decimal: Any.Constructor, x: number): Decimal => {
  if (!isFinite(x) || x === 0) return new Decimal(x);
  let [whole, halvings] = [x, 0];
  for (; !Number.isInteger(whole); halvings++) whole *= 2;
  return new Decimal(`${BigInt(whole) * 5n ** BigInt(halvings)}e-${halvings}`);
};
