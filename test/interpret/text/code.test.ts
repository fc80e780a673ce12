/** Flows as code: what is printed compiles here as it stands, and makes the flow again. */
import { runInThisContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bijector, type Layer } from "../../../src/bijectors/bijector.ts";
import { fits } from "../../../src/bijectors/letters.ts";
import { flag, whole } from "../../../src/bijectors/options.ts";
import { registry } from "../../../src/bijectors/registry.ts";
import { zero } from "../../../src/expr/index.ts";
import { sameLayer } from "../../../src/flow/same.ts";
import { parseSpace } from "../../../src/manifold/space.ts";
import { unsafe } from "../../../src/error.ts";
import { block } from "../../../src/flow/manifolds.ts";
import * as diffeo from "../../../src/index.ts";
import {
  affine, circle, classes, code, compose, eqFlow, euclid, gauss, halfLine, identityEuclidean, interval, invert, moebiusSphere, oplus, oplusWith, otimes, parse, rotation, showCode, simplex,
  sphere, withRate, type AnyFlow, type Code,
} from "../../../src/index.ts";
import { flows, layerOn } from "../../../laws/arbitrary/flow.ts";

const wobbly = (name: string) =>
  bijector({ name, on: "e", options: { folds: whole(1, 9, 2, "folds"), deep: flag(false, "depth") }, parameters: () => ({}), forward: (point) => ({ point, logDet: zero }), inverse: (point) => ({ point, logDet: zero }) });

const wobble = wobbly("wobble");

/** Runs code in a scope of the names that it asks for, and of no others. */
const run = <A = AnyFlow>({ text, library, own }: Code, layers: Readonly<Record<string, unknown>> = {}): A => {
  const scope = runInThisContext(`"use strict"; ({ ${[...library, ...Object.keys(own)].join(", ")} }) => ${text}`) as (names: unknown) => A; // the caller knows what the code makes
  return scope({ ...diffeo, ...layers });
};

describe("the code of a flow", () => {
  it.each<readonly [AnyFlow, string]>([
    [euclid(2), "euclid(2)"],
    [otimes(), "otimes()"],
    [parse("e0", ""), "otimes()"],
    [euclid(0).gauss(), "euclid(0).gauss()"],
    [sphere(1), "circle()"],
    [otimes(interval(), interval(-3, 0.5), halfLine(2), halfLine(-1, "below")), `otimes(interval(), interval(-3, 0.5), halfLine(2), halfLine(-1, "below"))`],
    [oplus(circle().moebius(2), sphere(3).rotation(), simplex(2).gumbelSoftmax(), classes(5).logits()), "oplus(circle().moebius(2), sphere(3).rotation(), simplex(2).gumbelSoftmax(), classes(5).logits())"],
    [oplus(euclid(2).gauss(1, { kernels: 3 }).gauss(2), sphere(2).nsphere(2, { hidden: [8, 4], rotation: false })).given("s2", { hidden: [8] }),
      `oplus(euclid(2).gauss(1, { kernels: 3 }).gauss(2), sphere(2).nsphere(2, { hidden: [8, 4], rotation: false })).given("s2", { hidden: [8] })`],
    [oplusWith({ rank: [3, 0] })(euclid(1), otimes(circle(), halfLine(0).affine(1, { matrix: "full" }))), `oplusWith({ rank: [3, 0] })(euclid(1), otimes(circle(), halfLine(0).affine(1, { matrix: "full" })))`],
    [oplus(euclid(1), circle().given("a1+c3")), `oplus(euclid(1), circle().given("a1+c3"))`],
    [euclid(1).given("e2").given("s1", { everything: true, rank: 5 }), `euclid(1).given("e2").given("s1", { rank: 5, everything: true })`],
    [euclid(1).through(compose(gauss, affine.with({ matrix: "full" })), 2).through(invert(gauss)), `euclid(1).through(compose(gauss, affine.with({ matrix: "full" })), 2).through(invert(gauss))`],
    [sphere(2).through(compose(moebiusSphere, invert(compose(rotation, rotation)))).moebius(), "sphere(2).through(compose(moebiusSphere, invert(compose(rotation, rotation)))).moebius()"],
    [withRate(sphere(2).nsphere().given("s1")), `withRate(sphere(2).nsphere().given("s1"))`],
    [withRate(interval(), { hidden: [] }), "withRate(interval(), { hidden: [] })"],
    [parse("e1+e1", "h+x"), `oplus(euclid(1).gauss(1, { outer: "logistic", weightRatio: 101 }), euclid(1).identity())`],
    [euclid(2).through(wobble, 3).through(wobble.with({ folds: 4, deep: true })), "euclid(2).through(wobble, 3).through(wobble.with({ folds: 4, deep: true }))"],
  ])("%#", (flow, text) => {
    expect(showCode(flow)).toBe(text);
    expect(eqFlow.equals(run(code(flow), { wobble }), flow)).toBe(true);
  });

  it("makes an equal flow", () => {
    fc.assert(fc.property(flows(), fc.boolean(), (density, rated) => {
      const flow: AnyFlow = rated ? withRate(density, { hidden: [3], highway: "sum" }) : density;
      const again = run(code(flow));
      expect(again).toEqual(flow);
      expect(eqFlow.equals(again, flow)).toBe(true);
    }));
  });

  it("says nothing that goes without saying", () => {
    fc.assert(fc.property(flows({ options: false }), (flow) => {
      expect(showCode(flow)).not.toContain("{");
    }));
  });
});

