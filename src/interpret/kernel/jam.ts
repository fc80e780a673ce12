/** What a nest computes side by side. */
import type { Nest } from "./pieces.ts";

export interface Jam {
  /** Of the loops. */
  readonly axis: number;
  readonly factor: number;
}

/** A nest of no more values than this ends in few operations: a product of matrices, say. */
const fewItems = 8;

/**
 * What goes on side by side. A sum waits for its last addition, so in small nests several elements of a free axis are
 * reduced at once, each in its own register, and what they read in common (a weight, a feature) is loaded once. In
 * others every value waits for the one before, and two vectors of samples keep the processor busier than one.
 */
export const jammed = ({ items }: Nest, lengths: readonly number[], reducedFrom: number): readonly Jam[] => {
  if (items.length > fewItems) return lengths[reducedFrom - 1]! % 2 === 0 ? [{ axis: reducedFrom - 1, factor: 2 }] : [];
  if (!items.some(({ role }) => role === "reduce")) return [];
  for (let axis = reducedFrom - 1; axis >= 0; axis--) {
    const factor = [8, 6, 5, 4, 7, 3, 2].find((each) => lengths[axis]! % each === 0 && each * items.length <= 24);
    if (factor) return [{ axis, factor }];
  }
  return [];
};
