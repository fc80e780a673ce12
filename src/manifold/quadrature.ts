/**
 * Integrals over a manifold as weighted sums over points, for checks that a density integrates to one. Each rule
 * converges geometrically for what is smooth on its manifold: on the circle equal steps, on spheres Gauss rules in the
 * height times the sphere below, on intervals Gauss–Legendre and on simplices the same stick by stick, on R^n equal steps in
 * t with x = sinh t up to |x| = `reach`, which on half lines is the logarithm of the distance; of classes, all.
 */
import { legendre, type Nodes } from "./legendre.ts";
import type { ManifoldSpec } from "./space.ts";

/** ∫ f ≈ Σ weights[k] f(points[k]). */
export interface Quadrature {
  readonly count: number;
  /** Embedding coordinates [count, ambient], row-major: the rows of a batch. */
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** How far from 0 a rule on R^n goes along each axis: a normal density of scale up to 5 leaves 1e-15 outside. */
export const reach = 40;

/** The largest number of points that a rule may have. */
export const mostPoints = 2 ** 24;

/** The rule for a space of these blocks with about `nodes` nodes along each intrinsic dimension. */
export const quadrature = (blocks: readonly ManifoldSpec[], nodes: number): Quadrature =>
  blocks.map((block) => ofBlock(block, nodes)).reduce(times);

const ofBlock = (block: ManifoldSpec, nodes: number): Quadrature => {
  switch (block.kind) {
    case "e":
      return Array.from({ length: block.dim }, () => along(line(nodes))).reduce(times, onePoint);
    case "s":
      return sphere(block.dim, nodes);
    case "i":
      return along(stretched(legendre(nodes), block.lower, block.upper));
    case "h": {
      const { nodes: logs, weights } = line(nodes);
      const side = block.side === "above" ? 1 : -1;
      return along({ nodes: logs.map((each) => block.end + side * Math.exp(each)), weights: weights.map((weight, index) => weight * Math.exp(logs[index]!)) });
    }
    case "a":
      return simplex(block.dim, nodes);
    case "c":
      return { count: block.classes, points: Float64Array.from(identity(block.classes)), weights: new Float64Array(block.classes).fill(1) };
  }
};

const identity = (count: number): readonly number[] => Array.from({ length: count * count }, (_, at) => (at % (count + 1) === 0 ? 1 : 0));

/** The first fraction is a stick t, with what it leaves a smaller simplex of volume (1 − t)^(n − 1). */
const simplex = (dim: number, nodes: number): Quadrature => {
  if (dim === 0) return { count: 1, points: Float64Array.of(1), weights: Float64Array.of(1) };
  const stick = stretched(legendre(nodes), 0, 1);
  const rest = simplex(dim - 1, nodes);
  const count = checked(stick.nodes.length * rest.count);
  const [points, weights] = [new Float64Array(count * (dim + 1)), new Float64Array(count)];
  let at = 0;
  stick.nodes.forEach((t, index) => {
    for (let each = 0; each < rest.count; each++, at++) {
      points[at * (dim + 1)] = t;
      for (let column = 0; column < dim; column++) points[at * (dim + 1) + 1 + column] = (1 - t) * rest.points[each * dim + column]!;
      weights[at] = stick.weights[index]! * (1 - t) ** (dim - 1) * rest.weights[each]!;
    }
  });
  return { count, points, weights };
};

const onePoint: Quadrature = { count: 1, points: new Float64Array(0), weights: Float64Array.of(1) };

const along = ({ nodes, weights }: Nodes): Quadrature => ({ count: nodes.length, points: Float64Array.from(nodes), weights: Float64Array.from(weights) });

const stretched = ({ nodes, weights }: Nodes, lower: number, upper: number): Nodes => ({
  nodes: nodes.map((x) => 0.5 * (lower * (1 - x) + upper * (1 + x))),
  weights: weights.map((weight) => 0.5 * (upper - lower) * weight),
});

const line = (count: number): Nodes => {
  const step = (2 * Math.asinh(reach)) / count;
  const times = Array.from({ length: count }, (_, index) => (index + 0.5 - count / 2) * step);
  return { nodes: times.map(Math.sinh), weights: times.map((t) => step * Math.cosh(t)) };
};

/** S^n by slices: (√(1−h²) y, h) with y on S^(n−1) has area (1−h²)^((n−2)/2) dh dy. */
const sphere = (dim: number, nodes: number): Quadrature => {
  if (dim === 1) return circle(2 * nodes);
  const heights = dim % 2 === 0 ? legendre(nodes) : chebyshev(nodes);
  const below = sphere(dim - 1, nodes);
  const power = (dim - (dim % 2 === 0 ? 2 : 3)) / 2;
  const count = checked(heights.nodes.length * below.count);
  const [points, weights] = [new Float64Array(count * (dim + 1)), new Float64Array(count)];
  let at = 0;
  heights.nodes.forEach((h, index) => {
    const across2 = (1 - h) * (1 + h);
    const across = Math.sqrt(across2);
    for (let each = 0; each < below.count; each++, at++) {
      for (let column = 0; column < dim; column++) points[at * (dim + 1) + column] = across * below.points[each * dim + column]!;
      points[at * (dim + 1) + dim] = h;
      weights[at] = heights.weights[index]! * across2 ** power * below.weights[each]!;
    }
  });
  return { count, points, weights };
};

const circle = (count: number): Quadrature => {
  const angles = Array.from({ length: count }, (_, index) => (2 * Math.PI * (index + 0.5)) / count);
  return {
    count,
    points: Float64Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
    weights: new Float64Array(count).fill((2 * Math.PI) / count),
  };
};

/** Gauss's rule on [−1, 1] for the weight √(1−h²), from the zeros of Chebyshev's polynomial of the second kind. */
const chebyshev = (count: number): Nodes => {
  const angles = Array.from({ length: count }, (_, index) => (Math.PI * (index + 1)) / (count + 1));
  return { nodes: angles.map(Math.cos), weights: angles.map((angle) => (Math.PI / (count + 1)) * Math.sin(angle) ** 2) };
};

/** The rule on a product of two spaces: every point of one with every point of the other. */
const times = (a: Quadrature, b: Quadrature): Quadrature => {
  const count = checked(a.count * b.count);
  const [wide, narrow] = [a.points.length / a.count, b.points.length / b.count];
  const [points, weights] = [new Float64Array(count * (wide + narrow)), new Float64Array(count)];
  let at = 0;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++, at++) {
      points.set(a.points.subarray(i * wide, (i + 1) * wide), at * (wide + narrow));
      points.set(b.points.subarray(j * narrow, (j + 1) * narrow), at * (wide + narrow) + wide);
      weights[at] = a.weights[i]! * b.weights[j]!;
    }
  }
  return { count, points, weights };
};

const checked = (count: number): number => {
  if (count > mostPoints) throw new RangeError(`A rule of ${count} points is too large; take fewer nodes, or sample.`);
  return count;
};
