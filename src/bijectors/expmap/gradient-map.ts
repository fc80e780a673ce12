/**
 * The exponential map of a gradient, y = exp_x ∇φ(x), with φ(x) = Σ_k w_k F_k(x·μ_k) and Σ w_k < 1.
 *
 * With v = ∇φ(x) and q = ‖v‖² = r², moving x by a tangent h moves y by the parallel transport of E B h, where
 *
 *     B = Hess φ(x) + (r cot r) I + (1 − r cot r) v vᵀ / q,   E = (sin r / r) I + (1 − sin r / r) v vᵀ / q
 *
 * on the tangent space at x: B is the Hessian at x of φ plus half the squared distance from y, E the derivative of the
 * exponential map. log-det = (n − 1) log(sin r / r) + log det B.
 *
 * If each F_k is c-convex, so is their convex sum with 0, and cross-curvature makes B ≥ 1 − Σ w_k: the map is a bijection, and
 * B is well within reach of elimination without pivots. All F_k here have |F_k′| ≤ 1, so that r < 1.
 * Source: Sei 2013, Commun. Stat. Theory Methods 42, 2525; Kim & McCann 2012, J. reine angew. Math. 664, 1.
 */
import { add, applyTransposed, div, dot, log, matmul, mul, square, stopGradient, sub, sum, transpose, unsqueeze, type Expr } from "../../expr/index.ts";
import { identityMatrix } from "../orthogonal/householder.ts";
import { factored } from "../positive-definite.ts";
import type { Local } from "../sphere-newton.ts";
import { exponential, series, transported } from "./geodesic.ts";
import type { Potentials } from "./potential.ts";

export interface GradientMap extends Local {
  readonly logDet: Expr;
}

/** φ: unit centres μ [K, n + 1], weights w [K], and the functions F_k of the heights x·μ_k. */
export interface Sum {
  readonly centers: Expr;
  readonly weights: Expr;
  readonly potentials: Potentials;
}

export const gradientMap = ({ centers, weights, potentials }: Sum) => (x: Expr): GradientMap => {
  const quarter = (parts: Expr): Expr => mul(0.25, sum(square(parts)));
  // (1 + x·μ)/2 and (1 − x·μ)/2 from chords, which lose nothing near ±μ.
  const heights = { t: quarter(add(centers, x)), complement: quarter(sub(centers, x)) };
  const { slope, bend } = potentials(heights);
  const pulls = mul(weights, slope);
  const height = sub(heights.t, heights.complement);
  /** The parts of the centres across x. */
  const across = sub(centers, mul(unsqueeze(height), x));
  const v = applyTransposed(pulls, across);
  const own = series(dot(v, v));
  const y = exponential(x, v, own);

  const ratio = div(own.cos, own.sinc);
  const outer = (a: Expr, scale: Expr): Expr => mul(unsqueeze(mul(scale, a)), unsqueeze(a, 0));
  const onTangents = sub(ratio, dot(pulls, height));
  // x has eigenvalue 1, so that the determinant is that on the tangent space.
  const hessian = add(
    matmul(transpose(across), mul(unsqueeze(mul(weights, bend)), across)),
    mul(onTangents, identityMatrix(x.shape[0]!)),
    outer(v, div(own.bend, own.sinc)),
    outer(x, sub(1, onTangents)),
  );
  const dim = x.shape[0]! - 1;
  return {
    image: y,
    logDet: add(factored(hessian).logDet, mul(dim - 1, log(own.sinc))),
    pull: (u) => {
      const [b, held, lag, sinc, from, to] = [hessian, v, own.lag, own.sinc, x, y].map(stopGradient) as [Expr, Expr, Expr, Expr, Expr, Expr];
      const there = transported(u, to, from);
      return factored(b).solve(div(sub(there, mul(mul(lag, dot(held, there)), held)), sinc));
    },
  };
};
