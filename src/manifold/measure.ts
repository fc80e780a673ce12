/**
 * A space as numbers: its points, tangent spaces and integrals, for samplers, laws and users. The expression side, from
 * which flows are built, is `Geometry`; this side is evaluated directly and knows products of blocks.
 */
import type { Random } from "../random.ts";
import { standing, moveOnto, type Numbers } from "./membership.ts";
import { ambient, dimension, placed } from "./point.ts";
import { quadrature, type Quadrature } from "./quadrature.ts";
import { specOf, type ManifoldSpec } from "./space.ts";
import { logArea } from "./sphere.ts";

export type { Quadrature } from "./quadrature.ts";

/**
 * The numbers of a space. Its measure is surface area on spheres (arc length on circles), Lebesgue measure on R^n,
 * intervals, half lines and the first n fractions of a simplex, counting measure on classes, and their product.
 *
 * Laws: `contains(nearest(x))`; `nearest(nearest(x)) = nearest(x)`; the rows of `tangentBasis(x)` are orthonormal.
 */
export interface Measure {
  /** Canonical. */
  readonly spec: string;
  /** Intrinsic dimension. */
  readonly dim: number;
  /** Numbers in a point. */
  readonly ambient: number;
  /** Whether these numbers are a point: unit vectors and sums of fractions within 1e-6 of 1, other numbers within the bounds. */
  readonly contains: (x: Numbers) => boolean;
  /** The point nearest to any finite numbers [ambient]: the retraction onto the space. */
  readonly nearest: (x: Numbers) => number[];
  /** An orthonormal basis of the tangent space at a point: rows of `ambient` numbers, as many as it has dimensions (none at a class). */
  readonly tangentBasis: (point: Numbers) => number[][];
  /** A random point: uniform where the space is finite; standard normal on R^n and log-normal on half lines, where nothing is uniform. */
  readonly uniform: (random: Random) => number[];
  /** log-density of `uniform` at a point, with respect to the measure. */
  readonly logUniform: (point: Numbers) => number;
  /** Points and weights with ∫ f ≈ Σ w f, with about `nodes` nodes along each dimension: for spaces of few dimensions. */
  readonly quadrature: (nodes: number) => Quadrature;
}

/** The numbers of the space of these blocks, such as `parseSpace` gives. */
export const measure = (blocks: readonly ManifoldSpec[]): Measure => {
  const [dim, width] = [dimension(blocks), ambient(blocks)];
  const parts = placed(blocks);
  return {
    spec: specOf(blocks),
    dim,
    ambient: width,
    contains: (x) => x.length === width && parts.every(({ block, start }) => standing(block, x, start) !== "off"),
    nearest: (x) => {
      const numbers = Array.from(x);
      for (const { block, start } of parts) if (standing(block, numbers, start) !== "on") moveOnto(block, numbers, start);
      return numbers;
    },
    tangentBasis: (point) =>
      parts.flatMap(({ block, start, ambient: own }) =>
        basis(block, part(point, start, own)).map((row) => {
          const wide = Array<number>(width).fill(0);
          row.forEach((each, index) => (wide[start + index] = each));
          return wide;
        })),
    uniform: (random) => blocks.flatMap((block) => draw(block, random)),
    logUniform: (point) => parts.reduce((sum, { block, start, ambient: own }) => sum + logDensity(block, part(point, start, own)), 0),
    quadrature: (nodes) => quadrature(blocks, nodes),
  };
};

const part = (x: Numbers, start: number, count: number): number[] => Array.from({ length: count }, (_, index) => x[start + index]!);

const identity = (count: number): number[][] =>
  Array.from({ length: count }, (_, row) => Array.from({ length: count }, (_, column) => (row === column ? 1 : 0)));

const basis = (block: ManifoldSpec, x: readonly number[]): number[][] => {
  switch (block.kind) {
    case "e":
    case "i":
    case "h":
      return identity(x.length);
    case "s":
      return acrossFrom(x);
    case "a":
      return acrossFrom(x.map(() => 1 / Math.sqrt(x.length)));
    case "c":
      return [];
  }
};

/**
 * The vectors that Householder's reflection of a unit vector x onto ± the last axis makes of the other axes:
 * e_k − v v_k / v_last with v = x ± e_last, the sign that of x_last, so that nothing cancels.
 */
const acrossFrom = (x: readonly number[]): number[][] => {
  const last = x.length - 1;
  const side = x[last]! < 0 ? -1 : 1;
  const v = x.map((each, index) => (index === last ? each + side : each));
  return identity(x.length).slice(0, last).map((axis, k) => axis.map((each, index) => each - (v[index]! * v[k]!) / (side * v[last]!)));
};

const draw = (block: ManifoldSpec, random: Random): number[] => {
  switch (block.kind) {
    case "e":
      return Array.from({ length: block.dim }, random.normal);
    case "s": {
      const raw = Array.from({ length: block.dim + 1 }, random.normal);
      moveOnto(block, raw);
      return raw;
    }
    case "i": {
      const t = random.uniform();
      return [Math.min(Math.max(block.lower * (1 - t) + block.upper * t, block.lower), block.upper)];
    }
    case "h": {
      const distance = Math.exp(random.normal());
      return [block.side === "above" ? block.end + distance : block.end - distance];
    }
    case "a": {
      const raw = Array.from({ length: block.dim + 1 }, () => -Math.log1p(-random.uniform()));
      const sum = raw.reduce((a, b) => a + b, 0);
      return raw.map((each) => each / sum);
    }
    case "c": {
      const drawn = random.below(block.classes);
      return Array.from({ length: block.classes }, (_, index) => (index === drawn ? 1 : 0));
    }
  }
};

const logDensity = (block: ManifoldSpec, x: readonly number[]): number => {
  switch (block.kind) {
    case "e":
      return x.reduce((sum, each) => sum - 0.5 * each * each - 0.5 * Math.log(2 * Math.PI), 0);
    case "s":
      return -logArea(block.dim);
    case "i":
      return -Math.log(block.upper - block.lower);
    case "h": {
      const logDistance = Math.log(Math.abs(x[0]! - block.end));
      return logDistance === -Infinity ? -Infinity : -0.5 * logDistance * logDistance - 0.5 * Math.log(2 * Math.PI) - logDistance;
    }
    case "a":
      return identity(block.dim).reduce((sum, _, k) => sum + Math.log(k + 1), 0);
    case "c":
      return -Math.log(block.classes);
  }
};
