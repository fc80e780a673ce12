/**
 * The contents of a block of classes: of the classes as likely as the row's own and likelier, the smallest set of them that
 * holds it. The row's own class counts by a share that is drawn, which makes contents of a right model exactly uniform.
 */
import type { Batch } from "../../manifold/batch.ts";
import type { Random } from "../../random.ts";
import type { Model } from "../model.ts";

/** log-mass of the row's class, and its content, given the condition and the blocks before: [count] each. */
export interface ClassContents {
  readonly logMass: Float64Array;
  readonly contents: Float64Array;
}

/** Of block `index`, whose classes begin at `start` in a point. */
export const classContents = (model: Model<string, string>, index: number, start: number, { rows, count, ambient }: Batch<string>, conditions: Batch<string> | undefined, source: Random): ClassContents => {
  const condition = conditions?.rows ?? new Float64Array(0);
  const classes = model.plan.blocks[index]!.geometry.ambient;
  const masses = Array.from({ length: classes }, (_, each) => {
    const point = rows.slice();
    for (let row = 0; row < count; row++) for (let k = 0; k < classes; k++) point[row * ambient + start + k] = k === each ? 1 : 0;
    return model.programs.block(index)({ point, condition, parameters: model.parameters }, count).logProb;
  });
  const ownClass = (row: number): number => masses.findIndex((_, each) => rows[row * ambient + start + each] === 1);
  const logMass = Float64Array.from({ length: count }, (_, row) => masses[ownClass(row)]![row]!);
  const contents = logMass.map((own, row) => {
    const mass = (holds: (difference: number) => boolean): number =>
      masses.reduce((sum, each) => (holds(each[row]! - own) ? sum + Math.exp(each[row]!) : sum), 0);
    return Math.min(1, mass((difference) => difference > tie) + source.uniform() * mass((difference) => Math.abs(difference) <= tie));
  });
  return { logMass, contents };
};

/** Classes whose masses differ by rounding alone are as likely. */
const tie = 1e-8;
