/**
 * Rotations of the circle, each from a raw vector [2] that is read up to its length: the image of (1, 0). A zero vector
 * is the identity, with a zero gradient.
 */
import { add, mul, stack, sub, take, type Expr } from "../expr/index.ts";
import { direction } from "../manifold/direction.ts";
import type { Sample } from "./bijector.ts";

/** z turned by the angle of `raw`. */
export const rotated = (z: Expr, raw: Expr): Expr => {
  const r = direction(raw);
  const [[x, y], [c, s]] = [[take(z, 0), take(z, 1)], [take(r, 0), take(r, 1)]];
  return stack([sub(mul(c, x), mul(s, y)), add(mul(s, x), mul(c, y))]);
};

/** z turned by minus the angle of `raw`. */
export const rotatedBack = (z: Expr, raw: Expr): Expr => {
  const r = direction(raw);
  const [[x, y], [c, s]] = [[take(z, 0), take(z, 1)], [take(r, 0), take(r, 1)]];
  return stack([add(mul(c, x), mul(s, y)), sub(mul(c, y), mul(s, x))]);
};

type Vector = readonly [number, number];

/** The rotation that takes the centre (−1, 0) of the base to the mean direction of points on the circle. */
export const centering = ({ rows, count, weights }: Sample): Vector => {
  let [x, y] = [0, 0];
  for (let row = 0; row < count; row++) {
    x -= weights[row]! * rows[2 * row]!;
    y -= weights[row]! * rows[2 * row + 1]!;
  }
  const length = Math.hypot(x, y);
  return length > 1e-9 ? [x / length, y / length] : [1, 0];
};

/** The points turned back. */
export const unrotated = ({ rows, count }: Sample, [c, s]: Vector): readonly Vector[] =>
  Array.from({ length: count }, (_, row) => {
    const [x, y] = [rows[2 * row]!, rows[2 * row + 1]!];
    return [c * x + s * y, c * y - s * x];
  });
