/**
 * Outer functions: how a probability, given by the logarithms of both its tails, becomes a coordinate on the Gaussian
 * side. `normal` is Φ⁻¹, exact on both tails; `logistic` is the log-odds. Each also tells log dz/du from the tails, and
 * the tails from z.
 *
 * The others are the approximations of Φ⁻¹ in jammy_flows: `inormalFullPade` everywhere; `inormalPartlyPrecise` and
 * `inormalPartlyCrude` with Φ⁻¹ itself where both tails are above 0.5e-7 and approximations beyond. There the first of these
 * jumps back by 3.4e-3 at |z| = 5.33 and the second leaps by 7e-5, so that neither is a bijection; here the tails are moved
 * to meet Φ⁻¹, and z differs from theirs by so much. Slopes jump there, by 0.5 and 5 percent.
 */
import { abs, add, less, log, logNormalCdf, logNormalDensity, logNormalQuantile, logSigmoid, leftTail, mul, neg, scalar, sign, sub, where, type Expr } from "../../expr/index.ts";
import { crude, pade, type LogOddsMap } from "./approximate-outer.ts";
import { logNormalQuantile as quantileOf } from "../../expr/special.ts";
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

const throughLogOdds = (map: LogOddsMap): Outer => ({
  quantile: (tails) => map.quantile(logistic.quantile(tails)).value,
  logSlope: (tails, z) => add(map.quantile(logistic.quantile(tails)).logSlope, logistic.logSlope(tails, z)),
  tailsAt: (z) => logistic.tailsAt(map.logOdds(z)),
});

const least = 0.5e-7;
/** Where tails begin: log-odds, and z. */
const pivot = { logOdds: Math.log1p(-least) - Math.log(least), z: -quantileOf(Math.log(least)) };

const withTails = (map: LogOddsMap): Outer => {
  const moved = sub(pivot.z, map.quantile(scalar(pivot.logOdds)).value);
  /** In the middle a number that the tails take stands for what is not asked for. */
  const outside = (x: Expr, inside: Expr, bound: number): Expr => where(inside, bound, x);
  const inLogOdds = (tails: Tails): { readonly logOdds: Expr; readonly inside: Expr; readonly tail: ReturnType<LogOddsMap["quantile"]> } => {
    const logOdds = logistic.quantile(tails);
    const inside = less(abs(logOdds), pivot.logOdds);
    return { logOdds, inside, tail: map.quantile(outside(logOdds, inside, pivot.logOdds)) };
  };
  return {
    quantile: (tails) => {
      const { logOdds, inside, tail } = inLogOdds(tails);
      return where(inside, normal.quantile(tails), add(tail.value, mul(sign(logOdds), moved)));
    },
    logSlope: (tails, z) => {
      const { inside, tail } = inLogOdds(tails);
      return where(inside, normal.logSlope(tails, z), add(tail.logSlope, logistic.logSlope(tails, z)));
    },
    tailsAt: (z) => {
      const inside = less(abs(z), pivot.z);
      const [exact, tail] = [normal.tailsAt(z), logistic.tailsAt(map.logOdds(outside(sub(z, mul(sign(z), moved)), inside, pivot.z)))];
      return { below: where(inside, exact.below, tail.below), above: where(inside, exact.above, tail.above) };
    },
  };
};

export const outers = {
  normal,
  logistic,
  inormalPartlyPrecise: withTails(pade),
  inormalFullPade: throughLogOdds(pade),
  inormalPartlyCrude: withTails(crude),
} as const;
