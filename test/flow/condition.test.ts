import { describe, expect, it } from "vitest";
import { oplus, oplusWith, otimes, type AnyFlow } from "../../src/flow/flow.ts";
import { circle, euclid } from "../../src/flow/manifolds.ts";
import { plan } from "../../src/flow/plan.ts";

const [a, b, c] = [euclid(1).affine(), circle().moebius(), euclid(2).affine()];

/** The widths of each block's network; none where it has no network. */
const widths = ({ tree }: AnyFlow): readonly (readonly number[] | undefined)[] =>
  plan(tree).blocks.map(({ predictor }) => predictor && Object.entries(predictor.entries).flatMap(([name, { shape }]) => (/^bias\d/.test(name) ? [shape[0]!] : [])));

describe("a block's network is that of the innermost join or condition that made it depend", () => {
  it.each<readonly [string, AnyFlow, readonly (readonly number[] | undefined)[]]>([
    ["⊕", oplusWith({ hidden: [3] })(a, b, c), [undefined, [3], [3]]],
    ["given", otimes(a, b).given("e1", { hidden: [5] }), [[5], [5]]],
    ["⊕ under given: its first block depends on the condition alone", oplusWith({ hidden: [3] })(a, b).given("e1", { hidden: [5] }), [[5], [3]]],
    ["given inside of ⊕", oplusWith({ hidden: [3] })(a, b.given("e1", { hidden: [5] })), [undefined, [5]]],
    ["⊕ inside of ⊕: its first block depends on the outer one's", oplusWith({ hidden: [3] })(a, oplusWith({ hidden: [7] })(b, c)), [undefined, [3], [7]]],
    ["⊗ has none of its own", oplusWith({ hidden: [3] })(a, otimes(b, c)), [undefined, [3], [3]]],
    ["given after given", a.given("e1", { hidden: [5] }).given("s1", { hidden: [7] }), [[5]]],
  ])("%s", (_, flow, expected) => {
    expect(widths(flow)).toEqual(expected);
  });

  it("as without options, where there are none", () => {
    expect(widths(oplus(a, b).given("e1"))).toEqual([[64], [64]]);
  });
});
