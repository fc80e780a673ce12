/**
 * ln of the density of some blocks at all points of an ensemble: as it is where nothing is hidden behind them; by a rule
 * where one dimension is, or two behind classes; else point by point a mean over the other points of its group, never over itself:
 *
 *     ln p̂(x_i) = ln 1/(K − 1) Σ_{j ≠ i} p(x_i | z_j).
 *
 * By Jensen's inequality its mean is too low, but no lower than by what it lacks to the mean over all j, i included, whose
 * mean is too high. Source: Poole et al. 2019, arXiv:1905.06922, eqs. 11 and 12, with the conditional density known.
 */
import { mostDim, type Fineness } from "./base-rule.ts";
import { continuousDim, places } from "./closure.ts";
import { eachContext, hiddenBy, ofSamples, ruledContexts, type Contexts } from "./contexts.ts";
import { logProbOf, type Ensemble } from "./ensemble.ts";
import { logSum } from "./log-mean.ts";
import type { Subject } from "./subject.ts";

export interface Densities {
  readonly terms: Float64Array;
  /** How far the mean of the terms is below the mean log-density, at most. */
  readonly low: number;
  /** How far a rule within the terms is converged, on the mean. */
  readonly doubt: number;
  /** Whether terms of one group depend on each other. */
  readonly grouped: boolean;
}

/** Of the rules over what is hidden: for each point one, and where there are few points. */
const [contextNodes, fewPointsNodes]: readonly [Fineness, Fineness] = [[0, 64, 0], [0, 1024, 64]];

/** `group` is the number K of points that serve each other as contexts, a divisor of the ensemble's count. */
export const densities = (subject: Subject, shown: readonly number[], ensemble: Ensemble, group: number): Densities => {
  const hidden = hiddenBy(subject, shown);
  if (hidden.length === 0) {
    const terms = new Float64Array(ensemble.count);
    for (const index of shown) logProbOf(subject, index, ensemble).forEach((each, row) => (terms[row]! += each));
    return { terms, low: 0, doubt: 0, grouped: false };
  }
  const dims = continuousDim(subject.plan, hidden);
  // A rule for each point; where points are classes, for each of the few that there are.
  if (continuousDim(subject.plan, shown) === 0 && dims <= mostDim) return byRuleOnce(subject, shown, ensemble);
  return dims <= 1 ? byRule(subject, shown, ensemble) : byOthers(subject, shown, ensemble, group);
};

const byRule = (subject: Subject, shown: readonly number[], ensemble: Ensemble): Densities => {
  const { fine, coarse } = ruled(subject, shown, ensemble, contextNodes);
  return withDoubt(ensemble, fine, coarse);
};

/** The same for classes, whose points are equal in many rows. */
const byRuleOnce = (subject: Subject, shown: readonly number[], ensemble: Ensemble): Densities => {
  const { ambient, blocks } = subject.plan;
  const at = places(subject.plan);
  const name = (row: number): string =>
    shown.map((index) => ensemble.rows.subarray(row * ambient + at[index]!.start, row * ambient + at[index]!.start + blocks[index]!.geometry.ambient).indexOf(1)).join();
  const names = Array.from({ length: ensemble.count }, (_, row) => name(row));
  const first = new Map(names.map((each, row) => [each, row] as const).reverse());
  const rows = Float64Array.from([...first.values()].flatMap((row) => Array.from(ensemble.rows.subarray(row * ambient, (row + 1) * ambient))));
  const { fine, coarse } = ruled(subject, shown, { rows, count: first.size }, fewPointsNodes);
  const place = new Map([...first.keys()].map((each, index) => [each, index]));
  const [each, rough] = [fine, coarse].map((of) => Float64Array.from(names, (own) => of[place.get(own)!]!));
  return withDoubt(ensemble, each!, rough!);
};

const ruled = (subject: Subject, shown: readonly number[], points: Pick<Ensemble, "rows" | "count">, nodes: Fineness): { readonly fine: Float64Array; readonly coarse: Float64Array } => {
  const contexts = ruledContexts(subject, shown, nodes);
  const [fine, rough] = [logSum(points.count), logSum(points.count)];
  eachContext(subject, shown, contexts, points, (context, terms) => {
    fine.add(terms, contexts.logWeights[context]!);
    rough.add(terms, contexts.coarse![context]!);
  });
  return { fine: fine.value(), coarse: rough.value() };
};

const withDoubt = ({ weights }: Ensemble, terms: Float64Array, coarse: Float64Array): Densities => {
  const off = weights.reduce((sum, weight, row) => sum + (weight === 0 || terms[row] === coarse[row] ? 0 : weight * Math.abs(terms[row]! - coarse[row]!)), 0);
  return { terms, low: 0, doubt: off, grouped: false };
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
  return { terms, low: lacking, doubt: 0, grouped: true };
};
