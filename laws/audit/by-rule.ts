/** A block's integrals by quadrature, refined until three levels agree on a density that they see. */
import type { Audited } from "./audited.ts";
import type { Integral, Looking, Masses } from "./integral.ts";
import { moments, sum } from "./moments.ts";
import { rowsOf, type Rule } from "./rule.ts";

/** Levels agree where they differ by less. */
const enough = 1e-7;

/** Nodes in the plane with less of the mass than this say nothing about means. */
const negligible = 1e-10;

/** Samples that say whether a rule sees the density where they are: one that is blind to a peak agrees with itself on nothing. */
const seers = 200;

/** The mass that one node may carry. */
const dense = 0.05;

/**
 * Twice what the three finest levels differ by bounds the error: where levels converge slowly, what is left is of the size of
 * the last step. So does the share of samples about which nodes are too far apart.
 */
export const byRule = (of: Audited, { block, contexts, at, samples }: Looking, { levels, nodes, logWeight, place }: Rule): Integral => {
  const seeing = rowsOf(samples.subarray(0, seers * block.ambient), block.ambient);
  const heights = of.logProb(block, contexts, at, Float64Array.from(seeing.flat()));
  const found: Masses[] = [];
  const totals: number[] = [];
  let [count, blind] = [0, 0];
  for (const along of levels) {
    const { points, logWeights } = nodes(along);
    const logProb = of.logProb(block, contexts, at, points);
    const masses = logProb.map((each, row) => Math.exp(each + logWeights[row]!));
    count = masses.length;
    totals.push(sum(masses));
    found.push(block.dim === 1 ? { points, masses } : heavy({ points, masses }, block.ambient, negligible * totals.at(-1)!));
    const average = Math.log(sum(logWeights.map(Math.exp)) / count);
    blind = seeing.filter((point, row) => Math.exp(heights[row]! + (logWeight?.(point, along) ?? average)) > dense).length / seeing.length;
    if (blind === 0 && change(totals) < enough) break;
  }
  const finest = found.at(-1)!;
  return {
    mass: { value: totals.at(-1)!, error: levels.length === 1 ? 0 : 2 * Math.max(change(totals), blind) },
    means: (functions) => {
      const [coarser, own] = [found.at(-2) ?? finest, finest].map((each) => moments(each, functions));
      return own!.map(({ value, variance }, index) => ({ value, variance, error: Math.abs(value - coarser![index]!.value) }));
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
