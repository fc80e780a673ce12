import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { gauss } from "../../src/bijectors/gauss.ts";
import { DiffeoFault, render } from "../../src/error.ts";
import { decodeFlow, encodeFlow } from "../../src/flow/codec.ts";
import { eqFlow, oplus, oplusWith, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, sphere } from "../../src/flow/manifolds.ts";
import { decode, parse } from "../../src/flow/parse.ts";
import { plan } from "../../src/flow/plan.ts";

const same = (a: AnyFlow, b: AnyFlow): void => expect(a.tree).toEqual(b.tree);

/** The sentence on options, or "right". */
const said = (spec: string, layers: string, options: unknown): string => {
  const flow = decode(spec, layers, options);
  return either.isRight(flow) ? "right" : render(flow.left);
};

describe("options of layers", () => {
  it("go to all layers of a letter", () => {
    same(parse("e2+s1+e1", "gg+m+g", { g: { kernels: 12 } }), oplus(euclid(2).gauss(2, { kernels: 12 }), circle().moebius(), euclid(1).gauss(1, { kernels: 12 })));
  });

  it("go to the layers of one block, and to one layer, counted from 1", () => {
    same(parse("e2+e1", "gg+g", { 2: { g: { skew: true } } }), oplus(euclid(2).gauss(2), euclid(1).gauss(1, { skew: true })));
    same(parse("e2", "gtg", { 1: { 2: { matrix: "full" }, 3: { rotation: "none" } } }), euclid(2).gauss().affine(1, { matrix: "full" }).gauss(1, { rotation: "none" }));
  });

  it("merge name by name, the particular over the general", () => {
    const flow = parse("e2+e1", "gg+g", {
      g: { kernels: 12, skew: true, outer: "logistic" },
      1: { g: { kernels: 5 }, 2: { kernels: 3, outer: "normal" } },
    });
    const block = euclid(2).through(gauss.with({ kernels: 5, skew: true, outer: "logistic" })).through(gauss.with({ kernels: 3, skew: true, outer: "normal" }));
    same(flow, oplus(block, euclid(1).gauss(1, { kernels: 12, skew: true, outer: "logistic" })));
  });

  it("mean the same in whatever order they are written", () => {
    const levels = [["g", { kernels: 9, skew: true }], ["1", { g: { kernels: 5 }, "1": { kernels: 2 } }], ["network", { hidden: [8] }], ["2", { "1": { kernels: 4 } }]] as const;
    const first = decode("e2+e2", "g+g", Object.fromEntries(levels));
    fc.assert(fc.property(fc.shuffledSubarray([...levels], { minLength: levels.length }), (order) => {
      expect(decode("e2+e2", "g+g", Object.fromEntries(order))).toEqual(first);
    }));
  });

  it("go over what a letter says of itself", () => {
    same(parse("e1", "h", { h: { kernels: 3 } }), euclid(1).gauss(1, { outer: "logistic", weightRatio: 101, kernels: 3 }));
  });

  it("that say nothing change nothing", () => {
    same(parse("e2+s1", "gg+m", { g: {}, 1: { g: {}, 2: {} }, 2: { network: {} }, network: {} }), parse("e2+s1", "gg+m"));
    same(parse("e2+s1", "gg+m", {}), parse("e2+s1", "gg+m"));
    expect(decode("e2", "g", { g: { kernels: undefined, skew: true } })).toEqual(decode("e2", "g", { g: { skew: true } }));
    expect(decode("e2", "gg", { g: { kernels: 3 }, 1: { 1: { kernels: undefined } } })).toEqual(decode("e2", "gg", { g: { kernels: 3 } }));
  });

  it("are read from JSON, and survive a file", () => {
    const flow = decode("i1_-3.0_3.0+i1", "r+rrr", JSON.parse('{"r": {"bins": 4}, "2": {"3": {"boundary": "fixed"}}}'));
    if (either.isLeft(flow)) throw new Error(render(flow.left));
    expect(flow.right.space).toBe("i_-3_3+i");
    const stored = decodeFlow(encodeFlow(flow.right));
    expect(either.isRight(stored) && eqFlow.equals(stored.right, flow.right)).toBe(true);
  });
});

