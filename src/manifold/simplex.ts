/**
 * The simplex Δ^n of n + 1 fractions that add up to 1, with Lebesgue measure on the first n of them (the measure of the
 * Dirichlet density). Its carriers are the logarithms of the fractions, so that no face or corner is out of reach.
 *
 * Stick i is the share t_i of fraction i in what the fractions before it have left. The Gaussian becomes uniform,
 * Dirichlet(1, …, 1), under which 1 − t_i has the distribution function of a power:
 *
 *     1 − t_i = (1 − Φ(z_i))^(1/(n−i+1)),   log |dy/dt| = Σ_i (n − i) log(1 − t_i).
 *
 * A fraction below `least` counts as `least`.
 */
import { add, concat, constant, cumsum, div, exp, expm1, less, log, log1p, logSigmoid, logSumExp, maximum, mul, neg, scalar, softplus, stack, sub, take, where, zeros, type Expr } from "../expr/index.ts";
import { normalPair, normalQuantile } from "./interval.ts";
import { log1mexp } from "./log-pair.ts";
import type { Geometry } from "./manifold.ts";
import { least } from "./pair.ts";

/** Sticks by the logarithms of what they take and what they leave, each [n]. */
export interface LogSticks {
  readonly taken: Expr;
  readonly left: Expr;
}

/** log-fractions [n + 1], up to a common factor, as sticks. */
export const logSticks = (logFractions: Expr): LogSticks => {
  const count = logFractions.shape[0]! - 1;
  // Log-odds of each stick, from the last to the first: its fraction against all that follow.
  const odds: Expr[] = [];
  let following = take(logFractions, count);
  for (let index = count - 1; index >= 0; index--) {
    const own = sub(take(logFractions, index), following);
    odds.unshift(own);
    following = add(following, softplus(own));
  }
  const all = stack(odds);
  return { taken: logSigmoid(all), left: logSigmoid(neg(all)) };
};

/** The log-fractions [n + 1] whose sticks these are. */
export const fromLogSticks = ({ taken, left }: LogSticks): Expr => add(concat([zeros([1]), cumsum(left, 0)]), concat([taken, zeros([1])]));

/** n − i for the sticks i = 1 … n: how the volume of fractions counts what each stick leaves. */
export const following = (dim: number): Expr => constant(Array.from({ length: dim }, (_, index) => dim - 1 - index));

/** log-fractions [n + 1] that add up to 1. */
export const normalized = (logFractions: Expr): Expr => sub(logFractions, logSumExp(logFractions));

/** log n!. */
const logFactorial = (n: number): number => (n <= 1 ? 0 : Math.log(n) + logFactorial(n - 1));

export const simplex = (dim: number): Geometry => ({
  spec: `a${dim}`,
  kind: "a",
  dim,
  ambient: dim + 1,
  carried: dim + 1,
  features: dim + 1,
  carry: (point) => normalized(log(maximum(point, least))),
  release: exp,
  fromBase: (base) => {
    const { t, complement } = normalPair(base);
    const low = less(t, complement);
    const left = div(where(low, log1p(neg(where(low, t, 0))), log(where(low, 1, complement))), add(following(dim), 1));
    return fromLogSticks({ taken: log1mexp(left), left });
  },
  toBase: (carrier) => {
    const left = mul(add(following(dim), 1), logSticks(carrier).left);
    return normalQuantile({ t: neg(expm1(left)), complement: exp(left) });
  },
  logReference: () => scalar(logFactorial(dim)),
  embed: exp,
});
