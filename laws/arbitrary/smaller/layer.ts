/** Simpler layers, part by part. Not all of them are layers: some options exclude each other, and `goes` says which go. */
import { Bijector, type Defined, type Layer } from "../../../src/bijectors/bijector.ts";
import { compose, invert } from "../../../src/bijectors/layer.ts";
import { fewer, lower, type Options } from "./options.ts";

export type LayerRule = (layer: Layer, goes: (layer: Layer) => boolean) => Iterable<Layer>;

/** A rule for a layer as a whole, at every layer inside of it too. */
const everywhere = (rule: LayerRule): LayerRule =>
  function* inside(layer, goes): Iterable<Layer> {
    yield* rule(layer, goes);
    if (layer.tag === "invert") for (const own of inside(layer.layer, goes)) yield invert(own);
    if (layer.tag !== "compose") return;
    for (const [at, each] of layer.layers.entries()) {
      for (const own of inside(each, goes)) {
        const [first, ...rest] = layer.layers.with(at, own);
        yield compose(first!, ...rest);
      }
    }
  };

/** One of the layers of a composition, or all but one of them; the layer that is inverted. */
export const unwrapped: LayerRule = everywhere(function* (layer) {
  if (layer.tag === "invert") yield layer.layer;
  if (layer.tag !== "compose") return;
  yield* layer.layers;
  if (layer.layers.length === 2) return;
  for (const at of layer.layers.keys()) {
    const [first, ...rest] = layer.layers.toSpliced(at, 1);
    yield compose(first!, ...rest);
  }
});

const withOptions = ({ definition }: Defined, options: Options): Layer => new Bijector(definition, options);

/** Fewer options other than their defaults. */
export const fewerOptions: LayerRule = everywhere(function* (layer, goes) {
  if (layer.tag !== "layer") return;
  for (const options of fewer(layer.definition.options, layer.options, (own) => goes(withOptions(layer, own)))) yield withOptions(layer, options);
});

/** Smaller numbers in options. */
export const lowerNumbers: LayerRule = everywhere(function* (layer) {
  if (layer.tag !== "layer") return;
  for (const options of lower(layer.definition.options, layer.options)) yield withOptions(layer, options);
});
