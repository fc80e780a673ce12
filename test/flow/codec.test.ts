import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { affine } from "../../src/bijectors/affine.ts";
import { bijector } from "../../src/bijectors/bijector.ts";
import { gauss } from "../../src/bijectors/gauss.ts";
import { compose, invert } from "../../src/bijectors/layer.ts";
import { rotation } from "../../src/bijectors/rotation.ts";
import { render } from "../../src/error.ts";
import { zero } from "../../src/expr/index.ts";
import { bounds } from "../../src/flow/codec-bounds.ts";
import type { Json } from "../../src/flow/codec-json.ts";
import { decodeFlow, encodeFlow, unfileable, type DecodeFlowOptions } from "../../src/flow/codec.ts";
import { eqFlow, oplus, oplusWith, otimes } from "../../src/flow/flow.ts";
import { euclid, sphere } from "../../src/flow/manifolds.ts";
import { parse } from "../../src/flow/parse.ts";
import { flows } from "../../laws/arbitrary/flow.ts";

const refusal = (data: unknown, options: DecodeFlowOptions = {}): string => {
  const decoded = decodeFlow(data, options);
  return either.isLeft(decoded) ? render(decoded.left) : "no error";
};

const decoded = (data: unknown, options: DecodeFlowOptions = {}) => {
  const result = decodeFlow(data, options);
  if (either.isLeft(result)) throw new Error(render(result.left));
  return result.right;
};

describe("flows as JSON", () => {
  it("decode to what was encoded", () => {
    fc.assert(fc.property(flows(), (flow) => {
      const back = decoded(JSON.parse(JSON.stringify(encodeFlow(flow))));
      expect(back).toEqual(flow);
      expect(eqFlow.equals(back, flow)).toBe(true);
    }));
  });

  it("have equal texts exactly when they are equal", () => {
    fc.assert(fc.property(flows({ layers: 1, parts: 2 }), flows({ layers: 1, parts: 2 }), (a, b) => {
      expect(JSON.stringify(encodeFlow(a)) === JSON.stringify(encodeFlow(b))).toBe(eqFlow.equals(a, b));
    }));
  });

  it("are written as they are drawn, with all options", () => {
    const scales = { scaleMap: "exponential", minScale: "none", maxScale: "none" };
    const flow = oplusWith({ hidden: [8] })(euclid(2).through(affine.with({ matrix: "full" }), 3).through(invert(compose(affine, affine))), sphere(2).identity()).given("e1+s1");
    expect(encodeFlow(flow)).toEqual({
      given: "e1+s1",
      flow: {
        oplus: [
          {
            manifold: "e2",
            layers: [
              { layer: "affine", times: 3, options: { matrix: "full", ...scales } },
              { invert: { compose: [{ layer: "affine", times: 2, options: { matrix: "diagonal", ...scales } }] } },
            ],
          },
          { manifold: "s2", layers: [{ layer: "identity" }] },
        ],
        networks: { hidden: [8], activation: "silu", rank: 0, highway: "none" },
      },
      networks: { hidden: [64], activation: "silu", rank: 0, highway: "none" },
    });
  });

  it("may leave out options by hand, and spell in other ways", () => {
    const byHand = { oplus: [{ manifold: "e04", layers: [{ layer: "gauss", times: 2 }, { layer: "gauss", times: 2, options: {} }] }, { oplus: [{ manifold: "s2", layers: [{ layer: "nsphere" }] }] }, { manifold: "e0", layers: [] }] };
    expect(decoded(byHand)).toEqual(parse("e4+s2", "gggg+n"));
  });

  it("keep a layer that has two letters, with the options of its own", () => {
    const flow = parse("e2", "gh");
    expect(flow).toEqual(euclid(2).gauss().gauss(1, { outer: "logistic", weightRatio: 101 }));
    expect(decoded(encodeFlow(flow))).toEqual(flow);
  });

  it("find a layer of several manifolds by the manifold", () => {
    for (const [space, letter] of [["e2", "x"], ["i", "z"], ["s2", "y"]] as const) {
      const flow = parse<string, string>(space, letter);
      expect(encodeFlow(flow)).toEqual({ manifold: space, layers: [{ layer: "identity" }] });
      expect(decoded(encodeFlow(flow))).toEqual(flow);
    }
  });
});

