import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { size } from "../../src/expr/index.ts";
import { oplus, oplusWith, otimes, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid, interval, sphere } from "../../src/flow/manifolds.ts";
import { plan, startParameters, type Plan } from "../../src/flow/plan.ts";
import { flows } from "../../laws/arbitrary/flow.ts";

const of = ({ tree }: AnyFlow): Plan => plan(tree);

/** What each block depends on: conditions as c1, c2, …, blocks as 1, 2, …. */
const sources = (flow: AnyFlow): readonly string[] =>
  of(flow).blocks.map((block) => block.sources.map(({ from, index }) => (from === "condition" ? `c${index + 1}` : String(index + 1))).join(" "));

describe("the flat vector of parameters", () => {
  it("is covered by the entries without gap or overlap", () => {
    fc.assert(fc.property(flows(), (flow) => {
      const { entries, parameterCount } = of(flow);
      const end = entries.reduce((at, { offset, shape }) => {
        expect(offset).toBe(at);
        return at + size(shape);
      }, 0);
      expect(end).toBe(parameterCount);
      expect(new Set(entries.map(({ path }) => path.join(", "))).size).toBe(entries.length);
    }));
  });

  it("holds every layer's parameters once: free ones in the vector, predicted ones in the network's answer", () => {
    fc.assert(fc.property(flows(), (flow) => {
      const own = of(flow);
      for (const { layers, predictor, predictedBy } of own.blocks) {
        const vector = predictedBy === undefined ? own.entries : own.hypernetworks[predictedBy]!.answer;
        const places = layers.flatMap(({ parameters }) => Object.values(parameters));
        const last = predictor?.entries["bias"];
        if (predictor) expect(size(last!.shape)).toBe(places.reduce((sum, { shape }) => sum + size(shape), 0));
        places.reduce((at, { offset, shape }) => {
          if (at !== undefined) expect(offset).toBe(at);
          return offset + size(shape);
        }, predictor ? 0 : undefined as number | undefined);
        if (!predictor) for (const { offset, shape } of places) expect(vector.some((entry) => entry.offset === offset && size(entry.shape) === size(shape))).toBe(true);
      }
    }));
  });

  it("holds hyper-networks, each of which answers its part without gap or overlap", () => {
    fc.assert(fc.property(flows(), (flow) => {
      const own = of(flow);
      own.hypernetworks.forEach(({ answer, placed, predictedBy }, index) => {
        const end = answer.reduce((at, { offset, shape, frozen }) => {
          expect([offset, frozen]).toEqual([at, false]);
          return at + size(shape);
        }, 0);
        expect(placed?.entries["bias"]!.shape[0] ?? 0).toBe(end);
        const vector = predictedBy === undefined ? own.entries : own.hypernetworks[predictedBy]!.answer;
        for (const entry of Object.values(placed?.entries ?? {})) expect(vector).toContain(entry);
        expect(predictedBy ?? -1).toBeLessThan(index);
      });
    }));
  });

  it("starts finite, the same from one seed, and with frames of zeros", () => {
    fc.assert(fc.property(flows({ layers: 2 }), fc.integer(), (flow, seed) => {
      const own = of(flow);
      const start = startParameters(own, seed);
      expect(start.length).toBe(own.parameterCount);
      expect(start.every(Number.isFinite)).toBe(true);
      expect(startParameters(own, seed)).toEqual(start);
      for (const { frozen, offset, shape } of own.entries) {
        if (frozen) expect(start.subarray(offset, offset + size(shape)).every((value) => value === 0)).toBe(true);
      }
    }));
  });
});

describe("who depends on whom", () => {
  const [a, b, c] = [euclid(1).affine(), circle().moebius(), interval().spline()];

  it.each<readonly [string, AnyFlow, readonly string[]]>([
    ["⊕: all before", oplus(a, b, c), ["", "1", "1 2"]],
    ["⊗: nothing", otimes(a, b, c), ["", "", ""]],
    ["⊕ of ⊗", oplus(otimes(a, b), c), ["", "", "1 2"]],
    ["⊕ of ⊗, from the right", oplus(a, otimes(b, c)), ["", "1", "1"]],
    ["⊗ of ⊕", otimes(oplus(a, b), oplus(b, c)), ["", "1", "", "3"]],
    ["⊕ in ⊕ of other networks", oplus(a, oplusWith({ hidden: [3] })(b, c)), ["", "1", "1 2"]],
    ["⊕ in ⊗ in ⊕", oplus(a, otimes(oplus(a, b), c)), ["", "1", "1 2", "1"]],
    ["given: all on the condition", otimes(a, b).given("e2"), ["c1", "c1"]],
    ["given two spaces at once", oplus(a, b).given("e2+s1"), ["c1 c2", "c1 c2 1"]],
    ["given one space after the other: the outer one first", oplus(a, b).given("e2").given("s1"), ["c1 c2", "c1 c2 1"]],
    ["given in one part only", oplus(a, b.given("s2"), c), ["", "1 c1", "1 2"]],
    ["given in two parts: one condition", otimes(a.given("s2"), b, c.given("s2")), ["c1", "", "c1"]],
  ])("%s", (_, flow, expected) => {
    expect(sources(flow)).toEqual(expected);
  });

  it("conditions come in the order of the flow's condition", () => {
    fc.assert(fc.property(flows({ layers: 1 }), (flow) => {
      const { conditions, blocks, conditionAmbient } = of(flow);
      expect(conditions.map(({ geometry }) => geometry.spec).join("+") || "e0").toBe(flow.condition);
      expect(blocks.map(({ geometry }) => geometry.spec).join("+") || "e0").toBe(flow.space);
      expect(conditionAmbient).toBe(conditions.reduce((sum, { geometry }) => sum + geometry.ambient, 0));
      for (const [index, { sources: own }] of blocks.entries()) {
        expect(own.every((source) => (source.from === "block" ? source.index < index : source.index < conditions.length))).toBe(true);
      }
    }));
  });

  it("networks read the features of what their block depends on, under the options of its join", () => {
    const { blocks: [first, second, third] } = of(oplusWith({ hidden: [7, 5], highway: "linear" })(euclid(2).affine(), sphere(2).rotation(), euclid(1).affine()));
    expect(first!.predictor).toBeUndefined();
    expect(Object.fromEntries(Object.entries(second!.predictor!.entries).map(([name, { shape }]) => [name, shape]))).toMatchObject({ weights1: [2, 7], weights2: [7, 5], highway: [2, 6], bias: [6] });
    expect(third!.predictor!.entries["weights1"]!.shape).toEqual([5, 7]);
    const inner = of(oplus(euclid(2).affine(), euclid(2).affine().given("e1", { hidden: [3] }))).blocks[1]!;
    expect(inner.predictor!.entries["weights1"]!.shape, "the condition's own options").toEqual([3, 3]);
  });

  it("a block without parameters needs no network", () => {
    expect(of(oplus(euclid(1), sphere(2), circle().identity())).blocks.map(({ predictor }) => predictor)).toEqual([undefined, undefined, undefined]);
  });
});

it("thousands of layers are planned at once", () => {
  const flow = euclid(1).affine(10_000);
  const began = performance.now();
  expect(of(flow).parameterCount).toBe(2 + 20_000);
  expect(performance.now() - began).toBeLessThan(2000);
});
