/**
 * What a region is a region of: a log-density over rows of numbers, and fresh samples of it. It is that of a whole model,
 * of its first block, of a later block given a point of the blocks before (`before`), or of a later block alone, as the
 * mean over samples of the blocks before.
 */
import { DiffeoFault, unsafe } from "../../error.ts";
import { trusted, type Batch } from "../../manifold/batch.ts";
import { placed, point } from "../../manifold/point.ts";
import { parseSpace, specOf, type ManifoldSpec } from "../../manifold/space.ts";
import { random } from "../../random.ts";
import { conditionBatch, repeated, type Condition } from "../condition.ts";
import { baseBatch } from "../evaluation.ts";
import { marginal } from "../information/marginal.ts";
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
  /** Whether it is a mean over contexts, which has an error of its own. */
  readonly averaged?: boolean;
  /** The Gaussian that the density is the image of; missing where it is a mean of several images. */
  readonly base?: Base;
}

export interface Base {
  readonly dim: number;
  /** [count, dim] → [count, ambient]. */
  readonly forward: (base: Float64Array, count: number) => Float64Array;
  /** [count, ambient] → [count, dim]. */
  readonly inverse: (rows: Float64Array, count: number) => Float64Array;
}

/** Which density, of all that a model has. */
export interface DensityOptions {
  /** One condition, for a conditional model. */
  readonly given?: Condition<string>;
  /** A block, counted from 0; all together when left out. */
  readonly block?: number;
  /** A point of the blocks before that block: its density given them. */
  readonly before?: readonly number[];
  /** Samples of the blocks before, where none is given, spread evenly over the base; 200 by default. */
  readonly contexts?: number;
  readonly seed?: number;
}

type AnyModel = Model<string, string>;

export const densityOf = (model: AnyModel, { given, block, before, contexts = 200, seed = 0 }: DensityOptions): Density => {
  const { flow: { space }, plan: { ambient, dim }, parameters, programs } = model;
  const blocks = unsafe(parseSpace(space));
  const condition = conditionBatch(model.flow.condition, given);
  if (condition && condition.count !== 1) throw misfit("the condition", `a batch of ${condition.count}`, "one point");
  const options = { ...(condition && { given: condition }) } as { readonly given: Batch<string> }; // there where the flow has a condition
  const base: Base = {
    dim,
    forward: (rows, count) => model.forward(baseBatch(dim, rows, count), options).points.rows,
    inverse: (rows, count) => model.inverse(trusted(space, rows, count), options).base.rows,
  };
  const normal = (purpose: string, count: number): Float64Array => {
    const source = random(seed, "region", purpose);
    return Float64Array.from({ length: count }, () => source.normal());
  };
  const draws = ({ dim: width, forward }: Base) => (count: number, purpose: string): Float64Array => forward(normal(purpose, count * width), count);
  if (block === undefined) {
    if (before) throw misfit("the region", "before without block", "the block that the point stands before");
    return { blocks, spec: specOf(blocks), ambient, base, draw: draws(base), logDensity: (rows, count) => model.logProb(trusted(space, rows, count), options) };
  }
  const own = placed(blocks)[block];
  if (!own) throw new RangeError(`A flow of ${blocks.length} blocks has no block ${block}.`);
  if (before && block === 0) throw misfit("the region", "a point before the first block", "a later block, as in { block: 1, before }");
  const common = { blocks: [own.block], spec: own.block.spec, ambient: own.ambient };
  if (block > 0 && !before) {
    const alone = marginal(model, block, { samples: contexts, even: true, seed, ...options });
    return {
      ...common,
      averaged: alone.method !== "exact",
      logDensity: (rows, count) => alone.logProb({ spec: common.spec, count, ambient: common.ambient, rows }),
      draw: (count, purpose) => columns(draws(base)(count, purpose), ambient, own.start, own.ambient),
    };
  }
  // Base points of a block depend on it and on those before; what stands behind may be anything on its manifold.
  const context = base.forward(normal("anywhere", dim), 1);
  if (before) context.set(unsafe(point<string>(specOf(blocks.slice(0, block)), before)));
  const baseContext = base.inverse(context, 1);
  const start = blocks.slice(0, block).reduce((sum, each) => sum + each.dim, 0);
  const inContext = (part: Float64Array, count: number): Float64Array => filled(context, own.start, own.ambient, part, count);
  const ownBase: Base = {
    dim: own.block.dim,
    forward: (part, count) => columns(base.forward(filled(baseContext, start, own.block.dim, part, count), count), ambient, own.start, own.ambient),
    inverse: (part, count) => columns(base.inverse(inContext(part, count), count), dim, start, own.block.dim),
  };
  return {
    ...common,
    base: ownBase,
    draw: draws(ownBase),
    logDensity: (part, count) =>
      programs.block(block)({ point: inContext(part, count), condition: condition ? repeated(condition, count).rows : new Float64Array(0), parameters }, count).logProb,
  };
};

/** The numbers from `start` on of each row [width]. */
const columns = (rows: Float64Array, width: number, start: number, own: number): Float64Array => {
  const part = new Float64Array((rows.length / width) * own);
  for (let row = 0; row < rows.length / width; row++) part.set(rows.subarray(row * width + start, row * width + start + own), row * own);
  return part;
};

/** `count` rows that are all the same but for the numbers from `start` on. */
const filled = (same: Float64Array, start: number, own: number, part: Float64Array, count: number): Float64Array => {
  const rows = new Float64Array(count * same.length);
  for (let row = 0; row < count; row++) {
    rows.set(same, row * same.length);
    for (let column = 0; column < own; column++) rows[row * same.length + start + column] = part[row * own + column]!;
  }
  return rows;
};

const misfit = (where: string, received: string, expected: string): DiffeoFault => new DiffeoFault({ tag: "NotOnManifold", path: [where], received, expected });
