/**
 * Densities that can be drawn from and whose value is known, for integrals in more dimensions than a rule can fill:
 * mixtures of heavy-tailed kernels around samples. Each local kernel is as wide as the way to one of the nearest of the others,
 * so that the mixture follows modes of any size; one broad component catches what lies between and beyond.
 *
 * In flat coordinates kernels are Student's t, on a sphere spherical Cauchy distributions (Kato & McCullagh 2020, "Some
 * properties of a Cauchy family on the sphere derived from the Möbius transformations"),
 *
 *     p(x) = ((1 − ρ²) / (1 + ρ² − 2ρ μ·x))^n / area,   x = (1 − ρ²) (u + ρμ)/|u + ρμ|² + ρμ, u uniform.
 */
import { logGamma } from "../../src/manifold/disc.ts";
import { measure } from "../../src/manifold/measure.ts";
import { logArea } from "../../src/manifold/sphere.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import type { Random } from "../../src/random.ts";
import { inner, type Rows } from "../numerics/matrix.ts";
import { flat, type Flat } from "./flat.ts";
import { rowsOf } from "./rule.ts";
import { placed, spreadOf, standardized } from "./spread.ts";

export interface Proposal {
  /** Points [count, ambient] with their log-densities. */
  readonly draw: (count: number, random: Random) => { readonly points: Float64Array; readonly logDensity: Float64Array };
}

/** Local kernels at most, the neighbour that says how wide they are, and the share of the broad component. */
const most = 128;
const neighbour = 6;
const broadShare = 0.25;

/** Degrees of freedom of Student's t: its variance is finite, its tails are heavier than those of any layer. */
const freedom = 3;

/** The mixture around samples [count, ambient] of a block that has more than one dimension. */
export const proposal = (manifold: ManifoldSpec, samples: Float64Array, ambient: number): Proposal => {
  const chart = flat(manifold);
  const centres = rowsOf(samples, ambient).filter((row) => row.every(Number.isFinite)).slice(0, most);
  return chart ? students(chart, centres) : cauchys(manifold, centres);
};

const students = (chart: Flat, points: Rows): Proposal => {
  const { dim, from, logVolume } = chart;
  const raw = points.map(chart.to).filter((row) => row.every(Number.isFinite));
  const spread = spreadOf(raw, dim);
  const centres = raw.map((row) => standardized(spread, row));
  const widths = centres.map((own) => Math.max(nth(centres.map((other) => Math.sqrt(squaredDistance(own, other))), neighbour), 1e-6));
  const broad: Kernel = { centre: Array<number>(dim).fill(0), width: 1.25 };
  const locals = centres.map((centre, at): Kernel => ({ centre, width: widths[at]! }));
  const power = -0.5 * (freedom + dim);
  const logPeak = logGamma(0.5 * (freedom + dim)) - logGamma(0.5 * freedom) - 0.5 * dim * Math.log(freedom * Math.PI);
  const density = mixed(broad, locals, ({ width }) => [width ** -dim, freedom * width * width] as const, ([peak, unit], apart) => peak * Math.exp(power * Math.log1p(apart / unit)));
  return {
    draw: (count, random) => {
      const logDensity = new Float64Array(count);
      const drawn = Array.from({ length: count }, (_, row) => {
        const { centre, width } = component(broad, locals, random);
        // t = normal / √(χ²/ν), and χ² of three degrees is a sum of three squares.
        const chi2 = Array.from({ length: freedom }, random.normal).reduce((sum, each) => sum + each * each, 0);
        const y = centre.map((each) => each + (width * random.normal()) / Math.sqrt(chi2 / freedom));
        const x = placed(spread, y);
        logDensity[row] = logPeak + Math.log(density(y)) - spread.logDet - logVolume(x);
        return from(x);
      });
      return { points: Float64Array.from(drawn.flat()), logDensity };
    },
  };
};

const cauchys = (manifold: ManifoldSpec, centres: Rows): Proposal => {
  const { dim } = manifold;
  const { uniform } = measure([manifold]);
  const angles = centres.map((own) => nth(centres.map((other) => 2 * Math.asin(Math.min(1, 0.5 * Math.sqrt(squaredDistance(own, other))))), neighbour));
  // ρ as a width: stereographic projection makes a Cauchy distribution of the scale tan(half the angle).
  const locals = centres.map((centre, at): Kernel => ({ centre, width: ((scale) => (1 - scale) / (1 + scale))(Math.max(Math.tan(0.5 * Math.min(angles[at]!, 0.5 * Math.PI)), 1e-6)) }));
  const broad: Kernel = { centre: Array<number>(dim + 1).fill(0), width: 0 };
  // 1 + ρ² − 2ρ μ·x = (1 − ρ)² + ρ |x − μ|², without cancellation.
  const density = mixed(broad, locals, ({ width: radius }) => [(1 - radius) * (1 + radius), (1 - radius) ** 2, radius] as const, ([top, least, radius], apart) => (top / (least + radius * apart)) ** dim);
  return {
    draw: (count, random) => {
      const logDensity = new Float64Array(count);
      const drawn = Array.from({ length: count }, (_, row) => {
        const { centre, width } = component(broad, locals, random);
        const x = moved(uniform(random), centre, width);
        logDensity[row] = Math.log(density(x)) - logArea(dim);
        return x;
      });
      return { points: Float64Array.from(drawn.flat()), logDensity };
    },
  };
};

interface Kernel {
  readonly centre: readonly number[];
  readonly width: number;
}

/** The component that a draw is from. */
const component = (broad: Kernel, locals: readonly Kernel[], { uniform, below }: Random): Kernel =>
  locals.length === 0 || uniform() < broadShare ? broad : locals[below(locals.length)]!;

/** The density of the mixture, up to what all kernels share; `prepare` is done once for each kernel. */
const mixed = <P>(broad: Kernel, locals: readonly Kernel[], prepare: (kernel: Kernel) => P, value: (prepared: P, squaredDistance: number) => number): ((x: readonly number[]) => number) => {
  const shares = locals.length === 0 ? [1] : [broadShare, ...locals.map(() => (1 - broadShare) / locals.length)];
  const all = [broad, ...locals].map((kernel, at) => ({ centre: Float64Array.from(kernel.centre), prepared: prepare(kernel), share: shares[at]! }));
  return (x) => {
    let sum = 0;
    for (const { centre, prepared, share } of all) sum += share * value(prepared, squaredDistance(x, centre));
    return sum;
  };
};

/** Möbius's map that takes the uniform distribution to a spherical Cauchy one about `centre`. */
const moved = (u: readonly number[], centre: readonly number[], radius: number): readonly number[] => {
  const sum = u.map((each, axis) => each + radius * centre[axis]!);
  const factor = ((1 - radius) * (1 + radius)) / inner(sum, sum);
  const x = sum.map((each, axis) => factor * each + radius * centre[axis]!);
  const length = Math.sqrt(inner(x, x));
  return x.map((each) => each / length);
};

const squaredDistance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
  return sum;
};

/** The n-th smallest of several, the first of which is 0; the largest where there are fewer. */
const nth = (values: readonly number[], n: number): number => [...values].sort((a, b) => a - b)[Math.min(n, values.length - 1)] ?? 1;
