/** A monotone map of every coordinate on its own. */
import type { Expr } from "../../expr/index.ts";

/** Images [n] of n coordinates, and the logarithm of the derivative of this direction in each. */
export interface CoordinateImage {
  readonly value: Expr;
  readonly logSlope: Expr;
  readonly residual?: Expr;
}

export interface CoordinateMap {
  readonly toBase: (u: Expr) => CoordinateImage;
  readonly fromBase: (z: Expr) => CoordinateImage;
}
