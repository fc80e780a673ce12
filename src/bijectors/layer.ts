/**
 * What a layer means: its parameters, networks and both directions, folded over the ways a layer can be made. The
 * parameters of composed layers are named by position, as in `1.shift`.
 */
import { DiffeoFault } from "../error.ts";
import { add, zero, type Expr } from "../expr/index.ts";
import type { Geometry } from "../manifold/manifold.ts";
import type { Image, Layer, NetworkSpec, ParameterSpec, Sample } from "./bijector.ts";
import { domains, narrower, type Beside, type Domain, type Narrowest } from "./letters.ts";
import { fitOf, imageOf, parameterOf } from "./shapes.ts";

type Named<A> = { readonly [name: string]: A };

/** One layer after another, from the base to the data; acts where all of its layers act. */
export const compose = <D extends Domain, E extends Beside<D> = never>(first: Layer<D>, ...rest: readonly Layer<E>[]): Layer<Narrowest<D | E>> => {
  const layers = [first, ...rest].flatMap((layer): readonly Layer[] => (layer.tag === "compose" ? layer.layers : [layer]));
  const chain: Layer = layers.length === 1 ? first : { tag: "compose", name: layers.map((layer) => layer.name).join(" then "), on: sharedBy(layers), layers };
  // The type says what `sharedBy` finds.
  return chain as Layer<Narrowest<D | E>>;
};

/** Where a chain acts. Layers that share no manifold are a mistake of the program, and thrown. */
const sharedBy = (layers: readonly Layer[]): Domain =>
  layers.map(({ on }) => on).reduce((before, on, index) => {
    const shared = narrower(before, on);
    if (shared !== undefined) return shared;
    const sentence = `Layer ${layers[index]!.name} acts on ${domains[on].words}, but the layers before it act on ${domains[before].words}.`;
    throw new DiffeoFault({ tag: "LayerMisfit", path: [], sentence });
  });

type Inverse<N extends string> = N extends `inverse ${infer M}` ? M : `inverse ${N}`;

/** A layer with its directions exchanged: what was evaluated in closed form is now sampled in closed form. */
export const invert = <D extends Domain, N extends string>(layer: Layer<D, N>): Layer<D, Inverse<N>> =>
  // As the type of the name says, the inverse of an inverse is the layer.
  (layer.tag === "invert" ? layer.layer : { tag: "invert", name: `inverse ${layer.name}`, on: layer.on, layer }) as Layer<D, Inverse<N>>;

const prefixed = <A>(index: number, entries: Named<A>): [string, A][] =>
  Object.entries(entries).map(([name, value]) => [`${index + 1}.${name}`, value]);

/** What belongs to the layer at `index` of a composition, by its own names. */
export const part = <A>(index: number, entries: Named<A>): Named<A> => {
  const prefix = `${index + 1}.`;
  return Object.fromEntries(Object.entries(entries).flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])));
};

export const parametersOf = (layer: Layer, geometry: Geometry): Named<ParameterSpec> => {
  switch (layer.tag) {
    case "layer":
      return Object.fromEntries(Object.entries(layer.definition.parameters(geometry, layer.options)).map(([name, spec]) => [name, parameterOf(layer.name, name, spec)]));
    case "compose":
      return Object.fromEntries(layer.layers.flatMap((each, index) => prefixed(index, parametersOf(each, geometry))));
    case "invert":
      return parametersOf(layer.layer, geometry);
  }
};

export const networksOf = (layer: Layer, geometry: Geometry): Named<NetworkSpec> => {
  switch (layer.tag) {
    case "layer":
      return layer.definition.networks?.(geometry, layer.options) ?? {};
    case "compose":
      return Object.fromEntries(layer.layers.flatMap((each, index) => prefixed(index, networksOf(each, geometry))));
    case "invert":
      return networksOf(layer.layer, geometry);
  }
};

/** Values for the parameters that suit points on the data side of one layer; none for a composition or an inverse. */
export const fitted = (layer: Layer, sample: Sample, geometry: Geometry): Named<ArrayLike<number>> =>
  layer.tag === "layer" ? fitOf(layer.name, parametersOf(layer, geometry), (layer.definition.fit?.(sample, geometry, layer.options) ?? {}) as Named<ArrayLike<number>>) : {};

/** Everything an application of a layer reads. */
export interface Setting {
  readonly geometry: Geometry;
  readonly parameters: Named<Expr>;
  readonly networks: Named<(features: Expr) => Expr>;
}

type Direction = "forward" | "inverse";

const opposite = (direction: Direction): Direction => (direction === "forward" ? "inverse" : "forward");

const run = (direction: Direction, layer: Layer, point: Expr, setting: Setting): Image => {
  switch (layer.tag) {
    case "layer": {
      const { geometry, networks, parameters } = setting;
      return imageOf(layer.name, direction, geometry, layer.definition[direction](point, parameters, { geometry, networks, options: layer.options }));
    }
    case "invert":
      return run(opposite(direction), layer.layer, point, setting);
    case "compose": {
      const indexed = layer.layers.map((each, index) => ({ each, index }));
      const steps = direction === "forward" ? indexed : indexed.reverse();
      return steps.reduce<Image>((image, { each, index }) => {
        const own = { ...setting, parameters: part(index, setting.parameters), networks: part(index, setting.networks) };
        return after(image, run(direction, each, image.point, own));
      }, unmoved(point));
    }
  }
};

/** The identity's image: where every chain of layers starts. */
export const unmoved = (point: Expr): Image => ({ point, logDet: zero, residuals: [] });

/** The image of a chain of two maps, given the images of both. */
export const after = (first: Image, second: Image): Image => ({
  point: second.point,
  logDet: add(first.logDet, second.logDet),
  residuals: [...(first.residuals ?? []), ...(second.residuals ?? [])],
});

export const forward = (layer: Layer, point: Expr, setting: Setting): Image => run("forward", layer, point, setting);
export const inverse = (layer: Layer, point: Expr, setting: Setting): Image => run("inverse", layer, point, setting);
