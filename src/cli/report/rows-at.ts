/** Some rows of a batch, spread evenly. */
import { trusted, type Batch } from "../../manifold/batch.ts";

export const rowsAt = ({ spec, rows, count, ambient }: Batch<string>, most: number): Batch<string> => {
  const kept = Math.min(most, count);
  const some = new Float64Array(kept * ambient);
  for (let at = 0; at < kept; at++) {
    const from = Math.floor((at * count) / kept);
    some.set(rows.subarray(from * ambient, (from + 1) * ambient), at * ambient);
  }
  return trusted(spec, some, kept);
};
