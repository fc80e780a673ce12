/** Parameters away from the start, so that every layer and every network has its say. */
import { size } from "../../src/expr/index.ts";
import type { Plan } from "../../src/flow/plan.ts";
import { random } from "../../src/random.ts";

export const scattered = ({ entries }: Plan, start: Float64Array, seed: number, deviation = 0.3): Float64Array => {
  const values = start.slice();
  const source = random(seed, "scattered");
  for (const { offset, shape } of entries) {
    for (let at = offset; at < offset + size(shape); at++) {
      values[at] = values[at]! + deviation * source.normal();
    }
  }
  return values;
};
