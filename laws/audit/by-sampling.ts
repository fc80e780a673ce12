/** A block's integrals by importance sampling: means of p/q over draws of a heavy-tailed proposal q around samples. */
import { random } from "../../src/random.ts";
import type { Audited } from "./audited.ts";
import type { Integral, Looking, Masses } from "./integral.ts";
import { moments, sum } from "./moments.ts";
import { proposal } from "./proposal.ts";

/** Draws: twice as many until the error is below `sharp`, or there are so many for each sample asked for. */
const [fewest, perSample, sharp] = [4096, 6, 0.01];

/** So few effective draws have not seen the weights that matter, and know nothing of their spread. */
const telling = 100;

export const bySampling = (of: Audited, { block, contexts, at, samples, count: asked, chance }: Looking): Integral => {
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
  const drawn = { points: joined(parts.map(({ points }) => points)), masses: weights };
  const value = sum(weights) / count;
  const effectiveShare = sum(weights) ** 2 / (count * sum(weights.map((each) => each * each)));
  return {
    mass: { value, error: effectiveShare * count < telling ? Math.max(1, band) : band },
    means: (functions) => {
      const values = functions(drawn.points);
      return moments(drawn, () => values).map(({ value: mean, variance }, index) => ({
        value: mean,
        variance,
        error: bandOf(weights.map((each, row) => (each * (values[index]![row]! - mean)) / value), chance),
      }));
    },
    method: `importance sampling of ${count.toLocaleString("en")} draws`,
    effectiveShare,
  };
};

/**
 * How far a mean of heavy-tailed terms may be from its expectation: so many standard errors as a normal distribution leaves
 * `chance` beyond, and as many of the largest term, for what few draws have not yet shown.
 */
const bandOf = (terms: Float64Array, chance: number): number => {
  const count = terms.length;
  const mean = sum(terms) / count;
  const variance = sum(terms.map((each) => (each - mean) ** 2)) / (count - 1);
  const largest = terms.reduce((top, each) => Math.max(top, Math.abs(each)), 0);
  const times = Math.sqrt(2 * Math.log(2 / chance));
  return times * Math.sqrt(variance / count) + (times * largest) / count;
};

const joined = (parts: readonly Float64Array[]): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(parts.reduce((length, each) => length + each.length, 0));
  let at = 0;
  for (const part of parts) {
    to.set(part, at);
    at += part.length;
  }
  return to;
};
