/**
 * One bin of a monotone rational-quadratic spline, as a map of the unit interval onto itself.
 *
 * ξ is the fraction of the bin's width that lies below a point and η = 1 − ξ the fraction above; u and v = 1 − u are the
 * same for its height. With the bin's mean slope s and the slopes D₀, D₁ at its ends,
 *
 *     u = ξ (sξ + D₀η) / q,   v = η (sη + D₁ξ) / q,   q = s + (D₀ + D₁ − 2s) ξη,
 *
 * so that both fractions keep their digits at both ends. Elementwise in any shape; nothing here knows of intervals.
 * Source: Gregory & Delbourgo 1982; Durkan et al. 2019, arXiv:1906.04032, eqs. 4–8, in units of the bin's height.
 */
import { abs, add, div, less, lessEqual, log, mul, neg, sqrt, square, sub, where, type Expr } from "../../expr/index.ts";
import type { Pair } from "../../manifold/pair.ts";

/** A bin: its mean slope, height / width, and the slopes at its ends. All positive, of one shape. */
export interface Bin {
  readonly slope: Expr;
  readonly left: Expr;
  readonly right: Expr;
}

const denominator = ({ slope, left, right }: Bin, { t: xi, complement: eta }: Pair): Expr =>
  add(slope, mul(sub(add(left, right), mul(2, slope)), mul(xi, eta)));

/** u / ξ and v / η: what multiplies the distances to the ends of the bin. */
const gains = (bin: Bin, { t: xi, complement: eta }: Pair): Pair => {
  const q = denominator(bin, { t: xi, complement: eta });
  return {
    t: div(add(mul(bin.slope, xi), mul(bin.left, eta)), q),
    complement: div(add(mul(bin.slope, eta), mul(bin.right, xi)), q),
  };
};

/**
 * (ξ, η) → (u, v). The larger half is 1 − the smaller: on a plateau beside a steep end the derivative of its own formula
 * would be a difference of large numbers.
 */
export const rationalQuadratic = (bin: Bin, across: Pair): Pair => {
  const gain = gains(bin, across);
  const [u, v] = [mul(across.t, gain.t), mul(across.complement, gain.complement)];
  const low = lessEqual(u, v);
  return { t: where(low, u, sub(1, v)), complement: where(low, sub(1, u), v) };
};

/**
 * (u, v) → (ξ, η): the root of aξ² + bξ + c = 0 seen from the nearer end of the bin, of which m ≤ 1/2 is the distance.
 * From there Δ = b² − 4ac ≥ b²/2, since a + b = s and 4|a|s ≤ (|a| + s)² where a < 0: nothing cancels and nothing is clamped.
 * What is left to the other end is the root of the equation seen from there, which has the same a and Δ: beside a steep
 * far end, where both are large, it is far smaller than what 1 − root could tell.
 */
export const rationalQuadraticInverse = (bin: Bin, { t: u, complement: v }: Pair): Pair => {
  const low = lessEqual(u, v);
  const [near, far] = [where(low, bin.left, bin.right), where(low, bin.right, bin.left)];
  const [m, others] = [where(low, u, v), where(low, v, u)];
  const bend = mul(m, sub(add(near, far), mul(2, bin.slope)));
  const a = add(sub(bin.slope, near), bend);
  const b = sub(near, bend);
  const root = sqrt(add(square(b), mul(4, mul(a, mul(bin.slope, m)))));
  const distance = solution(b, a, mul(bin.slope, m), root);
  const rest = solution(add(bin.slope, a), neg(a), mul(bin.slope, others), root);
  return { t: where(low, distance, rest), complement: where(low, rest, distance) };
};

/** The positive root of ax² + bx = c for c ≥ 0, given √Δ; a > 0 where b < 0. */
const solution = (b: Expr, a: Expr, c: Expr, root: Expr): Expr => {
  const reach = add(abs(b), root);
  // Two forms of the same root, of which each adds where the other cancels.
  const steep = less(b, 0);
  return where(steep, div(reach, mul(2, where(steep, a, 1))), div(mul(2, c), reach));
};

/** log of the slope in the units of the spline, s² (D₁ξ² + 2sξη + D₀η²) / q². */
export const rationalQuadraticLogSlope = (bin: Bin, { t: xi, complement: eta }: Pair): Expr => {
  const numerator = add(mul(bin.right, square(xi)), mul(2, mul(bin.slope, mul(xi, eta))), mul(bin.left, square(eta)));
  const ratio = div(bin.slope, denominator(bin, { t: xi, complement: eta }));
  return log(mul(numerator, square(ratio)));
};

/** s·u/ξ and s·v/η: in a first bin the image over the point, in a last bin the same of the complements. */
export const endRatios = (bin: Bin, across: Pair): Pair => {
  const gain = gains(bin, across);
  return { t: mul(bin.slope, gain.t), complement: mul(bin.slope, gain.complement) };
};
