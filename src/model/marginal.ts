/**
 * The density of one block of a joint model on its own. The first block's is exact. A later block's is the mean of its
 * densities given the blocks before, over samples of those: an unbiased estimate that is as smooth as the model.
 */
import { DiffeoFault } from "../error.ts";
import type { Batch } from "../manifold/batch.ts";
import { conditionBatch, repeated } from "./condition.ts";
import type { Condition, Model } from "./model.ts";

export interface MarginalOptions {
  /** Samples of the blocks before; 200 by default. */
  readonly samples?: number;
  readonly seed?: number;
  /** One condition, for a conditional model. */
  readonly given?: Condition<string>;
}

/** log-density of block `index`, counted from 0, at points of its manifold: [count]. */
export const marginal = <S extends string, C extends string>(
  model: Model<S, C>,
  index: number,
  { samples = 200, seed = 0, given }: MarginalOptions = {},
): ((points: Batch<string>) => Float64Array) => {
  const { parameters, plan: { ambient, blocks }, programs } = model;
  const block = blocks[index];
  if (!block) throw new RangeError(`A flow of ${blocks.length} blocks has no block ${index}.`);
  if (!(samples >= 1)) throw new RangeError(`A marginal density takes at least one sample of the blocks before, but ${samples} were asked for.`);
  const condition = conditionBatch(model.flow.condition, given);
  if (condition && condition.count !== 1) throw new DiffeoFault({ tag: "NotOnManifold", path: ["the condition"], received: `a batch of ${condition.count}`, expected: "one point" });
  const start = blocks.slice(0, index).reduce((sum, each) => sum + each.geometry.ambient, 0);
  const width = block.geometry.ambient;
  const depends = block.sources.some((source) => source.from === "block");
  const contexts = model.sample(depends ? samples : 1, ...([condition ? { seed, given: condition } : { seed }] as never)).points;

  return ({ spec, count, rows: own }) => {
    if (spec !== block.geometry.spec) throw new DiffeoFault({ tag: "NotOnManifold", path: [], received: `a batch of ${spec}`, expected: `a batch of ${block.geometry.spec}` });
    const conditions = condition ? repeated(condition, count).rows : new Float64Array(0);
    const mean = logMeanExp(count);
    const rows = new Float64Array(count * ambient);
    // One context at a time, so that memory does not grow with their number.
    for (let at = 0; at < contexts.count; at++) {
      const context = contexts.rows.subarray(at * ambient, (at + 1) * ambient);
      for (let row = 0; row < count; row++) {
        rows.set(context, row * ambient);
        for (let column = 0; column < width; column++) rows[row * ambient + start + column] = own[row * width + column]!;
      }
      mean.add(programs.block(index)({ point: rows, condition: conditions, parameters }, count).logProb);
    }
    return mean.value();
  };
};

/** log of a mean of exponentials, for each of `count` columns, of terms that come one after the other. */
const logMeanExp = (count: number): { readonly add: (terms: Float64Array) => void; readonly value: () => Float64Array } => {
  const [most, sum] = [new Float64Array(count).fill(-Infinity), new Float64Array(count)];
  let terms = 0;
  return {
    add: (term) => {
      terms++;
      for (let at = 0; at < count; at++) {
        const top = Math.max(most[at]!, term[at]!);
        sum[at] = top === -Infinity ? 0 : sum[at]! * Math.exp(most[at]! - top) + Math.exp(term[at]! - top);
        most[at] = top;
      }
    },
    value: () => most.map((top, at) => (top === -Infinity ? top : top + Math.log(sum[at]! / terms))),
  };
};
