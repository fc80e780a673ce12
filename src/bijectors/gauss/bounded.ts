/** Positive parameters between two true bounds, reached smoothly: min + (max − min) σ(raw − log(max − min)). Well inside the bounds, raw is about the logarithm. */
import { add, mul, sigmoid, sub, type Expr } from "../../expr/index.ts";

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

export const bounded = (raw: Expr, { min, max }: Bounds): Expr => add(min, mul(max - min, sigmoid(sub(raw, Math.log(max - min)))));

/** The raw parameter of a value; values at or outside the bounds are taken a little inside. */
export const rawBounded = (value: number, { min, max }: Bounds): number => {
  const share = Math.min(1 - 1e-6, Math.max(1e-6, (value - min) / (max - min)));
  return Math.log(share) - Math.log1p(-share) + Math.log(max - min);
};
