/**
 * How far two models on one space are apart, and a model from data, in nats:
 *
 *     KL(p ‖ q) = E_p ln p/q,   JS = ½ KL(p ‖ m) + ½ KL(q ‖ m) with m = ½ (p + q), at most ln 2.
 */
import type { Batch } from "../../manifold/batch.ts";
import type { Given } from "../condition.ts";
import type { Model } from "../model.ts";
import { checkedSamples, defaultSamples, type AnyOptions, type Asked, type Effort } from "./asked.ts";
import { ensembleOf, meanOf, type Ensemble } from "./ensemble.ts";
import type { Estimate } from "./estimate.ts";
import { reads, subjectOf, type Asking, type Subject } from "./subject.ts";

export interface Divergence {
  /** KL(p ‖ q): what is lost where q describes points of p. */
  readonly forward: Estimate;
  /** KL(q ‖ p). */
  readonly reverse: Estimate;
  /** Jensen–Shannon, symmetric and bounded by ln 2. */
  readonly jensenShannon: Estimate;
}

/** KL both ways and Jensen–Shannon: `divergence(p, q)`. Both are given the same condition. */
export const divergence = <S extends string, C extends string>(p: Model<S, C>, q: Model<NoInfer<S>, NoInfer<C>>, ...[options]: Asked<NoInfer<C>, Effort>): Divergence =>
  between(p, q, options);

const between = (p: Asking, q: Asking, { samples = defaultSamples, seed = 0, given }: AnyOptions<Effort> = {}): Divergence => {
  const [first, second] = [subjectOf(p, given), subjectOf(q, given)];
  // The compiler has checked literal specs; wide ones are checked here.
  if (p.flow.space !== q.flow.space) throw new RangeError(`A divergence is between models on one space, but these live on ${p.flow.space} and ${q.flow.space}.`);
  const [here, there] = [drawnFrom(first, second, samples, seed), drawnFrom(second, first, samples, seed + 1)];
  const half = [here, there].map(({ ensemble, own, other }) => meanOf(ensemble, own.map((each, row) => belowMixture(other[row]! - each))));
  return {
    forward: meanOf(here.ensemble, difference(here)),
    reverse: meanOf(there.ensemble, difference(there)),
    jensenShannon: {
      value: 0.5 * (half[0]!.value + half[1]!.value),
      error: half[0]!.method === "sampling" ? 0.5 * Math.hypot(half[0]!.error, half[1]!.error) : 0.5 * (half[0]!.error + half[1]!.error),
      method: half[0]!.method,
      samples: half[0]!.samples + half[1]!.samples,
    },
  };
};

interface Compared {
  readonly ensemble: Ensemble;
  readonly own: Float64Array;
  readonly other: Float64Array;
}

/** Points of one model under both. */
const drawnFrom = (of: Subject, under: Subject, samples: number, seed: number): Compared => {
  const ensemble = ensembleOf(of, of.plan.blocks.map((_, index) => index), { samples: checkedSamples(samples), seed });
  const [own, other] = [of, under].map((subject) => subject.programs.density()({ point: ensemble.rows, ...reads(subject, ensemble.count) }, ensemble.count).logProb);
  return { ensemble, own: own!, other: other! };
};

const difference = ({ own, other }: Compared): Float64Array => own.map((each, row) => each - other[row]!);

/** ln p/m = ln 2 − ln(1 + q/p), of ln q/p. */
const belowMixture = (logRatio: number): number => Math.LN2 - (logRatio > 0 ? logRatio + Math.log1p(Math.exp(-logRatio)) : Math.log1p(Math.exp(logRatio)));

/**
 * −mean ln p over points of data: the nats that a point takes where p describes it. Its standard error is that of a mean
 * over independent rows. With a condition, one point of it for all rows or one for each.
 */
export const crossEntropy = <S extends string, C extends string>(model: Model<S, C>, points: Batch<NoInfer<S>>, ...given: Given<NoInfer<C>>): Estimate => {
  const { count } = points;
  if (count < 2) throw new RangeError(`A standard error takes at least two rows, but there ${count === 1 ? "is one" : "are none"}.`);
  const surprise = model.logProb(points, ...(given as Given<C>)).map((each) => -each);
  const value = surprise.reduce((sum, each) => sum + each, 0) / count;
  const variance = surprise.reduce((sum, each) => sum + (each - value) ** 2, 0) / (count - 1);
  return { value, error: Math.sqrt(variance / count), method: "sampling", samples: count };
};
