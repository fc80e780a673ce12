/**
 * ln of the density of some blocks at all points of an ensemble: as it is where nothing is hidden behind them; by a rule
 * where one dimension is; else point by point a mean over the other points of its group, never over itself:
 *
 *     ln p̂(x_i) = ln 1/(K − 1) Σ_{j ≠ i} p(x_i | z_j).
 *
 * By Jensen's inequality its mean is too low, but no lower than by what it lacks to the mean over all j, i included, whose
 * mean is too high. Source: Poole et al. 2019, arXiv:1905.06922, eqs. 11 and 12, with the conditional density known.
 */
import type { Fineness } from "./base-rule.ts";
import { continuousDim } from "./closure.ts";
import { eachContext, hiddenBy, ofSamples, ruledContexts, type Contexts } from "./contexts.ts";
import { logProbOf, type Ensemble } from "./ensemble.ts";
import { logSum } from "./log-mean.ts";
import type { Subject } from "./subject.ts";

export interface Densities {
  readonly terms: Float64Array;
  /** What the mean of the terms is off the mean log-density, at least and at most. */
  readonly bias: readonly [least: number, most: number];
  /** Whether terms of one group depend on each other. */
  readonly grouped: boolean;
}

/** Of the rules over what is hidden. Beyond one dimension points serve each other. */
const contextNodes: Fineness = [0, 128, 0];

/** `group` is the number K of points that serve each other as contexts, a divisor of the ensemble's count. */
export const densities = (subject: Subject, shown: readonly number[], ensemble: Ensemble, group: number): Densities => {
  const hidden = hiddenBy(subject, shown);
  if (hidden.length === 0) {
    const terms = new Float64Array(ensemble.count);
    for (const index of shown) logProbOf(subject, index, ensemble).forEach((each, row) => (terms[row]! += each));
    return { terms, bias: [0, 0], grouped: false };
  }
  return continuousDim(subject.plan, hidden) <= 1
    ? byRule(subject, shown, ensemble)
    : byOthers(subject, shown, ensemble, group);
};

const byRule = (subject: Subject, shown: readonly number[], ensemble: Ensemble): Densities => {
  const contexts = ruledContexts(subject, shown, contextNodes);
  const [fine, rough] = [logSum(ensemble.count), logSum(ensemble.count)];
  eachContext(subject, shown, contexts, ensemble, (context, terms) => {
    fine.add(terms, contexts.logWeights[context]!);
    rough.add(terms, contexts.coarse![context]!);
  });
  const terms = fine.value();
  const coarse = rough.value();
  const off = ensemble.weights.reduce((sum, weight, row) => sum + (weight === 0 ? 0 : weight * Math.abs(terms[row]! - coarse[row]!)), 0);
  return { terms, bias: [-off, off], grouped: false };
};

const byOthers = (subject: Subject, shown: readonly number[], { rows, base, count }: Ensemble, group: number): Densities => {
  const { ambient, dim } = subject.plan;
  const terms = new Float64Array(count);
  let lacking = 0;
  for (let start = 0; start < count; start += group) {
    const own = { count: group, rows: rows.subarray(start * ambient, (start + group) * ambient), base: base.subarray(start * dim, (start + group) * dim) };
    const contexts: Contexts = ofSamples(own);
    const [others, all] = [logSum(group), logSum(group)];
    eachContext(subject, shown, contexts, own, (context, conditional) => {
      all.add(conditional, -Math.log(group));
      others.add(conditional.map((each, row) => (row === context ? -Infinity : each)), -Math.log(group - 1));
    });
    const [left, whole] = [others.value(), all.value()];
    terms.set(left, start);
    left.forEach((each, row) => (lacking += (whole[row]! - each) / count));
  }
  return { terms, bias: [-lacking, 0], grouped: true };
};
