/**
 * Rotations as turns in the coordinate planes, one after another: R = G_p … G_2 G_1 over the planes (a, b), a < b, in
 * lexicographic order, where G has cos θ at (a, a) and (b, b), sin θ at (a, b) and −sin θ at (b, a). Every rotation of
 * R^n is such a product (Hurwitz 1897). Zeros are the identity.
 */
import { add, cos, mul, sin, stack, sub, take, unstack, type Expr } from "../../expr/index.ts";
import { identityMatrix } from "./householder.ts";

/** The pairs (a, b), a < b < n, in the order of the parameters. */
export const pairs = (dim: number): readonly (readonly [number, number])[] =>
  Array.from({ length: dim }, (_, a) => Array.from({ length: dim - 1 - a }, (_, rest) => [a, a + 1 + rest] as const)).flat();

/** angles [n (n − 1) / 2] → R [n, n]. */
export const planarAngles = (angles: Expr, dim: number): Expr => {
  const rows = [...unstack(identityMatrix(dim))];
  pairs(dim).forEach(([a, b], index) => {
    const angle = take(angles, index);
    const [c, s, above, under] = [cos(angle), sin(angle), rows[a]!, rows[b]!];
    rows[a] = add(mul(c, above), mul(s, under));
    rows[b] = sub(mul(c, under), mul(s, above));
  });
  return stack(rows);
};
