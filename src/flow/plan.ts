/**
 * Where everything lies. The plan of a flow lists its blocks with what each depends on, and gives every tensor of
 * parameters its place in one flat vector. It is data: it can be printed as a table.
 *
 * Order of the vector: the frames of the condition's Euclidean blocks; then, block by block, its frame, its free
 * parameters or the network that predicts them, and the networks inside its layers; then the hyper-networks, innermost
 * first, and the rate. What a hyper-network predicts lies in the same order in its answer instead; frames never do.
 */
import type { Layer, ParameterSpec } from "../bijectors/bijector.ts";
import { networksOf, parametersOf } from "../bijectors/layer.ts";
import { filled } from "../bijectors/bijector.ts";
import { layerNetwork, network, type Network } from "../bijectors/network.ts";
import type { DiffeoError, Path } from "../error.ts";
import { size, type Shape } from "../expr/index.ts";
import { geometry, type Geometry } from "../manifold/manifold.ts";
import { random } from "../random.ts";
import { dependencies, type Dependency, type Source } from "./dependencies.ts";
import { blocksOf, conditionsOf, type Block, type Tree } from "./tree.ts";

/** A tensor in the flat vector of parameters. */
export interface Entry {
  /** Path of names, such as `["block 2", "layer 1 (moebius)", "centers"]`. */
  readonly path: Path;
  readonly shape: Shape;
  readonly offset: number;
  /** Set from data before training and kept: the location and scale of a block. */
  readonly frozen: boolean;
  readonly start: ParameterSpec["start"];
}

/** A network at its place: its entries by their own names. */
export interface PlacedNetwork {
  readonly network: Network;
  readonly entries: { readonly [name: string]: Entry };
}

export interface PlannedLayer {
  readonly layer: Layer;
  /** Where each parameter lies: in the flat vector if free, in the block's prediction if predicted. */
  readonly parameters: { readonly [name: string]: { readonly shape: Shape; readonly offset: number } };
  readonly networks: { readonly [name: string]: PlacedNetwork };
}

/** Location and scale of carriers without bounds, which put them into standard units. */
export interface Frame {
  readonly location: Entry;
  /** The logarithm of the scale, so that any number is one. */
  readonly logScale: Entry;
}

export interface PlannedBlock {
  readonly block: Block;
  readonly geometry: Geometry;
  readonly sources: readonly Source[];
  readonly layers: readonly PlannedLayer[];
  readonly frame?: Frame;
  /** Predicts all parameters of all layers, where the block depends on anything and has any. */
  readonly predictor?: PlacedNetwork;
  /** The hyper-network in whose answer all of this but the frame lies; else it lies in the flat vector. */
  readonly predictedBy?: number;
}

/** One network that predicts the parameters of several blocks, the weights of their networks included. */
export interface Hypernetwork {
  readonly sources: readonly Source[];
  /** Missing where there is nothing to predict. */
  readonly placed?: PlacedNetwork;
  /** What it predicts, by its place in the answer. */
  readonly answer: readonly Entry[];
  /** The hyper-network that predicts this one's weights, where one does. */
  readonly predictedBy?: number;
}

/** The logarithm of a rate: one free number, or a network's answer. */
export type PlannedRate =
  | { readonly free: Entry }
  | { readonly sources: readonly Source[]; readonly predictor: PlacedNetwork };

export interface PlannedCondition {
  readonly geometry: Geometry;
  readonly frame?: Frame;
}

export interface Plan {
  readonly conditions: readonly PlannedCondition[];
  readonly blocks: readonly PlannedBlock[];
  /** Each before those that it predicts. */
  readonly hypernetworks: readonly Hypernetwork[];
  readonly rate?: PlannedRate;
  readonly entries: readonly Entry[];
  /** Length of the flat vector of parameters. */
  readonly parameterCount: number;
  /** Numbers in a point, in a base point and in a condition. */
  readonly ambient: number;
  readonly dim: number;
  readonly conditionAmbient: number;
}

/** How paths name a block and its layers, counted from 1. */
export const blockName = (index: number): string => `block ${index + 1}`;
export const hypernetworkName = (index: number): string => `hyper-network ${index + 1}`;
export const layerName = (layer: Layer, index: number): string => `layer ${index + 1} (${layer.name})`;

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

