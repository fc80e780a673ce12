/**
 * Manifolds of one dimension laid along a line on which a density is spread evenly enough to be resolved: a circle by its
 * angle, an interval and a simplex of two fractions by log-odds, a half line by the logarithm of the distance to its end,
 * and what has no ends by asinh of standard units, so that tails of any weight are a few units away.
 */
import type { ManifoldSpec } from "../../manifold/space.ts";

export interface Line {
  /** Position u → the number that regions are stated in: the number itself, the angle in [0, 2π], the first fraction. */
  readonly value: (u: number) => number;
  readonly position: (value: number) => number;
  /** log of the measure per unit of u. */
  readonly logStretch: (u: number) => number;
  /** The point at a position. */
  readonly point: (u: number) => readonly number[];
  /** The positions between which all mass lies that floats can tell, given the least and the most of samples. */
  readonly span: (least: number, most: number) => readonly [number, number];
  /** What the manifold's ends are as numbers. */
  readonly ends: readonly [number, number];
}

/** The number of a point, as regions state it. */
export const numberOf = ({ kind }: ManifoldSpec, point: ArrayLike<number>): number => {
  if (kind !== "s") return point[0]!;
  const angle = Math.atan2(point[1]!, point[0]!);
  return angle < 0 ? angle + 2 * Math.PI : angle + 0;
};

/** The line of a manifold of one dimension, given sorted samples in its numbers. */
export const lineOf = (block: ManifoldSpec, sorted: Float64Array): Line => {
  switch (block.kind) {
    case "s":
      return { value: same, position: same, logStretch: () => 0, point: (u) => [Math.cos(u), Math.sin(u)], span: () => [0, 2 * Math.PI], ends: [0, 2 * Math.PI] };
    case "i":
      return { ...bounded(block.lower, block.upper), ends: [block.lower, block.upper] };
    case "a": {
      const own = bounded(0, 1);
      return { ...own, point: (u) => [sigmoid(u), sigmoid(-u)], ends: [0, 1] };
    }
    case "h": {
      const side = block.side === "above" ? 1 : -1;
      const logs = endless(sorted.map((x) => Math.log(Math.max(side * (x - block.end), 1e-300))));
      const distance = (u: number): number => Math.exp(logs.value(side * u));
      const value = (u: number): number => block.end + side * distance(u);
      const [first, last] = [logs.position(-690), logs.position(690)];
      return {
        value,
        position: (x) => side * logs.position(Math.log(Math.max(side * (x - block.end), 1e-300))),
        logStretch: (u) => logs.logStretch(side * u) + logs.value(side * u),
        point: (u) => [value(u)],
        span: (least, most) => {
          const [low, high] = logs.span(Math.min(side * least, side * most), Math.max(side * least, side * most));
          const [from, to] = [Math.max(low, first), Math.min(high, last)];
          return side === 1 ? [from, to] : [-to, -from];
        },
        ends: side === 1 ? [block.end, Infinity] : [-Infinity, block.end],
      };
    }
    default:
      return { ...endless(sorted), ends: [-Infinity, Infinity] };
  }
};

const same = (u: number): number => u;

/** So far beyond the samples, in asinh of standard units, nothing is left: a Cauchy density has 1e-9 there. */
const beyond = 12;

const endless = (values: Float64Array): Omit<Line, "ends"> => {
  const sorted = values.slice().sort();
  const quantile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const [middle, scale] = [quantile(0.5), (quantile(0.75) - quantile(0.25)) / 1.35 || 1];
  const value = (u: number): number => middle + scale * Math.sinh(u);
  return {
    value,
    position: (x) => Math.asinh((x - middle) / scale),
    logStretch: (u) => Math.log(scale * Math.cosh(u)),
    point: (u) => [value(u)],
    span: (least, most) => [least - beyond, most + beyond],
  };
};

/** Log-odds beyond which a float is the end itself. */
const farthest = 37;

const bounded = (lower: number, upper: number): Omit<Line, "ends"> => {
  const width = upper - lower;
  // From the nearer end, so that no digits are lost.
  const value = (u: number): number => (u < 0 ? lower + width * sigmoid(u) : upper - width * sigmoid(-u));
  return {
    value,
    position: (x) => Math.min(Math.max(Math.log((x - lower) / (upper - x)), -farthest), farthest),
    logStretch: (u) => Math.log(width * sigmoid(u) * sigmoid(-u)),
    point: (u) => [value(u)],
    span: () => [-farthest, farthest],
  };
};

const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u));
