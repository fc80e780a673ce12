import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affine } from "../../../src/bijectors/affine.ts";
import { bijector } from "../../../src/bijectors/bijector.ts";
import { gauss } from "../../../src/bijectors/gauss.ts";
import { compose, invert } from "../../../src/bijectors/layer.ts";
import { zero } from "../../../src/expr/index.ts";
import { oplus, oplusWith, otimes, type AnyFlow } from "../../../src/flow/flow.ts";
import { circle, euclid, interval, sphere } from "../../../src/flow/manifolds.ts";
import { parse } from "../../../src/flow/parse.ts";
import { plan } from "../../../src/flow/plan.ts";
import { parameterTable, show, showTree } from "../../../src/interpret/text/flow.ts";
import { model } from "../../../src/model/model.ts";
import { flows } from "../../../laws/arbitrary/flow.ts";

const own = bijector({ name: "wobble", on: "e", options: {}, parameters: () => ({}), forward: (point) => ({ point, logDet: zero }), inverse: (point) => ({ point, logDet: zero }) });

describe("a flow in one line", () => {
  it.each<readonly [AnyFlow, string]>([
    [oplus(euclid(4).gauss(4), sphere(2).nsphere(), euclid(4).gauss(4)), "e4+s2+e4 : gggg ⊕ n ⊕ gggg"],
    [otimes(oplus(circle().moebius(2), interval(-3, 3).spline()), euclid(1).affine()), "s1+i_-3_3+e1 : (mm ⊕ r) ⊗ t"],
    [oplus(euclid(2), otimes(circle(), interval())), "e2+s1+i : · ⊕ (· ⊗ ·)"],
    [euclid(3).gauss(12).affine(9).given("e2"), "e3 given e2 : g¹²ttttttttt"],
    [oplus(euclid(1).affine().given("s2"), circle().moebius()), "e1+s1 given s2 : (t given s2) ⊕ m"],
    [euclid(1).affine().given("e2").given("s1"), "e1 given s1+e2 : t given e2"],
    [euclid(1).through(compose(gauss, affine), 10).through(invert(gauss), 11), "e1 : (gt)¹⁰(g⁻¹)¹¹"],
    [euclid(1).through(invert(compose(gauss, gauss.with({ kernels: 3 })))).through(own, 2), "e1 : (gg)⁻¹⟨wobble⟩⟨wobble⟩"],
    [oplus(), "e0 : ·"],
    [parse("e0", ""), "e0 : ·"],
  ])("%#", (flow, line) => {
    expect(show(flow)).toBe(line);
  });
});

const drawn = (flow: AnyFlow, width?: number): readonly string[] => showTree(flow, width === undefined ? {} : { width }).split("\n");

