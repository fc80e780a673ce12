/**
 * The masses of unordered classes: softmax of one number per class.
 *
 * Space: c<k>. Parameters: `logits` [k]; zeros are equal masses. On [0, 1], of which the classes are k equal parts, the
 * inverse is the distribution function: it takes the part of class j to one as long as its mass p_j.
 * log-det: log(k p_j) of the inverse.
 *
 * A block of classes takes this layer once: a second one would bend the parts within a class.
 */
import { add, constant, gather, logSumExp, neg, sub, type Expr } from "../expr/index.ts";
import { packed, unpacked } from "../manifold/pair.ts";
import { bijector, filled, type Sample } from "./bijector.ts";
import { axis, portions } from "./spline/knots.ts";
import { at, locate } from "./spline/unit-spline.ts";

const equalParts = (classes: number) => axis(constant(Array<number>(classes).fill(1 / classes)));

/** log(k p) [k]. */
const logGains = (logits: Expr): Expr => add(sub(logits, logSumExp(logits)), Math.log(logits.shape[0]!));

export const logits = bijector({
  name: "logits",
  on: "c",
  symbol: "l",
  options: {},
  parameters: ({ ambient }) => ({ logits: filled([ambient], 0) }),
  forward: (point, { logits }, { geometry: { ambient } }) => {
    const place = locate(axis(portions(logits, 0)), unpacked(point));
    return { point: packed(at(equalParts(ambient), place)), logDet: neg(gather(logGains(logits), place.index)) };
  },
  inverse: (point, { logits }, { geometry: { ambient } }) => {
    const place = locate(equalParts(ambient), unpacked(point));
    return { point: packed(at(axis(portions(logits, 0)), place)), logDet: gather(logGains(logits), place.index) };
  },
  /** The logarithms of the classes' shares, of which each is taken to have been seen half a time more often. */
  fit: (sample, { ambient }) => ({ logits: logShares(sample, ambient) }),
});

const logShares = ({ rows, count, weights }: Sample, classes: number): readonly number[] => {
  const shares = Array<number>(classes).fill(0.5 / count);
  for (let row = 0; row < count; row++) shares[Math.min(classes - 1, Math.floor(classes * rows[2 * row]!))]! += weights[row]!;
  return shares.map(Math.log);
};
