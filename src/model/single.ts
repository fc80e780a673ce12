/** One point where many are wanted. */
import { unsafe } from "../error.ts";
import type { Batch } from "../manifold/batch.ts";
import { point as pointOf, type Point } from "../manifold/point.ts";

export const isBatch = <S extends string>(points: Point<S> | Batch<S>): points is Batch<S> => !Array.isArray(points);

/** A point as a batch of one. Wide types let any numbers through, so they are checked again. */
export const one = <S extends string>(spec: S, point: Point<S>): Batch<S> => {
  const rows = Float64Array.from(unsafe(pointOf<string>(spec, point)));
  return { spec, count: 1, ambient: rows.length, rows };
};
