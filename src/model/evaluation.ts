/** What a model says about points: where they lie on both sides, and how likely they are. For many points, and for one. */
import { DiffeoFault } from "../error.ts";
import { row, trusted, type Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";

/** Many points and where they lie in the base. All arrays have `count` entries. */
export interface Evaluation<S extends string> {
  readonly count: number;
  readonly points: Batch<S>;
  /** On the Gaussian side: a batch of `e<n>`, n the dimension of the space. */
  readonly base: Batch<string>;
  readonly logProb: Float64Array;
  /** log-density of `base` under the standard Gaussian. */
  readonly logProbBase: Float64Array;
  /** How far the equations that were solved on the way ended from zero; 0 where none was. */
  readonly residual: Float64Array;
}

/** The same for one point. */
export interface PointEvaluation<S extends string> {
  readonly point: Point<S>;
  readonly base: Point<string>;
  readonly logProb: number;
  readonly logProbBase: number;
  readonly residual: number;
}

type Columns = { readonly [name in "point" | "base" | "logProb" | "logProbBase" | "residual"]: Float64Array };

/** Numbers of the Gaussian side [count, dim] as a batch. The base of a joint flow may be wider than any one block. */
export const baseBatch = (dim: number, rows: Float64Array, count: number): Batch<string> => ({ spec: `e${dim}`, count, ambient: dim, rows });

/** The columns of a program as an evaluation over this space. */
export const evaluationOf = <S extends string>(space: S, dim: number, count: number, { point, base, logProb, logProbBase, residual }: Columns): Evaluation<S> => {
  solved(residual);
  return { count, points: trusted(space, point, count), base: baseBatch(dim, base, count), logProb, logProbBase, residual };
};

/** Throws where an equation had no root in its bracket, which a layer's formula owes. */
export const solved = (residual: Float64Array): void => {
  const failed = residual.findIndex(Number.isNaN);
  if (failed < 0) return;
  throw new DiffeoFault({ tag: "RootNotBracketed", path: [`row ${failed + 1}`], sentence: "A layer's equation has no root in its bracket: check the bracket of the layer's formula." });
};

export const single = <S extends string>({ points, base, logProb, logProbBase, residual }: Evaluation<S>): PointEvaluation<S> => ({
  point: row(points, 0),
  base: row(base, 0),
  logProb: logProb[0]!,
  logProbBase: logProbBase[0]!,
  residual: residual[0]!,
});
