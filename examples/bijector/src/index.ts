/**
 * Sinh–arcsinh layers: coordinates that lean to one side, with tails lighter or heavier than the Gaussian's.
 *
 * Space: e<n>, half lines. Each coordinate goes through x = sinh(δ (arsinh z + ε)). Parameters, both [n]: `skew`, ε, read up to
 * ±4; `tail`, log δ, read up to ±log `maxTail`. Zeros are the identity.
 * log-det: Σ log δ + log cosh(arsinh x) − log cosh(arsinh z). Both directions are closed.
 * Source: Jones & Pewsey 2009, Biometrika 96, 761, where z is written as a function of x, with δ and ε/δ for our 1/δ and ε.
 */
import { bijector, filled, numberBetween, type Sample } from "diffeo";
import { add, asinh, div, exp, mul, neg, sinh, softplus, sub, sum, tanh, type Expr } from "diffeo/expr";

export const sinhArcsinh = bijector({
  name: "sinhArcsinh",
  on: "e",
  options: { maxTail: numberBetween(1, 7, 4, "the largest δ; the least is its inverse") },
  parameters: ({ dim }) => ({ skew: filled([dim], 0), tail: filled([dim], 0) }),
  forward: (z, { skew, tail }, { options }) => {
    const [a, logDelta] = [asinh(z), within(Math.log(options.maxTail), tail)];
    const b = mul(exp(logDelta), add(a, within(4, skew)));
    return { point: sinh(b), logDet: sum(add(logDelta, sub(logCosh(b), logCosh(a)))) };
  },
  inverse: (x, { skew, tail }, { options }) => {
    const [b, logDelta] = [asinh(x), within(Math.log(options.maxTail), tail)];
    const a = sub(mul(exp(neg(logDelta)), b), within(4, skew));
    return { point: sinh(a), logDet: sum(sub(sub(logCosh(a), logCosh(b)), logDelta)) };
  },
  /** Two quantiles of each coordinate go where they are in the Gaussian. */
  fit: (sample, { dim }, { maxTail }) => {
    const starts = Array.from({ length: dim }, (_, axis) => {
      const [low, high] = quantiles(sample, dim, axis).map(Math.asinh) as [number, number];
      const delta = (high - low) / (2 * Math.asinh(1));
      return { skew: raw(4, (low + high) / (2 * delta)), tail: raw(Math.log(maxTail), Math.log(delta)) };
    });
    return { skew: starts.map(({ skew }) => skew), tail: starts.map(({ tail }) => tail) };
  },
});

/** ±limit, reached smoothly: every number is a parameter, and none makes an image that a float cannot hold. */
const within = (limit: number, parameter: Expr): Expr => mul(limit, tanh(div(parameter, limit)));
const raw = (limit: number, value: number): number => limit * Math.atanh(Math.max(-0.99, Math.min(0.99, value / limit || 0)));

/** log cosh u, where cosh u itself is beyond floats too. */
const logCosh = (u: Expr): Expr => sub(softplus(mul(2, u)), add(u, Math.LN2));

/** Where a coordinate has as much of the sample's weight below as the Gaussian has below −1 and below 1. */
const quantiles = ({ rows, count, weights }: Sample, dim: number, axis: number): readonly number[] => {
  const order = Array.from({ length: count }, (_, row) => row).sort((a, b) => rows[a * dim + axis]! - rows[b * dim + axis]!);
  return [0.15866, 0.84134].map((share) => {
    let below = 0;
    return rows[order.find((row) => (below += weights[row]!) >= share)! * dim + axis]!;
  });
};