describe("the code of a layer", () => {
  it("is the layer as a value", () => {
    const any = fc.constantFrom("e2", "s1", "s2", "s3", "i_-3_3", "a2", "c3").chain((spec) => layerOn(unsafe(parseSpace(spec))[0]!));
    fc.assert(fc.property(any, (layer: Layer) => {
      expect(sameLayer(run<Layer>(code(layer)), layer)).toBe(true);
    }));
    expect(code(invert(compose(identityEuclidean, gauss.with({ kernels: 3 }))))).toEqual({ text: "invert(compose(identityEuclidean, gauss.with({ kernels: 3 })))", library: ["compose", "gauss", "identityEuclidean", "invert"], own: {} });
  });

  it.each(Object.entries(registry))("%s is an export of the library, and a method of its builders", (_, { definition }) => {
    const plain = code({ tag: "layer", name: definition.name, on: definition.on, definition, options: {} });
    expect(plain.library).toEqual([plain.text]);
    expect((diffeo as Readonly<Record<string, unknown>>)[plain.text]).toMatchObject({ definition });
    for (const spec of ["e1", "e5", "i_0_inf", "s1", "s2", "s7", "i", "a1", "c2"]) {
      const [manifold] = unsafe(parseSpace(spec));
      if (fits(manifold!, definition.on)) expect(Object.getPrototypeOf(block(manifold!))).toHaveProperty(definition.name);
    }
  });
});

describe("the names in the code", () => {
  it("are listed by where they come from", () => {
    expect(code(oplusWith({ hidden: [4] })(euclid(1).through(compose(gauss, wobble)), circle()))).toEqual({
      text: "oplusWith({ hidden: [4] })(euclid(1).through(compose(gauss, wobble)), circle())",
      library: ["circle", "compose", "euclid", "gauss", "oplusWith"],
      own: { wobble: wobble.definition },
    });
  });

  it("are identifiers of one meaning each", () => {
    const named = ["gauss", "euclid", "my layer", "wobble", "wobble", "2nd, of two", "class", "¿?", "été", "__proto__"].map(wobbly);
    const flow = named.reduce((before, layer) => before.through(layer), euclid(1).gauss());
    const { text, own } = code(flow);
    expect(text).toBe("euclid(1).gauss().through(gauss2).through(euclid2).through(myLayer).through(wobble).through(wobble2).through(_2ndOfTwo).through(class2).through(layer).through(été).through(__proto__)");
    expect(Object.values(own)).toEqual(named.map(({ definition }) => definition));
    expect(eqFlow.equals(run(code(flow), Object.fromEntries(Object.keys(own).map((name, at) => [name, named[at]]))), flow)).toBe(true);
  });
});
