/**
 * Fractions by the logarithms of both halves: log t and log(1 − t), each taken from the half that has the digits. Powers,
 * odds and distribution functions of a fraction are sums and products of these.
 */
import { exp, expm1, less, log, log1p, maximum, neg, where, type Expr } from "../expr/index.ts";
import { least, packed, unpacked, type Pair } from "./pair.ts";

/** log(1 − eˣ) for x < 0, precise at both ends. */
export const log1mexp = (x: Expr): Expr => {
  const small = less(-Math.LN2, x);
  return where(small, log(neg(expm1(where(small, x, -1)))), log1p(neg(exp(where(small, -1, x)))));
};

/** log t and log(1 − t) of a carrier of an interval; what lies closer to an end than `least` counts as `least` away. */
export const logPair = (carrier: Expr): Pair => {
  const { t, complement } = unpacked(carrier);
  const low = less(t, complement);
  return {
    t: where(low, log(maximum(where(low, t, 1), least)), log1p(neg(where(low, 0, complement)))),
    complement: where(low, log1p(neg(where(low, t, 0))), log(maximum(where(low, 1, complement), least))),
  };
};

/** The carrier of an interval with these log t and log(1 − t). */
export const fromLogPair = ({ t, complement }: Pair): Expr => packed({ t: exp(t), complement: exp(complement) });
