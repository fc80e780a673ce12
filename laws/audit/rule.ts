/**
 * Quadrature that goes where a density is. Each manifold has its own rule (`manifold/quadrature.ts`); in flat coordinates there is
 * also the rule of R^n, moved to the centre of the density's samples and stretched to their spread, so that it ends some two
 * thousand spreads out: for R^n and half lines the only one, on intervals and simplices the one for what is narrow or lies at the ends.
 * Samples say where to put nodes and nothing else.
 */
import { measure } from "../../src/manifold/measure.ts";
import { reach, type Quadrature } from "../../src/manifold/quadrature.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import { flat, type Flat } from "./flat.ts";
import { placed, spreadOf, standardized } from "./spread.ts";

/** Nodes with the logarithms of their weights. */
export interface Nodes {
  readonly points: Float64Array;
  readonly logWeights: Float64Array;
}

export interface Rule {
  /** Nodes along each dimension, level by level. */
  readonly levels: readonly number[];
  readonly nodes: (along: number) => Nodes;
  /** log of the weight that a node at a point would have; missing where all nodes have about the same. */
  readonly logWeight?: (point: ArrayLike<number>, along: number) => number;
  /** On blocks of one dimension, a coordinate along which nodes are spread about evenly. */
  readonly place: (point: ArrayLike<number>) => number;
}

/** How many spreads a unit of the rule of R^n is, at first; where that rule ends, at 40 units, tails are reached by the cube. */
const stretch = 2;
const reached = (u: number): number => stretch * (u + u ** 3 / 64);
const logSlope = (u: number): number => Math.log(stretch * (1 + (3 * u * u) / 64));

/** The u that reaches x: the one root of u³ + 64 u = 64 x / stretch, by hyperbolic functions. */
const backFrom = (x: number): number => 2 * Math.sqrt(64 / 3) * Math.sinh(Math.asinh(1.5 * (x / stretch) * Math.sqrt(3 / 64)) / 3);

const line = [64, 128, 256, 512, 1024];
const plane = [32, 64, 128, 256];

/** For a block of one or two dimensions with samples [count, ambient], the likelier ones first. */
export const rules = (manifold: ManifoldSpec, samples: Float64Array): readonly Rule[] => {
  const { kind, dim } = manifold;
  const chart = flat(manifold);
  const flats = chart ? [flattened(chart, samples)] : [];
  if (kind === "e" || kind === "h") return flats;
  return [{
    levels: kind === "c" ? [1] : kind === "s" && dim === 1 ? [...line, 2048, 4096, 8192] : dim === 1 ? line : plane,
    nodes: (along) => {
      const { points, weights } = ruleOf(manifold, along);
      return { points, logWeights: weights.map(Math.log) };
    },
    place: placeOf(kind),
  }, ...flats];
};

const placeOf = (kind: ManifoldSpec["kind"]): Rule["place"] => {
  switch (kind) {
    case "c":
      return (point) => Array.from(point).indexOf(1);
    case "s":
      return (point) => Math.atan2(point[1]!, point[0]!);
    default:
      return (point) => point[0]!;
  }
};

/** Where the rule of R^n goes in flat coordinates. */
const flattened = (chart: Flat, samples: Float64Array): Rule => {
  const { dim, to, from, logVolume } = chart;
  const width = from(Array<number>(dim).fill(0)).length;
  const spread = spreadOf(rowsOf(samples, width).map(to), dim);
  return {
    levels: dim === 1 ? [...line, 2048, 4096] : plane,
    nodes: (along) => {
      const { count, points, weights } = ruleOf({ kind: "e", dim, spec: `e${dim}` }, along);
      const [moved, logWeights] = [new Float64Array(count * width), new Float64Array(count)];
      for (let row = 0; row < count; row++) {
        const u = points.subarray(row * dim, (row + 1) * dim);
        const y = placed(spread, Array.from(u, reached));
        const point = from(y);
        // Beside an end that is not 0, and far out, floats end before the rule does: what they cannot tell apart is left out.
        const there = to(point).every((each, axis) => Math.abs(each - y[axis]!) < 1e-3 * (1 + Math.abs(y[axis]!)));
        moved.set(there ? point : from(spread.centre), row * width);
        logWeights[row] = there ? u.reduce((sum, each) => sum + logSlope(each), Math.log(weights[row]!) + spread.logDet + logVolume(y)) : -Infinity;
      }
      return { points: moved, logWeights };
    },
    logWeight: (point, along) => {
      const y = to(point);
      const step = (2 * Math.asinh(reach)) / along;
      return standardized(spread, y).reduce((sum, each) => {
        const u = backFrom(each);
        return sum + Math.log(step) + 0.5 * Math.log1p(u * u) + logSlope(u);
      }, spread.logDet + logVolume(y));
    },
    place: (point) => Math.asinh(backFrom(standardized(spread, to(point))[0]!)),
  };
};

const known = new Map<string, Quadrature>();

/** Rules are made once: Gauss's take some time. */
const ruleOf = (manifold: ManifoldSpec, nodes: number): Quadrature => {
  const key = `${manifold.spec} ${nodes}`;
  const found = known.get(key) ?? measure([manifold]).quadrature(nodes);
  known.set(key, found);
  return found;
};

export const rowsOf = (numbers: Float64Array, width: number): readonly (readonly number[])[] =>
  Array.from({ length: numbers.length / width }, (_, row) => Array.from(numbers.subarray(row * width, (row + 1) * width)));
