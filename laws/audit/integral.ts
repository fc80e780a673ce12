/**
 * Expectations under a block's density in one context, computed from the density alone: its mass, and means of functions
 * with how far they may be off. By quadrature on blocks of one or two dimensions, by importance sampling where there are more or
 * where no rule is fine enough.
 */
import type { Audited, AuditedBlock, Drawn } from "./audited.ts";
import { byRule } from "./by-rule.ts";
import { bySampling } from "./by-sampling.ts";
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

/** What is integrated, and where. */
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

/** Errors beyond which another rule may see sharper, and beyond which sampling may. */
const [coarse, blurred] = [1e-3, 0.02];

export const integral = (of: Audited, looking: Looking): Integral => {
  const { manifold } = looking.block;
  if (manifold.dim > 2) return bySampling(of, looking);
  const better = (best: Integral, most: number, next: () => Integral): Integral => {
    // Where a density is no number, no other way makes it one.
    if (!(best.mass.error > most)) return best;
    const other = next();
    return best.mass.error <= other.mass.error ? best : other;
  };
  const [first, ...rest] = rules(manifold, looking.samples);
  const ruled = rest.reduce((best, rule) => better(best, coarse, () => byRule(of, looking, rule)), byRule(of, looking, first!));
  // On a line thousands of nodes see what samples see.
  return manifold.dim === 1 ? ruled : better(ruled, blurred, () => bySampling(of, looking));
};
