import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaults } from "../../src/bijectors/options.ts";
import { networkFields } from "../../src/bijectors/network.ts";
import { monoidOplus, monoidOtimes, type AnyFlow } from "../../src/flow/flow.ts";
import { euclid, sphere } from "../../src/flow/manifolds.ts";
import { sameTree } from "../../src/flow/same.ts";
import { blocksOf, conditionsOf, oplus, otimes, unit, type Tree } from "../../src/flow/tree.ts";
import { specOf } from "../../src/manifold/space.ts";
import { flows } from "../../laws/arbitrary/flow.ts";

const options = defaults(networkFields);
const small: fc.Arbitrary<Tree> = flows({ layers: 1, parts: 2, conditions: false }).map(({ tree }) => tree);

const joins = { oplus: (...trees: readonly Tree[]) => oplus(trees, options), otimes: (...trees: readonly Tree[]) => otimes(trees) };
const specs = (tree: Tree): readonly string[] => blocksOf(tree).map(({ manifold }) => manifold.spec);

describe.each(Object.entries(joins))("%s of trees", (_, join) => {
  it("is associative", () => {
    fc.assert(fc.property(small, small, small, (a, b, c) => {
      expect(join(a, join(b, c))).toEqual(join(join(a, b), c));
      expect(join(a, b, c)).toEqual(join(join(a, b), c));
    }));
  });

  it("has the unit on both sides", () => {
    fc.assert(fc.property(small, (a) => {
      const own = specs(a).length === 0 ? unit : a;
      expect(join(a, unit)).toEqual(join(a));
      expect(join(unit, a)).toEqual(join(a));
      expect(specs(join(unit, a, euclid(0).gauss().tree))).toEqual(specs(own));
    }));
    expect(join()).toEqual(unit);
  });

  it("lists the blocks of its parts", () => {
    fc.assert(fc.property(small, small, (a, b) => {
      expect(specs(join(a, b))).toEqual([...specs(a), ...specs(b)]);
    }));
  });

  it("is a normal form: no join holds a unit, one part alone or a join like itself", () => {
    const normal = (tree: Tree): boolean => {
      if (tree.tag === "block") return true;
      if (tree.tag === "given" || tree.tag === "rate") return normal(tree.body);
      const alike = (part: Tree): boolean => part.tag === tree.tag && (tree.tag === "otimes" || (part.tag === "oplus" && JSON.stringify(part.options) === JSON.stringify(tree.options)));
      return tree === unit || (tree.parts.length === 0 ? tree.tag === "otimes" : tree.parts.length > 1 && tree.parts.every((part) => normal(part) && !alike(part) && specs(part).length > 0));
    };
    fc.assert(fc.property(fc.array(small, { maxLength: 3 }), (parts) => {
      expect(normal(join(...parts))).toBe(true);
    }));
  });
});

it("joins of one kind with other options stay apart", () => {
  const inner = oplus([euclid(1).tree, euclid(2).tree], { ...options, hidden: [8] });
  expect(oplus([inner, euclid(3).tree], options)).toEqual({ tag: "oplus", parts: [inner, euclid(3).tree], options });
});

it("does not commute: ⊕ and ⊗ keep the order of their parts", () => {
  const [a, b] = [euclid(2).tree, sphere(2).tree];
  for (const join of Object.values(joins)) expect(sameTree(join(a, b), join(b, a))).toBe(false);
});

describe("the monoids of flows", () => {
  const flow: fc.Arbitrary<AnyFlow> = flows({ layers: 1, parts: 2, conditions: false });
  it.each([["⊕", monoidOplus], ["⊗", monoidOtimes]] as const)("%s", (_, { concat, empty }) => {
    fc.assert(fc.property(flow, flow, flow, (a, b, c) => {
      expect(concat(a, concat(b, c))).toEqual(concat(concat(a, b), c));
      expect(concat(a, empty).tree).toEqual(concat(empty, a).tree);
      expect(concat(a, b).space).toBe([a, b].map(({ space }) => space).filter((space) => space !== "e0").join("+") || "e0");
    }));
  });
});

it("conditions are read from the outside to the inside", () => {
  const flow = euclid(1).given("e2").given("s2+e1");
  expect(specOf(conditionsOf(flow.tree))).toBe("s2+e1+e2");
  expect(flow.condition).toBe("s2+e1+e2");
});
