/**
 * Convex mixtures of Möbius maps of the circle, as displacements of the angle.
 *
 * On unit vectors z the map h_w(z) = (z − w) / (1 − w̄z), |w| < 1, adds 2·arg(1 − w z̄) to the angle. The real part of
 * 1 − w z̄ is positive, so there is no branch to choose and no seam: the mixture adds the smooth, periodic
 *
 *     δ(z) = Σ_k π_k · 2 arg(1 − w_k z̄),   |δ| < π,   1 + δ′ = Σ_k π_k (1 − |w_k|²) / |z − w_k|².
 *
 * z may as well lie inside the unit disc: that is the mixture with centres |z|·w_k at the angle of z, fades to the
 * identity at the middle and is smooth there. The n-sphere layer uses it so.
 */
import { add, atan2, cos, div, dot, exp, log, logSumExp, mul, reshape, root, sin, slice, sqrt, square, stack, sub, sum, take, unsqueeze, type Expr, type Solution } from "../../expr/index.ts";

/** Largest |w|. */
export const bound = 0.999;

export interface Kernels {
  /** w: [K, 2]. */
  readonly centers: Expr;
  /** |w|² and 1 − |w|²: [K] each. */
  readonly lengths2: Expr;
  readonly gaps: Expr;
  /** π: [K]. */
  readonly weights: Expr;
}

/** Raw centres v [K, 2] are read as w = bound · v / √(1 + ‖v‖²), raw weights [K] through softmax. */
export const kernels = (rawCenters: Expr, rawWeights: Expr): Kernels => {
  const v2 = sum(square(rawCenters));
  const over = add(1, v2);
  return {
    centers: mul(rawCenters, unsqueeze(div(bound, sqrt(over)))),
    lengths2: div(mul(bound ** 2, v2), over),
    gaps: div(add(1, mul((1 - bound) * (1 + bound), v2)), over),
    weights: exp(sub(rawWeights, logSumExp(rawWeights))),
  };
};

/** Re and Im of 1 − w z̄: [K] each. */
const factors = (centers: Expr, z: Expr): { readonly re: Expr; readonly im: Expr } => {
  const [wx, wy] = [0, 1].map((axis) => reshape(slice(centers, 1, axis, 1), [centers.shape[0]!])) as [Expr, Expr];
  const [x, y] = [take(z, 0), take(z, 1)];
  return { re: sub(sub(1, mul(wx, x)), mul(wy, y)), im: sub(mul(wx, y), mul(wy, x)) };
};

/** δ(z), for z [2]: a scalar. */
export const displacement = ({ centers, weights }: Kernels, z: Expr): Expr => {
  const { re, im } = factors(centers, z);
  return mul(2, dot(weights, atan2(im, re)));
};

/** log (1 + δ′(z)); `slack` is 1 − |z|², where z is no unit vector. */
export const logDerivative = ({ centers, lengths2, gaps, weights }: Kernels, z: Expr, slack?: Expr): Expr => {
  const { re, im } = factors(centers, z);
  const numerators = slack ? add(gaps, mul(lengths2, slack)) : gaps;
  return log(sum(div(mul(weights, numerators), add(square(re), square(im)))));
};

/** z [2] turned by an angle. */
export const turned = (z: Expr, angle: Expr): Expr => {
  const [c, s] = [cos(angle), sin(angle)];
  const [x, y] = [take(z, 0), take(z, 1)];
  return stack([sub(mul(c, x), mul(s, y)), add(mul(s, x), mul(c, y))]);
};

/** d with δ(z) = −d at z = `image` turned by d: the way back. The bracket holds it, as |δ| < π. */
export const displacementBack = (mixture: Kernels, image: Expr): Solution =>
  root((angle) => add(angle, displacement(mixture, turned(image, angle))), { lower: -Math.PI, upper: Math.PI });
