/** Whether points lie inside, asked for one point or for many. */
import { DiffeoFault } from "../../error.ts";
import type { Batch } from "../../manifold/batch.ts";
import type { Point } from "../../manifold/point.ts";
import { isBatch, one } from "../single.ts";
import type { Region } from "./region.ts";

/** The test of points of a space, from one of rows [count, ambient]. */
export const membership = (space: string, inside: (rows: Float64Array, count: number) => readonly boolean[]): Region["contains"] => {
  function contains(point: Point<string>): boolean;
  function contains(points: Batch<string>): readonly boolean[];
  function contains(points: Point<string> | Batch<string>): boolean | readonly boolean[] {
    if (!isBatch(points)) return contains(one(space, points))[0]!;
    const { spec, rows, count } = points;
    if (spec !== space) throw new DiffeoFault({ tag: "NotOnManifold", path: ["the region"], received: `a batch of ${spec}`, expected: `a batch of ${space}` });
    return inside(rows, count);
  }
  return contains;
};
