/**
 * Outer functions: how a probability, given by the logarithms of both its tails, becomes a coordinate on the Gaussian
 * side. `normal` is Φ⁻¹, exact on both tails; `logistic` is the log-odds. Each also tells log dz/du from the tails, and
 * the tails from z.
 */
import { abs, add, less, log, logNormalCdf, logNormalDensity, logNormalQuantile, logSigmoid, leftTail, mul, neg, sub, where, type Expr } from "../../expr/index.ts";
import type { Tails } from "./tails.ts";

export interface Outer {
  /** The coordinate z whose distribution function has these tails. */
  readonly quantile: (tails: Tails) => Expr;
  /** log dz/du, given z as well. */
  readonly logSlope: (tails: Tails, z: Expr) => Expr;
  /** log C and log F at z. */
  readonly tailsAt: (z: Expr) => { readonly below: Expr; readonly above: Expr };
}

/** 1 in the lower half of the distribution. */
const low = ({ below, above }: Tails): Expr => less(below, above);

const normal: Outer = {
  quantile: (tails) => {
    const side = low(tails);
    return mul(where(side, 1, -1), logNormalQuantile(where(side, tails.below, tails.above)));
  },
  // f / φ(z), or in the tails (f / C) (Φ(z) / φ(z)): the second factor is Mills' ratio, and no huge logarithms cancel.
  logSlope: (tails, z) => {
    const { far, ratio } = leftTail(neg(abs(z)));
    const perTail = where(less(z, 0), tails.perBelow, tails.perAbove);
    return where(far, add(perTail, log(ratio)), sub(tails.density, logNormalDensity(z)));
  },
  tailsAt: (z) => ({ below: logNormalCdf(z), above: logNormalCdf(neg(z)) }),
};

const logistic: Outer = {
  quantile: ({ below, above }) => sub(below, above),
  // f / (C F).
  logSlope: (tails) => where(low(tails), sub(tails.perBelow, tails.above), sub(tails.perAbove, tails.below)),
  tailsAt: (z) => ({ below: logSigmoid(z), above: logSigmoid(neg(z)) }),
};

export const outers = { normal, logistic } as const;
