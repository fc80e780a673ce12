/**
 * Expectations under a block's density in one context, computed from the density alone: its mass, and means of functions
 * with how far they may be off. By quadrature on blocks of one or two dimensions, refined until three levels agree; by importance
 * sampling where there are more, or where no level is fine enough.
 */
import { random } from "../../src/random.ts";
import type { Audited, AuditedBlock, Drawn } from "./audited.ts";
import { proposal } from "./proposal.ts";
import { rules, type Rule } from "./rule.ts";

/** A number and a bound on its error: by what levels differ, or of the false-alarm rate that was asked for. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** The mean of a function under a density. */
export interface Mean extends Estimate {
  readonly variance: number;
}

/** Points with a mass at each. */
export interface Masses {
  readonly points: Float64Array;
  readonly masses: Float64Array;
}

/** Several functions at all points [count, ambient]: for each of them [count]. */
export type Functions = (points: Float64Array) => readonly Float64Array[];

export interface Integral {
  /** ∫ p. */
  readonly mass: Estimate;
  /** ∫ f p / ∫ p of several functions. */
  readonly means: (functions: Functions) => readonly Mean[];
  /** In words, such as `quadrature of 512 nodes`. */
  readonly method: string;
  /** Of importance sampling: effective sample size as a share of all draws. */
  readonly effectiveShare?: number;
  /** Of quadrature: the finest nodes, and where they lie along a block of one dimension. */
  readonly nodes?: Masses & Pick<Rule, "place">;
}

/** Levels agree where they differ by less. */
const enough = 1e-7;

/** Errors beyond which another rule may see sharper, and beyond which sampling may. */
const [coarse, blurred] = [1e-3, 0.02];

/** Nodes in the plane with less of the mass than this say nothing about means. */
const negligible = 1e-10;

/** Draws of importance sampling: twice as many until the error is below `sharp`, or there are so many for each sample asked for. */
const [fewest, perSample, sharp] = [4096, 6, 0.01];

export interface Looking {
  readonly block: AuditedBlock;
  readonly contexts: Drawn;
  readonly at: number;
  /** Points of the block in this context, which say where to look. */
  readonly samples: Float64Array;
  /** Samples of the block in all contexts: importance sampling takes a multiple of them. */
  readonly count: number;
  /** Of an error beyond its bound, where draws are random. */
  readonly chance: number;
}

export const integral = (of: Audited, looking: Looking): Integral => {
  const { manifold } = looking.block;
  if (manifold.dim > 2) return sampled(of, looking);
  const better = (best: Integral, most: number, next: () => Integral): Integral => {
    if (!(best.mass.error > most)) return best;
    const other = next();
    return best.mass.error <= other.mass.error ? best : other;
  };
  const [first, ...rest] = rules(manifold, looking.samples);
  const ruled = rest.reduce((best, rule) => better(best, coarse, () => quadrature(of, looking, rule)), quadrature(of, looking, first!));
  // Samples on a line have no gaps that a rule of thousands of nodes would not see.
  return manifold.dim === 1 ? ruled : better(ruled, blurred, () => sampled(of, looking));
};

const quadrature = (of: Audited, { block, contexts, at }: Looking, { levels, nodes, place }: Rule): Integral => {
  const found: Masses[] = [];
  const totals: number[] = [];
  let count = 0;
  for (const along of levels) {
    const { points, logWeights } = nodes(along);
    count = logWeights.length;
    const logProb = of.logProb(block, contexts, at, points);
    const masses = logProb.map((each, row) => Math.exp(each + logWeights[row]!));
    totals.push(sum(masses));
    found.push(block.dim === 1 ? { points, masses } : heavy({ points, masses }, block.ambient, negligible * totals.at(-1)!));
    if (change(totals) < enough) break;
  }
  const finest = found.at(-1)!;
  return {
    mass: { value: totals.at(-1)!, error: levels.length === 1 ? 0 : 2 * change(totals) },
    means: (functions) => {
      const [coarser, own] = [found.at(-2) ?? finest, finest].map((each) => momentsOf(each, functions));
      return own!.map(({ value, variance }, at) => ({ value, variance, error: Math.abs(value - coarser![at]!.value) }));
    },
    method: block.manifold.kind === "c" ? "all classes" : `quadrature of ${count.toLocaleString("en")} nodes`,
    nodes: { ...finest, place },
  };
};

