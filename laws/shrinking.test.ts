/** Flows with planted faults: the report names the smallest flow that has the fault, as a line that can be pasted. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Layer } from "../src/bijectors/bijector.ts";
import type { AnyFlow } from "../src/flow/flow.ts";
import { circle, euclid } from "../src/flow/manifolds.ts";
import { blocksOf, type Block, type Tree } from "../src/flow/tree.ts";
import type { ManifoldSpec } from "../src/manifold/space.ts";
import { flows } from "./arbitrary/flow.ts";
import { flowCases } from "./arbitrary/flow-case.ts";
import { agrees } from "./flow/directions.ts";
import { printed } from "./flow/printed.ts";
import { viewOf, type FlowCase } from "./flow/view.ts";
import { law, type Law } from "./law.ts";
import { assert, claim as claimOf, type AnyClaim } from "./claim.ts";

const claim = <A>(broken: Law<A>, cases: fc.Arbitrary<A>): AnyClaim => claimOf("a random flow", broken, cases, printed);

/** The report on a claim that does not hold. */
const report = (of: AnyClaim, seed: number): string => {
  try {
    assert(of, { cases: 3000, seed });
    return "no counter-example";
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};

const caseOf = (text: string): string => /^ {2}case {3}(.*)$/m.exec(text)?.[1] ?? text;

const treesOf = (tree: Tree): readonly Tree[] => [tree, ...(tree.tag === "block" ? [] : tree.tag === "oplus" || tree.tag === "otimes" ? tree.parts.flatMap(treesOf) : treesOf(tree.body))];

const someBlock = (has: (block: Block) => boolean) => ({ tree }: AnyFlow): boolean => blocksOf(tree).some(has);
const someTree = (has: (tree: Tree) => boolean) => ({ tree }: AnyFlow): boolean => treesOf(tree).some(has);

/** Layers inside of compositions and inverses too. */
const within = (layer: Layer): readonly Layer[] => [layer, ...(layer.tag === "compose" ? layer.layers.flatMap(within) : layer.tag === "invert" ? within(layer.layer) : [])];
const someLayer = (has: (layer: Layer, on: ManifoldSpec) => boolean) => someBlock(({ layers, manifold }) => layers.flatMap(within).some((layer) => has(layer, manifold)));

/** A layer by its name, and one of its options. */
const named = (name: string, option?: (value: unknown) => boolean, key = "") => (layer: Layer): boolean => layer.tag === "layer" && layer.name === name && (option?.(layer.options[key]) ?? true);

describe("the smallest flow with a fault", () => {
  it.each<readonly [fault: string, has: (flow: AnyFlow) => boolean, flow: string]>([
    ["any", () => true, "euclid(1)"],
    ["a layer", someLayer(named("nsphere")), "sphere(2).nsphere()"],
    ["a layer on one manifold", someLayer((layer, on) => on.spec === "e2" && named("gauss")(layer)), "euclid(2).gauss()"],
    ["two layers", someBlock(({ layers }) => layers.filter(named("spline")).length > 1), "interval().spline(2)"],
    ["an inverse", someLayer((layer) => layer.tag === "invert" && within(layer).some(named("affine"))), "euclid(1).through(invert(affine))"],
    ["a composition", someLayer((layer) => layer.tag === "compose" && named("spline")(layer.layers[0]!) && named("identity")(layer.layers[1]!)), "interval().through(compose(spline, identityInterval))"],
    ["a join", someTree((tree) => tree.tag === "oplus"), "oplus(euclid(1), euclid(1))"],
    ["a join of three", someTree((tree) => tree.tag === "otimes" && tree.parts.length > 2), "otimes(euclid(1), euclid(1), euclid(1))"],
    ["a join in a join", someTree((tree) => tree.tag === "oplus" && tree.parts.at(-1)!.tag === "otimes"), "oplus(euclid(1), otimes(euclid(1), euclid(1)))"],
    ["a condition", ({ condition }) => condition !== "e0", `euclid(1).given("e1")`],
    ["a condition on a sphere", ({ condition }) => /s[2-9]/.test(condition), `euclid(1).given("s2")`],
    ["a condition of the first part", someTree((tree) => tree.tag === "otimes" && tree.parts[0]?.tag === "given"), `otimes(euclid(1).given("e1"), euclid(1))`],
    ["a hyper-network", someTree((tree) => tree.tag === "given" && tree.everything), `euclid(1).given("e1", { everything: true })`],
    ["an option", someLayer(named("gauss", (value) => value === true, "skew")), "euclid(1).gauss(1, { skew: true })"],
    ["a number", someLayer(named("gauss", (value) => value === 3 || value === 4, "kernels")), "euclid(1).gauss(1, { kernels: 3 })"],
    ["a list", someLayer(named("simplexSpline", (value) => Array.isArray(value) && value.length > 1, "hidden")), "simplex(1).simplexSpline(1, { hidden: [1, 1] })"],
    ["an option of networks", someTree((tree) => tree.tag === "oplus" && tree.options.highway === "residual"), `oplusWith({ highway: "residual" })(euclid(1), euclid(1))`],
    ["a dimension", someBlock(({ manifold }) => manifold.kind === "s" && manifold.dim > 2), "sphere(3)"],
    ["an end", someBlock(({ manifold }) => manifold.kind === "i" && manifold.upper < 1), "interval(0, 0.5)"],
  ])("%s", (_, has, flow) => {
    const broken = law<AnyFlow>({ name: "flow: planted", statement: "no such flow", tolerance: 0 }, (of) => [{ deviation: has(of) ? 1 : 0, unit: 1, detail: () => "it is there" }]);
    expect([1, 2, 3].map((seed) => caseOf(report(claim(broken, flows()), seed)))).toEqual([flow, flow, flow]);
  });
});

describe("the smallest case with a fault", () => {
  const cases = flowCases(flows({ layers: 1, options: false, blocks: ["e1", "e2", "s1", "c3"] }), { counts: fc.constant(5) });
  const lying = (when: (of: FlowCase) => boolean): Law<FlowCase> =>
    agrees((of) => {
      const view = viewOf(of);
      return when(of) ? { ...view, forward: (...base) => ((side) => ({ ...side, logProb: side.logProb.map((each) => each + 0.1) }))(view.forward(...base)) } : view;
    });

  it("is a layer on its manifold, of a join, at the start", () => {
    const has = someLayer((layer, on) => on.spec === "e2" && named("gauss")(layer));
    expect(report(claim(lying(({ flow }) => has(flow)), cases), 1)).toMatch(/^ {2}case {3}\{ flow: euclid\(2\)\.gauss\(\), seed: 0, scatter: 0, count: 1 \}$/m);
  });

  it("keeps the numbers that matter", () => {
    expect(caseOf(report(claim(lying(({ seed, scatter, count }) => seed > 1 && scatter > 0 && count! > 3), cases), 1))).toBe("{ flow: euclid(1), seed: 2, scatter: 0.1, count: 4 }");
  });

  it("stands in reports of fast-check itself", () => {
    const found = fc.check(fc.property(cases, flows(), ({ flow }, other) => flow.space.length + other.space.length < 12), { seed: 1 });
    expect(fc.stringify(found.counterexample)).toMatch(/^\[\{"flow":[a-z][\w(), .-]*\),"seed":0,"scatter":0,"count":1\},[a-z][\w(), .-]*\)\]$/);
  });
});

