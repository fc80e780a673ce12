/**
 * The Gaussian mass of discs in R^n. With s = r²/2 and a = n/2 a disc of radius r holds P(a, s) and leaves Q(a, s), the
 * regularised incomplete gamma functions; both tails enter as log-odds, log P − log Q.
 *
 * Below s = a, where P is about a half, P = s^a/Γ(a+1) · e^V(s) with V fitted and log Q = log1p(−P); above it, Q is a sum
 * of positive terms and log P = log1p(−Q).
 */
import { add, div, exp, expand, less, log, log1p, logNormalCdf, maximum, minimum, mul, neg, sqrt, sub, where, type Expr } from "../expr/index.ts";
import { fitted } from "./chebyshev.ts";

export interface Disc {
  /** Mass of the disc with log s = `log` + `shift` in log-odds, less n/2 · `shift`: regular as `shift` goes to −∞ with s. */
  readonly logOdds: (log: Expr, shift: Expr) => Expr;
}

/** log Γ(a) for whole and half a > 0. */
export const logGamma = (a: number): number => {
  let sum = Number.isInteger(a) ? 0 : 0.5 * Math.log(Math.PI);
  for (let b = Number.isInteger(a) ? 1 : 0.5; b < a; b++) sum += Math.log(b);
  return sum;
};

export const disc = (dim: number): Disc => {
  const a = dim / 2;
  const logLead = logGamma(a + 1);
  const shape = fitted((s) => logSeries(a, s) - s, 0, a);

  const lowerPart = (own: Expr, shift: Expr): Expr => {
    const logS = minimum(add(own, shift), Math.log(a));
    const series = sub(shape(exp(logS)), logLead);
    return sub(add(mul(a, own), series), log1p(neg(exp(add(mul(a, logS), series)))));
  };
  const upperPart = (own: Expr, shift: Expr): Expr => {
    const logS = maximum(add(own, shift), Math.log(a));
    const s = exp(logS);
    const logQ = add(sub(mul(a - 1, logS), s), sub(log(tailSum(a, s)), logGamma(a)));
    return sub(sub(log1p(neg(exp(logQ))), logQ), mul(a, shift));
  };
  return {
    logOdds: (own, shift) => where(less(add(own, shift), Math.log(a)), lowerPart(own, shift), upperPart(own, shift)),
  };
};

/** log Σ s^k / (a+1)_k, whose product with s^a e^−s / Γ(a+1) is P(a, s). */
const logSeries = (a: number, s: number): number => {
  let [term, sum] = [1, 1];
  for (let k = 1; term > 1e-18 * sum; k++) {
    term *= s / (a + k);
    sum += term;
  }
  return Math.log(sum);
};

/** H with Q(a, s) = e^−s s^(a−1)/Γ(a) · H: from Q(a, s) = Q(a−1, s) + e^−s s^(a−1)/Γ(a), H_a = 1 + (a−1)/s · H_(a−1). */
const tailSum = (a: number, s: Expr): Expr => {
  if (a === 1) return expand(1, s.shape);
  if (a > 0.5) return add(1, mul(div(a - 1, s), tailSum(a - 1, s)));
  // Q(½, s) = 2Φ(−√2s), freed of its exponential.
  return exp(add(add(logNormalCdf(neg(sqrt(mul(2, s)))), s), log(mul(2 * Math.sqrt(Math.PI), sqrt(s)))));
};
