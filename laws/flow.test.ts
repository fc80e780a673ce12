/** The laws of flows on random flows, the mutants that each of them catches, and how close fresh flows are to their base. */
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registry as layers } from "../src/bijectors/registry.ts";
import { block } from "../src/flow/manifolds.ts";
import type { AnyFlow } from "../src/flow/flow.ts";
import { kernel } from "../src/interpret/kernel/kernel.ts";
import { reference32 } from "../src/interpret/reference/reference.ts";
import { tfjsInterpreter } from "../src/interpret/tfjs/interpreter.ts";
import { flows, type FlowShape } from "./arbitrary/flow.ts";
import { flowCases, type CaseShape } from "./arbitrary/flow-case.ts";
import { adds, agrees, climbs, interpreted, returns, type Look } from "./flow/laws.ts";
import { printed } from "./flow/printed.ts";
import { viewOf, type FlowCase, type View } from "./flow/view.ts";
import type { Law } from "./law.ts";
import { assert, refuted, type AnyClaim } from "./property.ts";
import { registry } from "./registry.ts";

tf.env().set("PROD", true);

const five: fc.Arbitrary<number> = fc.constant(5);

/** Whole vectors and what is left over, one block and several chunks. */
const batches = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(1, 2, 3, 5) }, { weight: 1, arbitrary: fc.constant(1000) });

const cases = (shape: FlowShape = {}, of: CaseShape = { counts: five }): fc.Arbitrary<FlowCase> => flowCases(flows({ parts: 2, layers: 2, ...shape }), of);

const pairs = fc.tuple(cases({ conditions: false }), cases({ conditions: false }));

const claim = <A>(law: Law<A>, arbitrary: fc.Arbitrary<A>, share: number): AnyClaim => ({ subject: "a random flow", law, cases: arbitrary, print: printed, share }) as AnyClaim;

/** Float32 cannot tell near solutions of steep equations apart: layers in their plain form, near their start. */
const gentle = (counts = five): fc.Arbitrary<FlowCase> => cases({ options: false, layers: 1, conditions: false }, { scatters: [0], counts });

const claims = (look: Look): readonly AnyClaim[] => [
  claim(returns(look), cases(), 1),
  claim(agrees(look), cases(), 1),
  claim(climbs(look), cases({ layers: 1 }), 0.5),
  claim(adds(look), pairs, 0.5),
  claim(interpreted(reference32, 1e-3, look === viewOf ? undefined : look), gentle(), 0.3),
];

describe("random flows", () => {
  it.each(claims(viewOf).map((each) => [each.law.name, each] as const))("%s", (_, each) => assert(each));

  it("flow: tfjs", () => assert(claim(interpreted(tfjsInterpreter(tf)), gentle(), 0.1)), 120_000);

  // Far from the start float64 differs by what roots and steep tails make of a rounding.
  it.each([
    ["float32, near the start", kernel({ precision: "float32" }), gentle(batches), 1e-3],
    ["float64, near the start", kernel({ precision: "float64" }), gentle(batches), 1e-11],
    ["float64", kernel({ precision: "float64" }), cases({}, { counts: batches }), 1e-8],
  ] as const)("flow: kernel %s", (_, interpreter, arbitrary, tolerance) => assert(claim(interpreted(interpreter, tolerance), arbitrary, 0.3)), 120_000);
});

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
    lie: (view) => ({ ...view, gradient: (points) => view.gradient(points).map((each, at) => (at % 2 === 0 ? each : 0.5 * each)) }),
    caught: ["flow: gradient"],
  },
  "a density of another normalisation": {
    lie: (view) => ({
      ...view,
      forward: (...of) => ((side) => ({ ...side, logProb: side.logProb.map((each) => each + 0.1) }))(view.forward(...of)),
      inverse: (...of) => ((side) => ({ ...side, logProb: side.logProb.map((each) => each + 0.1) }))(view.inverse(...of)),
    }),
    caught: ["flow: ⊗ adds"],
  },
  "points that are one in a thousand too large": {
    lie: (view) => ({ ...view, forward: (...of) => ((side) => ({ ...side, points: side.points.map((each) => each * 1.01) }))(view.forward(...of)) }),
    caught: ["flow: round trip", "flow: reference float32"],
  },
};

describe("planted faults", () => {
  it.each(Object.entries(mutants))("%s", (_, { lie, caught }) => {
    const found = claims((of) => lie(viewOf(of))).filter((each) => refuted(each, { runs: 100 }) !== undefined).map((each) => each.law.name);
    for (const name of caught) expect(found).toContain(name);
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
