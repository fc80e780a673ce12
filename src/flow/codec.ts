/**
 * Flows as JSON, readable and canonical: equal flows have equal encodings, and `decodeFlow(encodeFlow(flow))` equals the
 * flow. The tree is written as it is drawn:
 *
 *     flow  = { "manifold": "s2", "layers": [ layer, … ] }
 *           | { "oplus": [ flow, … ], "networks": { "hidden": [64], … } } | { "otimes": [ flow, … ] }
 *           | { "given": "e2", "flow": flow, "networks": { … } }, with "everything": true for one network of all parameters
 *     whole = flow | { "rate": flow, "networks": { … } }
 *     layer = { "layer": "gauss", "times": 4, "options": { … } } | { "compose": [ layer, … ] } | { "invert": layer }
 *
 * Reading trusts nothing: unknown keys, unknown or misplaced layers, bad options and sizes over `bounds` are refused with
 * the path of the fault. Options that are left out, by hand, take their defaults.
 */
import { either } from "fp-ts";
import type * as t from "io-ts";
import type { Defined } from "../bijectors/bijector.ts";
import { decodeNetworkOptions, networkFields, type NetworkOptions } from "../bijectors/network.ts";
import { defaults } from "../bijectors/options.ts";
import type { DiffeoError } from "../error.ts";
import { isRecord, printable } from "../foreign.ts";
import { parseSpace, specOf, type ManifoldSpec } from "../manifold/space.ts";
import { bounds, Budget, exceeded } from "./codec-bounds.ts";
import type { Json } from "./codec-json.ts";
import { briefly, definitionsOf, encodeLayers, known, layerMisfit, layersCodec, type Known } from "./codec-layer.ts";
import { at, exact, fault, list, read, reading, refuse, truth } from "./codec-record.ts";
import { fromTree, type AnyFlow, type Flow } from "./flow.ts";
import { plan } from "./plan.ts";
import type { RatedFlow } from "./rate.ts";
import { conditionMisfit, rateMisfit } from "./sentences.ts";
import * as trees from "./tree.ts";
import type { Tree } from "./tree.ts";

/** The flow as data for `JSON.stringify`. Its text serves as the flow's fingerprint. */
export const encodeFlow = (flow: AnyFlow): Json => encodeTree(flow.tree);

const encodeTree = (tree: Tree): Json => {
  switch (tree.tag) {
    case "block":
      return { manifold: tree.manifold.spec, layers: encodeLayers(tree.layers) };
    case "oplus":
      return { oplus: tree.parts.map(encodeTree), networks: { ...tree.options } };
    case "otimes":
      return { otimes: tree.parts.map(encodeTree) };
    case "given":
      return { given: specOf(tree.condition), flow: encodeTree(tree.body), networks: { ...tree.options }, ...(tree.everything && { everything: true }) };
    case "rate":
      return { rate: encodeTree(tree.body), networks: { ...tree.options } };
  }
};

/** What a file may hold. */
export type DecodedFlow = Flow<string, string> | RatedFlow<string, string>;

export interface DecodeFlowOptions {
  /** Layers of your own that the flow may hold, found by their names; options are those of the file. */
  readonly layers?: readonly Defined[];
}

/** The flow of data from `encodeFlow` or written by hand, or what is wrong with it and where. */
export const decodeFlow = (data: unknown, options: DecodeFlowOptions = {}): either.Either<DiffeoError, DecodedFlow> => read(flowCodec(options), data, "flow");

/** The same as an io-ts codec, for documents that hold a flow. */
export const flowCodec = ({ layers }: DecodeFlowOptions = {}): t.Type<DecodedFlow, unknown> =>
  reading("a flow", (input, context) => {
    const tree = treeCodec({ names: known(layers), budget: new Budget(), depth: 1 }).validate(input, context);
    if (either.isLeft(tree)) return tree;
    const { received, expected } = exceeded("parameters");
    return plan(tree.right).parameterCount > bounds.parameters ? refuse(context, input, expected, received) : either.right(fromTree(tree.right));
  });

/** What stands in the way of reading the flow back from a file, if anything does. */
export const unfileable = (flow: AnyFlow): DiffeoError | undefined => {
  const decoded = decodeFlow(encodeFlow(flow), { layers: layersOf(flow) });
  return either.isLeft(decoded) ? decoded.left : undefined;
};

/** The layers that a flow is made of, each once. */
export const layersOf = (flow: AnyFlow): readonly Defined[] =>
  [...new Set(trees.blocksOf(flow.tree).flatMap(({ layers }) => definitionsOf(layers)))].map((definition) => ({
    tag: "layer", name: definition.name, on: definition.on, definition, options: {},
  }));

// ---- reading

interface Place {
  readonly names: Known;
  readonly budget: Budget;
  readonly depth: number;
}

const forms = "a flow { manifold, layers }, { oplus, networks }, { otimes }, { given, flow, networks } or { rate, networks }";