const own = bijector({
  name: "wobble",
  on: "e",
  options: { kernels: gauss.definition.options["kernels"]! },
  parameters: () => ({}),
  forward: (point) => ({ point, logDet: zero }),
  inverse: (point) => ({ point, logDet: zero }),
});
const impostor = bijector({ ...own.definition, name: "affine" });

describe("layers of the caller", () => {
  const flow = euclid(2).through(own, 2).affine();

  it("are found by their names", () => {
    expect(decoded(encodeFlow(flow), { layers: [own] })).toEqual(flow);
    expect(unfileable(flow)).toBeUndefined();
  });

  it("are asked for where they are missing", () => {
    expect(refusal(encodeFlow(flow))).toBe("In flow, layers 1, layer: Unknown layer wobble; the layers on e2 are affine, gauss, stretch, identity. Pass a layer of your own in the option layers, or by --layers-from on the command line.");
  });

  it("do not take the name of another layer of the manifold", () => {
    expect(refusal({ manifold: "e2", layers: [{ layer: "affine" }] }, { layers: [impostor] })).toBe("In flow, layers 1, layer: Two layers on e2 are called affine; give one of them another name.");
    expect(render(unfileable(euclid(2).through(impostor))!)).toContain("Two layers on e2 are called affine");
  });
});

describe("what is no flow is refused with its path", () => {
  const e2 = (...layers: readonly Json[]): Json => ({ manifold: "e2", layers });
  const forms = "a flow { manifold, layers }, { oplus, networks }, { otimes }, { given, flow, networks } or { rate, networks }";
  const layerForms = "a layer { layer, options }, { compose } or { invert }";
  it.each<readonly [unknown, string]>([
    [undefined, `In flow: received undefined, expected ${forms}.`],
    [null, `In flow: received null, expected ${forms}.`],
    ["e2", `In flow: received "e2", expected ${forms}.`],
    [[], `In flow: received a list of 0 entries, expected ${forms}.`],
    [{}, `In flow: received a record with no keys, expected ${forms}.`],
    [{ colour: 1 }, `In flow: received a record with the keys colour, expected ${forms}.`],
    [{ manifold: "e2" }, `In flow: received no key layers, expected ${forms}.`],
    [{ manifold: "e2", layers: [], networks: {} }, "In flow: received the unknown key networks, expected the keys manifold, layers alone."],
    [{ manifold: 2, layers: [] }, "In flow, manifold: received 2, expected a space, such as e4+s2."],
    [{ manifold: "q2", layers: [] }, "In flow, manifold: Unknown manifold q2; the manifolds are e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>."],
    [{ manifold: "e2+s2", layers: [] }, 'In flow, manifold: received "e2+s2", expected one manifold, such as s2.'],
    [{ manifold: "e2", layers: {} }, "In flow, layers: received a record, expected a list of layers."],
    [e2(3), `In flow, layers 1: received 3, expected ${layerForms}.`],
    [e2({}), `In flow, layers 1: received a record with no keys, expected ${layerForms}.`],
    [e2({ layer: 3 }), "In flow, layers 1, layer: received 3, expected the name of a layer."],
    [e2({ layer: "gauss" }, { layer: "moebius" }), "In flow, layers 2, layer: Layer moebius acts on circles s1, but this flow lives on e2."],
    [e2({ layer: "gaus" }), "In flow, layers 1, layer: Unknown layer gaus; the layers on e2 are affine, gauss, stretch, identity. Pass a layer of your own in the option layers, or by --layers-from on the command line."],
    [e2({ layer: "gauss", option: {} }), "In flow, layers 1: received the unknown key option, expected the keys layer, times, options alone."],
    [e2({ layer: "affine", options: { matrix: "round" } }), 'In flow, layers 1, options: Option matrix of affine takes one of identity, scalar, diagonal, full, but "round" was given.'],
    [e2({ layer: "affine", options: { color: 1 } }), "In flow, layers 1, options: Option color is unknown to affine; it takes matrix, scaleMap, minScale, maxScale."],
    [e2({ layer: "affine", options: null }), "In flow, layers 1, options: The options of affine are a record, but null was given."],
    [e2({ layer: "gauss", options: { minWidth: 5, maxWidth: 2 } }), expect.stringMatching(/^In flow, layers 1, options: Option minWidth of gauss/)],
    [e2({ layer: "gauss", times: 0 }), "In flow, layers 1, times: received 0, expected a whole number from 1 to 10000."],
    [e2({ layer: "gauss", times: 1.5 }), "In flow, layers 1, times: received 1.5, expected a whole number from 1 to 10000."],
    [e2({ compose: [] }), "In flow, layers 1: received a composition of no layers, expected at least one layer."],
    [e2({ compose: [{ layer: "gauss" }, { invert: { layer: "rotation" } }] }), "In flow, layers 1, compose 2, invert, layer: Layer rotation acts on spheres s<n>, but this flow lives on e2."],
    [e2({ invert: { layer: "gauss", times: 2 } }), "In flow, layers 1: received 2 layers, expected one layer, with times outside of invert."],
    [{ oplus: [e2(), { otimes: [e2(), e2({ layer: "nsphere" })] }] }, "In flow, oplus 2, otimes 2, layers 1, layer: Layer nsphere acts on spheres s<n> with n of at least 2, but this flow lives on e2."],
    [{ oplus: e2() }, "In flow, oplus: received a record, expected a list of flows."],
    [{ oplus: [], networks: { hidden: [0] } }, "In flow, networks: Option hidden of oplus takes a list of at most 16 whole numbers from 1 to 4096, but [0] was given."],
    [{ given: "e2", flow: e2({ layer: "gaus" }) }, expect.stringMatching(/^In flow, flow, layers 1, layer: Unknown layer gaus/)],
    [{ given: "e", flow: e2() }, "In flow, given: Manifold e lacks its dimension; write e<n>, such as e2."],
    [{ otimes: [e2(), { given: "e1", flow: e2() }, { given: "s1", flow: e2() }] }, "In flow, otimes 3: This flow is given s1, but the flow it joins is given e1; join flows of one condition."],
  ])("%j", (data, sentence) => {
    expect(refusal(data)).toEqual(sentence);
  });
});

