/**
 * Entropies and what blocks tell about each other, in nats, with respect to the measure of the space: the entropy of a
 * density may be negative. Chain rule: the conditional entropies H(x_k | x_<k) add up to that of the joint density. The
 * marginal entropies H(x_k) exceed it by the total correlation.
 */
import type { Model } from "../model.ts";
import { checkedSamples, defaultSamples, type AnyOptions, type Asked, type Effort } from "./asked.ts";
import type { Fineness } from "./base-rule.ts";
import { checkedBlocks } from "./closure.ts";
import { hiddenBy } from "./contexts.ts";
import { densities, type Densities } from "./densities.ts";
import { ensembleOf, logProbOf, meanOf, type Ensemble } from "./ensemble.ts";
import type { Estimate } from "./estimate.ts";
import { subjectOf, type Asking, type Subject } from "./subject.ts";

export interface InformationOptions extends Effort {
  /**
   * How many points serve each other for the density of what hides more than one dimension: time grows with it, and the
   * bias shrinks with its inverse; 128 by default. `samples` is rounded up to a multiple of it.
   */
  readonly group?: number;
}

export interface EntropyOptions extends InformationOptions {
  /** The blocks whose joint entropy is wanted, counted from 0; all by default. */
  readonly blocks?: readonly number[];
}

/** Of one block: what is unknown of it when those before are known, and when nothing is. */
export interface BlockEntropy {
  /** The spec of the block. */
  readonly space: string;
  readonly conditional: Estimate;
  readonly marginal: Estimate;
}

/**
 * −∫ p ln p of a model, or of some of its blocks.
 *
 *     entropy(model);                    // H(x)
 *     entropy(model, { blocks: [1] });   // H(x_1), the others integrated out
 */
export const entropy = <S extends string, C extends string>(model: Model<S, C>, ...[options]: Asked<C, EntropyOptions>): Estimate => {
  const { plan } = model;
  const blocks = checkedBlocks(plan, options?.blocks ?? plan.blocks.map((_, index) => index));
  return combined(model, options, blocks, [[-1, blocks]]);
};

/** The conditional and marginal entropy of each block. */
export const blockEntropies = <S extends string, C extends string>(model: Model<S, C>, ...[options]: Asked<C, InformationOptions>): readonly BlockEntropy[] =>
  model.plan.blocks.map(({ geometry, sources }, index) => {
    const before = sources.flatMap(({ from, index: at }) => (from === "block" ? [at] : []));
    return {
      space: geometry.spec,
      conditional: conditionalOf(model, options, index),
      marginal: before.length === 0 ? conditionalOf(model, options, index) : combined(model, options, [index], [[-1, [index]]]),
    };
  });

/** I(x_i; x_j) ≥ 0 between two blocks, or between two sets of blocks without a common one. */
export const mutualInformation = <S extends string, C extends string>(model: Model<S, C>, first: number | readonly number[], second: number | readonly number[], ...[options]: Asked<C, InformationOptions>): Estimate => {
  const [a, b] = [first, second].map((each) => checkedBlocks(model.plan, typeof each === "number" ? [each] : each));
  const common = a!.find((index) => b!.includes(index));
  if (common !== undefined) throw new RangeError(`Information is between different blocks, but block ${common} is on both sides.`);
  const both = checkedBlocks(model.plan, [...a!, ...b!]);
  return combined(model, options, both, [[1, both], [-1, a!], [-1, b!]]);
};

/** Σ H(x_k) − H(x) ≥ 0: 0 where the blocks are independent. */
export const totalCorrelation = <S extends string, C extends string>(model: Model<S, C>, ...[options]: Asked<C, InformationOptions>): Estimate => {
  const all = checkedBlocks(model.plan, model.plan.blocks.map((_, index) => index));
  return combined(model, options, all, [[1, all], ...all.map((index): Term => [-1, [index]])]);
};

type Term = readonly [sign: 1 | -1, blocks: readonly number[]];

/** The mean of a sum of log-densities of blocks. */
const combined = (model: Asking, options: AnyOptions<InformationOptions> | undefined, blocks: readonly number[], sum: readonly Term[]): Estimate => {
  const { subject, ensemble, group } = drawn(model, options, blocks, sum.map(([, shown]) => shown));
  const parts = sum.map(([sign, shown]) => ({ sign, ...densities(subject, shown, ensemble, group) }));
  return added(ensemble, parts, group);
};

/** E ln p_k given the blocks before: a mean over them of exact densities. */
const conditionalOf = (model: Asking, options: AnyOptions<InformationOptions> | undefined, index: number): Estimate => {
  const { subject, ensemble } = drawn(model, options, [index]);
  return added(ensemble, [{ sign: -1, terms: logProbOf(subject, index, ensemble), low: 0, doubt: 0, grouped: false }], 1);
};

const added = (ensemble: Ensemble, parts: readonly (Densities & { readonly sign: 1 | -1 })[], group: number): Estimate => {
  const terms = Float64Array.from({ length: ensemble.count }, (_, row) => parts.reduce((total, { sign, terms: own }) => total + sign * own[row]!, 0));
  const grouped = parts.some((part) => part.grouped);
  const own = meanOf(ensemble, terms, grouped ? ensemble.count / group : ensemble.count);
  const [least, most] = [1, -1].map((side) => parts.reduce((total, { sign, low }) => total + (sign === side ? low : 0), 0)) as [number, number]; // of both signs
  return { ...own, error: own.error + parts.reduce((total, { doubt }) => total + doubt, 0), ...((least !== 0 || most !== 0) && { bias: [0 - least, most] as const }) };
};

/** Fewer, where each node asks for a rule of its own. */
const nestedNodes: Fineness = [0, 512, 48];

const drawn = (model: Asking, options: AnyOptions<InformationOptions> = {}, blocks: readonly number[], sets: readonly (readonly number[])[] = []): { readonly subject: Subject; readonly ensemble: Ensemble; readonly group: number } => {
  const { samples = defaultSamples, seed = 0, group: asked = 128, given: condition } = options;
  const group = Math.min(checkedSamples(asked, 2), Math.ceil(checkedSamples(samples, 4) / 2));
  const subject = subjectOf(model, condition);
  const nested = sets.some((shown) => hiddenBy(subject, shown).length > 0);
  return { subject, group, ensemble: ensembleOf(subject, blocks, { samples: Math.ceil(samples / group) * group, seed, ...(nested && { nodesOf: nestedNodes }) }) };
};
