/**
 * What a region is a region of: a log-density over rows of numbers, and fresh samples of it. It is that of a whole model,
 * of its first block, of a later block given a point of the blocks before (`before`), or of a later block alone, as the
 * mean over samples of the blocks before.
 */
import { DiffeoFault, unsafe } from "../../error.ts";
import { trusted, type Batch } from "../../manifold/batch.ts";
import { placed, point as pointOf } from "../../manifold/point.ts";
import { parseSpace, specOf, type ManifoldSpec } from "../../manifold/space.ts";
import { random } from "../../random.ts";
import { conditionBatch, repeated, type Condition } from "../condition.ts";
import { baseBatch, type Evaluation } from "../evaluation.ts";
import { marginal } from "../marginal.ts";
import type { Model } from "../model.ts";

export interface Density {
  readonly blocks: readonly ManifoldSpec[];
  readonly spec: string;
  /** Numbers in a row. */
  readonly ambient: number;
  /** [count, ambient] → [count]. */
  readonly logDensity: (rows: Float64Array, count: number) => Float64Array;
  /** Samples [count, ambient]; those of different purposes are independent. */
  readonly draw: (count: number, purpose: string) => Float64Array;
}

/** Which density, of all that a model has. */
export interface DensityOptions {
  /** One condition, for a conditional model. */
  readonly given?: Condition<string>;
  /** A block, counted from 0; all together when left out. */
  readonly block?: number;
  /** A point of the blocks before that block: its density given them. */
  readonly before?: readonly number[];
  /** Samples of the blocks before, where none is given; 200 by default. */
  readonly contexts?: number;
  readonly seed?: number;
}

type AnyModel = Model<string, string>;

export const densityOf = (model: AnyModel, { given, block, before, contexts = 200, seed = 0 }: DensityOptions): Density => {
  const blocks = unsafe(parseSpace(model.flow.space));
  const condition = conditionBatch(model.flow.condition, given);
  if (condition && condition.count !== 1) throw misfit("the condition", `a batch of ${condition.count}`, "one point");
  const { plan: { ambient, dim, conditionAmbient }, parameters, programs } = model;
  const options = { ...(condition && { given: condition }) } as { readonly given: Batch<string> }; // there where the flow has a condition
  const conditions = (count: number): Float64Array => (condition && conditionAmbient > 0 ? repeated(condition, count).rows : new Float64Array(0));
  const sampled = (count: number, purpose: string, fixed: Float64Array = new Float64Array(0)): Evaluation<string> => {
    const source = random(seed, "region", purpose);
    const base = Float64Array.from({ length: count * dim }, (_, at) => (at % dim < fixed.length ? fixed[at % dim]! : source.normal()));
    return model.forward(baseBatch(dim, base, count), options);
  };
  if (block === undefined) {
    if (before) throw misfit("the region", "before without block", "the block that the point stands before");
    return {
      blocks, spec: specOf(blocks), ambient,
      logDensity: (rows, count) => model.logProb(trusted(model.flow.space, rows, count), options),
      draw: (count, purpose) => sampled(count, purpose).points.rows,
    };
  }
  const places = placed(blocks);
  const own = places[block];
  if (!own) throw new RangeError(`A flow of ${blocks.length} blocks has no block ${block}.`);
  const ownPart = (rows: Float64Array, count: number): Float64Array => {
    const part = new Float64Array(count * own.ambient);
    for (let row = 0; row < count; row++) part.set(rows.subarray(row * ambient + own.start, row * ambient + own.start + own.ambient), row * own.ambient);
    return part;
  };
  const common = { blocks: [own.block], spec: own.block.spec, ambient: own.ambient };
  if (!before) {
    const alone = marginal(model, block, { samples: contexts, seed, ...options });
    return {
      ...common,
      logDensity: (rows, count) => alone({ spec: common.spec, count, ambient: common.ambient, rows }),
      draw: (count, purpose) => ownPart(sampled(count, purpose).points.rows, count),
    };
  }
  if (block === 0) throw misfit("the region", "a point before the first block", "a later block, as in { block: 1, before }");
  const context = unsafe(pointOf<string>(specOf(blocks.slice(0, block)), before));
  // Base points of a block depend on it and on those before: what stands behind may be anything on its manifold.
  const anywhere = sampled(1, "anywhere").points.rows;
  anywhere.set(context);
  const fixed = model.inverse(trusted(model.flow.space, anywhere, 1), options).base.rows.slice(0, blocks.slice(0, block).reduce((sum, each) => sum + each.dim, 0));
  return {
    ...common,
    logDensity: (part, count) => {
      const rows = new Float64Array(count * ambient);
      for (let row = 0; row < count; row++) {
        rows.set(anywhere, row * ambient);
        for (let column = 0; column < own.ambient; column++) rows[row * ambient + own.start + column] = part[row * own.ambient + column]!;
      }
      return programs.block(block)({ point: rows, condition: conditions(count), parameters }, count).logProb;
    },
    draw: (count, purpose) => ownPart(sampled(count, purpose, fixed).points.rows, count),
  };
};

const misfit = (where: string, received: string, expected: string): DiffeoFault => new DiffeoFault({ tag: "NotOnManifold", path: [where], received, expected });
