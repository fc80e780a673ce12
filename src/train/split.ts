/**
 * Which rows are trained on and which are held out. Rows of one group stay together, for rows that look alike on both
 * sides of the border would make the held-out log-likelihood a training one.
 */
import { permutation, random } from "../random.ts";

/** Indices into the rows as they were given. Rows of weight 0 are in neither part. */
export interface Split {
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
}

/** Holds out about `share` of the groups (of the rows, where there are no groups), drawn from the seed; never all. */
export const split = (rows: Int32Array, share: number, seed: number, groups?: ArrayLike<string | number>): Split => {
  const groupOf = groups ? (row: number): string | number => groups[row]! : (row: number): number => row;
  const names = [...new Set(Array.from(rows, groupOf))];
  const count = Math.min(names.length - 1, Math.round(share * names.length));
  const out = new Set(Array.from(permutation(names.length, random(seed, "split")).subarray(0, count), (at) => names[at]!));
  return apart(rows, (row) => out.has(groupOf(row)));
};

/** Holds out these rows. */
export const splitAt = (rows: Int32Array, heldOut: ArrayLike<number>): Split => {
  const out = new Set(Array.from(heldOut));
  return apart(rows, (row) => out.has(row));
};

const apart = (rows: Int32Array, isOut: (row: number) => boolean): Split => ({ train: rows.filter((row) => !isOut(row)), heldOut: rows.filter(isOut) });
