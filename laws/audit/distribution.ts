/**
 * Whether samples are distributed as the density says. On blocks of one dimension by Kolmogorov's test of the distribution
 * function, which is integrated from the density in each context; in more dimensions by means of bounded functions, waves
 * of random directions and lengths, under samples and under the density, with Bernstein's bound.
 */
import { random } from "../../src/random.ts";
import type { Audited, AuditedBlock } from "./audited.ts";
import { flat } from "./flat.ts";
import type { Functions, Integral } from "./integral.ts";
import { critical, distance } from "./kolmogorov.ts";
import { brief, worst, type Finding } from "./line.ts";
import { rowsOf } from "./rule.ts";
import { spreadOf, standardized } from "./spread.ts";

/** `samples` and `integrals` context by context; a false alarm in `chance`. */
export const distribution = (of: Audited, block: AuditedBlock, samples: readonly Float64Array[], integrals: readonly Integral[], chance: number): Finding => {
  const count = samples.reduce((sum, own) => sum + own.length / block.ambient, 0);
  return { name: `samples, ${block.name}`, ...(block.dim === 1 ? shares : waves)(of, block, samples, integrals, count, chance) };
};

type Test = (of: Audited, block: AuditedBlock, samples: readonly Float64Array[], integrals: readonly Integral[], count: number, chance: number) => Omit<Finding, "name">;

const shares: Test = (of, block, samples, integrals, count, chance) => {
  const { uniform } = random(of.seed, "audit", "ties", block.index);
  const { distance: error, at } = distance(samples.flatMap((own, context) => sharesBelow(block, own, integrals[context]!.nodes!, uniform)));
  return {
    statement: "samples have the distribution function ∫ p",
    error,
    tolerance: critical(count, chance) + over(integrals, ({ mass }) => atMostOne(mass.error)),
    undecided: over(integrals, ({ mass }) => mass.error) > wide,
    detail: `sup |F_N − F| of ${count.toLocaleString("en")} samples, at F = ${brief(at)}`,
  };
};

/** The share of the mass that lies below each sample: linear between nodes, and a class spread over its own share. */
const sharesBelow = (block: AuditedBlock, samples: Float64Array, { points, masses, place }: NonNullable<Integral["nodes"]>, uniform: () => number): readonly number[] => {
  const nodes = rowsOf(points, block.ambient).map((point, row) => ({ at: place(point), mass: masses[row]! })).sort((a, b) => a.at - b.at);
  const total = nodes.reduce((sum, each) => sum + each.mass, 0);
  const middles = nodes.slice(1).map(({ at }, index) => 0.5 * (at + nodes[index]!.at));
  const [first, last] = [nodes[0]!.at, nodes.at(-1)!.at];
  const borders = [2 * first - middles[0]!, ...middles, 2 * last - middles.at(-1)!];
  let below = 0;
  const sums = [0, ...nodes.map(({ mass }) => (below += mass / total))];
  const shareOf = (at: number): number => {
    if (!(at > borders[0]!)) return Number.isNaN(at) ? NaN : 0;
    let [low, high] = [0, nodes.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (borders[middle]! <= at) low = middle;
      else high = middle;
    }
    return Math.min(1, sums[low]! + ((sums[high]! - sums[low]!) * (at - borders[low]!)) / (borders[high]! - borders[low]!));
  };
  return rowsOf(samples, block.ambient).map((point) => shareOf(place(point) + (block.manifold.kind === "c" ? uniform() - 0.5 : 0)));
};

/** An error bound of numbers that are none is 1. */
const atMostOne = (error: number): number => (error <= 1 ? error : 1);

/** What is known no better than this says nothing. */
const wide = 0.2;

/** Waves, and the lengths of their vectors in spreads. */
const waveCount = 24;
const frequencies = [0.5, 1, 2];

const waves: Test = (of, block, samples, integrals, count, chance) => {
  const functions = wavesOf(of, block, samples);
  const seen = samples.map((own) => functions(own).map((values) => values.reduce((sum, each) => sum + each, 0) / values.length));
  const meant = integrals.map((own) => own.means(functions));
  const [first, ...rest] = Array.from({ length: waveCount }, (_, wave) => ({
    error: Math.abs(over(seen, (own) => own[wave]!) - over(meant, (own) => own[wave]!.value)),
    tolerance: bernstein(over(meant, (own) => own[wave]!.variance), count, chance / waveCount) + over(meant, (own) => atMostOne(own[wave]!.error)),
    undecided: over(meant, (own) => own[wave]!.error) > wide,
    detail: `means of ${waveCount} waves over ${count.toLocaleString("en")} samples, worst at frequency ${frequencies[wave % frequencies.length]}`,
  }));
  return { statement: "means of bounded functions over samples are those under p", ...worst(first!, ...rest) };
};

/** The mean over contexts. */
const over = <A>(contexts: readonly A[], value: (context: A) => number): number => contexts.reduce((sum, each) => sum + value(each), 0) / contexts.length;

/** How far a mean of terms, none of which is farther than 2 from its expectation, may be off. */
const bernstein = (variance: number, count: number, chance: number): number => {
  const log = Math.log(2 / chance);
  const linear = (2 * log) / (3 * count);
  return linear + Math.sqrt(linear * linear + (2 * variance * log) / count);
};

/** cos(⟨w, y⟩ + b) of points in standard units. */
const wavesOf = (of: Audited, block: AuditedBlock, samples: readonly Float64Array[]): Functions => {
  const source = random(of.seed, "audit", "waves", block.index);
  const chart = flat(block.manifold);
  const coordinates = chart ? chart.to : (point: readonly number[]) => point;
  const spread = spreadOf(samples.flatMap((own) => rowsOf(own.subarray(0, 200 * block.ambient), block.ambient).map(coordinates)), chart?.dim ?? block.ambient);
  const vectors = Array.from({ length: waveCount }, (_, wave) => spread.centre.map(() => frequencies[wave % frequencies.length]! * source.normal()));
  const phases = vectors.map(() => 2 * Math.PI * source.uniform());
  return (points) => {
    const { length: dim } = spread.centre;
    const count = points.length / block.ambient;
    const places = Float64Array.from(rowsOf(points, block.ambient).flatMap((point) => standardized(spread, coordinates(point))));
    return vectors.map((vector, wave) => {
      const values = new Float64Array(count);
      for (let row = 0; row < count; row++) {
        let phase = phases[wave]!;
        for (let axis = 0; axis < dim; axis++) phase += vector[axis]! * places[row * dim + axis]!;
        values[row] = Math.cos(phase);
      }
      return values;
    });
  };
};
