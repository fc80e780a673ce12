/** The laws of flows and of their algebra on random flows, the mutants that each of them catches, and how close fresh flows are to their base. */
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { registry as layers } from "../src/bijectors/registry.ts";
import { unsafe } from "../src/error.ts";
import { block } from "../src/flow/manifolds.ts";
import type { AnyFlow } from "../src/flow/flow.ts";
import { tfjsInterpreter } from "../src/interpret/tfjs/interpreter.ts";
import { dimension } from "../src/manifold/point.ts";
import { parseSpace } from "../src/manifold/space.ts";
import { flows } from "./arbitrary/flow.ts";
import { algebraLaws } from "./flow/algebra-laws.ts";
import { algebra } from "./flow/algebra.ts";
import { densitiesOf, type Density } from "./flow/density.ts";
import { flowLaws } from "./flow/laws.ts";
import { viewOf, type FlowCase, type View } from "./flow/view.ts";
import { assert, refuted, testLaws } from "./claim.ts";
import { registry } from "./registry.ts";

tf.env().set("PROD", true);

const random = flows({ parts: 2, layers: 2 });

describe("random flows", () => {
  testLaws(it, flowLaws(random));
  testLaws(it, algebraLaws());
});

describe("random flows in TensorFlow.js", () => {
  testLaws(it, flowLaws(flows({ options: false, layers: 1, conditions: false }), { interpreters: [tfjsInterpreter(tf)] }).filter(({ name }) => name.includes("tfjs")).map((each) => ({ ...each, share: 0.1 })));
});

/** No rule of quadrature sees a pole. */
const flat = registry.filter(({ on, poles }) => on.dim <= 2 && poles === undefined);

describe("every layer as a flow", () => {
  it.each(flat.map((row) => [row.name, row] as const))("%s", (_, { layer, on }) => {
    const flow: AnyFlow = block(on).through(layer as never); // the layer fits
    for (const each of flowLaws(flow, { scatter: [0, 0.1, 0.3] })) if (/mass|distribution/.test(each.name)) assert({ ...each, share: 0.05 });
  });
});

/** Densities of which laws see one: a flow of one or two dimensions. */
const small = flows({ parts: 1, layers: 2, options: false, conditions: false }).filter(({ space }) => dimension(unsafe(parseSpace(space))) <= 2);

/** Views that lie, each in one way. */
const mutants: { readonly [name: string]: { readonly lie: (view: View) => View; readonly caught: readonly string[] } } = {
  "a base point of the wrong sign": {
    lie: (view) => ({ ...view, inverse: (...of) => ((side) => ({ ...side, base: side.base.map((z) => -z) }))(view.inverse(...of)) }),
    caught: ["flow: round trip"],
  },
  "a log-determinant counted twice on one side": {
    lie: (view) => ({ ...view, forward: (...of) => ((side) => ({ ...side, logProb: side.logProb.map((each) => each - 0.01) }))(view.forward(...of)) }),
    caught: ["flow: one density"],
  },
  "a gradient that ignores half of the parameters": {
    lie: (view) => ({ ...view, gradient: (points) => ((own) => ({ ...own, parameters: own.parameters.map((each, at) => (at % 2 === 0 ? each : 0.5 * each)) }))(view.gradient(points)) }),
    caught: ["flow: gradient"],
  },
  "a gradient that ignores the condition": {
    lie: (view) => ({ ...view, gradient: (points) => ((own) => ({ ...own, condition: own.condition.map(() => 0) }))(view.gradient(points)) }),
    caught: ["flow: gradient"],
  },
  "a density of another normalisation": {
    lie: (view) => ({
      ...view,
      forward: (...of) => ((side) => ({ ...side, logProb: side.logProb.map((each) => each + 0.1) }))(view.forward(...of)),
      inverse: (...of) => ((side) => ({ ...side, logProb: side.logProb.map((each) => each + 0.1) }))(view.inverse(...of)),
    }),
    caught: ["flow: ⊗ is side by side"],
  },
  "points that are one in a thousand too large": {
    lie: (view) => ({ ...view, forward: (...of) => ((side) => ({ ...side, points: side.points.map((each) => each * 1.01) }))(view.forward(...of)) }),
    caught: ["flow: round trip", "flow: reference float32 = reference"],
  },
};