describe("options of networks", () => {
  const hidden = (flow: AnyFlow): readonly (readonly number[])[] =>
    plan(flow.tree).blocks.map(({ predictor }) => Object.entries(predictor?.entries ?? {}).filter(([name]) => name.startsWith("weights")).map(([, { shape }]) => shape[1]!));

  it("go to all networks between blocks", () => {
    same(parse("e2+s1+e1", "g+m+t", { network: { hidden: [8], activation: "tanh" } }), oplusWith({ hidden: [8], activation: "tanh" })(euclid(2).gauss(), circle().moebius(), euclid(1).affine()));
  });

  it("go to the network that predicts one block", () => {
    const flow = parse("e2+s1+s2+e1", "g+m+n+t", { network: { hidden: [8] }, 3: { network: { hidden: [5, 4] } }, 4: { network: { activation: "tanh" } } });
    expect(hidden(flow)).toEqual([[], [8], [5, 4], [8]]);
    const before = oplusWith({ hidden: [5, 4] })(oplusWith({ hidden: [8] })(euclid(2).gauss(), circle().moebius()), sphere(2).nsphere());
    same(flow, oplusWith({ hidden: [8], activation: "tanh" })(before, euclid(1).affine()));
  });

  it("leave who depends on whom as it is", () => {
    const sources = (flow: AnyFlow): unknown => plan(flow.tree).blocks.map((block) => block.sources);
    expect(sources(parse("e1+e1+e1", "t+t+t", { 2: { network: { hidden: [3] } } }))).toEqual(sources(parse("e1+e1+e1", "t+t+t")));
  });
});

describe("a sentence for what is wrong", () => {
  it.each([
    ["e2", "gg", [], "The options of the layers are a record, but [] was given."],
    ["e2", "gg", null, "The options of the layers are a record, but null was given."],
    ["e2", "gg", { g: 3 }, "The options of gauss are a record, but 3 was given."],
    ["e2", "gg", { 1: 3 }, "In block 1: The options of block 1 are a record, but 3 was given."],
    ["e2", "gg", { g: { kernel: 3 } }, /^Option kernel is unknown to gauss; it takes form, kernels, .*\.$/],
    ["e2", "gg", { 1: { g: { kernels: 0 } } }, "In block 1: Option kernels of gauss takes a whole number from 1 to 1000, but 0 was given."],
    ["e2", "gg", { 1: { 2: { kernels: 0.5 } } }, "In block 1, layer 2: Option kernels of gauss takes a whole number from 1 to 1000, but 0.5 was given."],
    ["e2", "x", { x: { kernels: 3 } }, "Option kernels is unknown: identity takes no options."],
    ["e2+s1", "g+m", { network: { hidden: "64" } }, 'Option hidden of the network takes a list of at most 16 whole numbers from 1 to 4096, but "64" was given.'],
    ["e2+s1", "g+m", { 2: { network: { hiden: [64] } } }, /^In block 2: Option hiden is unknown to the network; it takes hidden, /],
    ["e2+s1", "g+m", { network: { hidden: [5, 6] }, 2: { network: { rank: [1, 2] } } }, "Option rank of the network takes one number, or a rank for each of the 3 matrices, but 2 were given."],
    ["e2", "gg", { t: {} }, "Options for t fit nothing in gg; write one of its letters or block 1."],
    ["e2", "gg", { "01": {} }, "Options for 01 fit nothing in gg; write one of its letters or block 1."],
    ["e2", "gg", { "1.2": {} }, "Options for 1.2 fit nothing in gg; write one of its letters or block 1."],
    ["e2", "gg", { 1: { 3: {} } }, "Options for 3 fit nothing in block 1, gg; write one of its letters or a layer from 1 to 2."],
    ["e0", "", { 1: { g: {} } }, "Options for g fit nothing in block 1, which has no layers."],
    ["e2", "gg", JSON.parse('{"__proto__": {"kernels": 3}}'), "Options for __proto__ fit nothing in gg; write one of its letters or block 1."],
    ["e2", "gg", { constructor: {} }, "Options for constructor fit nothing in gg; write one of its letters or block 1."],
    ["q2", "gg", { t: {} }, "Unknown manifold q2; the manifolds are e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>."],
    ["e2", "q", { t: {} }, /^Unknown layer q in block 1; /],
  ])("%s, %s, %j", (spec, layers, options, sentence) => {
    expect(said(spec, layers, options)).toEqual(typeof sentence === "string" ? sentence : expect.stringMatching(sentence));
  });

  it("is short, whatever was given", () => {
    expect(said("e2", "g".repeat(5000), { ["k".repeat(5000)]: {} }).length).toBeLessThan(250);
    fc.assert(fc.property(fc.anything(), (options) => {
      expect(said("e2+s1", "gg+m", options).length).toBeLessThan(400);
      expect(said("e2+s1", "gg+m", { 1: { 2: options }, network: options }).length).toBeLessThan(400);
    }));
  });

  it("is thrown by parse", () => {
    expect(() => parse("e2", "g", { g: { kernels: 0 } })).toThrow(DiffeoFault);
  });
});