const treeCodec = (place: Place): t.Type<Tree, unknown> =>
  reading("a flow", (input, context): t.Validation<Tree> => {
    if (!isRecord(input)) return refuse(context, input, forms);
    if (place.depth > bounds.depth) return refuse(context, input, `at most ${bounds.depth} levels`, `a flow nested deeper than ${bounds.depth} levels`);
    const within = { ...place, depth: place.depth + 1 };
    if (Object.hasOwn(input, "manifold")) return blockTree(within).validate(input, context);
    if (Object.hasOwn(input, "oplus")) return oplusTree(within).validate(input, context);
    if (Object.hasOwn(input, "otimes")) return otimesTree(within).validate(input, context);
    if (Object.hasOwn(input, "given")) return givenTree(within).validate(input, context);
    if (Object.hasOwn(input, "rate")) {
      return place.depth === 1 ? rateTree(within).validate(input, context) : fault(context, input, layerMisfit(rateMisfit));
    }
    return refuse(context, input, forms, `a record with ${Object.keys(input).length === 0 ? "no keys" : `the keys ${printable(Object.keys(input).join(", "))}`}`);
  });

const blockTree = ({ names, budget, depth }: Place): t.Type<Tree, unknown> => {
  const record = exact(forms, { manifold: manifoldCodec(budget), layers: reading("a list of layers", either.right) });
  return reading("a block", (input, context) =>
    either.chain(({ manifold, layers }: { readonly manifold: ManifoldSpec; readonly layers: unknown }): t.Validation<Tree> => {
      const over = budget.spend("blocks", 1);
      if (over) return refuse(context, input, over.expected, over.received);
      return either.map((own: trees.Block["layers"]): Tree => ({ tag: "block", manifold, layers: own }))(at(context, "layers", layersCodec(manifold, names, budget, depth), layers));
    })(record.validate(input, context)));
};

const oplusTree = (place: Place): t.Type<Tree, unknown> => {
  const record = exact(forms, { oplus: partsCodec(place) }, { networks: networksCodec("oplus") });
  return reading("a join", (input, context) => either.map(({ oplus, networks }: { readonly oplus: readonly Tree[]; readonly networks?: NetworkOptions }) =>
    trees.oplus(oplus, networks ?? defaultNetworks))(record.validate(input, context)));
};

const otimesTree = (place: Place): t.Type<Tree, unknown> => {
  const record = exact(forms, { otimes: partsCodec(place) });
  return reading("a join", (input, context) => either.map(({ otimes }: { readonly otimes: readonly Tree[] }) => trees.otimes(otimes))(record.validate(input, context)));
};

const givenTree = (place: Place): t.Type<Tree, unknown> => {
  const record = exact(forms, { given: spaceCodec(place.budget), flow: treeCodec(place) }, { networks: networksCodec("given"), everything: truth });
  return reading("a condition", (input, context) => either.map(({ given, flow, networks, everything = false }: { readonly given: readonly ManifoldSpec[]; readonly flow: Tree; readonly networks?: NetworkOptions; readonly everything?: boolean }): Tree =>
    given.every(({ dim }) => dim === 0) ? flow : { tag: "given", condition: given, body: flow, options: networks ?? defaultNetworks, everything })(record.validate(input, context)));
};

const rateTree = (place: Place): t.Type<Tree, unknown> => {
  const record = exact(forms, { rate: treeCodec(place) }, { networks: networksCodec("withRate") });
  return reading("a flow with a rate", (input, context) => either.map(({ rate, networks }: { readonly rate: Tree; readonly networks?: NetworkOptions }): Tree =>
    ({ tag: "rate", body: rate, options: networks ?? defaultNetworks }))(record.validate(input, context)));
};

/** The parts of a join: those with a condition have one and the same. */
const partsCodec = (place: Place): t.Type<readonly Tree[], unknown> => {
  const parts = list("a list of flows", treeCodec(place), bounds.blocks);
  return reading("a list of flows", (input, context) =>
    either.chain((joined: readonly Tree[]): t.Validation<readonly Tree[]> => {
      const conditions = joined.map((part) => specOf(trees.conditionsOf(part)));
      const first = conditions.find((condition) => condition !== "");
      const other = conditions.findIndex((condition) => condition !== "" && condition !== first);
      if (first === undefined || other < 0) return either.right(joined);
      return fault([...context, { key: String(other + 1), type: parts, actual: undefined }], input, layerMisfit(conditionMisfit(printable(first), printable(conditions[other]!))));
    })(parts.validate(input, context)));
};

const networksCodec = (join: "oplus" | "given" | "withRate"): t.Type<NetworkOptions, unknown> =>
  reading("options of networks", (input, context) => {
    const decoded = decodeNetworkOptions(join, input);
    return either.isRight(decoded) ? decoded : fault(context, input, briefly(decoded.left));
  });

const defaultNetworks: NetworkOptions = defaults(networkFields);

const spaceCodec = (budget: Budget): t.Type<readonly ManifoldSpec[], unknown> =>
  reading("a space, such as e4+s2", (input, context) => {
    if (typeof input !== "string") return refuse(context, input, "a space, such as e4+s2");
    const parsed = parseSpace(input);
    if (either.isLeft(parsed)) return fault(context, input, parsed.left);
    const over = budget.spend("dimensions", parsed.right.reduce((sum, { dim }) => sum + dim, 0));
    return over ? refuse(context, input, over.expected, over.received) : parsed;
  });

const manifoldCodec = (budget: Budget): t.Type<ManifoldSpec, unknown> => {
  const space = spaceCodec(budget);
  return reading("a manifold, such as s2", (input, context) =>
    either.chain((blocks: readonly ManifoldSpec[]): t.Validation<ManifoldSpec> =>
      blocks.length === 1 ? either.right(blocks[0]!) : refuse(context, input, "one manifold, such as s2"))(space.validate(input, context)));
};
