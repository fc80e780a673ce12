/** Which rows are trained on and which are held out; rows of one group stay together. */
import { permutation, random } from "../random.ts";

export interface Split {
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
}

/** Holds out about `share` of the groups (of the rows, where there are no groups), drawn from the seed. */
export const split = (count: number, share: number, seed: number, groups?: ArrayLike<string | number>): Split => {
  const names = groups ? [...new Set(Array.from(groups))] : undefined;
  const members = names?.length ?? count;
  const kept = Math.min(members - 1, Math.round(share * members));
  const out = new Set<string | number>(Array.from(permutation(members, random(seed, "split")).subarray(0, Math.max(0, kept)), (at) => names?.[at] ?? at));
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  const isOut = (row: number): boolean => out.has(groups?.[row] ?? row);
  return { train: rows.filter((row) => !isOut(row)), heldOut: rows.filter(isOut) };
};
