/**
 * How large a flow in a file may be. The bounds are far beyond what trains and small enough that a hostile file costs
 * little: they are spent while the file is read, before anything of that size is built.
 */
import { either } from "fp-ts";
import { parametersOf } from "../bijectors/layer.ts";
import type { Layer } from "../bijectors/bijector.ts";
import { size } from "../expr/index.ts";
import type { Geometry } from "../manifold/manifold.ts";

export const bounds = {
  /** Joins, conditions, compositions and inversions around a layer. */
  depth: 32,
  blocks: 1_000,
  /** Over all blocks, each repetition counted. */
  layers: 10_000,
  /** Intrinsic dimensions of all blocks and conditions together. */
  dimensions: 4_096,
  /** Of all layers together, free or predicted, and of the whole flow. */
  parameters: 4_000_000,
} as const;

export type Bounded = Exclude<keyof typeof bounds, "depth">;

const words: { readonly [K in Bounded]: string } = { blocks: "blocks", layers: "layers", dimensions: "dimensions", parameters: "parameters" };

/** What of the bounds is used up. One is made for every flow that is read, and counts up while it is. */
export class Budget {
  private readonly spent: { [K in Bounded]: number } = { blocks: 0, layers: 0, dimensions: 0, parameters: 0 };

  /** Spends; the words on what was received and expected if that is too much. */
  spend(what: Bounded, amount: number): { readonly received: string; readonly expected: string } | undefined {
    this.spent[what] += amount;
    return this.spent[what] > bounds[what] ? exceeded(what) : undefined;
  }
}

export const exceeded = (what: Bounded): { readonly received: string; readonly expected: string } => ({
  received: `more than ${bounds[what]} ${words[what]}`,
  expected: `at most ${bounds[what]} ${words[what]} in one flow`,
});

/** How many numbers a layer reads; its own sentence where its options do not go together. */
export const numbersOf = (layer: Layer, geometry: Geometry): either.Either<string, number> =>
  either.tryCatch(
    () => Object.values(parametersOf(layer, geometry)).reduce((sum, { shape }) => sum + size(shape), 0),
    (thrown) => (thrown instanceof Error ? thrown.message : String(thrown)),
  );
