/**
 * The density of some blocks, the others that they depend on integrated out:
 *
 *     p(x) = E_z p(x | z),   ln p(x | z) = Σ ln p_k(x_k | the blocks before),
 *
 * the sum over the blocks *shown*, where those *hidden* are made from their base points z and what is shown before them.
 * A *context* is one z with its weight: a sample of the model, or a node of a rule. Hidden classes under a rule are summed
 * over, with their masses as weights.
 */
import { baseRule, type Fineness } from "./base-rule.ts";
import { closure, continuousDim, dependsOn, places } from "./closure.ts";
import { imageInto, ruleOver, type Ensemble } from "./ensemble.ts";
import type { Method } from "./estimate.ts";
import { reads, type Subject } from "./subject.ts";

export interface Contexts {
  readonly method: Method;
  readonly count: number;
  readonly rows: Float64Array;
  readonly base: Float64Array;
  /** ln of the weights; `coarse` of the rule of every second node. */
  readonly logWeights: Float64Array;
  readonly coarse?: Float64Array;
}

/** What is hidden behind these blocks: their ancestors but themselves. */
export const hiddenBy = ({ plan }: Subject, shown: readonly number[]): readonly number[] => closure(plan, shown).filter((index) => !shown.includes(index));

/** Samples as contexts. */
export const ofSamples = ({ count, rows, base }: Pick<Ensemble, "count" | "rows" | "base">): Contexts => ({ method: "sampling", count, rows, base, logWeights: new Float64Array(count).fill(-Math.log(count)) });

/** A rule over what these blocks hide, at most two dimensions beside classes; `nodesOf` as for an ensemble. */
export const ruledContexts = (subject: Subject, shown: readonly number[], nodesOf: Fineness): Contexts => {
  const { plan } = subject;
  const hidden = hiddenBy(subject, shown);
  const [after, before] = parted(hidden, (index) => dependsOn(plan, index, shown));
  const dims = continuousDim(plan, hidden);
  const free = ruleOver(subject, before, [0, nodesOf[dims]!, nodesOf[dims]!]);
  const at = places(plan);
  const start: Contexts = {
    method: free.method,
    count: free.count,
    rows: free.rows,
    base: free.base,
    logWeights: free.weights.map(Math.log),
    coarse: (free.replicas[0] ?? free.weights).map(Math.log),
  };
  // Those after what is shown differ from row to row, so they are left as base points; classes are one-hot in the rows.
  return after.reduce<Contexts>((grown, index) => {
    const { geometry } = plan.blocks[index]!;
    const rule = geometry.kind === "c" ? undefined : baseRule(geometry, nodesOf[dims]!);
    const times = rule?.count ?? geometry.ambient;
    const count = grown.count * times;
    const [rows, base] = [new Float64Array(count * plan.ambient), new Float64Array(count * plan.dim)];
    for (let to = 0; to < count; to++) {
      const [from, each] = [Math.floor(to / times), to % times];
      rows.set(grown.rows.subarray(from * plan.ambient, (from + 1) * plan.ambient), to * plan.ambient);
      base.set(grown.base.subarray(from * plan.dim, (from + 1) * plan.dim), to * plan.dim);
      if (rule) base.set(rule.base.subarray(each * geometry.dim, (each + 1) * geometry.dim), to * plan.dim + at[index]!.base);
      else for (let column = 0; column < geometry.ambient; column++) rows[to * plan.ambient + at[index]!.start + column] = column === each ? 1 : 0;
    }
    const spread = (old: Float64Array, own: Float64Array | undefined): Float64Array => Float64Array.from({ length: count }, (_, to) => old[Math.floor(to / times)]! + (own ? Math.log(own[to % times]!) : 0));
    return { method: dims === 0 ? "exact" : "quadrature", count, rows, base, logWeights: spread(grown.logWeights, rule?.weights), coarse: spread(grown.coarse!, rule?.coarse) };
  }, start);
};

const parted = (of: readonly number[], holds: (index: number) => boolean): readonly [readonly number[], readonly number[]] => [of.filter(holds), of.filter((index) => !holds(index))];

/** Rows that one call of a kernel computes, about. */
const atOnce = 8192;

/**
 * ln p(x | z) of the shown blocks, context by context: `visit` gets the terms [count] of each. A block that is shown has its
 * numbers in `rows`, whole points of which nothing else is read.
 */
export const eachContext = (
  subject: Subject, shown: readonly number[], contexts: Contexts, { rows, count }: Pick<Ensemble, "rows" | "count">, visit: (context: number, terms: Float64Array) => void,
): void => {
  const { plan, programs } = subject;
  const order = closure(plan, shown);
  const at = places(plan);
  const summed = (index: number): boolean => contexts.method !== "sampling" && plan.blocks[index]!.geometry.kind === "c";
  const free = (index: number): boolean => !shown.includes(index) && !dependsOn(plan, index, shown);
  if (order.every((index) => free(index) || shown.includes(index))) {
    // Networks then run once for a context, not for every row in it.
    const given = programs.given(shown);
    const own = reads(subject, 1);
    for (let context = 0; context < contexts.count; context++) {
      const others = contexts.rows.subarray(context * plan.ambient, (context + 1) * plan.ambient);
      visit(context, given({ point: rows, others, ...own }, count).logProb);
    }
    return;
  }
  const chunk = Math.max(1, Math.floor(atOnce / Math.max(1, count)));
  for (let first = 0; first < contexts.count; first += chunk) {
    const own = Math.min(chunk, contexts.count - first);
    const total = own * count;
    const [wide, base] = [new Float64Array(total * plan.ambient), new Float64Array(total * plan.dim)];
    for (let to = 0; to < total; to++) {
      const [context, row] = [first + Math.floor(to / count), to % count];
      wide.set(contexts.rows.subarray(context * plan.ambient, (context + 1) * plan.ambient), to * plan.ambient);
      base.set(contexts.base.subarray(context * plan.dim, (context + 1) * plan.dim), to * plan.dim);
      for (const index of shown) {
        const { start } = at[index]!;
        for (let column = start; column < start + plan.blocks[index]!.geometry.ambient; column++) wide[to * plan.ambient + column] = rows[row * plan.ambient + column]!;
      }
    }
    const terms = new Float64Array(total);
    for (const index of order) {
      if (free(index)) continue;
      const isShown = shown.includes(index);
      if (isShown || summed(index)) {
        const { logProb } = programs.block(index)({ point: wide, ...reads(subject, total) }, total);
        for (let to = 0; to < total; to++) terms[to]! += logProb[to]!;
      } else imageInto(subject, index, at[index]!, wide, base, total);
    }
    for (let context = 0; context < own; context++) visit(first + context, terms.subarray(context * count, (context + 1) * count));
  }
};