export const plan = (tree: Tree): Plan => {
  const entries: Entry[] = [];
  const frame = (path: string, { logStretch, dim }: Geometry): { readonly frame?: Frame } =>
    logStretch ? { frame: { location: place(entries, [path, "location"], filled([dim], 0), true), logScale: place(entries, [path, "logScale"], filled([dim], 0), true) } } : {};
  const depending = dependencies(tree);
  const answers = depending.hypernetworks.map((): Entry[] => []);
  const vector = (predictedBy: number | undefined): Entry[] => (predictedBy === undefined ? entries : answers[predictedBy]!);

  const spaces = conditionsOf(tree);
  const conditions = spaces.map((space, index) => ({ geometry: geometry(space), ...frame(`condition ${index + 1}`, geometry(space)) }));
  const geometries = blocksOf(tree).map((block) => geometry(block.manifold));
  const featuresOf = ({ from, index }: Source): number => (from === "condition" ? conditions[index]!.geometry : geometries[index]!).features;

  const blocks = depending.blocks.map(({ block, sources, options, predictedBy }, index): PlannedBlock => {
    const own = geometries[index]!;
    const name = blockName(index);
    const framed = frame(name, own);
    const into = vector(predictedBy);
    const context = total(sources.map(featuresOf));
    const layers = block.layers.map((layer, at) => ({ layer, path: [name, layerName(layer, at)], parameters: parametersOf(layer, own), networks: networksOf(layer, own) }));
    const specs = layers.flatMap(({ path, parameters }) => Object.entries(parameters).map(([each, spec]) => ({ path: [...path, each], spec })));
    const predicted = total(specs.map(({ spec }) => size(spec.shape)));
    const predicts = context > 0 && predicted > 0;

    const free = predicts ? [] : specs.map(({ path, spec }) => place(into, path, spec));
    const predictor = predicts
      ? { predictor: placeNetwork(into, [name, "network"], network(context, together(specs.map(({ spec }) => spec)), options)) }
      : {};
    const offsets = running(specs.map(({ spec }) => size(spec.shape)));
    let next = 0;
    const placed = layers.map(({ layer, path, parameters, networks }): PlannedLayer => ({
      layer,
      parameters: Object.fromEntries(Object.entries(parameters).map(([each, { shape }]) => {
        const at = next++;
        return [each, { shape, offset: predicts ? offsets[at]! : free[at]!.offset }];
      })),
      networks: Object.fromEntries(Object.entries(networks).map(([each, spec]) => [each, placeNetwork(into, [...path, each], layerNetwork(spec, context, options))])),
    }));
    return { block, geometry: own, sources, layers: placed, ...framed, ...predictor, ...(predictedBy !== undefined && { predictedBy }) };
  });

  // From the innermost out: all that one predicts is known before it is placed, be it in the answer of another.
  const hypernetworks = depending.hypernetworks.map((own, index) => ({ ...own, index })).reverse().map(({ sources, options, predictedBy, index }): Hypernetwork => {
    const answer = answers[index]!;
    const built = () => network(total(sources.map(featuresOf)), together(answer), options);
    return {
      sources,
      answer,
      ...(answer.length > 0 && { placed: placeNetwork(vector(predictedBy), [hypernetworkName(index)], built()) }),
      ...(predictedBy !== undefined && { predictedBy }),
    };
  }).reverse();
  const rate = ({ sources, options }: Pick<Dependency, "sources" | "options">): PlannedRate => {
    const start = filled([1], 0);
    return sources.length === 0 ? { free: place(entries, ["rate", "logRate"], start) }
      : { sources, predictor: placeNetwork(entries, ["rate"], network(total(sources.map(featuresOf)), start, options)) };
  };
  const rated = depending.rate && { rate: rate(depending.rate) };

  return {
    conditions,
    blocks,
    hypernetworks,
    ...rated,
    entries,
    parameterCount: total(entries.map((entry) => size(entry.shape))),
    ambient: total(geometries.map((each) => each.ambient)),
    dim: total(geometries.map((each) => each.dim)),
    conditionAmbient: total(conditions.map((each) => each.geometry.ambient)),
  };
};

/** Adds a tensor to a vector, at its end. */
const place = (vector: Entry[], path: Path, { shape, start }: ParameterSpec, frozen = false): Entry => {
  const last = vector.at(-1);
  const entry = { path, shape, start, frozen, offset: last ? last.offset + size(last.shape) : 0 };
  vector.push(entry);
  return entry;
};

const placeNetwork = (vector: Entry[], path: Path, built: Network): PlacedNetwork => ({
  network: built,
  entries: Object.fromEntries(Object.entries(built.parameters).map(([name, spec]) => [name, place(vector, [...path, name], spec)])),
});

/** The sum of all lengths before each. */
const running = (lengths: readonly number[]): readonly number[] => {
  let sum = 0;
  return lengths.map((length) => (sum += length) - length);
};

/** Several tensors end to end, as one vector. */
const together = (specs: readonly ParameterSpec[]): ParameterSpec => ({
  shape: [total(specs.map((spec) => size(spec.shape)))],
  start: (source) => Float64Array.from(specs.flatMap((spec) => Array.from(spec.start(source)))),
});

/**
 * Where in the flat vector the numbers begin that a vector holds before any training: the flat vector itself, or the bias
 * of a hyper-network, wherever that lies.
 */
export const homeOf = (plan: Plan, predictedBy: number | undefined): number => {
  if (predictedBy === undefined) return 0;
  const { placed, predictedBy: outer } = plan.hypernetworks[predictedBy]!;
  return homeOf(plan, outer) + (placed?.entries["bias"]!.offset ?? 0);
};

/** The parameters that a fresh flow starts from: one draw of the start values, from a seed. */
export const startParameters = ({ entries, parameterCount }: Plan, seed: number): Float64Array => {
  const values = new Float64Array(parameterCount);
  for (const { path, start, offset } of entries) values.set(start(random(seed, "start", ...path)), offset);
  return values;
};

/** What keeps numbers from being the parameters of a flow, if anything: their count, or one that is not finite. */
export const parameterMisfit = ({ entries, parameterCount }: Plan, values: ArrayLike<number>): Extract<DiffeoError, { readonly tag: "NotOnManifold" }> | undefined => {
  if (values.length !== parameterCount) return { tag: "NotOnManifold", path: [], received: `${values.length} parameters`, expected: `${parameterCount} parameters` };
  const bad = Array.from(values).findIndex((value) => !Number.isFinite(value));
  return bad < 0 ? undefined : { tag: "NotOnManifold", path: entries.findLast(({ offset }) => offset <= bad)!.path, received: String(values[bad]), expected: "finite numbers" };
};
