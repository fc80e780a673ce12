/**
 * The density of one block of a joint model on its own. The first block's is exact. A later block's is the mean of its
 * densities given the blocks before, over samples of those: an unbiased estimate that is as smooth as the model.
 */
import type { Batch } from "../manifold/batch.ts";
import type { Condition, Model } from "./model.ts";

export interface MarginalOptions {
  /** Samples of the blocks before; 200 by default. */
  readonly samples?: number;
  readonly seed?: number;
  /** One condition, for a conditional model. */
  readonly given?: Condition<string>;
}

/** log-density of block `index`, counted from 0, at points of its manifold: [count]. */
export const marginal = <S extends string, C extends string>(model: Model<S, C>, index: number, { samples = 200, seed = 0, given }: MarginalOptions = {}) => {
  const { blocks, ambient } = model.plan;
  const block = blocks[index];
  if (!block) throw new RangeError(`A flow of ${blocks.length} blocks has no block ${index}.`);
  const start = blocks.slice(0, index).reduce((sum, each) => sum + each.geometry.ambient, 0);
  const width = block.geometry.ambient;
  const depends = block.sources.some((source) => source.from === "block");
  const context = model.sample(depends ? samples : 1, ...([{ seed, given }] as never)).points.rows;
  const contexts = context.length / ambient;
  const condition = given === undefined ? new Float64Array(0) : "rows" in given ? given.rows : Float64Array.from(given);
  const logProbs = model.programs.block(index);

  return (points: Batch<string>): Float64Array => {
    const { count } = points;
    // log Σ exp, one context at a time, so that memory does not grow with the number of contexts.
    const [most, sum] = [new Float64Array(count).fill(-Infinity), new Float64Array(count)];
    const rows = new Float64Array(count * ambient);
    const conditions = Float64Array.from({ length: count * condition.length }, (_, at) => condition[at % condition.length]!);
    for (let each = 0; each < contexts; each++) {
      for (let row = 0; row < count; row++) {
        rows.set(context.subarray(each * ambient, (each + 1) * ambient), row * ambient);
        rows.set(points.rows.subarray(row * width, (row + 1) * width), row * ambient + start);
      }
      const { logProb } = logProbs({ point: rows, condition: conditions, parameters: model.parameters }, count);
      for (let row = 0; row < count; row++) {
        const top = Math.max(most[row]!, logProb[row]!);
        sum[row] = top === -Infinity ? 0 : sum[row]! * Math.exp(most[row]! - top) + Math.exp(logProb[row]! - top);
        most[row] = top;
      }
    }
    return most.map((top, row) => top + Math.log(sum[row]! / contexts));
  };
};

