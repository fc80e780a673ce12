/**
 * What a mixture tells of a coordinate u: both tails of its distribution function and its density, as logarithms, and
 * the two ratios of density to tail, which stay of ordinary size where the logarithms themselves have lost all digits.
 */
import type { Expr } from "../../expr/index.ts";

/** All of the shape of u. C is the distribution function, F = 1 − C its complement, f = C′ the density. */
export interface Tails {
  /** log C. */
  readonly below: Expr;
  /** log F. */
  readonly above: Expr;
  /** log f. */
  readonly density: Expr;
  /** log(f / C). */
  readonly perBelow: Expr;
  /** log(f / F). */
  readonly perAbove: Expr;
}

/** A mixture of n coordinates, each with its own kernels. */
export interface Mixture {
  /** u [n] → its tails [n]. */
  readonly tails: (u: Expr) => Tails;
  /** log(C / F) [n] → two points [n] between which the mixture reaches it. */
  readonly bracket: (below: Expr, above: Expr) => { readonly lower: Expr; readonly upper: Expr };
}