describe("a flow as a tree", () => {
  it("counts what each block holds and where it comes from", () => {
    const flow = oplus(sphere(2).rotation(2), otimes(euclid(2).affine(3, { matrix: "full" }).affine(), interval(-3, 3)), circle().moebius());
    expect(drawn(flow)).toEqual([
      "s2+e2+i_-3_3+s1 · 3,645 parameters, 4 of them frozen",
      "⊕ networks of 64 silu",
      "├─ 1  s2      sphere                                                12",
      "│             rotation ×2                                           12 free",
      "├─ ⊗ independent",
      "│  ├─ 2  e2      plane, given block 1                            1,495",
      "│  │             affine ×3 (matrix full)                            15 predicted",
      "│  │             affine                                              4 predicted",
      "│  │             network 3 → 64 → 19                             1,491 weights",
      "│  │             location and scale                                  4 frozen",
      "│  └─ 3  i_-3_3  interval [-3, 3], given block 1",
      "│                uniform base",
      "└─ 4  s1      circle, given blocks 1–3                           2,138",
      "              moebius                                               26 predicted",
      "              network 6 → 64 → 26                                2,138 weights",
    ]);
  });

  it("says conditions, ranks and highways", () => {
    expect(drawn(oplusWith({ hidden: [16], rank: 2, highway: "linear" })(euclid(1).affine(), euclid(4).affine()).given("e2+s1", { hidden: [16, 8], activation: "tanh" }))).toEqual([
      "e1+e4 given e2+s1 · 426 parameters, 14 of them frozen",
      "given e2+s1, networks of 16, 8 tanh",
      "│  location and scale of e2                                          4 frozen",
      "└─ ⊕ networks of 16 silu, rank 2, highway linear",
      "   ├─ 1  e1  line, given e2+s1                                     236",
      "   │         affine                                                  2 predicted",
      "   │         network 4 → 16 → 8 → 2                                234 weights",
      "   │         location and scale                                      2 frozen",
      "   └─ 2  e4  4-space, given e2+s1 and block 1                      186",
      "             affine                                                  8 predicted",
      "             network 5 → 16 → (2) → 8 + 5 → (2) → 8                178 weights",
      "             location and scale                                      8 frozen",
    ]);
  });

  it("wraps what is long, counts networks inside of layers, and says what is written by hand", () => {
    const long = sphere(2).nsphere(2, { bins: 12, minWidth: 0.01, kernels: 20, hidden: [64, 64], rotation: false });
    expect(drawn(long.given("s1"), 60)).toEqual([
      "s2 given s1 · 29,564 parameters",
      "given s1, networks of 64 silu",
      "└─ 1  s2  sphere, given s1                  29,564",
      "          nsphere ×2 (bins 12, minWidth        194 predicted",
      "            0.01, kernels 20, hidden [64,",
      "            64], no rotation)",
      "            network circle 3 → 64 → 64 →    16,762 weights",
      "              61, ×2",
      "          network 2 → 64 → 194              12,802 weights",
    ]);
    expect(drawn(euclid(1).through(invert(compose(affine, gauss)), 2).through(own))).toEqual([
      "e1 · 66 parameters, 2 of them frozen",
      "└─ 1  e1  line                                                      66",
      "          (inverse of (affine then gauss)) ×2                       64 free",
      "          wobble",
      "          location and scale                                         2 frozen",
    ]);
    expect(drawn(oplus())).toEqual(["e0 · 0 parameters", "└─ e0  point"]);
    expect(drawn(otimes(euclid(1).given("e2"), euclid(1).given("e2"))).filter((line) => line.includes("of e2"))).toHaveLength(1);
  });

  it("of a model is that of its flow", () => {
    const flow = oplus(euclid(2).gauss(), circle().moebius());
    expect(showTree(model(flow))).toBe(showTree(flow));
  });

  it("keeps to its width wherever there is a blank to break at, and draws every block once", () => {
    fc.assert(fc.property(flows({ layers: 2 }), fc.integer({ min: 60, max: 120 }), (flow, width) => {
      const lines = drawn(flow, width);
      const blocks = plan(flow.tree).blocks.length;
      for (let block = 1; block <= blocks; block++) expect(lines.filter((line) => new RegExp(`─ +${block}  [a-z]`).test(line) || (blocks === 1 && line.includes(" 1  "))).length).toBe(1);
      for (const line of lines.slice(1)) expect(line).toBe(line.trimEnd());
    }));
  });

  it("adds up", () => {
    fc.assert(fc.property(flows({ layers: 2 }), (flow) => {
      const lines = drawn(flow, 200);
      const numberOf = (line: string): number => Number(/ ([\d,]+)( free| weights| frozen)?$/.exec(line)?.[1]?.replaceAll(",", "") ?? 0);
      const parts = lines.filter((line) => / (free|weights|frozen)$/.test(line)).slice(lines[0]!.endsWith("frozen") ? 1 : 0);
      expect(parts.reduce((sum, line) => sum + numberOf(line), 0)).toBe(plan(flow.tree).parameterCount);
    }));
  });
});

describe("the table of parameters", () => {
  it("has one row per tensor, with its values", () => {
    const own = model(euclid(2).affine(), { parameters: [1, 2, 3, 4, 5, 6, 7, 8] });
    expect(parameterTable(own).map(({ path, shape, offset, frozen, values }) => [path, shape, offset, frozen, Array.from(values)])).toEqual([
      ["block 1, location", [2], 0, true, [1, 2]],
      ["block 1, logScale", [2], 2, true, [3, 4]],
      ["block 1, layer 1 (affine), shift", [2], 4, false, [5, 6]],
      ["block 1, layer 1 (affine), logScale", [2], 6, false, [7, 8]],
      ["block 1, layer 1 (affine), below", [0], 8, false, []],
    ]);
  });

  it("covers the vector", () => {
    fc.assert(fc.property(flows({ layers: 2 }), (flow) => {
      const rows = parameterTable(model(flow as never));
      expect(rows.reduce((sum, { values }) => sum + values.length, 0)).toBe(plan(flow.tree).parameterCount);
    }));
  });
});
