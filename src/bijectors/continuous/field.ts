/**
 * Vector fields f(x, t) whose projections (I − xxᵀ) f part neighbours on the sphere at no more than `rate`.
 *
 * network  f = ½ rate · u / √(1 + ‖u‖²), u = network(x, t) with all of its matrices held to norm 1: both f and its derivative are
 *          below ½ rate, and the projection adds x·f to the derivative.
 * modes    f = Σ_k c_k(t) e^(β_k (x·μ_k − 1)) μ_k, gradients of bumps, each with a derivative between −1 and 1 once projected;
 *          c = rate · r / √(1 + K ‖r‖²), so that Σ |c_k| < rate; r_k(t) = Σ_j w_kj cos(π j t).
 */
import { add, apply, applyTransposed, concat, constant, cos, div, dot, exp, mul, reshape, sqrt, square, sub, sum, tanh, type Expr } from "../../expr/index.ts";
import { directions } from "../../manifold/direction.ts";
import type { ContinuousOptions } from "./options.ts";

/** A tangent field: at a unit vector [n + 1] and a time, a scalar, from 0 at the base to 1 at the data. */
export type Field = (x: Expr, t: Expr) => Expr;

/** The component across x. */
export const across = (x: Expr, f: Expr): Expr => sub(f, mul(dot(x, f), x));

export const networkField = (answer: (features: Expr) => Expr, rate: number): Field => (x, t) => {
  const u = answer(concat([x, reshape(sub(mul(2, t), 1), [1])]));
  return across(x, mul(div(rate / 2, sqrt(add(1, sum(square(u))))), u));
};

export interface Modes {
  /** [K, n + 1], each read up to its length; a zero vector makes no field. */
  readonly centers: Expr;
  /** [K], raw. */
  readonly concentrations: Expr;
  /** [K, harmonics], raw. */
  readonly weights: Expr;
}

export const modesField = ({ centers, concentrations, weights }: Modes, { harmonics, concentration, rate }: ContinuousOptions): Field => {
  const units = directions(centers);
  const range = Math.log(concentration);
  const betas = exp(mul(range, tanh(div(concentrations, range))));
  const frequencies = constant(Array.from({ length: harmonics }, (_, j) => Math.PI * j));
  const count = centers.shape[0]!;
  return (x, t) => {
    const raw = apply(weights, cos(mul(frequencies, t)));
    const shares = mul(rate, div(raw, sqrt(add(1, mul(count, sum(square(raw)))))));
    const heights = apply(units, x);
    return across(x, applyTransposed(mul(shares, exp(mul(betas, sub(heights, 1)))), units));
  };
};
