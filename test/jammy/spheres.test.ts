/**
 * What jammy_flows 1.1.0 computes wrongly, or not at all, on spheres, computed rightly. Numbers in comments are those of
 * `docs/jammy_flows.md`.
 */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { amortize } from "../../src/flow/amortize.ts";
import { decode, parse } from "../../src/flow/parse.ts";
import { flowArrays } from "../../src/interpret/flow-arrays.ts";
import { kernel } from "../../src/interpret/kernel/kernel.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { batchOf } from "../../src/manifold/batch.ts";
import { model } from "../../src/model/model.ts";
import { random } from "../../src/random.ts";
import { integral, scattered, spread } from "./numbers.ts";

const uniform = -Math.log(4 * Math.PI);

// B10
describe("the zoom of any concentration, down to none, is von Mises–Fisher", () => {
  const flow = parse("s2", "f", { f: { rotation: "none", minConcentration: 1e-30 } });
  const heights = [-1, -0.999999, -0.5, 0, 0.3, 1];
  const points = unsafe(batchOf("s2", heights.flatMap((h) => [Math.sqrt(1 - h * h), 0, h])));
  /** log κ / (4π sinh κ) + κ c, with c the height towards the south. */
  const truth = (kappa: number, h: number): number => {
    const logRatio = kappa < 1e-3 ? -(kappa * kappa) / 6 : Math.log(2 * kappa) - kappa - Math.log1p(-Math.exp(-2 * kappa));
    return uniform + logRatio - kappa * h;
  };

  it.each([1e-30, Math.exp(-25), 1e-10, 4e-8, 1e-4, 0.3, 5, 300])("κ = %s", (kappa) => {
    for (const [precision, tolerance] of [["float64", 1e-12], ["float32", 2e-6]] as const) {
      // The layer keeps κ below 1e12 and reads κ = s / (1 + s / 1e12), s = exp(raw).
      const density = model(flow, { parameters: [Math.log(kappa / (1 - kappa / 1e12))], interpreter: kernel({ precision }) });
      const found = density.logProb(points);
      heights.forEach((h, row) => expect(Math.abs(found[row]! - truth(kappa, h))).toBeLessThan(tolerance * (1 + kappa)));
      const sampled = density.sample(100, { seed: 1 });
      expect(spread(density.logProb(sampled.points), sampled.logProb)).toBeLessThan(100 * tolerance * (1 + kappa));
    }
  });
});

