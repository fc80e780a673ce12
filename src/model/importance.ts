/** A model as a proposal: samples with importance weights for a density that is known up to a factor. */
import { either } from "fp-ts";
import type { DiffeoError } from "../error.ts";
import type { Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";
import { conditionBatch, conditionRows } from "./condition.ts";
import { summarize, type WeightSummary } from "./log-weights.ts";
import { paretoTail } from "./information/pareto.ts";
import type { Model } from "./model.ts";
import { firstRefused, valuesOf, type Target } from "./target.ts";

/** With a condition, one point of it: every condition has a Z of its own. */
export type ImportanceOptions<C extends string> = {
  /** 20,000 by default. */
  readonly samples?: number;
  readonly seed?: number;
} & (C extends "e0" ? object : string extends C ? { readonly given?: Point<C> } : { readonly given: Point<C> });

type Options<C extends string> = C extends "e0" ? readonly [options?: ImportanceOptions<C>]
  : string extends C ? readonly [options?: ImportanceOptions<C>]
  : readonly [options: ImportanceOptions<C>];

export interface Importance<S extends string> extends WeightSummary {
  /** Samples of the model. */
  readonly points: Batch<S>;
  /** ln p̃ − ln q of each, in nats. */
  readonly logWeights: Float64Array;
  /**
   * The shape k of the tail of the weights, which tells whether the other figures can be trusted: below 0.7, and with at
   * least `samplesNeeded` samples, they can. −∞ where no weight stands out.
   */
  readonly paretoK: number;
  readonly samplesNeeded: number;
  readonly reliable: boolean;
  /** The same figures from weights whose tail is smoothed, with less noise and a little bias; and these weights. */
  readonly smoothed: WeightSummary & { readonly logWeights: Float64Array };
}

/**
 * Weighs samples of a model by a target p̃ = Z p: expectations under p are Σ w f(x) / Σ w. A target that vanishes at a
 * point (−∞) is one; NaN and +∞ are none.
 *
 *     const { effectiveShare, logNormalizer } = unsafe(importance(model, (x) => expr.mul(2, expr.take(x, 0))));
 */
export const importance = <S extends string, C extends string>(model: Model<S, C>, target: Target<NoInfer<S>, NoInfer<C>>, ...[options]: Options<NoInfer<C>>): either.Either<DiffeoError, Importance<S>> => {
  const { samples: count = 20_000, seed = 0, given } = (options ?? {}) as { readonly samples?: number; readonly seed?: number; readonly given?: Point<C> };
  const condition = conditionRows(conditionBatch(model.flow.condition, given), count);
  const { points, logProb } = model.sample(count, ...([{ seed, given }] as never)); // the condition is checked above
  const asked = { point: points.rows, condition, count };
  return either.chain((logDensity: Float64Array): either.Either<DiffeoError, Importance<S>> => {
    const refused = firstRefused("log-density", logDensity, asked, (value) => value < Infinity);
    if (refused) return either.left(refused);
    const logWeights = logDensity.map((value, row) => value - logProb[row]!);
    const { k: paretoK, needed: samplesNeeded, reliable, logWeights: smooth } = paretoTail(logWeights);
    return either.right({ ...summarize(logWeights), points, logWeights, paretoK, samplesNeeded, reliable, smoothed: { ...summarize(smooth), logWeights: smooth } });
  })(valuesOf(target as Target<string, string>, model.flow, model.plan, model.interpreter)(asked)); // typed above
};
