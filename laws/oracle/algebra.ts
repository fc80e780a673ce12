/**
 * What the elements of tensors may be: decimals, or decimals with a derivative along one direction (dual numbers, Clifford
 * 1873). Operations that only move, choose or add up elements are the same for both; they are written once, in `rows.ts`.
 */
import type { BinaryOp, UnaryOp } from "../../src/expr/index.ts";
import { arithmetic, type Decimal } from "./arithmetic.ts";
import { meaning } from "./meaning.ts";
import { slopes } from "./slope.ts";

export interface Algebra<E> {
  readonly digits: number;
  readonly constant: (x: Decimal) => E;
  /** What conditions, indices and the solver of equations look at. */
  readonly value: (x: E) => Decimal;
  readonly unary: { readonly [O in UnaryOp]: (x: E) => E };
  readonly binary: { readonly [O in BinaryOp]: (a: E, b: E) => E };
  /** The solution of an equation, from its value, and what residual and slope are where the value is held fast. */
  readonly solution: (value: Decimal, residual: E, slope: E) => E;
}

export const decimals = (digits: number): Algebra<Decimal> => ({
  digits,
  constant: (x) => x,
  value: (x) => x,
  ...meaning(digits),
  solution: (value) => value,
});

export interface Dual {
  readonly value: Decimal;
  readonly tangent: Decimal;
}

export const duals = (digits: number): Algebra<Dual> => {
  const { Decimal } = arithmetic(digits);
  const { unary, binary } = meaning(digits);
  const own = slopes(digits);
  const still = new Decimal(0);
  /** What does not move has no part in a derivative, be the slope what it may. */
  const along = (slope: Decimal, { tangent }: Dual): Decimal => (tangent.isZero() ? still : Decimal.mul(slope, tangent));
  return {
    digits,
    constant: (value) => ({ value, tangent: still }),
    value: ({ value }) => value,
    unary: rows(unary, (op) => (x: Dual) => ({ value: unary[op](x.value), tangent: along(own.unary[op](x.value), x) })),
    binary: rows(binary, (op) => (a: Dual, b: Dual) => {
      const [first, second] = own.binary[op](a.value, b.value);
      return { value: binary[op](a.value, b.value), tangent: along(first, a).plus(along(second, b)) };
    }),
    solution: (value, residual, slope) => ({ value, tangent: residual.tangent.div(slope.value).negated() }),
  };
};

const rows = <O extends string, F>(table: { readonly [K in O]: unknown }, row: (op: O) => F): { readonly [K in O]: F } =>
  Object.fromEntries((Object.keys(table) as O[]).map((op) => [op, row(op)])) as { [K in O]: F }; // one row for each