describe("options from anywhere", () => {
  it("that do not go together are refused, and not by the plan", () => {
    expect(said("e2+e1", "gg+g", { 1: { 2: { minWidth: 5, maxWidth: 2 } } })).toBe("In block 1, layer 2: Option minWidth of gauss is below maxWidth, but 5 and 2 were given.");
    expect(said("e1+s5", "t+R", { R: { by: "quaternion" } })).toMatch(/^In block 2, layer 1: .* takes quaternion on s2 and s3 only, but the sphere is s5\.$/);
    expect(said("e1", "t", { t: { scaleMap: "saturation", minScale: 2, maxScale: 1 } })).toBe("In block 1, layer 1: Option minScale of affine is below maxScale, but 2 and 1 were given.");
  });

  it("are no lists with holes, and no values with a nature of their own", () => {
    expect(said("e1+e1", "t+t", { network: { hidden: Array(2) } })).toBe("Option hidden of the network takes a list of at most 16 whole numbers from 1 to 4096, but [undefined,undefined] was given.");
    expect(said("e1+e1", "t+t", { network: { rank: Array(2) } })).toMatch(/^Option rank of the network takes .*, but \[undefined,undefined\] was given\.$/);
    expect(said("e1", "g", new Map([["g", { kernels: 3 }]]))).toBe("The options of the layers are a record, but a value of type Map was given.");
    expect(said("e1", "g", { g: { kernels: 2n } })).toBe("Option kernels of gauss takes a whole number from 1 to 1000, but 2 was given.");
    expect(said("e1", "g", { g: { kernels: Array(1e9) } })).toMatch(/, but \[undefined,.*…? was given\.$/);
    expect(said("e1", "g", Object.defineProperty({}, "g", { enumerable: true, get: () => { throw new Error("no"); } }))).toBe("received data that throw when they are read, expected plain data.");
    expect(said("e1", "g", { "\u001b[31m": 1 })).toBe("Options for \uFFFD[31m fit nothing in g; write one of its letters or block 1.");
  });

  it("are the flow's own: no caller can change them later, and −0 is 0", () => {
    const hidden = [3];
    const flow = decode("e1+e1", "t+t", { network: { hidden, rank: -0 } });
    hidden.push(4);
    if (either.isLeft(flow)) throw new Error(render(flow.left));
    const { networks } = encodeFlow(flow.right) as { readonly networks: { readonly hidden: number[]; readonly rank: number } };
    expect(networks).toMatchObject({ hidden: [3], rank: 0 });
    expect(Object.is(networks.rank, 0)).toBe(true);
    expect(() => networks.hidden.push(4)).toThrow();
    const { networks: plain } = encodeFlow(parse("e1+e1", "t+t")) as { readonly networks: { readonly hidden: number[] } };
    expect(() => plain.hidden.push(4)).toThrow();
    expect(parse("e1+e1", "t+t").tree).toMatchObject({ options: { hidden: [64] } });
  });
});
