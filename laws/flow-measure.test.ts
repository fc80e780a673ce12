/** Mass, distribution and algebra of flows: of every layer of few dimensions, of random joins, and of mutants that each law catches. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Layer } from "../src/bijectors/bijector.ts";
import type { AnyFlow } from "../src/flow/flow.ts";
import { block } from "../src/flow/manifolds.ts";
import { unsafe } from "../src/error.ts";
import { dimension } from "../src/manifold/point.ts";
import { parseSpace } from "../src/manifold/space.ts";
import { flows, layerOn } from "./arbitrary/flow.ts";
import { flowCases } from "./arbitrary/flow-case.ts";
import { algebra, chains, constant, monoids } from "./flow/algebra.ts";
import { densityOf, distribution, mass, type Density } from "./flow/mass.ts";
import { printed } from "./flow/printed.ts";
import type { FlowCase } from "./flow/view.ts";
import type { Law } from "./law.ts";
import { assert, refuted, type AnyClaim } from "./property.ts";
import { registry } from "./registry.ts";

const claim = <A>(subject: string, law: Law<A>, cases: fc.Arbitrary<A>, share: number): AnyClaim =>
  ({ subject, law, cases, print: printed, share }) as AnyClaim;

/** A flow with parameters at a distance from its start. */
const at = (of: fc.Arbitrary<AnyFlow>, most = 0.3): fc.Arbitrary<FlowCase> =>
  flowCases(of, { scatters: [0, 0.1, most] });

const dim = ({ space }: AnyFlow): number => dimension(unsafe(parseSpace(space)));
const small = (blocks: readonly string[], most: number): fc.Arbitrary<AnyFlow> =>
  flows({ blocks, parts: 2, layers: 2, options: false, conditions: false }).filter((flow) => dim(flow) >= 1 && dim(flow) <= most);

/** No rule of quadrature sees a pole. */
const flat = registry.filter(({ on, poles }) => on.dim <= 2 && poles === undefined);

describe("every layer as a flow", () => {
  it.each(flat.map((row) => [row.name, row] as const))("%s", (name, { layer, on }) => {
    const flow: AnyFlow = block(on).through(layer as never);
    assert(claim(name, mass(), at(fc.constant(flow)), 0.03));
    if (on.dim === 1) assert(claim(name, distribution(), at(fc.constant(flow)), 0.05));
  });
});

const line = ["e1", "s1", "i", "i_-3_0.5", "i_0_inf", "a1", "c3"];
const without = { conditions: false, options: false, parts: 2, layers: 2 } as const;
const triples = fc.tuple(flows(without), flows(without), flows(without));
const couples = fc.tuple(at(flows(without), 0.1), at(flows(without), 0.1));
const layers: fc.Arbitrary<readonly [Layer, Layer, Layer]> = fc.constantFrom(...registry.map(({ on }) => on)).chain((on) => fc.tuple(layerOn(on), layerOn(on), layerOn(on)));

const joint = (look: (of: FlowCase) => Density = densityOf, own = algebra): readonly AnyClaim[] => [
  claim("a random flow", mass(look), at(small([...line, "e2", "s2"], 2)), 0.15),
  claim("a random flow of one dimension", distribution(look), at(small(line, 1)), 0.2),
  claim("random flows", monoids(own), triples, 1),
  claim("random layers", chains(own), layers, 1),
  claim("random flows", constant(own), couples, 0.3),
];

describe("random flows", () => {
  it.each(joint().map((each) => [each.law.name, each] as const))("%s", (_, each) => assert(each));
});

describe("planted faults", () => {
  const lies: { readonly [fault: string]: { readonly look?: (of: FlowCase) => Density; readonly own?: typeof algebra; readonly caught: string } } = {
    "a density of another normalisation": { look: (of) => ((own) => ({ ...own, logProb: (x: Float64Array) => own.logProb(x).map((each) => each + 1e-3) }))(densityOf(of)), caught: "flow: mass" },
    "the Jacobian of the chart forgotten": { look: (of) => ((own) => ({ ...own, logProb: (x: Float64Array) => own.logProb(x).map((each, row) => each + (x.length % 3 === 0 ? x[3 * row + 2]! : x[row]! / 10)) }))(densityOf(of)), caught: "flow: mass" },
    "samples of the mirrored density": { look: (of) => ((own) => ({ ...own, sample: (count: number) => own.sample(count).map((each, index, all) => (all.length === count ? each : index % 2 === 0 ? -each : each)) }))(densityOf(of)), caught: "flow: distribution" },
    "samples drawn twice as often on one side": { look: (of) => ((own) => ({ ...own, sample: (count: number) => own.sample(3 * count).filter((_, index, all) => all.length !== 3 * count || index % 3 === 0 || all[index]! > all[0]!).slice(0, count) }))(densityOf(of)), caught: "flow: distribution" },
    "a join that turns its parts round": { own: { ...algebra, joins: { ...algebra.joins, "⊕": { ...algebra.joins["⊕"]!, concat: (a, b) => algebra.joins["⊕"]!.concat(b, a) } } }, caught: "flow: monoids" },
    "chains that are nested": { own: { ...algebra, compose: (first, ...rest) => ({ tag: "compose", name: "chain", on: first.on, layers: [first, ...rest] }) }, caught: "layer: chains" },
    "an inverse that is its layer": { own: { ...algebra, invert: (layer) => ({ tag: "invert", name: layer.name, on: layer.on, layer }) }, caught: "layer: chains" },
    "⊗ in place of ⊕, turned round": { own: { ...algebra, joins: { ...algebra.joins, "⊗": { ...algebra.joins["⊗"]!, concat: (a, b) => algebra.joins["⊗"]!.concat(b, a) } } }, caught: "flow: fresh ⊕ is ⊗" },
  };

  it.each(Object.entries(lies))("%s", (_, { look, own, caught }) => {
    const claims = joint(look, own).filter(({ law }) => law.name === caught);
    expect(claims.some((each) => refuted(each, { runs: 300 }) !== undefined)).toBe(true);
  });
});
