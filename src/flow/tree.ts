/**
 * A flow as a tree of data: blocks with their layers, joined, conditioned. The tree is what is printed, compared, parsed,
 * saved and rewritten; `elaborate` gives it its meaning.
 */
import type { Layer } from "../bijectors/bijector.ts";
import type { NetworkOptions } from "../bijectors/network.ts";
import type { ManifoldSpec } from "../manifold/space.ts";

/** One manifold's part of a joint flow; layers from the base to the data. */
export interface Block {
  readonly tag: "block";
  readonly manifold: ManifoldSpec;
  readonly layers: readonly Layer[];
}

export type Tree =
  | Block
  /** Each part depends on the parts before it, through networks with these options. */
  | { readonly tag: "oplus"; readonly parts: readonly Tree[]; readonly options: NetworkOptions }
  /** The parts are independent of one another. */
  | { readonly tag: "otimes"; readonly parts: readonly Tree[] }
  /**
   * All of the body depends on a point of another space: every block through a network of its own or, with `everything`,
   * through one hyper-network that predicts all parameters of the body, the weights of its networks included.
   */
  | { readonly tag: "given"; readonly condition: readonly ManifoldSpec[]; readonly body: Tree; readonly options: NetworkOptions; readonly everything: boolean }
  /** The intensity of a Poisson process: the density of one event and, through a network where there is a condition, how many there are. Never inside another tree. */
  | { readonly tag: "rate"; readonly body: Tree; readonly options: NetworkOptions };

/** The empty product: the flow on the one-point space e0, the unit of ⊕ and ⊗. */
export const unit: Tree = { tag: "otimes", parts: [] };

const sameOptions = (a: NetworkOptions, b: NetworkOptions): boolean => JSON.stringify(a) === JSON.stringify(b);

const isUnit = (tree: Tree): boolean =>
  (tree.tag === "otimes" && tree.parts.length === 0) || (tree.tag === "block" && tree.manifold.dim === 0);

/** Joins trees in normal form: nested joins of one kind are flat, units vanish, a join of one is that one. */
export const oplus = (trees: readonly Tree[], options: NetworkOptions): Tree => {
  const parts = trees.flatMap((tree) => (tree.tag === "oplus" && sameOptions(tree.options, options) ? tree.parts : isUnit(tree) ? [] : [tree]));
  return parts.length === 0 ? unit : parts.length === 1 ? parts[0]! : { tag: "oplus", parts, options };
};

export const otimes = (trees: readonly Tree[]): Tree => {
  const parts = trees.flatMap((tree) => (tree.tag === "otimes" ? tree.parts : isUnit(tree) ? [] : [tree]));
  return parts.length === 1 ? parts[0]! : { tag: "otimes", parts };
};

/** All blocks of a tree, in the order of its spec. */
export const blocksOf = (tree: Tree): readonly Block[] => {
  switch (tree.tag) {
    case "block":
      return tree.manifold.dim === 0 ? [] : [tree];
    case "oplus":
    case "otimes":
      return tree.parts.flatMap(blocksOf);
    case "given":
    case "rate":
      return blocksOf(tree.body);
  }
};

/** The spaces that a tree is conditioned on, outermost first. */
export const conditionsOf = (tree: Tree): readonly ManifoldSpec[] => {
  switch (tree.tag) {
    case "block":
      return [];
    case "oplus":
    case "otimes":
      return tree.parts.map(conditionsOf).find((condition) => condition.length > 0) ?? [];
    case "given":
      return [...tree.condition, ...conditionsOf(tree.body)];
    case "rate":
      return conditionsOf(tree.body);
  }
};
