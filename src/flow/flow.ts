/**
 * A flow: a probability density on the space S, given a point of the space C, as an immutable value. `e0`, the one-point
 * space, stands for no condition. Its only content is its tree; what it means is the business of `elaborate`, and what
 * its type says is its spec alone, so that checking it costs the same however many layers it has.
 *
 * Laws: ⊕ and ⊗ are associative with the unit flow on `e0`; the space of a join is the concatenation of the spaces.
 */
import { eq, monoid, show as shows } from "fp-ts";
import { defaults } from "../bijectors/options.ts";
import { networkFields, type NetworkOptions } from "../bijectors/network.ts";
import { DiffeoFault, unsafe } from "../error.ts";
import { parseSpace, specOf, type Concat, type Space } from "../manifold/space.ts";
import { joinOptions } from "./join-options.ts";
import { sameTree } from "./same.ts";
import { densityOf, RatedFlow } from "./rate.ts";
import { conditionMisfit, type ConditionMisfit, type RateMisfit } from "./sentences.ts";
import * as trees from "./tree.ts";
import type { Tree } from "./tree.ts";

/** The condition of a join: both are the same, or one has none. */
export type Shared<C extends string, D extends string> = C extends "e0" ? D : D extends "e0" ? C : C extends D ? C : string;

/** The flow itself where its condition agrees with C, else the sentence that says what is wrong. */
export type Agreeing<C extends string, F extends AnyFlow> = F extends { readonly rated: true } ? RateMisfit
  : C extends "e0" ? F
  : F["condition"] extends "e0" ? F
  : [C, F["condition"]] extends [F["condition"], C] ? F
  : ConditionMisfit<C, F["condition"]>;

/**
 * What every flow is: its data, without the methods that speak of its types. Functions take a flow as this, so that the
 * compiler reads S and C off the two specs and nothing else.
 */
export interface AnyFlow<S extends string = string, C extends string = string> {
  readonly space: S;
  readonly condition: C;
  readonly tree: Tree;
}

/** No flow with a rate: the sentence is what its mark should have been. */
export interface Unrated {
  readonly rated?: RateMisfit;
}

/** Whether a condition speaks to every block through a network of its own, or predicts everything at once. */
export interface GivenOptions extends NetworkOptions {
  /**
   * One hyper-network of the condition predicts all parameters of the flow, the weights of the networks in it included.
   * Its last matrix is large: give it a `rank`.
   */
  readonly everything: boolean;
}

export class Flow<S extends string = string, C extends string = "e0"> {
  /** The spec of the space the density lives on. */
  readonly space: S;
  /** The spec of the space it is conditioned on; `e0` for none. */
  readonly condition: C;
  readonly tree: Tree;

  constructor(space: S, condition: C, tree: Tree) {
    this.space = space;
    this.condition = condition;
    this.tree = tree;
  }

  /** This flow, then one whose parameters depend on this one's points through a network. */
  oplus<F extends AnyFlow>(next: Agreeing<C, F>, options: Partial<NetworkOptions> = {}): Flow<Concat<S, F["space"]>, Shared<C, F["condition"]>> {
    return joined((parts) => trees.oplus(parts, joinOptions("oplus", options)), [this, next as F]) as never;
  }

  /** This flow and an independent one. */
  otimes<F extends AnyFlow>(next: Agreeing<C, F>): Flow<Concat<S, F["space"]>, Shared<C, F["condition"]>> {
    return joined(trees.otimes, [this, next as F]) as never;
  }

  /** The same layers with all parameters predicted from a point of another space, which is given at every evaluation. */
  given<const D extends string>(space: Space<D>, { everything = false, ...options }: Partial<GivenOptions> = {}): Flow<S, Concat<D, C>> {
    const condition = unsafe(parseSpace(space));
    if (condition.every((manifold) => manifold.dim === 0)) return this as never;
    const tree: Tree = { tag: "given", condition, body: this.tree, options: joinOptions("given", options), everything };
    return new Flow(this.space, specOf(trees.conditionsOf(tree)), tree) as never;
  }
}

