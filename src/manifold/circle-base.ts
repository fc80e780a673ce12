/**
 * The base map of the circle: φ = 2πΦ(−z), centre φ = π. The angle is measured from the seam φ = 0 on the side of the
 * point, ε = 2πΦ(−|z|), so that both tails of the Gaussian reach the seam with full precision.
 */
import { exp, abs, atan2, cos, log, logNormalCdf, logNormalQuantile, maximum, mul, neg, reshape, sign, sin, stack, take, type Expr } from "../expr/index.ts";
import { clipped, least } from "./pair.ts";

/** z [1] → (cos φ, sin φ); z beyond ±`farthest` counts as ±`farthest`. */
export const circleFromBase = (base: Expr): Expr => {
  const z = clipped(take(base, 0));
  const angle = mul(2 * Math.PI, exp(logNormalCdf(neg(abs(z)))));
  return stack([cos(angle), mul(sign(z), sin(angle))]);
};

/** (cos φ, sin φ) → z [1]. */
export const circleToBase = (point: Expr): Expr => {
  const [c, s] = [take(point, 0), take(point, 1)];
  const fraction = mul(1 / (2 * Math.PI), atan2(abs(s), c));
  const z = mul(sign(s), neg(logNormalQuantile(log(maximum(fraction, least)))));
  return reshape(z, [1]);
};
