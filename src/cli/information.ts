/** What a density knows, in the units of its table: entropies, information between blocks, moments and modes. */
import type { Point } from "../manifold/point.ts";
import { blockEntropies, entropy, mutualInformation, totalCorrelation } from "../model/information/entropy.ts";
import type { Estimate } from "../model/information/estimate.ts";
import { modes } from "../model/information/modes.ts";
import { moments, type BlockMoments } from "../model/information/moments.ts";
import type { Model } from "../model/model.ts";
import { writePoints } from "./columns/mapping.ts";
import type { ColumnBlock } from "./columns/syntax.ts";
import { inTableUnits } from "./info-units.ts";

export interface Information {
  readonly space: string;
  readonly entropy: Estimate;
  readonly totalCorrelation: Estimate;
  readonly blocks: readonly { readonly name: string; readonly space: string; readonly conditional: Estimate; readonly marginal: Estimate; readonly moments: readonly (readonly [name: string, value: string])[] }[];
  readonly information: readonly { readonly between: readonly [number, number]; readonly value: Estimate }[];
  readonly modes: readonly { readonly at: string; readonly logProb: number; readonly shape: string }[];
}

/** How hard to look, and at which condition. */
export interface Effort {
  readonly samples: number;
  readonly seed: number;
  readonly given?: Point<string>;
}

/** All that is told of a model; in points and radians without columns. */
export const informationOf = (model: Model<string, string>, columns: readonly ColumnBlock[] | undefined, effort: Effort): Information => {
  const own = blockEntropies(model, effort);
  const names = blockNames(model, columns);
  const pairs = own.flatMap((_, i) => own.slice(i + 1).map((__, k) => [i, i + 1 + k] as const));
  const all: readonly BlockMoments[] = moments(model, effort);
  return {
    space: model.flow.space,
    entropy: entropy(model, effort),
    totalCorrelation: totalCorrelation(model, effort),
    blocks: own.map((each, index) => ({ name: names[index]!, ...each, moments: inTableUnits(all[index]!, columns?.[index]) })),
    information: pairs.map((between) => ({ between, value: mutualInformation(model, ...between, effort) })),
    modes: modes(model, effort).slice(0, 5).map(({ point, logProb, shape }) => ({ at: placeOf(model.flow.space, point, columns), logProb, shape })),
  };
};

/** What blocks are called: by their columns, else by their manifold. */
export const blockNames = ({ plan }: Pick<Model<string, string>, "plan">, columns: readonly ColumnBlock[] | undefined): readonly string[] =>
  plan.blocks.map(({ geometry }, index) => columns?.[index]?.columns.join(", ") ?? `${geometry.spec} (block ${index + 1})`);

/** A point in the columns' numbers. */
const placeOf = (space: string, point: readonly number[], columns: readonly ColumnBlock[] | undefined): string => {
  if (!columns) return `(${point.map((each) => Number(each.toPrecision(4))).join(", ")})`;
  const numbers = writePoints({ spec: space, count: 1, ambient: point.length, rows: Float64Array.from(point) }, columns);
  return columns.flatMap(({ columns: names, labels }) => names.map((name) => `${name} ${labels ? labels[numbers.get(name)![0]!] : Number(numbers.get(name)![0]!.toPrecision(4))}`)).join(", ");
};

/** `1.2345 ± 0.0021`; exact, or converged beyond what is printed, without an error. A bias that can be seen is told. */
export const nats = ({ value, error, bias: [least, most] = [0, 0] }: Estimate): string => {
  const shown = error < 5e-5 ? value.toFixed(4) : `${value.toFixed(4)} ± ${error.toFixed(4)}`;
  return Math.max(-least, most) < 5e-5 ? shown : `${shown}, and ${least.toFixed(4)} to ${most.toFixed(4)} too high`;
};
