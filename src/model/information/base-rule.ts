/**
 * Expectations under the standard Gaussian by equal steps: a rule in the base is a rule on every manifold, with its nodes
 * where the model has its mass. The trapezoidal rule converges geometrically for what is smooth along a whole line or a
 * circle (Trefethen & Weideman 2014, SIAM Review 56, §§3 and 5); its every second node is a rule too, which tells how far it is
 * converged. What is equal steps depends on what the base becomes:
 *
 *     lines, intervals    z itself, along each axis;
 *     the circle          the share u = Φ(z), which the base map makes an angle;
 *     the sphere S²       the azimuth of z, and t = ln(u / (1 − u)) of the share u = exp(−|z|²/2), the height. A layer may
 *                         gather points at a pole so that nothing is smooth at z = 0: in t it is, all the way.
 */
import { normalQuantile, softplus } from "../../expr/special.ts";
import type { Geometry } from "../../manifold/manifold.ts";

export interface BaseRule {
  readonly count: number;
  /** Base points [count, dim]. */
  readonly base: Float64Array;
  /** Sum to one. */
  readonly weights: Float64Array;
  /** Of the rule of every second node along each dimension; 0 elsewhere. */
  readonly coarse: Float64Array;
}

/** Dimensions of what is integrated by rules. */
export const mostDim = 2;

/** Nodes along each dimension of a rule, by what dimensions there are in all: none, one, two. */
export type Fineness = readonly [none: 0, one: number, two: number];

/** The rule over the base of one block, of at most two dimensions, with about so many nodes along each. */
export const baseRule = ({ kind, dim }: Pick<Geometry, "kind" | "dim">, nodes: number): BaseRule => {
  const even = 4 * Math.max(1, Math.round(nodes / 4));
  if (kind === "s" && dim === 1) return circle(even);
  if (kind === "s" && dim === 2) return polar(even);
  return Array.from({ length: dim }, () => line(even)).reduce(times, { count: 1, base: new Float64Array(0), weights: Float64Array.of(1), coarse: Float64Array.of(1) });
};

/** Nodes at equal steps, with weights up to a factor. */
const stepped = (base: readonly number[], weights: readonly number[]): BaseRule => {
  const [all, every] = [sum(weights), sum(weights.filter((_, at) => at % 2 === 0))];
  return {
    count: base.length,
    base: Float64Array.from(base),
    weights: Float64Array.from(weights, (each) => each / all),
    coarse: Float64Array.from(weights, (each, at) => (at % 2 === 0 ? each / every : 0)),
  };
};

/** Beyond it lies 1e-15 of the Gaussian. */
const reach = 8;

/** One node more than there are steps, so that both rules have both ends. */
const line = (steps: number): BaseRule => {
  const z = Array.from({ length: steps + 1 }, (_, at) => ((2 * at) / steps - 1) * reach);
  return stepped(z, z.map((each) => Math.exp(-0.5 * each * each)));
};

const circle = (steps: number): BaseRule => {
  const shares = Array.from({ length: steps }, (_, at) => (at + 0.25) / steps);
  return stepped(shares.map(normalQuantile), shares.map(() => 1));
};

/** Of t: beyond it lies 1e-16 of u. */
const farthest = 37;

const polar = (steps: number): BaseRule => {
  const t = Array.from({ length: steps + 1 }, (_, at) => ((2 * at) / steps - 1) * farthest);
  // −ln u = softplus(−t), and du = u (1 − u) dt.
  const radii = stepped(t.map((each) => Math.sqrt(2 * softplus(-each))), t.map((each) => Math.exp(-softplus(-each) - softplus(each))));
  const angles = stepped(Array.from({ length: steps }, (_, at) => (2 * Math.PI * (at + 0.25)) / steps), Array.from({ length: steps }, () => 1));
  const pairs = times(radii, angles);
  const base = pairs.base.slice();
  for (let at = 0; at < pairs.count; at++) {
    const [radius, angle] = [base[2 * at]!, base[2 * at + 1]!];
    [base[2 * at], base[2 * at + 1]] = [radius * Math.cos(angle), radius * Math.sin(angle)];
  }
  return { ...pairs, base };
};

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

/** Every node of one with every node of the other. */
const times = (a: BaseRule, b: BaseRule): BaseRule => {
  const count = a.count * b.count;
  const [wide, narrow] = [a.base.length / a.count, b.base.length / b.count];
  const base = new Float64Array(count * (wide + narrow));
  const pair = (of: "weights" | "coarse"): Float64Array => Float64Array.from({ length: count }, (_, at) => a[of][Math.floor(at / b.count)]! * b[of][at % b.count]!);
  for (let at = 0; at < count; at++) {
    const [i, j] = [Math.floor(at / b.count), at % b.count];
    base.set(a.base.subarray(i * wide, (i + 1) * wide), at * (wide + narrow));
    base.set(b.base.subarray(j * narrow, (j + 1) * narrow), at * (wide + narrow) + wide);
  }
  return { count, base, weights: pair("weights"), coarse: pair("coarse") };
};
