/**
 * A mixture of skewed kernels: generalised logistic distributions of type I, C = σ(t)^a, and of type II, which are their
 * mirror images, F = σ(−t)^a; even kernels are of type I, odd ones of type II. a = 1 is the logistic kernel.
 *
 * With τ = t for type I and −t for type II, S = a·softplus(−τ), the two tails of a kernel are P = exp(−S) and
 * 1 − P = −expm1(−S), and its density is (a/w) P σ(−τ). All in logarithms: for τ ≥ 0, where S is small,
 * 1 − P = a·exp(−τ) · (log(1 + e)/e) · ((1 − exp(−S))/S) with e = exp(−τ), whose factors are regular.
 *
 * Far out these logarithms are huge and have few digits to spare. The density per tail of a kernel is an ordinary number, and
 * that of the mixture is the mean of those, weighted by each kernel's share in the tail.
 */
import { abs, add, constant, div, exp, expm1, less, lessEqual, log, log1p, logSumExp, max, mul, neg, sub, unsqueeze, where, type Expr } from "../../expr/index.ts";
import { expm1Ratio, log1pRatio } from "../../manifold/ratio.ts";
import type { Kernels } from "./logistic-mixture.ts";
import type { Mixture } from "./tails.ts";

export const skewedMixture = ({ means, widths, weights }: Kernels, exponents: Expr): Mixture => {
  const logWeights = log(weights);
  const logSteepness = log(div(exponents, widths));
  const logExponents = log(exponents);
  const side = constant(Array.from({ length: means.shape[1]! }, (_, kernel) => (kernel % 2 === 0 ? 1 : -1)));
  const first = less(0, side);
  return {
    tails: (u) => {
      const tau = mul(side, div(sub(unsqueeze(u), means), widths));
      const right = lessEqual(0, tau);
      // At τ = 0 all pieces take their derivatives from the right.
      const e = exp(neg(abs(tau)));
      const rest = log1p(e);
      const near = mul(exponents, rest);
      const logP = neg(mul(exponents, add(where(right, 0, neg(tau)), rest)));
      // Less −τ, which the density has as well.
      const small = add(logExponents, log(mul(log1pRatio(e), expm1Ratio(neg(near)))));
      const large = log(neg(expm1(where(right, -1, logP))));
      const logRest = where(right, sub(small, tau), large);
      const perP = sub(logSteepness, add(where(right, tau, 0), rest));
      const perRest = sub(add(logP, sub(logSteepness, rest)), where(right, small, large));
      const tail = (own: Expr, per: Expr): { readonly value: Expr; readonly density: Expr } => {
        const each = add(logWeights, own);
        const value = logSumExp(each);
        return { value, density: logSumExp(add(sub(each, unsqueeze(value)), per)) };
      };
      const below = tail(where(first, logP, logRest), where(first, perP, perRest));
      const above = tail(where(first, logRest, logP), where(first, perRest, perP));
      const density = logSumExp(add(add(logWeights, logP), perP));
      return { below: below.value, above: above.value, density, perBelow: below.density, perAbove: above.density };
    },
    bracket: (below, above) => {
      const logP = where(first, unsqueeze(below), unsqueeze(above));
      const logRest = where(first, unsqueeze(above), unsqueeze(below));
      const ends = add(means, mul(widths, mul(side, logOdds(logP, logRest, exponents))));
      return { lower: neg(max(neg(ends))), upper: max(ends) };
    },
  };
};

/** The log-odds of P^(1/a), given log P and log(1 − P). */
const logOdds = (logP: Expr, logRest: Expr, exponents: Expr): Expr => {
  const power = div(logP, exponents);
  const small = less(logP, logRest);
  const complement = exp(where(small, -1, logRest));
  const ratio = log1pRatio(neg(complement));
  const tail = sub(add(logRest, log(mul(ratio, expm1Ratio(neg(div(mul(complement, ratio), exponents)))))), log(exponents));
  return sub(power, where(small, log(neg(expm1(where(small, power, -1)))), tail));
};
