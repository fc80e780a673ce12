/**
 * How large a flow is, as numbers of which the first ones count most: blocks before conditions before layers before
 * manifolds before options. None can fall for ever, so a flow that only ever gets smaller ends.
 */
import type { Layer } from "../../../src/bijectors/bijector.ts";
import { networkFields } from "../../../src/bijectors/network.ts";
import { altered, type Fields } from "../../../src/bijectors/options.ts";
import type { Tree } from "../../../src/flow/tree.ts";
import type { ManifoldSpec } from "../../../src/manifold/space.ts";
import type { Options } from "./options.ts";

export type Extent = readonly number[];

export const extent = (tree: Tree): Extent => {
  switch (tree.tag) {
    case "block":
      return sum([[1, 0, 0, 0], ...tree.layers.map(layerExtent), manifoldExtent(tree.manifold)]);
    case "oplus":
      return sum([[0, 0, 0, 1], optionsExtent(networkFields, tree.options), ...tree.parts.map(extent)]);
    case "otimes":
      return tree.parts.length === 0 ? [1, 0, 0, 0, ofUnit] : sum(tree.parts.map(extent));
    case "given":
      return sum([[0, 1 + tree.condition.length], ...tree.condition.map(manifoldExtent), optionsExtent(networkFields, tree.options), tree.everything ? oneOption : [], extent(tree.body)]);
    case "rate":
      return sum([[0, 1], optionsExtent(networkFields, tree.options), extent(tree.body)]);
  }
};

/** One point is stranger than a line. */
const ofUnit = 2;

/** Compositions and inversions count as layers. */
const layerExtent = (layer: Layer): Extent => {
  switch (layer.tag) {
    case "layer":
      return sum([[0, 0, 1], optionsExtent(layer.definition.options, layer.options)]);
    case "compose":
      return sum([[0, 0, 1], ...layer.layers.map(layerExtent)]);
    case "invert":
      return sum([[0, 0, 1], layerExtent(layer.layer)]);
  }
};

/** A line is the simplest; then by dimension, by what has to be said of the ends, and by these. */
const manifoldExtent = (manifold: ManifoldSpec): Extent => {
  const ends = manifold.kind === "i" ? [manifold.lower, manifold.upper] : manifold.kind === "h" ? [manifold.end] : [];
  const size = manifold.kind === "c" ? manifold.classes : manifold.dim;
  return [0, 0, 0, 0, manifold.dim === 0 ? ofUnit : manifold.kind === "e" ? 0 : 1, size, manifold.spec.length, ends.reduce((total, end) => total + Math.abs(end), 0)];
};

const oneOption: Extent = [0, 0, 0, 0, 0, 0, 0, 0, 1];

/** Options other than their defaults, then the numbers in them. */
const optionsExtent = (fields: Fields, options: Options): Extent => {
  const values = Object.values(altered(fields, options));
  return [0, 0, 0, 0, 0, 0, 0, 0, values.length, values.reduce((total: number, each) => total + magnitude(each), 0)];
};

const magnitude = (value: unknown): number =>
  typeof value === "number" ? Math.abs(value) : Array.isArray(value) ? value.reduce((total: number, each: unknown) => total + 1 + magnitude(each), 0) : 0;

const sum = (extents: readonly Extent[]): Extent => Array.from({ length: 10 }, (_, at) => extents.reduce((total, each) => total + (each[at] ?? 0), 0));

export const isLess = (a: Extent, b: Extent): boolean => {
  const at = a.findIndex((each, index) => each !== b[index]);
  return at >= 0 && a[at]! < b[at]!;
};
