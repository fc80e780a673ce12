/**
 * Smaller flows: what a flow that breaks a law shrinks to. A flow is made smaller in one place at a time, by the rules below
 * in their order, the ones first that take most away. All results are well-typed, and of less extent (`smaller/extent.ts`).
 */
import { either } from "fp-ts";
import type { Layer } from "../../src/bijectors/bijector.ts";
import { fits } from "../../src/bijectors/letters.ts";
import { decodeNetworkOptions, networkFields, type NetworkOptions } from "../../src/bijectors/network.ts";
import { numbersOf } from "../../src/flow/codec-bounds.ts";
import { fromTree, type AnyFlow } from "../../src/flow/flow.ts";
import { block } from "../../src/flow/manifolds.ts";
import { runsOf, sameTree } from "../../src/flow/same.ts";
import * as trees from "../../src/flow/tree.ts";
import type { Block, Tree } from "../../src/flow/tree.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { specOf } from "../../src/manifold/space.ts";
import * as conditions from "./smaller/condition.ts";
import { extent, isLess } from "./smaller/extent.ts";
import * as layers from "./smaller/layer.ts";
import { line, simpler } from "./smaller/manifold.ts";
import * as options from "./smaller/options.ts";

/** Flows that are smaller in one place, each once, those first that lack most. */
export function* smaller({ tree }: AnyFlow): Iterable<AnyFlow> {
  const own = extent(tree);
  const found: Tree[] = [];
  for (const each of everyRule(tree)) {
    if (!isLess(extent(each), own) || !isWellTyped(each) || found.some((other) => sameTree(other, each))) continue;
    found.push(each);
    yield flowOf(each);
  }
}

/** The flow of a tree, as its builder makes it. */
const flowOf = (tree: Tree): AnyFlow =>
  // The layers fit.
  tree.tag === "block" ? tree.layers.reduce((flow, layer) => flow.through(layer as never), block(tree.manifold)) : fromTree(tree);

/** Whether all layers fit their manifolds, with options that go together, and all parts of a join have one condition. */
const isWellTyped = (tree: Tree): boolean => {
  switch (tree.tag) {
    case "block":
      return tree.layers.every((layer) => goesOn(tree, layer));
    case "oplus":
    case "otimes":
      return tree.parts.every(isWellTyped) && new Set(tree.parts.map((part) => specOf(trees.conditionsOf(part))).filter((spec) => spec !== "")).size <= 1;
    case "given":
    case "rate":
      return isWellTyped(tree.body);
  }
};

const goesOn = ({ manifold }: Block, layer: Layer): boolean => fits(manifold, layer.on) && either.isRight(numbersOf(layer, geometry(manifold)));

type Rule = (tree: Tree) => Iterable<Tree>;

/** A rule for one node, at every node of a tree. */
const everywhere = (rule: Rule): Rule =>
  function* inside(tree): Iterable<Tree> {
    yield* rule(tree);
    if (tree.tag === "given" || tree.tag === "rate") for (const body of inside(tree.body)) yield { ...tree, body };
    if (!isJoin(tree)) return;
    for (const [at, part] of tree.parts.entries()) for (const own of inside(part)) yield joined(tree, tree.parts.with(at, own));
  };

type Join = Extract<Tree, { readonly parts: unknown }>;

const isJoin = (tree: Tree): tree is Join => tree.tag === "oplus" || tree.tag === "otimes";

/** The same join of other parts. */
const joined = (join: Join, parts: readonly Tree[]): Tree => (join.tag === "oplus" ? trees.oplus(parts, join.options) : trees.otimes(parts));

/** One part of a join alone, then all but one. */
function* fewerParts(tree: Tree): Iterable<Tree> {
  if (!isJoin(tree)) return;
  yield* tree.parts;
  if (tree.parts.length > 2) for (const at of tree.parts.keys()) yield joined(tree, tree.parts.toSpliced(at, 1));
}

/** No condition, then its inner part alone, then all of it at once; no rate. */
function* unconditioned(tree: Tree): Iterable<Tree> {
  if (tree.tag !== "given" && tree.tag !== "rate") return;
  if (tree.body.tag === "given") yield* unconditioned(tree.body);
  yield tree.body;
  if (tree.tag === "given" && tree.body.tag === "given") yield { ...tree.body, condition: [...tree.condition, ...tree.body.condition] };
}

/** No layers; without those of one run, with one of them, with one less. */
function* fewerLayers(tree: Tree): Iterable<Tree> {
  if (tree.tag !== "block" || tree.layers.length === 0) return;
  yield { ...tree, layers: [] };
  const runs = runsOf(tree.layers);
  if (runs.length > 1) for (const at of runs.keys()) yield restacked(tree, at, 0);
  for (const [at, { times }] of runs.entries()) if (times > 1) for (const left of [1, times - 1]) yield restacked(tree, at, left);
}

/** The run `at` of equal layers with another number of them, or others in their place. */
const restacked = (tree: Block, at: number, times: number, instead?: Layer): Tree =>
  ({ ...tree, layers: runsOf(tree.layers).flatMap((run, index) => (index === at ? Array<Layer>(times).fill(instead ?? run.layer) : Array<Layer>(run.times).fill(run.layer))) });

/** A rule for layers: equal ones that are stacked stay equal. */
const eachLayer = (rule: layers.LayerRule): Rule =>
  function* inside(tree): Iterable<Tree> {
    if (tree.tag !== "block") return;
    for (const [at, { layer, times }] of runsOf(tree.layers).entries()) for (const own of rule(layer, (each) => goesOn(tree, each))) yield restacked(tree, at, times, own);
  };

/** Parts that ask nothing of one another. */
function* independent(tree: Tree): Iterable<Tree> {
  if (tree.tag === "oplus") yield trees.otimes(tree.parts);
}

const isNetwork = (own: options.Options): own is NetworkOptions => either.isRight(decodeNetworkOptions("a network", own));

/** A rule for the options of networks. */
const eachNetwork = (rule: (own: NetworkOptions) => Iterable<options.Options>): Rule =>
  function* inside(tree): Iterable<Tree> {
    if (tree.tag !== "oplus" && tree.tag !== "given" && tree.tag !== "rate") return;
    for (const own of rule(tree.options)) if (isNetwork(own)) yield tree.tag === "oplus" ? trees.oplus(tree.parts, own) : { ...tree, options: own };
  };

function* byBlocks(tree: Tree): Iterable<Tree> {
  if (tree.tag === "given" && tree.everything) yield { ...tree, everything: false };
}

/** The unit becomes a line: there is no simpler flow. */
function* lowerManifold(tree: Tree): Iterable<Tree> {
  if (tree.tag === "otimes" && tree.parts.length === 0) yield block(line).tree;
  if (tree.tag === "block") for (const manifold of simpler(tree.manifold, tree.layers.length === 0)) yield { ...tree, manifold };
}

function* everyRule(tree: Tree): Iterable<Tree> {
  for (const rule of rules) yield* rule(tree);
}

const rules: readonly Rule[] = [
  everywhere(fewerParts),
  everywhere(unconditioned),
  conditions.shorter,
  everywhere(fewerLayers),
  everywhere(eachLayer(layers.unwrapped)),
  everywhere(independent),
  everywhere(eachLayer(layers.fewerOptions)),
  everywhere(eachLayer(layers.lowerNumbers)),
  everywhere(byBlocks),
  everywhere(eachNetwork((own) => options.fewer(networkFields, own, isNetwork))),
  everywhere(eachNetwork((own) => options.lower(networkFields, own))),
  everywhere(lowerManifold),
  conditions.lower,
];
