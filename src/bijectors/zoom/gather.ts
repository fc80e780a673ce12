/**
 * The zoom of heights, as a map of pairs (β, α) of fractions of the way from the pole that points are gathered around, and
 * from the other one; α + β = 1. With y = 2κ and the share s(y) = (1 − e^−y) / y it takes, from the data to the base,
 *
 *     β = β′ s(yβ′) / s(y),   α = α′ s(yα′) / s(y) · e^(−yβ′),   dβ/dβ′ = e^(−yβ′) / s(y),
 *
 * so that on S², where β is uniform, the image of the uniform density is von Mises–Fisher. Both fractions are products,
 * without a difference in them, and regular at κ = 0, where they are β′ and α′. The other way
 *
 *     β′ = −log(1 − βys(y)) / y = −log(α + βe^−y) / y,   α′ = log(β + αe^y) / y,
 *
 * of which the smaller fraction is taken, in the form that fits the size of its logarithm.
 *
 * Towards the data α is stretched by up to e^y, more than floats hold. What lies next to the emptied pole, at an α below
 * the `least` that counts, is therefore stretched by at most 1 / `least`: α′ = min(α′, α / `least`), which is continuous
 * and moves what it came from by less than a rounding. Log-slopes are those of the map without this bound, and constants
 * to derivatives in α where it holds.
 */
import { add, div, exp, expm1, less, lessEqual, log, maximum, minimum, mul, neg, softplus, stopGradient, sub, where, type Expr } from "../../expr/index.ts";
import { least, type Pair } from "../../manifold/pair.ts";
import { expm1Ratio, log1pRatio } from "../../manifold/ratio.ts";

/** The image of a pair (β, α), each of its halves by the logarithm of its ratio to where it came from. */
export interface Gathered {
  readonly pair: Pair;
  readonly logRatios: Pair;
  /** The sum of both, without the bound on stretches. */
  readonly logStretch: Expr;
  /** log of the derivative. */
  readonly logSlope: Expr;
}

/** A float32 next to its least normal one, for logarithms of what may be 0. */
const tiny = 1e-37;

/** s(y). */
const share = (y: Expr): Expr => expm1Ratio(neg(y));

/** log(base / data) of β and α, for a pair on the data side. */
const logRatios = (y: Expr, { t: near, complement: far }: Pair): Pair => {
  const whole = log(share(y));
  return {
    t: sub(log(share(mul(y, near))), whole),
    complement: sub(sub(log(share(mul(y, far))), whole), mul(y, near)),
  };
};

const logSlope = (y: Expr, near: Expr): Expr => neg(add(mul(y, near), log(share(y))));

/** data → base. */
export const spread = (kappa: Expr, data: Pair): Gathered => {
  const y = mul(2, kappa);
  const [near, far] = [data.t, data.complement];
  const whole = share(y);
  const beta = mul(near, div(share(mul(y, near)), whole));
  const alpha = mul(far, div(share(mul(y, far)), whole), exp(neg(mul(y, near))));
  const low = lessEqual(beta, alpha);
  const ratios = logRatios(y, data);
  return {
    pair: { t: where(low, beta, sub(1, alpha)), complement: where(low, sub(1, beta), alpha) },
    logRatios: ratios,
    logStretch: add(ratios.t, ratios.complement),
    logSlope: logSlope(y, near),
  };
};

/** base → data. */
export const gather = (kappa: Expr, base: Pair): Gathered => {
  const y = mul(2, kappa);
  const [near, far] = [nearImage(y, base), farImage(y, base.complement)];
  const emptied = less(base.complement, least);
  const useFar = where(emptied, 1, lessEqual(far, 0.5));
  const data = { t: where(useFar, sub(1, far), near), complement: where(useFar, far, sub(1, near)) };
  const ratios = logRatios(y, data);
  // Where the bound holds, 2κβ′ changes with α by more than floats hold.
  const bounded = mul(emptied, less(-Math.log(least), steepest(y)));
  const held = { t: where(bounded, stopGradient(data.t), data.t), complement: where(bounded, stopGradient(data.complement), data.complement) };
  const stretches = logRatios(y, held);
  return {
    pair: data,
    logRatios: { t: neg(ratios.t), complement: minimum(neg(ratios.complement), -Math.log(least)) },
    logStretch: neg(add(stretches.t, stretches.complement)),
    logSlope: neg(logSlope(y, held.t)),
  };
};

/** The logarithm of dα′/dα at α = 0, its largest value. */
const steepest = (y: Expr): Expr => add(y, log(share(y)));

/** β′, where α is not so small that it is all that counts. */
const nearImage = (y: Expr, { t: beta, complement: alpha }: Pair): Expr => {
  const whole = share(y);
  const product = mul(beta, y, whole);
  const shallow = less(product, 0.5);
  const linear = mul(beta, whole, log1pRatio(neg(minimum(product, 0.5))));
  const rest = where(shallow, 1, maximum(add(alpha, mul(beta, exp(neg(y)))), tiny));
  return where(shallow, linear, neg(div(log(rest), where(shallow, 1, y))));
};

/** α′, a concave function of α: no more than its tangent at 0 gives, nor the bound. */
const farImage = (y: Expr, alpha: Expr): Expr => {
  const weak = less(y, 1);
  const some = minimum(y, 1);
  const growth = expm1Ratio(some);
  const linear = mul(alpha, growth, log1pRatio(mul(alpha, some, growth)));
  const strong = where(weak, 1, y);
  const odds = add(log(maximum(alpha, tiny)), strong, log(neg(expm1(neg(strong)))));
  const tangent = exp(minimum(steepest(y), -Math.log(least)));
  return minimum(where(weak, linear, div(softplus(odds), strong)), mul(alpha, tangent));
};
