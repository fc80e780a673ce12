/**
 * Coverage from the Gaussian base. If a model is right, the squared radius of its base points is χ²-distributed, so the
 * ball that holds a share p of the Gaussian holds a share p of the data: the image of that ball is a region of exactly
 * that content. Works alike on every manifold; jointly, or block by block.
 * A class has the middle of its part of the base for a base point, so contents of a space with classes are rounded and not
 * uniform.
 */
import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import { DiffeoFault } from "../error.ts";
import type { Plan } from "../flow/plan.ts";
import type { Evaluation } from "./model.ts";

export interface CoverageRow {
  readonly nominal: number;
  readonly observed: number;
  /** Standard error of an observed share, if the model is right and rows are independent: √(p (1 − p) / N). */
  readonly error: number;
}

/** For each row, the content of the smallest base region around the centre that holds it: uniform in [0, 1] for a right model. */
export const baseContents = ({ base, count }: Pick<Evaluation<string>, "base" | "count">, start = 0, dim: number = base.ambient): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => {
    let squared = 0;
    for (let at = 0; at < dim; at++) squared += base.rows[row * base.ambient + start + at]! ** 2;
    return chiSquareCdf(squared, dim);
  });

/** How often regions of these contents hold what they should. */
export const coverage = (contents: Float64Array, nominal: readonly number[] = [0.5, 0.68, 0.9, 0.95]): readonly CoverageRow[] => {
  const { length } = contents;
  if (length === 0) throw new DiffeoFault({ tag: "NotOnManifold", path: ["the coverage"], received: "no rows", expected: "at least one row" });
  return nominal.map((share) => ({
    nominal: share,
    observed: contents.reduce((held, content) => (content <= share ? held + 1 : held), 0) / length,
    error: Math.sqrt((share * (1 - share)) / length),
  }));
};

/** Coverage of each block by its own part of the base. */
export const coverageByBlock = ({ blocks }: Plan, evaluation: Pick<Evaluation<string>, "base" | "count">, nominal?: readonly number[]): readonly (readonly CoverageRow[])[] => {
  let start = 0;
  return blocks.map(({ geometry: { dim } }) => {
    const contents = baseContents(evaluation, start, dim);
    start += dim;
    return coverage(contents, nominal);
  });
};
