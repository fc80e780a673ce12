/** Rows of data, column by column as programs read them. */
import type { Plan } from "../flow/plan.ts";
import type { Inputs } from "../interpret/program.ts";

export interface Rows {
  readonly count: number;
  /** [count, ambient] */
  readonly point: Float64Array;
  /** [count, conditionAmbient] */
  readonly condition: Float64Array;
  /** [count], not negative; need not add up to 1. */
  readonly weight: Float64Array;
}

/** The rows with these indices, in their order. */
export const gather = ({ point, condition, weight }: Rows, { ambient, conditionAmbient }: Pick<Plan, "ambient" | "conditionAmbient">, chosen: Int32Array): Rows => ({
  count: chosen.length,
  point: picked(point, ambient, chosen),
  condition: picked(condition, conditionAmbient, chosen),
  weight: picked(weight, 1, chosen),
});

const picked = (from: Float64Array, width: number, chosen: Int32Array): Float64Array => {
  const to = new Float64Array(chosen.length * width);
  let at = 0;
  for (const row of chosen) for (let column = 0; column < width; column++) to[at++] = from[row * width + column]!;
  return to;
};

/** What programs are given of rows. */
export const inputs = ({ point, condition, weight }: Rows, parameters: Float64Array): Inputs => ({ point, condition, weight, parameters });

export const totalWeight = ({ weight }: Rows): number => weight.reduce((sum, each) => sum + each, 0);

/** Weighted mean of one number per row. */
export const weightedMean = ({ weight, count }: Rows, values: Float64Array): number => {
  let [sum, total] = [0, 0];
  for (let row = 0; row < count; row++) {
    sum += weight[row]! * values[row]!;
    total += weight[row]!;
  }
  return sum / total;
};