describe("continuous flows", () => {
  const options = { hidden: [5], steps: 4, rate: 2 } as const;
  const points = Array.from({ length: 4 }, (_, row) => [0.6 * Math.cos(row), 0.6 * Math.sin(row), 0.8 * (row % 2 === 0 ? 1 : -1)]).flat();

  /** Whether a gradient is that of central differences, from the place `first` on. */
  const gradientIsThat = (gradient: ArrayLike<number>, at: readonly number[], value: (moved: readonly number[]) => number, first = 0): void => {
    const step = 1e-5;
    at.forEach((_, place) => {
      if (place < first) return;
      const moved = (by: number): readonly number[] => at.map((each, k) => (k === place ? each + by : each));
      const slope = (value(moved(step)) - value(moved(-step))) / (2 * step);
      expect(Math.abs(gradient[place]! - slope)).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
    });
  };
  const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, each) => sum + each, 0);

  // B4
  it.each(["network", "modes"] as const)("have the gradients of their density in parameters: %s", (field) => {
    const flow = parse("s2", "c", { c: { ...options, field, modes: 3 } });
    const { gradient, logProb } = flowArrays(flow, reference);
    const parameters = Array.from(scattered(flow, 3).parameters);
    const own = gradient(points, { parameters });
    expect(own.parameters.some((each) => Math.abs(each) > 0.01)).toBe(true);
    gradientIsThat(own.parameters, parameters, (moved) => total(logProb(points, { parameters: moved })));
  });

  // B5
  it.each(["network", "modes"] as const)("have gradients in the condition: %s", (field) => {
    const flow = parse("s2", "c", { c: { ...options, field, modes: 3 } }).given("e2", { hidden: [4] });
    const { gradient, logProb } = flowArrays(flow, reference);
    const parameters = Array.from(scattered(flow, 4).parameters);
    const condition = [0.3, -1, 0.7, 0.2, -0.4, 1.1, 0, 0.5];
    const own = gradient(points, { parameters, condition, of: ["condition"] }).condition;
    expect(own.some((each) => Math.abs(each) > 1e-3)).toBe(true);
    gradientIsThat(own, condition, (moved) => total(logProb(points, { parameters, condition: moved })));
  });

  // B5
  it("have gradients in the parameters of a hyper-network, and in parameters that samples bring", () => {
    const body = parse("s2", "c", { c: { hidden: [3], steps: 4 } });
    const flow = body.given("e1", { everything: true, hidden: [3] });
    const parameters = Array.from(scattered(flow, 5).parameters);
    const condition = [0.3, -1, 0.7, 0.2];
    const { gradient, logProb } = flowArrays(flow, reference);
    // The two numbers of the condition's frame are set from data and have no gradient.
    gradientIsThat(gradient(points, { parameters, condition }).parameters, parameters, (moved) => total(logProb(points, { parameters: moved, condition })), 2);
    const brought = flowArrays(amortize(body), reference);
    const noise = random(6, "brought");
    const rows = Array.from({ length: 4 * brought.parameterCount }, () => 0.3 * noise.normal());
    gradientIsThat(brought.gradient(points, { parameters: rows }).parameters, rows, (moved) => total(brought.logProb(points, { parameters: moved })));
  });

  // B7
  it("take the number of steps that they are told, and come nearer to the flow with it", () => {
    const at = (steps: number): Float64Array => {
      const flow = parse("s2", "c", { c: { ...options, steps, solver: "rk4" } });
      return flowArrays(flow, reference).logProb(points, { parameters: scattered(flow, 3, 1).parameters });
    };
    const limit = at(64);
    const [few, more] = [spread(at(4), limit), spread(at(16), limit)];
    expect(few).toBeGreaterThan(1e-9);
    // Of fourth order: 256 times as near with four times as many steps, less what the limit itself is off.
    expect(more).toBeLessThan(few / 100);
  });
});

// B11
describe("the identity under conditions", () => {
  const given = (condition: number): ReturnType<typeof batchOf<"e1">> => batchOf("e1", [condition, condition]);
  const points = unsafe(batchOf("e1+s2", [0.4, 0, 0, 1, -2, 0.6, 0, -0.8]));

  it.each([["after a block", {}], ["of everything", { everything: true }]] as const)("leaves its block uniform, %s", (_, options) => {
    const joint = scattered(parse("e1+s2", "g+y").given("e1", { hidden: [4], ...options }), 2);
    const [first, second] = [0.5, -1].map((each) => joint.logProb(points, { given: unsafe(given(each)) }));
    // The first block hears the condition, the second adds what is uniform on the sphere.
    expect(Math.abs(first![0]! - second![0]!)).toBeGreaterThan(1e-3);
    const alone = scattered(parse("e1", "g").given("e1", { hidden: [4], ...options }), 2);
    const line = unsafe(batchOf("e1", [0.4, -2]));
    expect(joint.parameters).toEqual(alone.parameters);
    alone.logProb(line, { given: unsafe(given(0.5)) }).forEach((each, row) => expect(first![row]!).toBeCloseTo(each + uniform, 12));
  });

  it("is uniform alone", () => {
    expect(model(parse("s2", "y").given("e1")).logProb(unsafe(batchOf("s2", [0, 0, 1, 0, 1, 0])), { given: unsafe(given(3)) })[1]).toBeCloseTo(uniform, 14);
  });
});

// B12
describe("exponential maps", () => {
  it.each(["linear", "quadratic", "exponential", "spline", "polynomial"])("with the potential %s are evaluated, sampled and differentiated", (potential) => {
    const density = scattered(unsafe(decode("s2", "v", { v: { potential, components: 3, bins: 4 } })), 3);
    expect(integral(density, 60)).toBeCloseTo(1, 2);
    const { points, base, logProb } = density.sample(50, { seed: 1 });
    expect(spread(density.inverse(points).base.rows, base.rows)).toBeLessThan(1e-5);
    expect(spread(density.logProb(points), logProb)).toBeLessThan(1e-6);
  });
});
