import fc from "fast-check";
import { function as fn } from "fp-ts";
import { describe, expect, expectTypeOf, it } from "vitest";
import { affine } from "../../src/bijectors/affine.ts";
import { bijector } from "../../src/bijectors/bijector.ts";
import { gauss } from "../../src/bijectors/gauss.ts";
import { identityEuclidean } from "../../src/bijectors/identity.ts";
import { moebius } from "../../src/bijectors/moebius.ts";
import { nsphere } from "../../src/bijectors/nsphere.ts";
import { encodeFlow, decodeFlow } from "../../src/flow/codec.ts";
import { unsafe } from "../../src/error.ts";
import { through } from "../../src/flow/builder.ts";
import { eqFlow, given, oplus, oplusWith, otimes, type AnyFlow, type Flow } from "../../src/flow/flow.ts";
import { circle, euclid, interval, manifold, sphere } from "../../src/flow/manifolds.ts";
import { decode, parse } from "../../src/flow/parse.ts";
import { flows } from "../../laws/arbitrary/flow.ts";

describe("one flow in all its forms", () => {
  const flow = oplus(euclid(4).gauss(4), sphere(2).nsphere(), euclid(4).gauss(4));
  const forms: Readonly<Record<string, AnyFlow>> = {
    "the method": euclid(4).gauss(4).oplus(sphere(2).nsphere()).oplus(euclid(4).gauss(4)),
    "the method, from the right": euclid(4).gauss(4).oplus(sphere(2).nsphere().oplus(euclid(4).gauss(4))),
    "letters": parse("e4+s2+e4", "gggg+n+gggg"),
    "letters at run time": unsafe(decode("e4+s2+e4", "gggg+n+gggg")),
    "pipes": oplus(fn.pipe(euclid(4), through(gauss, 4)), fn.pipe(sphere(2), through(nsphere)), fn.pipe(euclid(4), through(gauss), through(gauss, 3))),
    "layers as values": oplus(euclid(4).through(gauss, 4), manifold("s2").through(nsphere), manifold("e4").through(gauss.with({}), 4)),
    "JSON": unsafe(decodeFlow(JSON.parse(JSON.stringify(encodeFlow(flow))))),
  };

  it.each(Object.entries(forms))("%s", (_, same) => {
    expect(eqFlow.equals(same, flow)).toBe(true);
    expect(same).toEqual(flow);
  });

  it("has its space in its type", () => {
    expectTypeOf(flow).toEqualTypeOf<Flow<"e4+s2+e4">>();
    expectTypeOf(parse("e4+s2+e4", "gggg+n+gggg")).toEqualTypeOf<Flow<"e4+s2+e4">>();
    expectTypeOf(fn.pipe(euclid(4).gauss(4), given("s2"))).toEqualTypeOf<Flow<"e4", "s2">>();
  });

  it("of one block too", () => {
    const builder = euclid(2).gauss(2, { kernels: 3 }).affine();
    for (const same of [oplus(builder), otimes(builder), fn.pipe(euclid(2), through(gauss.with({ kernels: 3 }), 2), through(affine)), unsafe(decodeFlow(encodeFlow(builder)))]) {
      expect(same).toEqual(builder);
    }
    expect(fn.pipe(euclid(2), through(gauss)).affine(), "a builder stays one").toEqual(euclid(2).gauss().affine());
  });
});

/** A layer with the options of the identity: none. */
const still = bijector({ ...identityEuclidean.definition, name: "still", on: "e" });

describe("equality of flows", () => {
  const others: readonly AnyFlow[] = [
    euclid(2), euclid(2).identity(), euclid(2).through(still), euclid(3), euclid(2).gauss(), euclid(2).gauss(2), euclid(2).gauss(1, { kernels: 3 }), euclid(2).gauss().affine(), euclid(2).affine().gauss(),
    circle(), circle().moebius(), sphere(3), interval(), interval(0, 2), interval().spline(), oplus(), oplus(euclid(1), euclid(1)), otimes(euclid(1), euclid(1)),
    oplusWith({ hidden: [] })(euclid(1), euclid(1)), euclid(2).given("e1"), euclid(2).given("s1"), euclid(2).given("e1", { rank: 1 }),
  ];

  it("tells all of these apart", () => {
    for (const [index, a] of others.entries()) for (const [at, b] of others.entries()) expect(eqFlow.equals(a, b)).toBe(index === at);
  });

  it("is an equivalence", () => {
    const few = flows({ parts: 2, layers: 1, blocks: ["e1", "s1"] });
    fc.assert(fc.property(few, few, (a, b) => {
      expect(eqFlow.equals(a, a)).toBe(true);
      expect(eqFlow.equals(a, b)).toBe(eqFlow.equals(b, a));
    }));
  });
});

describe("misuse is said in one sentence", () => {
  it.each<readonly [string, () => unknown]>([
    ["Layer moebius acts on circles s1, but this flow lives on e4.", () => euclid(4).through(moebius as never)],
    ["Layer moebius acts on circles s1, but this flow lives on e4.", () => fn.pipe(euclid(4), through(moebius as never))],
    ["A layer is stacked a whole number of times, but 1.5 was given.", () => euclid(4).gauss(1.5)],
    ["A layer is stacked a whole number of times, but -1 was given.", () => fn.pipe(euclid(4), through(gauss, -1))],
    ["Option kernels of gauss takes a whole number from 1 to 1000, but NaN was given.", () => euclid(4).gauss(1, { kernels: NaN })],
    ["Option hidden of oplus takes a list of at most 16 whole numbers from 1 to 4096, but [0] was given.", () => oplusWith({ hidden: [0] })(euclid(1))],
    ["This flow is given s1, but the flow it joins is given e1; join flows of one condition.", () => otimes(euclid(1).given("e1"), euclid(1).given("s1") as AnyFlow as Flow<"e1", "e1">)],
    ["Unknown manifold q2; the manifolds are e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>.", () => euclid(1).given("q2" as never)],
    ["A builder starts from one manifold, but e2+s2 has 2; join builders by oplus.", () => manifold("e2+s2")],
  ])("%s", (sentence, act) => {
    expect(act).toThrow(sentence);
  });

  it("stacked no times, a layer changes nothing", () => {
    expect(euclid(4).gauss(0)).toEqual(euclid(4));
  });
});

it("a condition on the one-point space is none", () => {
  expect(euclid(2).gauss().given("e0")).toEqual(euclid(2).gauss());
});
