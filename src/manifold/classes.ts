/**
 * k unordered classes with counting measure: what has this density is a probability mass. A point is one-hot.
 *
 * The classes are k equal parts of [0, 1], and the carrier of a class is the middle of its part, as a pair. So the Gaussian
 * becomes uniform as on an interval, a layer is a monotone map of [0, 1] whose inverse has one slope on each part, and the
 * mass of a class is that slope over k. A class knows the middle of its part of the base only: sampling forgets the rest.
 */
import { add, constant, div, dot, floor, less, maximum, minimum, mul, oneHot, reshape, scalar, sub, take, where, type Expr } from "../expr/index.ts";
import { normalPair, normalQuantile } from "./interval.ts";
import type { Geometry } from "./manifold.ts";
import { packed, unpacked } from "./pair.ts";
import type { ManifoldSpec } from "./space.ts";

/** The class of a carrier [2] as a one-hot vector [k], told from the nearer end. */
const classOf = (carrier: Expr, count: number): Expr => {
  const { t, complement } = unpacked(carrier);
  const index = where(less(t, complement), floor(mul(count, t)), sub(count - 1, floor(mul(count, complement))));
  return oneHot(minimum(maximum(index, 0), count - 1), count);
};

export const classes = ({ classes: count, spec }: Extract<ManifoldSpec, { kind: "c" }>): Geometry => ({
  spec,
  kind: "c",
  dim: 1,
  ambient: count,
  carried: 2,
  features: count,
  carry: (point) => {
    const index = dot(point, constant(Array.from({ length: count }, (_, each) => each)));
    return packed({ t: div(add(index, 0.5), count), complement: div(sub(count - 0.5, index), count) });
  },
  release: (carrier) => classOf(carrier, count),
  fromBase: (base) => packed(normalPair(take(base, 0))),
  toBase: (carrier) => reshape(normalQuantile(unpacked(carrier)), [1]),
  logReference: () => scalar(-Math.log(count)),
  embed: (carrier) => classOf(carrier, count),
});
