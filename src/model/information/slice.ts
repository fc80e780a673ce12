/**
 * The density of one block where all others are known, those after it too:
 *
 *     p(x_k | the others) = p(x_k | x_<k) Π_{l > k} p_l(x_l | x_<l) / Z,
 *
 * Z by a sum over classes, by a rule over one or two dimensions, else by a mean over samples of x_k given x_<k.
 */
import { DiffeoFault } from "../../error.ts";
import type { Batch } from "../../manifold/batch.ts";
import type { Point } from "../../manifold/point.ts";
import { random } from "../../random.ts";
import { isBatch, one } from "../single.ts";
import type { Model } from "../model.ts";
import { checkedSamples, defaultSamples, type AnyOptions, type Asked, type Effort } from "./asked.ts";
import { baseRule, mostDim, type Fineness } from "./base-rule.ts";
import { checkedBlocks, places } from "./closure.ts";
import { imageInto, logProbOf } from "./ensemble.ts";
import type { Estimate } from "./estimate.ts";
import { logSum } from "./log-mean.ts";
import { subjectOf, type Asking, type Subject } from "./subject.ts";

export interface SliceOptions<S extends string> extends Effort {
  /** A whole point, of which the numbers of the block itself are not read. */
  readonly at: Point<S>;
}

export interface Slice {
  /** Of the block. */
  readonly space: string;
  /** ln of the density of the other blocks at their point: what the slice of the joint density integrates to. */
  readonly logNormalizer: Estimate;
  /** Normalized log-density at points of the block: [count]. */
  readonly logProb: (points: Batch<string> | Point<string>) => Float64Array;
}

/** The density of block `index` at fixed others: `slice(model, 0, { at })`. */
export const slice = <S extends string, C extends string>(model: Model<S, C>, index: number, ...[options]: Required<Asked<C, SliceOptions<S>>>): Slice =>
  sliceOf(model, index, options as AnyOptions<SliceOptions<string>>); // of this space, which the caller's type says

const sliceOf = (model: Asking, asked: number, { at, samples = defaultSamples, seed = 0, given }: AnyOptions<SliceOptions<string>>): Slice => {
  const [index] = checkedBlocks(model.plan, [asked]) as [number]; // one was asked for
  const subject = subjectOf(model, given);
  const { blocks } = model.plan;
  const { spec: space } = blocks[index]!.geometry;
  const fixed = one<string>(model.flow.space, at);
  const place = places(model.plan)[index]!;
  // Only the block itself and those that see it change along the slice.
  const changing = blocks.map((_, k) => k).filter((k) => k !== index && blocks[k]!.sources.some((source) => source.from === "block" && source.index === index));
  const constant = blocks.map((_, k) => k).filter((k) => k !== index && !changing.includes(k))
    .reduce((sum, k) => sum + logProbOf(subject, k, fixed)[0]!, 0);
  const others = (rows: Float64Array, count: number): Float64Array =>
    changing.map((k) => logProbOf(subject, k, { rows, count })).reduce((sum, own) => sum.map((each, row) => each + own[row]!), new Float64Array(count).fill(constant));
  const logNormalizer = normalizer(subject, index, fixed, place, others, checkedSamples(samples), seed);
  return {
    space,
    logNormalizer,
    logProb: (points) => {
      const own = isBatch(points) ? points : one<string>(space, points);
      if (own.spec !== space) throw new DiffeoFault({ tag: "NotOnManifold", path: [], received: `a batch of ${own.spec}`, expected: `a batch of ${space}` });
      const rows = spread(fixed, own.count);
      for (let row = 0; row < own.count; row++) rows.set(own.rows.subarray(row * own.ambient, (row + 1) * own.ambient), row * fixed.ambient + place.start);
      const conditional = logProbOf(subject, index, { rows, count: own.count });
      return others(rows, own.count).map((each, row) => each + conditional[row]! - logNormalizer.value);
    },
  };
};

const spread = ({ rows, ambient }: Batch<string>, count: number): Float64Array => Float64Array.from({ length: count * ambient }, (_, at) => rows[at % ambient]!);

/** Fine, since what comes after may leave little of the block. */
const nodes: Fineness = [0, 4096, 128];

/** ln E_z exp(others at the image of z): the density of the block itself is the measure. */
const normalizer = (
  subject: Subject, index: number, fixed: Batch<string>, place: { readonly start: number; readonly base: number },
  others: (rows: Float64Array, count: number) => Float64Array, samples: number, seed: number,
): Estimate => {
  const { geometry } = subject.plan.blocks[index]!;
  const { dim: whole, ambient } = subject.plan;
  if (geometry.kind === "c") {
    const rows = spread(fixed, geometry.ambient);
    for (let each = 0; each < geometry.ambient; each++) for (let column = 0; column < geometry.ambient; column++) rows[each * ambient + place.start + column] = column === each ? 1 : 0;
    const sum = logSum(1);
    const masses = logProbOf(subject, index, { rows, count: geometry.ambient });
    others(rows, geometry.ambient).forEach((each, row) => sum.add(Float64Array.of(each + masses[row]!), 0));
    return { value: sum.value()[0]!, error: 0, method: "exact", samples: geometry.ambient };
  }
  const rule = geometry.dim <= mostDim ? baseRule(geometry, nodes[geometry.dim]!) : undefined;
  const source = random(seed, "slice");
  const count = rule?.count ?? samples;
  const own = rule?.base ?? Float64Array.from({ length: count * geometry.dim }, () => source.normal());
  const base = new Float64Array(count * whole);
  for (let row = 0; row < count; row++) base.set(own.subarray(row * geometry.dim, (row + 1) * geometry.dim), row * whole + place.base);
  const rows = spread(fixed, count);
  imageInto(subject, index, place, rows, base, count);
  const terms = others(rows, count);
  const [fine, rough] = [logSum(1), logSum(1)];
  terms.forEach((each, row) => {
    fine.add(Float64Array.of(each), rule ? Math.log(rule.weights[row]!) : -Math.log(count));
    if (rule) rough.add(Float64Array.of(each), Math.log(rule.coarse[row]!));
  });
  const value = fine.value()[0]!;
  return { value, error: rule ? Math.abs(value - rough.value()[0]!) : fine.error()[0]!, method: rule ? "quadrature" : "sampling", samples: count };
};
