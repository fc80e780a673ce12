/**
 * A flow with a rate: the intensity of a Poisson process. Events of one set are independent points of the flow's density
 * p(x | c), and how many there are is Poisson with mean λ(c): the intensity is λ(c) p(x | c). log λ is one free number or,
 * under a condition, the answer of a network of it.
 *
 * The rate is that of the whole event, a joint one too. So it comes last: a flow with a rate is not joined or conditioned
 * any further.
 */
import type { NetworkOptions } from "../bijectors/network.ts";
import { DiffeoFault } from "../error.ts";
import type { AnyFlow, Unrated } from "./flow.ts";
import { joinOptions } from "./join-options.ts";
import { rateMisfit } from "./sentences.ts";
import type { Tree } from "./tree.ts";

export class RatedFlow<S extends string = string, C extends string = "e0"> {
  /** The spec of the space that events live on. */
  readonly space: S;
  /** The spec of the space that density and rate are conditioned on; `e0` for none. */
  readonly condition: C;
  readonly tree: Extract<Tree, { readonly tag: "rate" }>;
  readonly rated = true;

  constructor(space: S, condition: C, tree: Extract<Tree, { readonly tag: "rate" }>) {
    this.space = space;
    this.condition = condition;
    this.tree = tree;
  }
}

/**
 * Gives a flow a rate; options are those of the network that predicts log λ from the condition, if there is one.
 *
 *     const showers = withRate(sphere(2).nsphere().given("s1"));   // how many meteors, and where, by the day of the year
 */
export const withRate = <S extends string, C extends string>(flow: AnyFlow<S, C> & Unrated, options: Partial<NetworkOptions> = {}): RatedFlow<S, C> =>
  new RatedFlow(flow.space, flow.condition, { tag: "rate", body: densityOf(flow), options: joinOptions("withRate", options) });

/** The tree of a flow without a rate; another one is a mistake of the program, and thrown. */
export const densityOf = ({ tree }: AnyFlow): Tree => {
  if (tree.tag === "rate") throw new DiffeoFault({ tag: "LayerMisfit", path: [], sentence: rateMisfit });
  return tree;
};
