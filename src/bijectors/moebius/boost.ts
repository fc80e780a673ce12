/**
 * The conformal map of S^n that the Lorentz boost with V = sinh η · μ makes of directions (aberration): with γ = √(1 + |V|²),
 *
 *     z ↦ (z + V (1 + E) / (1 + γ)) / E,   E = γ + V·z,   log-det −n log E,   inverse: −V.
 *
 * It is the Möbius map h_w(z) = (1 − |w|²) / |z − w|² · (z − w) − w of w = −V / (1 + γ), and regular at V = 0. As V grows,
 * both it and E cancel next to −μ; there it is the map of the fractions α = (1 + μ·z) / 2 and β = (1 − μ·z) / 2 along μ,
 *
 *     z ↦ z_⊥ / E + (αe^η − βe^−η) / E · μ,   E = αe^η + βe^−η,
 *
 * with β (or α) from z_⊥, the part of z across μ, and that from z − μ (or z + μ): nothing cancels, and the image
 * is a unit vector to the last digits however large η is.
 */
import { abs, add, div, dot, less, log, mul, neg, sign, sqrt, square, sub, sum, where, type Expr } from "../../expr/index.ts";
import type { Image } from "../bijector.ts";
import { unit } from "../orthogonal/unit.ts";

/** Largest |V|. */
export const largest = 1e8;

/** Raw parameters v [n + 1] → V = v / √(1 + ‖v‖² / `largest`²). */
export const boostOf = (raw: Expr): Expr => {
  const part = mul(1 / largest, raw);
  return div(raw, sqrt(add(1, sum(square(part)))));
};

export const rawBoost = (boost: readonly number[]): readonly number[] => {
  const rest = 1 - Math.min(0.99, boost.reduce((total, each) => total + (each / largest) ** 2, 0));
  return boost.map((each) => each / Math.sqrt(rest));
};

interface Strength {
  readonly size: Expr;
  readonly gamma: Expr;
}

export const boosted = (boost: Expr, z: Expr): Image => {
  const dim = z.shape[0]! - 1;
  const size2 = sum(square(boost));
  const weak = less(size2, 1);
  const gamma = sqrt(add(1, size2));
  const { point: slow, stretch: slowly } = weakly(where(weak, boost, 0), z);
  const { point: fast, stretch: quickly } = strongly(unit(boost, first(dim + 1)), { size: sqrt(where(weak, 1, size2)), gamma }, z);
  return { point: where(weak, slow, fast), logDet: mul(-dim, log(where(weak, slowly, quickly))) };
};

const first = (length: number): readonly number[] => Array.from({ length }, (_, i) => (i === 0 ? 1 : 0));

interface Boosted {
  readonly point: Expr;
  /** E. */
  readonly stretch: Expr;
}

const weakly = (boost: Expr, z: Expr): Boosted => {
  const gamma = sqrt(add(1, sum(square(boost))));
  const stretch = add(gamma, dot(boost, z));
  return { point: div(add(z, mul(boost, div(add(1, stretch), add(1, gamma)))), stretch), stretch };
};

const strongly = (mu: Expr, { size, gamma }: Strength, z: Expr): Boosted => {
  const cosine = dot(mu, z);
  const side = sign(cosine);
  const from = sub(z, mul(side, mu));
  const across = sub(from, mul(dot(from, mu), mu));
  const far = mul(0.5, add(1, abs(cosine)));
  const near = div(sum(square(across)), mul(4, far));
  const along = less(cosine, 0);
  const growth = add(gamma, size);
  const [alpha, beta] = [mul(where(along, near, far), growth), div(where(along, far, near), growth)];
  const stretch = add(alpha, beta);
  return { point: div(add(across, mul(sub(alpha, beta), mu)), stretch), stretch };
};

/** The inverse boost. */
export const boostedBack = (boost: Expr, z: Expr): Image => boosted(neg(boost), z);
