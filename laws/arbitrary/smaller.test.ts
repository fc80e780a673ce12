/** Flows get smaller rule by rule, stay well-typed, and end as a line. */
import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { gauss } from "../../src/bijectors/gauss.ts";
import { compose, invert } from "../../src/bijectors/layer.ts";
import { decodeFlow, encodeFlow } from "../../src/flow/codec.ts";
import { eqFlow, oplus, oplusWith, otimes, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, classes, euclid, halfLine, interval, simplex, sphere } from "../../src/flow/manifolds.ts";
import { withRate } from "../../src/flow/rate.ts";
import { showCode } from "../../src/interpret/text/code.ts";
import { flows } from "./flow.ts";
import { smaller } from "./smaller.ts";
import { extent, isLess } from "./smaller/extent.ts";

/** Flows shrink by what is tested here: a failure is told as it was found. */
const few = { numRuns: 12, endOnFailure: true };

describe("what a flow shrinks to", () => {
  it.each<readonly [rule: string, flow: AnyFlow, smaller: readonly string[]]>([
    ["the end", euclid(1), []],
    ["the unit", otimes(), ["euclid(1)"]],
    ["parts", oplus(euclid(1), circle().identity()), ["euclid(1)", "circle().identity()", "oplus(euclid(1), circle())", "otimes(euclid(1), circle().identity())"]],
    ["more than two parts", otimes(euclid(1), euclid(1).affine(), euclid(1)), ["euclid(1)", "euclid(1).affine()", "otimes(euclid(1).affine(), euclid(1))", "otimes(euclid(1), euclid(1))", "otimes(euclid(1), euclid(1).affine())", "otimes(euclid(1), euclid(1), euclid(1))"]],
    ["parts of parts", oplus(euclid(1), otimes(euclid(1), euclid(1))), ["euclid(1)", "otimes(euclid(1), euclid(1))", "oplus(euclid(1), euclid(1))", "otimes(euclid(1), euclid(1), euclid(1))"]],
    ["condition", euclid(1).given("s2"), ["euclid(1)", `euclid(1).given("e1")`, `euclid(1).given("s1")`]],
    ["blocks of a condition", euclid(1).given("e1").given("e1"), ["euclid(1)", `euclid(1).given("e1")`, `euclid(1).given("e1+e1")`]],
    ["one condition of a join", otimes(euclid(1).given("c3"), euclid(1).given("c3")), [`euclid(1).given("c3")`, `otimes(euclid(1), euclid(1).given("c3"))`, `otimes(euclid(1).given("c3"), euclid(1))`, `otimes(euclid(1).given("e1"), euclid(1).given("e1"))`, `otimes(euclid(1).given("c2"), euclid(1).given("c2"))`]],
    ["one condition in two forms", otimes(euclid(1).given("e1+s1"), euclid(1).given("s1").given("e1")), [
      `euclid(1).given("e1+s1")`, `euclid(1).given("s1").given("e1")`, `otimes(euclid(1), euclid(1).given("s1").given("e1"))`, `otimes(euclid(1).given("e1+s1"), euclid(1))`, `otimes(euclid(1).given("e1+s1"), euclid(1).given("e1+s1"))`,
      `otimes(euclid(1).given("s1"), euclid(1).given("s1"))`, `otimes(euclid(1).given("e1"), euclid(1).given("e1"))`, `otimes(euclid(1).given("e1+e1"), euclid(1).given("e1").given("e1"))`,
    ]],
    ["everything at once", euclid(1).given("e1", { everything: true }), ["euclid(1)", `euclid(1).given("e1")`]],
    ["rate", withRate(euclid(1)), ["euclid(1)"]],
    ["layers", circle().identity().rotation(3), ["circle()", "circle().rotation(3)", "circle().identity()", "circle().identity().rotation()", "circle().identity().rotation(2)"]],
    ["composition", euclid(1).through(compose(gauss, invert(gauss)), 2), ["euclid(1)", "euclid(1).through(compose(gauss, invert(gauss)))", "euclid(1).gauss(2)", "euclid(1).through(invert(gauss), 2)", "euclid(1).through(compose(gauss, gauss), 2)"]],
    ["long composition", euclid(1).through(invert(compose(gauss, gauss, invert(gauss)))), [
      "euclid(1)", "euclid(1).through(compose(gauss, gauss, invert(gauss)))", "euclid(1).through(invert(gauss))", "euclid(1).gauss()", "euclid(1).through(invert(compose(gauss, invert(gauss))))", "euclid(1).through(invert(compose(gauss, gauss)))",
      "euclid(1).through(invert(compose(gauss, gauss, gauss)))",
    ]],
    ["options", euclid(1).gauss(2, { kernels: 20, skew: true }), [
      "euclid(1)", "euclid(1).gauss(1, { kernels: 20, skew: true })", "euclid(1).gauss(2)", "euclid(1).gauss(2, { skew: true })", "euclid(1).gauss(2, { kernels: 20 })",
      "euclid(1).gauss(2, { kernels: 15, skew: true })", "euclid(1).gauss(2, { kernels: 18, skew: true })", "euclid(1).gauss(2, { kernels: 19, skew: true })",
    ]],
    ["options that go together", euclid(1).gauss(1, { minWidth: 200, maxWidth: 300, skew: true }), [
      "euclid(1)", "euclid(1).gauss()", "euclid(1).gauss(1, { maxWidth: 300, skew: true })", "euclid(1).gauss(1, { skew: true })", "euclid(1).gauss(1, { minWidth: 200, maxWidth: 300 })",
      ...[100, 150, 175, 188, 194, 197, 199].map((width) => `euclid(1).gauss(1, { minWidth: ${width}, maxWidth: 300, skew: true })`),
      ...[225, 263, 282, 291, 296, 298, 299].map((width) => `euclid(1).gauss(1, { minWidth: 200, maxWidth: ${width}, skew: true })`),
    ]],
    ["lists", sphere(2).nsphere(1, { hidden: [4, 1] }), ["sphere(2)", "sphere(2).nsphere()", ...["[]", "[1]", "[4]", "[2, 1]", "[3, 1]"].map((hidden) => `sphere(2).nsphere(1, { hidden: ${hidden} })`)]],
    ["networks", oplusWith({ rank: 2, highway: "sum" })(euclid(1), euclid(1)), [
      "euclid(1)", "otimes(euclid(1), euclid(1))", "oplus(euclid(1), euclid(1))", `oplusWith({ highway: "sum" })(euclid(1), euclid(1))`, "oplusWith({ rank: 2 })(euclid(1), euclid(1))",
      `oplusWith({ rank: 1, highway: "sum" })(euclid(1), euclid(1))`,
    ]],
    ["networks that become those of another join", oplusWith({ rank: 2 })(oplus(euclid(1), euclid(1)), euclid(1)), [
      "oplus(euclid(1), euclid(1))", "euclid(1)", "oplusWith({ rank: 2 })(euclid(1), euclid(1))", "otimes(oplus(euclid(1), euclid(1)), euclid(1))", "oplusWith({ rank: 2 })(otimes(euclid(1), euclid(1)), euclid(1))",
      "oplus(euclid(1), euclid(1), euclid(1))", "oplusWith({ rank: 1 })(oplus(euclid(1), euclid(1)), euclid(1))",
    ]],
    ["dimension", sphere(4).rotation(), ["sphere(4)", "circle().rotation()", "sphere(3).rotation()"]],
    ["dimension that a layer needs", sphere(3).nsphere(), ["sphere(3)", "sphere(2).nsphere()"]],
    ["manifold", simplex(3), ["euclid(1)", "simplex(1)", "simplex(2)"]],
    ["classes", classes(7).logits(), ["classes(7)", "classes(2).logits()", "classes(5).logits()", "classes(6).logits()"]],
    ["ends", interval(-3, 2.5).spline(), ["interval(-3, 2.5)", ...["interval()", "interval(0, 2.5)", "interval(-3, 1)", "interval(-2, 2.5)", "interval(-3, 0)", "interval(-3, 2)"].map((start) => `${start}.spline()`)]],
    ["half line", halfLine(-2, "below").affine(), [`halfLine(-2, "below")`, "euclid(1).affine()", "halfLine(0).affine()", `halfLine(0, "below").affine()`, `halfLine(-1, "below").affine()`]],
  ])("%s", (_, flow, wanted) => {
    expect([...smaller(flow)].map(showCode)).toEqual(wanted);
  });

  it("is well-typed, of less extent, and said once", () => {
    fc.assert(fc.property(flows({ layers: 2 }), (flow) => {
      const all = [...smaller(flow)];
      for (const each of all) {
        expect(decodeFlow(encodeFlow(each))).toEqual(either.right(each));
        expect(isLess(extent(each.tree), extent(flow.tree))).toBe(true);
      }
      expect(new Set(all.map(showCode)).size).toBe(all.length);
    }), few);
  });

  it("is a line in the end, whichever way it goes", () => {
    fc.assert(fc.property(flows(), fc.infiniteStream(fc.nat(4)), (flow, picks) => {
      const walk = (from: AnyFlow): AnyFlow => {
        const all = [...smaller(from)];
        const next = all[Math.min(picks.next().value!, all.length - 1)];
        if (next === undefined) return from;
        expect(isLess(extent(next.tree), extent(from.tree))).toBe(true);
        return walk(next);
      };
      expect(eqFlow.equals(walk(flow), euclid(1))).toBe(true);
    }), few);
  });
});
