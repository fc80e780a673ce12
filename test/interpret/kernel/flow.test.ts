/** A flow as functions of arrays: what a model says, from and to plain numbers. */
import { describe, expect, it } from "vitest";
import { euclid } from "../../../src/flow/manifolds.ts";
import { given } from "../../../src/flow/flow.ts";
import { parse } from "../../../src/flow/parse.ts";
import { compileKernel } from "../../../src/interpret/kernel/index.ts";
import { trusted } from "../../../src/manifold/batch.ts";
import { model } from "../../../src/model/model.ts";

describe("compileKernel", () => {
  const flow = parse("e2+s1", "gg+m");
  const own = model(flow, { seed: 3 });
  const { parameters } = own;
  const kernel = compileKernel(flow, { precision: "float64", threads: 1 });
  const { point: points, logProb } = ((drawn) => ({ point: drawn.points.rows, logProb: drawn.logProb }))(own.sample(50, { seed: 5 }));

  it("computes what the model computes, both ways", () => {
    expect(kernel.logProb(points, { parameters })).toEqual(own.logProb(trusted("e2+s1", points, 50)));
    const { base } = kernel.inverse(points, { parameters });
    const back = kernel.forward(base, { parameters });
    back.points.forEach((value, at) => expect(value).toBeCloseTo(points[at]!, 10));
    back.logProb.forEach((value, at) => expect(value).toBeCloseTo(logProb[at]!, 9));
  });

  it("draws by seed what the model draws", () => {
    expect(kernel.sample(50, { parameters, seed: 5 })).toEqual({ points, logProb });
  });

  it("gives gradients in parameters and points, of weighted densities, as differences have them", () => {
    const weight = Float64Array.from({ length: 50 }, (_, row) => 1 + (row % 3));
    const of = ["parameters", "points"] as const;
    const gradient = kernel.gradient(points, { parameters, weight, of });
    expect(Object.keys(gradient).sort()).toEqual(["logProb", "parameters", "points"]);
    const loss = (at: Float64Array, values: Float64Array): number => kernel.logProb(at, { parameters: values }).reduce((sum, each, row) => sum + weight[row]! * each, 0);
    const moved = (from: Float64Array, at: number, step: number): Float64Array => from.map((value, index) => value + (index === at ? step : 0));
    for (const at of [0, 4, 17]) {
      const [p, x] = [(step: number) => loss(points, moved(parameters, at, step)), (step: number) => loss(moved(points, at, step), parameters)];
      if (gradient.parameters[at] !== 0) expect((p(1e-6) - p(-1e-6)) / 2e-6).toBeCloseTo(gradient.parameters[at]!, 4);
      // Off the circle the density of a direction is that of its direction, so differences are right there too.
      expect((x(1e-6) - x(-1e-6)) / 2e-6).toBeCloseTo(gradient.points[at]!, 4);
    }
  });

  it("takes conditions, and differentiates in them", () => {
    const conditional = compileKernel(given("e1")(euclid(1).gauss(1, { kernels: 3 })), { precision: "float64", threads: 1 });
    const values = Float64Array.from({ length: conditional.parameterCount }, (_, at) => 0.3 * Math.sin(at + 1));
    const [x, condition] = [[0.3, -1.2, 0.8], [0.1, 0.4, -2]];
    const { condition: slope } = conditional.gradient(x, { parameters: values, condition, of: ["condition"] });
    const at = (step: number) => conditional.logProb(x, { parameters: values, condition: condition.map((each) => each + step) });
    at(1e-6).forEach((value, row) => expect((value - at(-1e-6)[row]!) / 2e-6).toBeCloseTo(slope[row]!, 5));
    expect(slope.every((each) => each !== 0)).toBe(true);
  });

  it("prints its stages, and refuses inputs of the wrong length", () => {
    expect(kernel.stages("forward")).toContain("until all lanes have converged");
    expect(() => kernel.logProb([1, 2], { parameters })).toThrow("Rows of 4 numbers are wanted, but 2 numbers are no whole number of them.");
  });
});
