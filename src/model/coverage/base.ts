/**
 * Coverage from the Gaussian base. If a model is right, the squared radius of its base points is χ²-distributed, so the
 * ball that holds a share p of the Gaussian holds a share p of the data: the image of that ball is a region of exactly
 * that content (arXiv:2008.05825). Works alike on every manifold; jointly, or block by block. The contents of a later block are
 * conditional on the blocks before it.
 *
 * A class has the middle of its part of the base for a base point, so contents of a space with classes are rounded and not
 * uniform; `spreadClasses` draws from that part instead.
 */
import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import { logNormalQuantile, normalCdf } from "../../expr/special.ts";
import type { Plan } from "../../flow/plan.ts";
import type { Batch } from "../../manifold/batch.ts";
import type { Random } from "../../random.ts";
import type { Evaluation } from "../model.ts";
import { coverage, type CoverageRow } from "./curve.ts";

type Placed = Pick<Evaluation<string>, "base" | "count">;

/** For each row, the content of the smallest base region around the centre that holds it: uniform in [0, 1] for a right model. */
export const baseContents = ({ base, count }: Placed, start = 0, dim: number = base.ambient): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => {
    let squared = 0;
    for (let at = 0; at < dim; at++) squared += base.rows[row * base.ambient + start + at]! ** 2;
    return chiSquareCdf(squared, dim);
  });

/** Coverage of each block by its own part of the base. */
export const coverageByBlock = ({ blocks }: Plan, evaluation: Placed, nominal?: readonly number[]): readonly (readonly CoverageRow[])[] =>
  blocks.map(({ geometry: { dim } }, index) => coverage(baseContents(evaluation, baseStart({ blocks }, index), dim), nominal));

/** Where a block's part of the base begins. */
export const baseStart = ({ blocks }: Pick<Plan, "blocks">, index: number): number =>
  blocks.slice(0, index).reduce((sum, { geometry }) => sum + geometry.dim, 0);

/**
 * Base points with one number at `at` replaced by a draw from the part of the base that the row's class has: the interval
 * of Φ(z) about the class's middle that is as long as its mass. If the masses are right, the number drawn is standard
 * normal (the randomized probability integral transform, Brockwell 2007).
 */
export const spreadClasses = (base: Batch<string>, at: number, logMass: Float64Array, source: Random): Batch<string> => {
  const rows = base.rows.slice();
  for (let row = 0; row < base.count; row++) {
    const index = row * base.ambient + at;
    rows[index] = within(rows[index]!, Math.exp(logMass[row]!), source.uniform());
  }
  return { ...base, rows };
};

/** Told from the nearer end, where Φ has its digits. */
const within = (middle: number, mass: number, share: number): number => {
  const side = middle < 0 ? 1 : -1;
  const fromEnd = normalCdf(-Math.abs(middle)) + mass * (share - 0.5);
  return fromEnd <= 0.5 ? side * logNormalQuantile(Math.log(Math.max(fromEnd, 0))) : -side * logNormalQuantile(Math.log(Math.max(1 - fromEnd, 0)));
};
