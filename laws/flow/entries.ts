/** Comparison of arrays, entry by entry: deviations are measured against the size of what is compared. */
import type { Comparison } from "../law.ts";

/** Entry by entry: the deviation in units of 1 + size. */
export const entries = (name: string, got: ArrayLike<number>, wanted: ArrayLike<number>, unit = 1): readonly Comparison[] =>
  got.length === wanted.length
    ? Array.from(got, (value, at) => ({
        deviation: Math.abs(value - wanted[at]!),
        unit: unit * (1 + Math.abs(wanted[at]!)),
        detail: () => `${name} ${at + 1}: ${value}, not ${wanted[at]}`,
      }))
    : [{ deviation: Infinity, unit, detail: () => `${name}: ${got.length} numbers, not ${wanted.length}` }];
