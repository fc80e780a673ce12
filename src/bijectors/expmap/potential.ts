/**
 * Functions F of the height t = x·μ whose gradient on the sphere is c-convex, by name: what the exponential map is made of.
 *
 * Along the meridian of μ, at the angle θ from it, exp ∇F moves θ to Θ = θ − F′(cos θ) sin θ. F is c-convex if Θ grows with θ
 * and stays within [0, π]:
 *
 *   linear       F′ = 1:            Θ′ = 1 − cos θ
 *   quadratic    F′ = t:            Θ′ = 1 − cos 2θ
 *   exponential  F′ = e^β(t − 1):   Θ′ ≥ 1 − e^β(t − 1) cos θ, for every β > 0
 *   spline       F′ = S(t), growing from −1 to 1 on [−1, 1]: Θ′ ≥ 1 − S cos θ
 *   polynomial   F = Σ_d c_d T_d(t) / d², Σ |c_d| ≤ 1, with Chebyshev's T_d: each term has Θ′ = 1 ± cos dθ
 *
 * none of which is negative. In all of them |F′| ≤ 1.
 * Source: Sei 2013; Rezende et al. 2020, arXiv:2002.02428, section 2.2; the polynomial contains linear and quadratic terms.
 */
import { add, div, exp, expand, logSumExp, mul, slice, sub, sum, tanh, unsqueeze, zeros, type Expr } from "../../expr/index.ts";
import type { Pair } from "../../manifold/pair.ts";
import { slopesOf, spline } from "../spline/knots.ts";
import { through } from "../spline/unit-spline.ts";
import type { ExpmapOptions } from "./options.ts";

/** F′ and F″ [K] at the heights, as pairs ((1 + t)/2, (1 − t)/2) [K]. */
export type Potentials = (heights: Pair) => { readonly slope: Expr; readonly bend: Expr };

/** Numbers that one potential takes. */
export const shapeSize = ({ potential, bins, degree }: ExpmapOptions): number =>
  ({ linear: 0, quadratic: 0, exponential: 1, spline: 3 * bins + 1, polynomial: 2 * degree })[potential];

/** Raw shapes [K, m] as functions; zeros are F′ = 1, t, e^(t − 1), t and 0. */
export const potentialsOf = (raw: Expr, options: ExpmapOptions): Potentials => {
  switch (options.potential) {
    case "linear":
      return ({ t: { shape } }) => ({ slope: expand(1, shape), bend: zeros(shape) });
    case "quadratic":
      return ({ t, complement }) => ({ slope: sub(t, complement), bend: expand(1, t.shape) });
    case "exponential":
      return exponential(raw, options);
    case "spline":
      return splines(raw, options);
    case "polynomial":
      return polynomial(raw, options);
  }
};

/** β between 1 / concentration and concentration, evenly on a logarithmic scale. */
const exponential = (raw: Expr, { concentration }: ExpmapOptions): Potentials => {
  const range = Math.log(concentration);
  const beta = exp(mul(range, tanh(div(slice(raw, 1, 0, 1), range))));
  const own = sum(beta);
  return ({ complement }) => {
    const slope = exp(mul(-2, mul(own, complement)));
    return { slope, bend: mul(own, slope) };
  };
};

const splines = (raw: Expr, { bins, minWidth, minHeight, minSlope }: ExpmapOptions): Potentials => {
  const part = (start: number, length: number): Expr => slice(raw, 1, start, length);
  const own = spline(part(0, bins), part(bins, bins), slopesOf(part(2 * bins, bins + 1), minSlope), { minWidth, minHeight, minSlope });
  return (heights) => {
    const { pair, logSlope } = through(own, heights);
    return { slope: sub(pair.t, pair.complement), bend: exp(logSlope) };
  };
};

/** T_d′ = d U_(d−1): F′ = Σ c_d U_(d−1) / d, by the recurrence U_d = 2t U_(d−1) − U_(d−2). */
const polynomial = (raw: Expr, { degree }: ExpmapOptions): Potentials => {
  const shares = exp(sub(raw, unsqueeze(logSumExp(raw))));
  const signed = sub(slice(shares, 1, 0, degree), slice(shares, 1, degree, degree));
  const coefficient = (d: number): Expr => div(sum(slice(signed, 1, d - 1, 1)), d);
  return ({ t, complement }) => {
    const twice = mul(2, sub(t, complement));
    const none = zeros(t.shape);
    let [before, now]: [Expr, Expr] = [none, expand(1, t.shape)];
    let [bendBefore, bendNow]: [Expr, Expr] = [none, none];
    let [slope, bend]: [Expr, Expr] = [mul(coefficient(1), now), none];
    for (let d = 2; d <= degree; d++) {
      [bendBefore, bendNow] = [bendNow, sub(add(mul(2, now), mul(twice, bendNow)), bendBefore)];
      [before, now] = [now, sub(mul(twice, now), before)];
      slope = add(slope, mul(coefficient(d), now));
      bend = add(bend, mul(coefficient(d), bendNow));
    }
    return { slope, bend };
  };
};