/** The nodes whose mass is more than `least`. */
const heavy = ({ points, masses }: Masses, ambient: number, least: number): Masses => {
  const rows = Array.from(masses.keys()).filter((row) => masses[row]! > least);
  const kept = new Float64Array(rows.length * ambient);
  rows.forEach((row, to) => kept.set(points.subarray(row * ambient, (row + 1) * ambient), to * ambient));
  return { points: kept, masses: Float64Array.from(rows, (row) => masses[row]!) };
};

/** What the three finest levels differ by. */
const change = (totals: readonly number[]): number => {
  const [a, b, c] = totals.slice(-3);
  return c === undefined ? Infinity : Math.max(Math.abs(c - b!), Math.abs(b! - a!));
};

const sampled = (of: Audited, { block, contexts, at, samples, count: asked, chance }: Looking): Integral => {
  const from = proposal(block.manifold, samples, block.ambient);
  const source = random(of.seed, "audit", "proposal", block.index, at);
  const parts: Masses[] = [];
  let [weights, band] = [new Float64Array(0), Infinity];
  for (let count = fewest; weights.length < perSample * asked && !(band < sharp); count = weights.length) {
    const { points, logDensity } = from.draw(count, source);
    const logProb = of.logProb(block, contexts, at, points);
    parts.push({ points, masses: logProb.map((each, row) => Math.exp(each - logDensity[row]!)) });
    weights = joined(parts.map(({ masses }) => masses));
    band = bandOf(weights, chance);
  }
  const count = weights.length;
  const found = { points: joined(parts.map(({ points }) => points)), masses: weights.map((each) => each / count) };
  const value = sum(weights) / count;
  return {
    mass: { value, error: band },
    means: (functions) => {
      const values = functions(found.points);
      return momentsOf(found, () => values).map(({ value: mean, variance }, index) => ({
        value: mean,
        variance,
        error: bandOf(weights.map((each, row) => (each * (values[index]![row]! - mean)) / value), chance),
      }));
    },
    method: `importance sampling of ${count.toLocaleString("en")} draws`,
    effectiveShare: sum(weights) ** 2 / (count * weights.reduce((total, each) => total + each * each, 0)),
  };
};

const momentsOf = ({ points, masses }: Masses, functions: Functions): readonly { readonly value: number; readonly variance: number }[] => {
  const total = sum(masses);
  return functions(points).map((values) => {
    const value = masses.reduce((sum, each, row) => sum + each * values[row]!, 0) / total;
    return { value, variance: masses.reduce((sum, each, row) => sum + each * (values[row]! - value) ** 2, 0) / total };
  });
};

/**
 * How far a mean of heavy-tailed terms may be from its expectation: so many standard errors as a normal distribution leaves
 * `chance` beyond, and as many of the largest term, for what few draws have not yet shown.
 */
const bandOf = (terms: Float64Array, chance: number): number => {
  const count = terms.length;
  const mean = sum(terms) / count;
  const variance = terms.reduce((total, each) => total + (each - mean) ** 2, 0) / (count - 1);
  const largest = terms.reduce((top, each) => Math.max(top, Math.abs(each)), 0);
  const times = Math.sqrt(2 * Math.log(2 / chance));
  return times * Math.sqrt(variance / count) + (times * largest) / count;
};

const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0);

const joined = (parts: readonly Float64Array[]): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(parts.reduce((length, each) => length + each.length, 0));
  let at = 0;
  for (const part of parts) {
    to.set(part, at);
    at += part.length;
  }
  return to;
};
