/**
 * The density of one block of a joint model on its own, or of several. Exact for blocks that no other block has to be
 * integrated out for, the first ones above all; by a rule over at most two dimensions; else the mean of the densities given
 * the hidden blocks over samples of those: an unbiased estimate of the density that is as smooth as the model.
 */
import { DiffeoFault } from "../../error.ts";
import type { Batch } from "../../manifold/batch.ts";
import type { Model } from "../model.ts";
import type { AnyOptions, Asked } from "./asked.ts";
import { mostDim, type Fineness } from "./base-rule.ts";
import { checkedBlocks, continuousDim, places } from "./closure.ts";
import { eachContext, hiddenBy, ofSamples, ruledContexts, type Contexts } from "./contexts.ts";
import { logProbOf } from "./ensemble.ts";
import { drawEvenly } from "./even.ts";
import type { Method } from "./estimate.ts";
import { logSum } from "./log-mean.ts";
import { draw, subjectOf, type Asking, type Subject } from "./subject.ts";

export interface MarginalOptions {
  /** Asks for a mean over this many samples. Else a rule integrates where it can, and 200 samples where it cannot. */
  readonly samples?: number;
  /** Whether these fill the base evenly, which brings a mean nearer to the truth than its error says; at random by default. */
  readonly even?: boolean;
  readonly seed?: number;
}

export interface Marginal {
  /** Of the blocks, in the order of the flow. */
  readonly space: string;
  readonly method: Method;
  /** Samples or nodes of what was integrated out; 0 where nothing was. */
  readonly samples: number;
  /** log-density at points of these blocks: [count]. */
  readonly logProb: (points: Batch<string>) => Float64Array;
  /** The same with its error at each point: of a mean over samples the standard error, of a rule the difference from half of it. */
  readonly estimate: (points: Batch<string>) => { readonly logProb: Float64Array; readonly error: Float64Array };
}

/**
 * The marginal density of block `index`, counted from 0, or of several blocks.
 *
 *     const { method, logProb } = marginal(model, 1);
 */
export const marginal = <S extends string, C extends string>(model: Model<S, C>, index: number | readonly number[], ...[options]: Asked<C, MarginalOptions>): Marginal =>
  marginalOf(model, typeof index === "number" ? [index] : index, options);

const marginalOf = (model: Asking, of: readonly number[], { samples, even = false, seed = 0, given }: AnyOptions<MarginalOptions> = {}): Marginal => {
  const shown = checkedBlocks(model.plan, of);
  if (samples !== undefined && !(samples >= 1)) throw new RangeError(`A marginal density takes at least one sample of the blocks before, but ${samples} were asked for.`);
  const subject = subjectOf(model, given);
  const space = shown.map((index) => model.plan.blocks[index]!.geometry.spec).join("+");
  const contexts = contextsOf(subject, shown, samples, even, seed);
  const estimate: Marginal["estimate"] = (points) => {
    if (points.spec !== space) throw new DiffeoFault({ tag: "NotOnManifold", path: [], received: `a batch of ${points.spec}`, expected: `a batch of ${space}` });
    const own = { count: points.count, rows: placed(subject, shown, points) };
    if (!contexts) return { logProb: shown.map((index) => logProbOf(subject, index, own)).reduce(sum), error: new Float64Array(own.count) };
    const [fine, rough] = [logSum(own.count), logSum(own.count)];
    eachContext(subject, shown, contexts, own, (context, terms) => {
      fine.add(terms, contexts.logWeights[context]!);
      if (contexts.coarse) rough.add(terms, contexts.coarse[context]!);
    });
    const logProb = fine.value();
    return { logProb, error: contexts.method === "sampling" ? fine.error() : apart(logProb, rough.value()) };
  };
  return { space, method: contexts?.method ?? "exact", samples: contexts?.count ?? 0, estimate, logProb: (points) => estimate(points).logProb };
};

/** Of what these blocks hide, if anything. */
const contextsOf = (subject: Subject, shown: readonly number[], samples: number | undefined, even: boolean, seed: number): Contexts | undefined => {
  const hidden = hiddenBy(subject, shown);
  if (hidden.length === 0) return undefined;
  if (samples === undefined && continuousDim(subject.plan, hidden) <= mostDim) return ruledContexts(subject, shown, nodes);
  const count = samples ?? 200;
  return ofSamples(even ? drawEvenly(subject, hidden, count, seed) : draw(subject, count, seed));
};

const nodes: Fineness = [0, 256, 64];

/** Points of some blocks as whole points, of which the rest means nothing. */
const placed = (subject: Subject, shown: readonly number[], { rows, count, ambient: width }: Batch<string>): Float64Array => {
  const { ambient, blocks } = subject.plan;
  const any = draw(subject, 1, 0).rows;
  const at = places(subject.plan);
  const whole = new Float64Array(count * ambient);
  for (let row = 0; row < count; row++) {
    whole.set(any, row * ambient);
    let from = row * width;
    for (const index of shown) {
      const end = from + blocks[index]!.geometry.ambient;
      whole.set(rows.subarray(from, end), row * ambient + at[index]!.start);
      from = end;
    }
  }
  return whole;
};

const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((each, row) => each + b[row]!);

const apart = (a: Float64Array, b: Float64Array): Float64Array => a.map((each, row) => (each === b[row] ? 0 : Math.abs(each - b[row]!)));
