/** The way of a block's points from the base to the data, layer by layer, all else being held fixed. */
import { unsafe, DiffeoFault } from "../../error.ts";
import { layerName } from "../../flow/plan.ts";
import { manifold } from "../../flow/manifolds.ts";
import { trusted, type Batch } from "../../manifold/batch.ts";
import type { Point } from "../../manifold/point.ts";
import { parseSpace, type ManifoldSpec } from "../../manifold/space.ts";
import { conditionBatch, conditionRows } from "../../model/condition.ts";
import { model as modelOf, type Model } from "../../model/model.ts";

export interface Route {
  readonly manifold: ManifoldSpec;
  /** Names of the steps: the base, then the layers. */
  readonly names: readonly string[];
  /** From points of the undistorted block, rows of embedding coordinates, to where they are before all layers and after each. */
  readonly follow: (points: ArrayLike<number>) => readonly Float64Array[];
  /** Points of the undistorted block. */
  readonly drawn: (count: number) => Float64Array;
}

/** `at` is a point of the model's space, in which the blocks before stay; by default they stay at the image of the base's origin. */
export const route = (model: Model<string, string>, index: number, seed: number, at?: Point<string>, given?: Point<string>): Route => {
  const { parameters, plan, programs } = model;
  const block = plan.blocks[index];
  if (!block) throw new DiffeoFault({ tag: "OptionError", path: ["transport"], sentence: `A flow of ${plan.blocks.length} blocks has no block ${index}.` });
  const [own] = unsafe(parseSpace(block.geometry.spec));
  const plain = modelOf(manifold<string>(block.geometry.spec), { interpreter: model.interpreter });
  const condition = conditionBatch(model.flow.condition, given);
  const options = (condition ? [{ given: condition }] : []) as never;
  const fixed = at ? model.inverse(at, ...(options as [])).base : Array.from({ length: plan.dim }, () => 0);
  const start = plan.blocks.slice(0, index).reduce((sum, { geometry }) => sum + geometry.dim, 0);
  const { dim } = block.geometry;
  return {
    manifold: own!,
    names: ["base", ...block.block.layers.map((layer, step) => layerName(layer, step))],
    drawn: (count) => plain.sample(count, { seed }).points.rows,
    follow: (points) => {
      const count = points.length / block.geometry.ambient;
      const from = plain.inverse(trusted(block.geometry.spec, Float64Array.from(points), count) as Batch<string>).base.rows;
      const base = new Float64Array(count * plan.dim);
      for (let row = 0; row < count; row++) {
        base.set(fixed, row * plan.dim);
        base.set(from.subarray(row * dim, (row + 1) * dim), row * plan.dim + start);
      }
      const found = programs.steps(index)({ base, parameters, condition: conditionRows(condition, count) }, count);
      return block.block.layers.reduce<readonly Float64Array[]>((steps, _, step) => [...steps, found[String(step + 1)]!], [found["0"]!]);
    },
  };
};