describe("data from a program", () => {
  it("are refused where they throw", () => {
    const flow = Object.defineProperty({ layers: [] }, "manifold", { enumerable: true, get: () => { throw new Error("no"); } });
    expect(refusal(flow)).toBe("received data that throw when they are read, expected plain data.");
  });

  it("and a flow share nothing that could change", () => {
    const flow = euclid(2).affine();
    const data = encodeFlow(flow) as { readonly layers: readonly { readonly options: Record<string, unknown> }[] };
    data.layers[0]!.options["matrix"] = "full";
    expect(encodeFlow(flow)).toMatchObject({ layers: [{ options: { matrix: "diagonal" } }] });
    const hidden = [8];
    const read = decoded({ oplus: [{ manifold: "e1", layers: [] }, { manifold: "s1", layers: [] }], networks: { hidden } });
    hidden.push(9);
    expect(read.tree).toMatchObject({ options: { hidden: [8] } });
  });
});

describe("size is bounded", () => {
  const nested = (depth: number, inside: Json, around: (inner: Json) => Json): Json =>
    Array.from({ length: depth }).reduce<Json>(around, inside);
  const point: Json = { manifold: "e1", layers: [] };

  it("in depth", () => {
    expect(refusal(nested(bounds.depth - 1, point, (inner) => ({ otimes: [inner] })))).toBe("no error");
    expect(refusal(nested(bounds.depth, point, (inner) => ({ otimes: [inner] })))).toContain("a flow nested deeper than 32 levels, expected at most 32 levels.");
    expect(refusal(nested(50_000, point, (inner) => ({ otimes: [inner] })))).toContain("deeper than 32");
    expect(refusal({ manifold: "e1", layers: [nested(1000, { layer: "affine" }, (inner) => ({ invert: inner }))] })).toContain("layers nested deeper than 32");
  });

  it("in blocks, layers, dimensions and parameters, all repetitions counted", () => {
    expect(refusal({ otimes: Array.from({ length: bounds.blocks + 1 }, () => point) })).toBe("In flow, otimes: received a list of 1001 entries, expected at most 1000 entries.");
    expect(refusal({ otimes: [{ otimes: Array.from({ length: 600 }, () => point) }, { otimes: Array.from({ length: 600 }, () => point) }] })).toContain("received more than 1000 blocks, expected at most 1000 blocks in one flow.");
    const many = { layer: "identity", times: 10_000 };
    expect(refusal({ manifold: "e1", layers: [many] })).toBe("no error");
    expect(refusal({ manifold: "e1", layers: [many, { layer: "identity" }] })).toBe("In flow, layers 2: received more than 10000 layers, expected at most 10000 layers in one flow.");
    expect(refusal({ manifold: "e1", layers: [{ compose: [many], times: 2 }] })).toContain("more than 10000 layers");
    expect(refusal({ manifold: "e4097", layers: [] })).toBe("In flow, manifold: received more than 4096 dimensions, expected at most 4096 dimensions in one flow.");
    expect(refusal({ given: "e4096", flow: point })).toContain("more than 4096 dimensions");
    expect(refusal({ manifold: "e4000", layers: [{ layer: "affine", options: { matrix: "full" } }] })).toBe("In flow, layers 1: received more than 4000000 parameters, expected at most 4000000 parameters in one flow.");
    expect(refusal({ oplus: [point, { manifold: "e1000", layers: [{ layer: "affine" }] }], networks: { hidden: [4000] } })).toBe("In flow: received more than 4000000 parameters, expected at most 4000000 parameters in one flow.");
  });

  it("and what is refused is said briefly", () => {
    const long = "x".repeat(1_000_000);
    for (const data of [long, { [long]: 1 }, { manifold: long, layers: [] }, { manifold: "e1", layers: [{ layer: long }] }, { manifold: "e1", layers: [{ layer: "gauss", options: { [long]: 1 } }] }, { manifold: "e1", layers: [{ layer: "gauss", options: { kernels: long } }] }]) {
      expect(refusal(data).length).toBeLessThan(400);
    }
    expect(refusal({ "\u001b[31m": 1 })).not.toContain("\u001b");
  });
});

