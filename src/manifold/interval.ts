/** An interval [a, b] with Lebesgue measure; the Gaussian becomes uniform through its distribution function. */
import { add, div, exp, log, logNormalCdf, logNormalQuantile, less, minimum, mul, neg, reshape, scalar, stack, sub, take, where, type Expr } from "../expr/index.ts";
import type { Geometry } from "./manifold.ts";
import { clipped, packed, proper, unpacked, type Pair } from "./pair.ts";
import type { ManifoldSpec } from "./space.ts";

/** Φ⁻¹ of a fraction, from whichever side is the smaller: exact in both tails. */
export const normalQuantile = (pair: Pair): Expr => {
  const { t, complement } = proper(pair);
  const low = logNormalQuantile(log(minimum(t, complement)));
  return where(less(t, complement), low, neg(low));
};

/** (Φ(z), Φ(−z)), for z within ±`farthest`. */
export const normalPair = (z: Expr): Pair => {
  const held = clipped(z);
  return { t: exp(logNormalCdf(held)), complement: exp(logNormalCdf(neg(held))) };
};

export const interval = ({ lower, upper, spec }: Extract<ManifoldSpec, { kind: "i" }>): Geometry => {
  const width = upper - lower;
  return {
    spec,
    kind: "i",
    dim: 1,
    ambient: 1,
    carried: 2,
    features: 1,
    carry: (point) => {
      const x = take(point, 0);
      return stack([div(sub(x, lower), width), div(sub(upper, x), width)]);
    },
    release: (carrier) => {
      const { t, complement } = unpacked(carrier);
      const x = where(less(t, complement), add(lower, mul(width, t)), sub(upper, mul(width, complement)));
      return reshape(x, [1]);
    },
    fromBase: (base) => packed(normalPair(take(base, 0))),
    toBase: (carrier) => reshape(normalQuantile(unpacked(carrier)), [1]),
    logReference: () => scalar(-Math.log(width)),
    embed: (carrier) => {
      const { t, complement } = unpacked(carrier);
      return reshape(sub(t, complement), [1]);
    },
  };
};

