/**
 * Positive parameters from raw numbers, between a least and a largest value or without them.
 *
 * `saturation`: min + R σ(raw − log R) with R = max − min; about the exponential of raw well inside the bounds, and min + exp(raw)
 * without a largest value. `softplus`: min + softplus(raw) − softplus(raw − R), a ramp, about min + raw well inside; without a
 * largest value min + softplus(raw). Both reach their bounds smoothly. `clamp`: exp(raw), cut off at the bounds, where its
 * gradient vanishes: a parameter that training takes there stays.
 */
import { add, exp, less, maximum, minimum, softplus, sub, where, type Expr } from "../expr/index.ts";
import { bounded, rawBounded } from "./gauss/bounded.ts";

export const positiveMaps = ["saturation", "softplus", "clamp"] as const;

export interface Positive {
  readonly map: (typeof positiveMaps)[number];
  readonly min: number | "none";
  readonly max: number | "none";
}

export const positive = (raw: Expr, { map, min, max }: Positive): Expr => {
  const least = min === "none" ? 0 : min;
  switch (map) {
    case "saturation":
      return max === "none" ? add(least, exp(raw)) : bounded(raw, { min: least, max });
    case "softplus":
      return add(least, max === "none" ? softplus(raw) : ramp(raw, max - least));
    case "clamp": {
      const raised = min === "none" ? raw : maximum(raw, Math.log(min));
      return exp(max === "none" ? raised : minimum(raised, Math.log(max)));
    }
  }
};

/** softplus(x) − softplus(x − height), from the nearer end. */
const ramp = (x: Expr, height: number): Expr => {
  const low = less(x, 0.5 * height);
  const near = where(low, x, sub(height, x));
  const risen = sub(softplus(near), softplus(sub(near, height)));
  return where(low, risen, sub(height, risen));
};

/** The raw parameter of a value; values at or outside the bounds are taken a little inside. */
export const rawPositive = (value: number, { map, min, max }: Positive): number => {
  const least = min === "none" ? 0 : min;
  const excess = Math.max(1e-6 * least, value - least, Number.MIN_VALUE);
  switch (map) {
    case "saturation":
      return max === "none" ? Math.log(excess) : rawBounded(value, { min: least, max });
    case "softplus": {
      if (max === "none") return logExpm1(excess);
      const inside = Math.min((1 - 1e-6) * (max - least), excess);
      return logExpm1(inside) - Math.log(-Math.expm1(inside - (max - least)));
    }
    case "clamp":
      return Math.log(Math.min(max === "none" ? Infinity : max, Math.max(least, excess, value)));
  }
};

/** log(eˣ − 1), x > 0. */
const logExpm1 = (x: number): number => x + Math.log(-Math.expm1(-x));
