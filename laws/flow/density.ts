/**
 * The density of each block given the blocks before it, by its log-densities and its samples alone: what laws about
 * integrals are asked of. The blocks before are one random point, the condition is one random point of its space, so that a
 * flow of any number of blocks is a list of densities of few dimensions.
 */
import type { AnyFlow } from "../../src/flow/flow.ts";
import { standard } from "../../src/interpret/standard.ts";
import type { Geometry } from "../../src/manifold/manifold.ts";
import { random } from "../../src/random.ts";
import { compiledOf, conditions, moved, type FlowCase } from "./view.ts";

export interface Density {
  /** Of the block: `s2`. */
  readonly space: string;
  readonly kind: Geometry["kind"];
  readonly dim: number;
  readonly ambient: number;
  /** log-densities [count] of points [count, ambient]. */
  readonly logProb: (points: Float64Array) => Float64Array;
  /** Points [count, ambient]. */
  readonly sample: (count: number) => Float64Array;
}

/** What quadrature can do. */
const most = 2;

/** Whether a flow has a block whose density can be integrated. */
export const integrable = (flow: AnyFlow): boolean => compiledOf(flow, standard()).plan.blocks.some(({ geometry: { dim } }) => dim >= 1 && dim <= most);

/** Of the blocks of one and two dimensions. */
export const densitiesOf = (of: FlowCase): readonly Density[] => {
  const { plan: { ambient: width, dim: baseWidth, blocks }, programs } = compiledOf(of.flow, standard());
  const parameters = moved(of);
  const source = random(of.seed, "density");
  const base = Float64Array.from({ length: baseWidth }, source.normal);
  const one = conditions(of, 1);
  const repeated = (numbers: Float64Array, count: number): Float64Array => {
    const all = new Float64Array(numbers.length * count);
    for (let row = 0; row < count; row++) all.set(numbers, row * numbers.length);
    return all;
  };
  const whole = programs.generate()({ base, condition: one, parameters }, 1).point;
  let [start, baseStart] = [0, 0];
  return blocks.flatMap(({ geometry: { spec, kind, dim, ambient } }, index): readonly Density[] => {
    const [at, baseAt] = [start, baseStart];
    start += ambient;
    baseStart += dim;
    if (dim < 1 || dim > most) return [];
    return [{
      space: spec,
      kind,
      dim,
      ambient,
      logProb: (points) => {
        const count = points.length / ambient;
        const rows = repeated(whole, count);
        for (let row = 0; row < count; row++) rows.set(points.subarray(row * ambient, (row + 1) * ambient), row * width + at);
        return programs.block(index)({ point: rows, condition: repeated(one, count), parameters }, count).logProb;
      },
      sample: (count) => {
        const rows = repeated(base, count);
        const { normal } = random(of.seed, "samples", spec, String(index));
        for (let row = 0; row < count; row++) for (let axis = 0; axis < dim; axis++) rows[row * baseWidth + baseAt + axis] = normal();
        const { point } = programs.generate()({ base: rows, condition: repeated(one, count), parameters }, count);
        return Float64Array.from(Array.from({ length: count }, (_, row) => [...point.subarray(row * width + at, row * width + at + ambient)]).flat());
      },
    }];
  });
};
