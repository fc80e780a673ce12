/** Regions on manifolds of one dimension: stretches along their line, in their own numbers. */
import { slack } from "./bisection.ts";
import type { Density } from "./density.ts";
import type { Fineness } from "./fineness.ts";
import { lineOf, numberOf, type Line } from "./line.ts";
import { cellsOf, type LineDensity } from "./line-cells.ts";
import { lineLevel } from "./line-level.ts";
import type { Estimate } from "./region.ts";

export interface LineRegion {
  readonly threshold: number;
  /** Ascending, in the numbers of the manifold. */
  readonly stretches: readonly (readonly [from: number, to: number])[];
  readonly length: Estimate;
}

/** The region that holds `level` of a density, of which these are samples [count, ambient]. */
export const lineRegion = (density: Density, level: number, samples: Float64Array, fineness: Fineness): LineRegion => {
  const width = density.ambient;
  const block = density.blocks[0]!;
  const numbers = Float64Array.from({ length: samples.length / width }, (_, row) => numberOf(block, samples.subarray(row * width, (row + 1) * width))).sort();
  const line = lineOf(block, numbers);
  const along: LineDensity = (u) => {
    const logDensity = density.logDensity(Float64Array.from(Array.from(u, line.point).flat()), u.length);
    // At an end a density may be infinite; a single point has no mass.
    const mass = logDensity.map((each, at) => Math.exp(each + line.logStretch(u[at]!))).map((each) => (Number.isFinite(each) ? each : 0));
    return { logDensity, mass };
  };
  const breaks = breaksOf(line, numbers);
  const { threshold, stretches, defect } = lineLevel(along, cellsOf(along, breaks, fineness.cell), level);
  const number = (u: number): number => (u === breaks[0] ? line.ends[0] : u === breaks.at(-1) ? line.ends[1] : line.value(u));
  const own = stretches.map(([from, to]) => [number(from), number(to)] as const);
  // Along the border, mass costs exp(−threshold) of length.
  const error = (defect + slack) * Math.exp(-threshold);
  return { threshold, stretches: own, length: { value: own.reduce((sum, [from, to]) => sum + to - from, 0), error } };
};

/** Stretches of a circle, the last joined with the first where the seam lies inside. */
export const arcsOf = (stretches: LineRegion["stretches"]): LineRegion["stretches"] => {
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (!first || !last || first === last || first[0] !== 0 || last[1] !== 2 * Math.PI) return stretches;
  return [...stretches.slice(1, -1), [last[0], first[1] + 2 * Math.PI]];
};

/** Quantiles of the samples that cells begin at, and parts into which the line as a whole and what lies beyond the samples are cut. */
const [quantiles, parts] = [64, 12];

const breaksOf = (line: Line, sorted: Float64Array): readonly number[] => {
  const positions = Array.from({ length: quantiles + 1 }, (_, k) => line.position(sorted[Math.round((k * (sorted.length - 1)) / quantiles)]!));
  const [least, most] = [positions[0]!, positions.at(-1)!];
  const [from, to] = line.span(least, most);
  const shares = Array.from({ length: parts }, (_, k) => k / parts);
  const all = [...positions, ...shares.flatMap((t) => [from + t * (to - from), from + t * (least - from), to + t * (most - to)])];
  const inner = [...new Set(all)].filter((u) => u > from && u < to).sort((a, b) => a - b);
  // Breaks that floats cannot tell apart make cells without a middle.
  return [from, ...inner.filter((u, at) => u - (inner[at - 1] ?? from) > 1e-12 * (to - from)), to];
};