/** The flow of a tree. The space and condition are read off the tree; the caller states their types. */
export function fromTree(tree: Exclude<Tree, { readonly tag: "rate" }>): Flow<string, string>;
export function fromTree(tree: Tree): Flow<string, string> | RatedFlow<string, string>;
export function fromTree(tree: Tree): Flow<string, string> | RatedFlow<string, string> {
  const blocks = trees.blocksOf(tree).map((block) => block.manifold);
  const conditions = trees.conditionsOf(tree);
  const [space, condition] = [blocks.length === 0 ? "e0" : specOf(blocks), conditions.length === 0 ? "e0" : specOf(conditions)];
  return tree.tag === "rate" ? new RatedFlow(space, condition, tree) : new Flow(space, condition, tree);
}

const joined = (join: (parts: readonly Tree[]) => Tree, flows: readonly AnyFlow[]): AnyFlow => {
  const [first, ...others] = flows.map((flow) => flow.condition).filter((condition) => condition !== "e0");
  const other = others.find((condition) => condition !== first);
  if (first !== undefined && other !== undefined) {
    throw new DiffeoFault({ tag: "LayerMisfit", path: [], sentence: conditionMisfit(first, other) });
  }
  return fromTree(join(flows.map(densityOf)));
};

type Flows = readonly AnyFlow[];

/** The space of several flows side by side. */
type SpaceOf<F extends Flows, Done extends string = "e0"> = F extends readonly [infer First extends AnyFlow, ...infer Rest extends Flows]
  ? SpaceOf<Rest, Concat<Done, First["space"]>>
  : F extends readonly [] ? Done : string;

type ConditionOf<F extends Flows, Done extends string = "e0"> = F extends readonly [infer First extends AnyFlow, ...infer Rest extends Flows]
  ? ConditionOf<Rest, Shared<Done, First["condition"]>>
  : F extends readonly [] ? Done : string;

type FirstCondition<F extends Flows> = F extends readonly [infer First extends AnyFlow, ...infer Rest extends Flows]
  ? First["condition"] extends "e0" ? FirstCondition<Rest> : First["condition"]
  : "e0";

/** Each flow, or the sentence about its condition where that is not the first one's. */
type AllAgreeing<F extends Flows> = { [I in keyof F]: F[I] extends AnyFlow ? Agreeing<FirstCondition<F>, F[I]> : F[I] };

/** Joins flows autoregressively: each depends on the ones before it. With no argument, the unit. */
export const oplus = <const F extends Flows>(...flows: F & AllAgreeing<F>): Flow<SpaceOf<F>, ConditionOf<F>> =>
  oplusWith({})(...flows) as never;

/** `oplus` with options for the networks between the blocks. */
export const oplusWith =
  (options: Partial<NetworkOptions>) =>
  <const F extends Flows>(...flows: F & AllAgreeing<F>): Flow<SpaceOf<F>, ConditionOf<F>> =>
    joined((parts) => trees.oplus(parts, joinOptions("oplus", options)), flows) as never;

/** Joins flows independently. With no argument, the unit. */
export const otimes = <const F extends Flows>(...flows: F & AllAgreeing<F>): Flow<SpaceOf<F>, ConditionOf<F>> =>
  joined(trees.otimes, flows) as never;

/** Conditions a flow on a point of another space: `pipe(euclid(3).gauss(4), given("e2"))`. */
export const given =
  <const D extends string>(space: Space<D>, options: Partial<GivenOptions> = {}) =>
  <F extends AnyFlow>(flow: F & (F extends { readonly rated: true } ? RateMisfit : unknown)): Flow<F["space"], Concat<D, F["condition"]>> =>
    // The flow's own types stand in F.
    new Flow(flow.space, flow.condition, densityOf(flow)).given<D>(space, options) as never;

/** Two flows are equal when their trees are: same blocks, layers, options and joins. */
export const eqFlow: eq.Eq<AnyFlow> = eq.fromEquals((a, b) => sameTree(a.tree, b.tree));

/** One line: `e4+s2 : gggg+n`. See `show` in the text interpreter for the tree. */
export const showFlow: shows.Show<AnyFlow> = { show: (flow) => `Flow ${flow.space}${flow.condition === "e0" ? "" : ` given ${flow.condition}`}` };

/** ⊕ with the default networks, up to the type of the space. */
export const monoidOplus: monoid.Monoid<AnyFlow> = { empty: fromTree(trees.unit), concat: (a, b) => joined((parts) => trees.oplus(parts, defaults(networkFields)), [a, b]) };

/** ⊗, up to the type of the space. */
export const monoidOtimes: monoid.Monoid<AnyFlow> = { empty: fromTree(trees.unit), concat: (a, b) => joined(trees.otimes, [a, b]) };
