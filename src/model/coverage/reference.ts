/**
 * The points that TARP measures from (Lemos et al. 2023, arXiv:2302.03026). A model that does not listen to its condition is only found out if
 * the reference follows the condition: it is the point of an earlier row with nearly the same condition, in an order that
 * is drawn. Given all earlier rows a right model's next point is one more of its samples, whatever they were, so the ranks of
 * distances are uniform and independent, exactly. Without a condition any earlier row is as good.
 */
import type { Batch } from "../../manifold/batch.ts";
import { permutation, type Random } from "../../random.ts";
import { distanceIn } from "./distance.ts";

/** Among how many earlier rows the nearest is sought. */
const sought = 1000;

/** For each row, the row of its reference; −1 for the first, which has none before it. */
export const references = (count: number, conditions: Batch<string> | undefined, source: Random): Int32Array => {
  const order = permutation(count, source);
  const found = new Int32Array(count).fill(-1);
  const nearest = conditions && conditions.ambient > 0 ? nearestIn(conditions) : undefined;
  for (let position = 1; position < count; position++) {
    const row = order[position]!;
    found[row] = nearest ? nearest(row, order.subarray(Math.max(0, position - sought), position)) : order[source.below(position)]!;
  }
  return found;
};

const nearestIn = (conditions: Batch<string>): ((row: number, among: Int32Array) => number) => {
  const { rows, ambient } = conditions;
  const distance = distanceIn(conditions);
  return (row, among) => {
    let [nearest, least] = [among[0]!, Infinity];
    for (const each of among) {
      const own = distance(rows, row * ambient, rows, each * ambient);
      if (own < least) [nearest, least] = [each, own];
    }
    return nearest;
  };
};