/** Densities that lie. */
const lies: { readonly [fault: string]: { readonly lie: (own: Density) => Density; readonly caught: string } } = {
  "a density of another normalisation": { lie: (own) => ({ ...own, logProb: (x) => own.logProb(x).map((each) => each + 1e-3) }), caught: "flow: mass" },
  "the Jacobian of the chart forgotten": { lie: (own) => ({ ...own, logProb: (x) => own.logProb(x).map((each, row) => each + x[own.ambient * row]! / 10) }), caught: "flow: mass" },
  "samples of the mirrored density": { lie: (own) => ({ ...own, sample: (count) => own.sample(count).map((each, index) => (index % own.ambient === 0 ? -each : each)) }), caught: "flow: distribution" },
  "samples drawn twice as often on one side": {
    lie: (own) => ({
      ...own,
      sample: (count) => {
        const all = own.sample(3 * count);
        const kept = Array.from({ length: 3 * count }, (_, row) => all.subarray(row * own.ambient, (row + 1) * own.ambient)).filter((point, row) => row % 3 === 0 || point[0]! > all[0]!);
        return Float64Array.from(kept.slice(0, count).flatMap((point) => [...point]));
      },
    }),
    caught: "flow: distribution",
  },
};

/** Operations that lie. */
const wrongAlgebra: { readonly [fault: string]: { readonly algebra: typeof algebra; readonly caught: string } } = {
  "a join that turns its parts round": { algebra: { ...algebra, joins: { ...algebra.joins, "⊕": { ...algebra.joins["⊕"]!, concat: (a, b) => algebra.joins["⊕"]!.concat(b, a) } } }, caught: "flow: monoids" },
  "chains that are nested": { algebra: { ...algebra, compose: (first, ...rest) => ({ tag: "compose", name: "chain", on: first.on, layers: [first, ...rest] }) }, caught: "layer: chains" },
  "an inverse that is its layer": { algebra: { ...algebra, invert: (layer) => ({ tag: "invert", name: layer.name, on: layer.on, layer }) }, caught: "layer: chains" },
  "⊗ turned round": { algebra: { ...algebra, joins: { ...algebra.joins, "⊗": { ...algebra.joins["⊗"]!, concat: (a, b) => algebra.joins["⊗"]!.concat(b, a) } } }, caught: "flow: fresh ⊕ is ⊗" },
};

const names = (claims: ReturnType<typeof flowLaws>): readonly string[] => claims.filter((each) => refuted(each, { cases: 300 }) !== undefined).map(({ name }) => name);

describe("planted faults", () => {
  it.each(Object.entries(mutants))("%s", (_, { lie, caught }) => {
    const look = (...of: Parameters<typeof viewOf>): View => lie(viewOf(...of));
    const asked = [...flowLaws(random, { look }), ...algebraLaws(undefined, { look })].filter(({ name }) => caught.includes(name));
    expect(names(asked)).toEqual(caught);
  });

  it.each(Object.entries(lies))("%s", (_, { lie, caught }) => {
    const asked = flowLaws(small, { lookAtDensities: (of: FlowCase) => densitiesOf(of).map(lie) }).filter(({ name }) => name === caught);
    expect(names(asked)).toEqual([caught]);
  });

  it.each(Object.entries(wrongAlgebra))("%s", (_, { algebra: own, caught }) => {
    expect(names(algebraLaws(undefined, { algebra: own }).filter(({ name }) => name === caught))).toEqual([caught]);
  });
});

describe("fresh flows are close to their base", () => {
  /** Mean of |logProb − log-density of the base| over base points, of three layers; a Gumbel-softmax is no identity at any temperature. */
  it.each(registry.filter(({ layer }) => layer.tag === "layer" && layer.name !== "gumbelSoftmax").map(({ name, layer, on }) => [name, layer, on] as const))("%s", (_, layer, on) => {
    const flow: AnyFlow = block(on).through(layer as never, on.kind === "c" ? 1 : 3);
    const [view, base] = [viewOf({ flow, seed: 1, scatter: 0 }), viewOf({ flow: block(on), seed: 1, scatter: 0 })];
    const drawn = base.forward(base.base);
    const seen = view.inverse(drawn.points);
    const distance = seen.logProb.reduce((sum, each, row) => sum + Math.abs(each - drawn.logProb[row]!), 0) / view.count;
    expect(distance).toBeLessThan(0.6);
  });

  it("all letters are there", () => {
    expect(new Set(registry.flatMap(({ letters }) => letters))).toEqual(new Set(Object.keys(layers)));
  });
});
