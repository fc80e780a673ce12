/**
 * Flows from two strings: the space, and one letter per layer, `parse("e4+s2+e4", "gggg+n+gggg")`, with options beside
 * them, `parse("e2+s1", "gg+m", { g: { kernels: 12 } })`. `parse` takes literals, which the compiler checks; `decode` takes
 * what is only known at run time and answers with an `Either`.
 */
import { either, function as fn } from "fp-ts";
import type { Layer } from "../bijectors/bijector.ts";
import { unsafe, type DiffeoError } from "../error.ts";
import { parseSpace, type Space } from "../manifold/space.ts";
import type { BlockFlow } from "./builder.ts";
import { fromTree, type AnyFlow, type Flow } from "./flow.ts";
import { parseLayers, type Layers } from "./letters.ts";
import { block } from "./manifolds.ts";
import { choose } from "./parse-choice.ts";
import type { Fitted, FlowOptions } from "./parse-options.ts";
import { oplus, unit } from "./tree.ts";

/**
 * A flow from literals, its blocks joined by ⊕. Layers are listed from the base to the data.
 *
 * Options go by letter and by number, counted from 1, the particular before the general: `g` for all layers g, `1: { g }`
 * for those of block 1, `1: { 2 }` for its second layer; `network` for the networks that predict the blocks, and
 * `2: { network }` for that of block 2.
 */
export const parse = <const S extends string, const L extends string, const O extends FlowOptions<L> = FlowOptions<L>>(
  spec: Space<S>,
  layers: Layers<S, L>,
  options?: O & Fitted<L, O>,
): Flow<S> => unsafe(decode(spec, layers, options)) as Flow<S>;

/** A flow from strings and options that are only known at run time, or the sentence that says what is wrong with them. */
export const decode = (spec: string, layers: string, options: unknown = {}): either.Either<DiffeoError, Flow> =>
  fn.pipe(
    either.Do,
    either.apSW("blocks", parseSpace(spec)),
    either.bindW("letters", () => parseLayers(spec, layers)),
    either.bindW("choice", ({ blocks, letters }) => choose(blocks, letters, options)),
    either.map(({ blocks, choice }): AnyFlow => {
      const flows = blocks.map((manifold, index) => choice.layers[index]!.reduce(throughLayer, block(manifold)));
      if (flows.length === 1) return flows[0]!.space === "e0" ? fromTree(unit) : flows[0]!;
      return fromTree(flows.map(({ tree }) => tree).reduce((before, next, index) => oplus([before, next], choice.networks[index]!), unit));
    }),
    either.map((flow) => flow as Flow),
  );

const throughLayer = (flow: BlockFlow, layer: Layer): BlockFlow =>
  // The letters have been checked against the manifold.
  flow.through(layer as never);
