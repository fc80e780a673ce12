/** A block's integrals by quadrature, refined until three levels agree. */
import type { Audited } from "./audited.ts";
import type { Integral, Looking, Masses } from "./integral.ts";
import { moments, sum } from "./moments.ts";
import type { Rule } from "./rule.ts";

/** Levels agree where they differ by less. */
const enough = 1e-7;

/** Nodes in the plane with less of the mass than this say nothing about means. */
const negligible = 1e-10;

/** Twice what the three finest levels differ by bounds the error: where levels converge slowly, what is left is of the size of the last step. */
export const byRule = (of: Audited, { block, contexts, at }: Looking, { levels, nodes, place }: Rule): Integral => {
  const found: Masses[] = [];
  const totals: number[] = [];
  let count = 0;
  for (const along of levels) {
    const { points, logWeights } = nodes(along);
    const logProb = of.logProb(block, contexts, at, points);
    const masses = logProb.map((each, row) => Math.exp(each + logWeights[row]!));
    count = masses.length;
    totals.push(sum(masses));
    found.push(block.dim === 1 ? { points, masses } : heavy({ points, masses }, block.ambient, negligible * totals.at(-1)!));
    if (change(totals) < enough) break;
  }
  const finest = found.at(-1)!;
  return {
    mass: { value: totals.at(-1)!, error: levels.length === 1 ? 0 : 2 * change(totals) },
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