/** A flow's data with one value or key at a random place replaced by something else. */
const damaged = (data: Json, picks: readonly number[], junk: Json): Json => {
  const [pick = 0, ...rest] = picks;
  if (typeof data !== "object" || data === null || rest.length === 0) return junk;
  const entries = Object.entries(data);
  const at = pick % Math.max(1, entries.length);
  const changed = entries.map(([key, value], index) => [key, index === at ? damaged(value as Json, rest, junk) : value] as const);
  return Array.isArray(data) ? changed.map(([, value]) => value as Json) : Object.fromEntries(changed);
};

describe("any data", () => {
  it("decodes or is refused with one sentence, and changes no prototype", () => {
    const junk = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    const hostile = fc.constantFrom<Json>("__proto__", "constructor", "prototype", { ["__proto__"]: { polluted: 1 } }, { constructor: { prototype: { polluted: 1 } } }, -1, 1e308, "e9999", [[[]]], { layer: "constructor" }, { layer: "__proto__" });
    fc.assert(fc.property(flows({ layers: 2, parts: 2 }), fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }), fc.oneof(junk, hostile), (flow, picks, replacement) => {
      const data = JSON.parse(JSON.stringify(damaged(encodeFlow(flow), picks, replacement))) as unknown;
      const result = decodeFlow(data);
      if (either.isLeft(result)) expect(render(result.left)).toMatch(/^In flow.*\.$/su);
      else expect(decoded(encodeFlow(result.right))).toEqual(result.right);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    }));
  });

  it("with keys of prototypes is refused", () => {
    const proto = JSON.parse('{ "manifold": "e1", "layers": [], "__proto__": { "polluted": 1 } }') as unknown;
    expect(refusal(proto)).toBe("In flow: received the unknown key __proto__, expected the keys manifold, layers alone.");
    expect(refusal(JSON.parse('{ "manifold": "e1", "layers": [{ "layer": "gauss", "options": { "__proto__": {} } }] }'))).toContain("Option __proto__ is unknown to gauss");
    expect(refusal({ manifold: "e1", layers: [{ layer: "gauss", options: { constructor: 1 } }] })).toContain("Option constructor is unknown to gauss");
    expect(refusal({ manifold: "constructor", layers: [] })).toContain("Manifold constructor does not exist");
  });
});

it("a block that no flow of the types could hold is not made: rotation on e2", () => {
  const forged = { ...encodeFlow(sphere(2).through(rotation)) as object, manifold: "e2" };
  expect(refusal(forged)).toContain("Layer rotation acts on spheres s<n>, but this flow lives on e2.");
  expect(eqFlow.equals(decoded(encodeFlow(otimes())), oplus())).toBe(true);
});
