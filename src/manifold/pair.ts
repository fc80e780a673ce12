/**
 * Fractions that are carried with their complement. A number t in [0, 1] near 1 has lost the digits of 1 − t; a pair
 * (t, 1 − t) has not. Heights on a sphere, angles on a circle and positions on an interval are all carried as pairs, so
 * that both ends are alike.
 */
import { abs, add, atan2, cos, div, less, lessEqual, maximum, minimum, mul, sin, slice, square, stack, sub, sum, take, where, type Expr } from "../expr/index.ts";
import { logNormalQuantile } from "../expr/special.ts";

/** t [...] and its complement 1 − t [...]. */
export interface Pair {
  readonly t: Expr;
  readonly complement: Expr;
}

/**
 * The least fraction that is told from 0: points closer to an end are taken to lie this far from it. It keeps logarithms
 * finite in float32 and float64 alike; the Gaussian puts 1e-30 of its mass beyond it.
 */
export const least = 1e-30;

/** The z that leaves `least` of the Gaussian on its outer side: Φ(−farthest) = least. */
export const farthest: number = -logNormalQuantile(Math.log(least));

/** z within ±`farthest`, beyond which base maps do not tell numbers apart. */
export const clipped = (z: Expr): Expr => maximum(minimum(z, farthest), -farthest);

/** Both halves at least `least`. */
export const proper = ({ t, complement }: Pair): Pair => ({ t: maximum(t, least), complement: maximum(complement, least) });

export const swap = ({ t, complement }: Pair): Pair => ({ t: complement, complement: t });

/** As a vector [2], the carrier of an interval. */
export const packed = ({ t, complement }: Pair): Expr => stack([t, complement]);
export const unpacked = (carrier: Expr): Pair => ({ t: take(carrier, 0), complement: take(carrier, 1) });

/** The turn of a unit vector (cos φ, sin φ) as the fraction φ / 2π in [0, 1], precise on both sides of the seam φ = 0. */
export const turn = (circle: Expr): Pair => {
  const [c, s] = [take(circle, 0), take(circle, 1)];
  const near = mul(1 / (2 * Math.PI), atan2(abs(s), c));
  const far = sub(1, near);
  const below = less(s, 0);
  return { t: where(below, far, near), complement: where(below, near, far) };
};

/** The unit vector at a turn. */
export const fromTurn = ({ t, complement }: Pair): Expr => {
  const angle = mul(2 * Math.PI, minimum(t, complement));
  const side = where(lessEqual(t, complement), 1, -1);
  return stack([cos(angle), mul(side, sin(angle))]);
};

/** The height h of a unit vector (…, h) as the fraction (1 + h) / 2, precise at both poles. */
export const height = (point: Expr): Pair => {
  const last = point.shape[0]! - 1;
  const h = take(point, last);
  const across = sum(square(slice(point, 0, 0, last)));
  const far = mul(0.5, add(1, abs(h)));
  const near = div(across, mul(4, far));
  const up = less(h, 0);
  return { t: where(up, near, far), complement: where(up, far, near) };
};
