/** Equality of trees and layers: by definition and options, never by object identity. */
import type { Layer } from "../bijectors/bijector.ts";
import type { Tree } from "./tree.ts";

const sameData = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const sameAll = <A>(as: readonly A[], bs: readonly A[], same: (a: A, b: A) => boolean): boolean =>
  as.length === bs.length && as.every((a, index) => same(a, bs[index]!));

export const sameLayer = (a: Layer, b: Layer): boolean => {
  if (a.tag === "layer" && b.tag === "layer") return a.definition === b.definition && sameData(a.options, b.options);
  if (a.tag === "compose" && b.tag === "compose") return sameAll(a.layers, b.layers, sameLayer);
  return a.tag === "invert" && b.tag === "invert" && sameLayer(a.layer, b.layer);
};

/** Equal layers one after the other, as one layer and how many times it is stacked. */
export interface Run {
  readonly layer: Layer;
  readonly times: number;
}

export const runsOf = (layers: readonly Layer[]): readonly Run[] => {
  const starts = layers.flatMap((layer, at) => (at > 0 && sameLayer(layers[at - 1]!, layer) ? [] : [at]));
  return starts.map((from, run) => ({ layer: layers[from]!, times: (starts[run + 1] ?? layers.length) - from }));
};

export const sameTree = (a: Tree, b: Tree): boolean => {
  if (a.tag === "block" && b.tag === "block") return a.manifold.spec === b.manifold.spec && sameAll(a.layers, b.layers, sameLayer);
  if (a.tag === "oplus" && b.tag === "oplus") return sameData(a.options, b.options) && sameAll(a.parts, b.parts, sameTree);
  if (a.tag === "otimes" && b.tag === "otimes") return sameAll(a.parts, b.parts, sameTree);
  if (a.tag === "given" && b.tag === "given") {
    return a.everything === b.everything && sameData(a.condition, b.condition) && sameData(a.options, b.options) && sameTree(a.body, b.body);
  }
  return a.tag === "rate" && b.tag === "rate" && sameData(a.options, b.options) && sameTree(a.body, b.body);
};