describe("what flows shrink to", () => {
  const all = (of: fc.Arbitrary<AnyFlow>): readonly AnyFlow[] =>
    fc.sample(of, { numRuns: 12, seed: 3 }).flatMap((flow) => [...of.shrink(flow, undefined)].map(({ value }) => value));

  it("are flows of the same shape", () => {
    const kinds = new Set(all(flows({ blocks: ["e3", "s1"] })).flatMap(({ tree }) => blocksOf(tree).map(({ manifold }) => manifold.spec)));
    expect(kinds).toEqual(new Set(["e3", "s1"]));
    expect(new Set(all(flows({ conditions: false })).map(({ condition }) => condition))).toEqual(new Set(["e0"]));
    expect(all(flows().filter(({ space }) => space.includes("+"))).filter(({ space }) => !space.includes("+"))).toEqual([]);
  });

  it("starts from flows that were drawn elsewhere, if they have the shape", () => {
    const shape = flows({ blocks: ["e1", "e2"], conditions: false });
    expect([euclid(2).gauss(), euclid(2).given("e1"), circle(), 3, null, undefined].map((value) => shape.canShrinkWithoutContext(value))).toEqual([true, false, false, false, false, false]);
    const found = fc.check(fc.property(shape, ({ tree }) => tree.tag === "block" && tree.layers.length === 0), { examples: [[euclid(2).gauss(3).affine()]], seed: 1 });
    expect(fc.stringify(found.counterexample)).toMatch(/^\[euclid\(1\)\.(gauss|affine)\(\)\]$/);
  });
});
