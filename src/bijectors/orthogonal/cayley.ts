/**
 * The Cayley transform of a skew matrix A, R = (I − A)(I + A)⁻¹ = 2(I + A)⁻¹ − I: a rotation without eigenvalue −1.
 *
 * Elimination needs no pivoting: the symmetric part of I + A is the identity, so that every pivot is at least 1. It loses
 * digits like ‖A‖², though, and entries are therefore read up to ±30: turns of up to 176 degrees. Zeros are the identity.
 * Source: Cayley 1846.
 */
import { constant, div, mul, neg, stack, sub, take, tanh, type Expr } from "../../expr/index.ts";
import { pairs } from "./planar-angles.ts";

const bound = 30;

/** The raw parameter of an entry. */
export const rawSkew = (entry: number): number => bound * Math.atanh(Math.min(0.999, Math.max(-0.999, entry / bound)));

/** Raw entries A_ab, a < b, in lexicographic order [n (n − 1) / 2] → R [n, n]. */
export const cayley = (raw: Expr, dim: number): Expr => {
  const skew = mul(bound, tanh(div(raw, bound)));
  const entry = new Map(pairs(dim).map(([a, b], index) => [a * dim + b, take(skew, index)]));
  const unit = (at: number): Expr => constant(Array.from({ length: dim }, (_, i) => (i === at ? 1 : 0)));
  const one = constant([1], []);
  // Gauss–Jordan elimination: `left` starts as I + A and becomes I, while `right` becomes its inverse.
  const left = Array.from({ length: dim }, (_, i) =>
    Array.from({ length: dim }, (_, j) => (i === j ? one : i < j ? entry.get(i * dim + j)! : neg(entry.get(j * dim + i)!))));
  const right = left.map((_, i) => unit(i));
  for (let column = 0; column < dim; column++) {
    const pivot = left[column]![column]!;
    const row = left[column]!.map((each, j) => (j > column ? div(each, pivot) : each));
    const image = div(right[column]!, pivot);
    [left[column], right[column]] = [row, image];
    for (let i = 0; i < dim; i++) {
      if (i === column) continue;
      const factor = left[i]![column]!;
      left[i] = left[i]!.map((each, j) => (j > column ? sub(each, mul(factor, row[j]!)) : each));
      right[i] = sub(right[i]!, mul(factor, image));
    }
  }
  return stack(right.map((row, i) => sub(mul(2, row), unit(i))));
};
