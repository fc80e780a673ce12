/**
 * The area of caps on S^n. With p the fraction of the way up from the centre, q = 1 − p and a = n/2, a cap below p holds
 * the fraction I_p(a, a) of the area, the regularised incomplete beta function; by symmetry it leaves I_q(a, a). Both
 * enter as log-odds, functions of ℓ = log(p/q):
 *
 *     log I_p = a ℓ − log aB(a, a) + U(p),   U fitted on p ≤ ½,
 *
 * so that G(ℓ) = log I_p − log I_q = a ℓ + D(ℓ) below ½, and G(ℓ) = −G(−ℓ). On S² G(ℓ) = ℓ.
 */
import { abs, add, exp, log1p, mul, neg, sigmoid, sign, sub, type Expr } from "../expr/index.ts";
import { fitted } from "./chebyshev.ts";
import { logGamma } from "./disc.ts";

export interface Cap {
  /** G(ℓ) − a · `shift` for ℓ = `own` + `shift`: regular as `shift` goes to −∞ with ℓ. */
  readonly logOdds: (own: Expr, shift: Expr) => Expr;
  /** log of the smaller of both areas, I at −|ℓ|, less −a|ℓ|. */
  readonly shape: (l: Expr) => Expr;
  /** −log aB(a, a): G(ℓ) lies between a ℓ and a ℓ ± `gap`. */
  readonly gap: number;
}

export const cap = (dim: number): Cap => {
  const a = dim / 2;
  const gap = logGamma(2 * a) - 2 * logGamma(a) - Math.log(a);
  const fit = fitted((p) => logSeries(a, p) + 2 * a * Math.log1p(-p), 0, 0.5);
  const shape = (l: Expr): Expr => add(gap, fit(sigmoid(neg(abs(l)))));
  return {
    gap,
    shape,
    logOdds: (own, shift) => {
      const l = add(own, shift);
      const known = shape(l);
      const lean = sub(known, log1p(neg(exp(sub(known, mul(a, abs(l)))))));
      return sub(mul(a, own), mul(sign(l), lean));
    },
  };
};

/** log Σ (2a)_k / (a+1)_k p^k, whose product with (pq)^a / aB(a, a) is I_p(a, a). */
const logSeries = (a: number, p: number): number => {
  let [term, sum] = [1, 1];
  for (let k = 0; term > 1e-18 * sum; k++) {
    term *= (p * (2 * a + k)) / (a + 1 + k);
    sum += term;
  }
  return Math.log(sum);
};
