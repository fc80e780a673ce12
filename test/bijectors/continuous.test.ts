import { describe, expect, it } from "vitest";
import { add, constant, cos, exp, input, jvp, mul, parameter, size, square, sub, take, vjp, type Expr } from "../../src/expr/index.ts";
import { filled } from "../../src/bijectors/bijector.ts";
import { continuous } from "../../src/bijectors/continuous.ts";
import { across, modesField, networkField, type Field } from "../../src/bijectors/continuous/field.ts";
import type { ContinuousOptions } from "../../src/bijectors/continuous/options.ts";
import { scheduled } from "../../src/bijectors/continuous/schedule.ts";
import { advance } from "../../src/bijectors/continuous/step.ts";
import { adaptiveSolvers, fixedSolvers, tableaux, type Solver } from "../../src/bijectors/continuous/tableau.ts";
import { network } from "../../src/bijectors/network.ts";
import { evaluate, variables } from "../../src/flow/elaborate.ts";
import { sphere as sphereFlow } from "../../src/flow/manifolds.ts";
import { plan, startParameters } from "../../src/flow/plan.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import { program } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { finite, onCircle, probe, tangents, worst, worstOf, type Rows, type Values } from "./probe.ts";

const unit = (v: readonly number[]): readonly number[] => v.map((each) => each / Math.hypot(...v));

/** Ends of the axes, points near them, and others. */
const points = (dim: number, count = 12): Rows => {
  const source = random(dim, "points");
  const ends = Array.from({ length: dim + 1 }, (_, at) => [1, -1].map((side) => Array.from({ length: dim + 1 }, (_, i) => (i === at ? side : 0)))).flat();
  const close = ends.map((end) => unit(end.map((each, i) => each + 1e-7 * Math.cos(3 * i))));
  return [...ends, ...close, ...Array.from({ length: count }, () => unit(Array.from({ length: dim + 1 }, () => source.normal())))];
};

const solvers: readonly Solver[] = [...fixedSolvers, ...adaptiveSolvers];

const optionsFor = (solver: Solver) => ({ solver, steps: 8, rate: 2, modes: 3, hidden: [6], tolerance: 1e-4 });

/** Parameters of size `size`, all equal but for signs. */
const cornered = (start: Values, size: number, seed: number): Values => {
  const source = random(seed, size);
  return Object.fromEntries(Object.entries(start).map(([name, each]) => [name, Float64Array.from(each, () => size * (source.below(3) - 1))]));
};

// All solvers are under the laws, on more spheres.
describe.each([["rk4", "network", 2], ["euler", "modes", 3], ["dopri5", "modes", 1], ["heun", "network", 1]] as const)("continuous, by %s with the field of %s on s%d", (solver, field, dim) => {
  const one = probe(continuous.with({ ...optionsFor(solver), field }), sphere(dim));

  it("goes there and back, and its log-determinants are those of its Jacobians", () => {
    for (const [values, by, epsilon] of [[one.scattered(1, 1), reference, 2 ** -52], [cornered(one.start, 20, 2), reference, 2 ** -52], [one.scattered(1, 1), reference32, 2 ** -23]] as const) {
      const [there, back] = [one.run("inverse", points(dim), values, by), one.run("forward", points(dim), values, by)];
      expect(worst(one.run("forward", there.points, values, by).points, points(dim))).toBeLessThan(100 * epsilon);
      expect(worst(one.run("inverse", back.points, values, by).points, points(dim))).toBeLessThan(100 * epsilon);
      expect(worstOf(one.run("forward", there.points, values, by).logDets, there.logDets.map((each) => -each))).toBeLessThan(500 * epsilon);
    }
    const values = one.scattered(1, 1);
    for (const way of ["inverse", "forward"] as const) expect(worstOf(one.logVolumes(way, points(dim), values), one.run(way, points(dim), values).logDets)).toBeLessThan(1e-12);
  });

  it("has finite gradients everywhere", () => {
    for (const values of [one.start, one.scattered(1, 0), one.scattered(1, 1), cornered(one.start, 20, 1), cornered(one.start, 1e4, 2)]) {
      for (const by of [reference, reference32]) for (const way of ["inverse", "forward"] as const) expect(finite(one.gradients(way, points(dim), values, by))).toBe(true);
    }
  });
});

describe.each(solvers)("steps of %s", (solver) => {
  it("have the order that they are known for, and so have their errors", () => {
    // dx/dt = cos t (I − xxᵀ) e: tan(θ/2) goes with exp(−sin t), θ the angle from the pole e.
    const field: Field = (x, t) => mul(cos(t), across(x, constant([0, 0, 1])));
    const x = input("x", [3]);
    const h = input("h", []);
    const { to, error } = advance(field, tableaux[solver], x, constant([0.3], []), h);
    const steps = [0.4, 0.2, 0.1];
    const columns = reference.compile(program({ to, error }))({ x: steps.flatMap(() => [Math.sin(1), 0, Math.cos(1)]), h: steps }, steps.length);
    const exact = (step: number): number => 2 * Math.atan(Math.tan(0.5) * Math.exp(Math.sin(0.3) - Math.sin(0.3 + step)));
    const missed = steps.map((step, i) => Math.abs(Math.atan2(columns.to[3 * i]!, columns.to[3 * i + 2]!) - exact(step)));
    const order = { euler: 1, midpoint: 2, rk4: 4, heun: 2, fehlberg2: 2, bosh3: 3, dopri5: 5 }[solver];
    expect(Math.log2(missed[1]! / missed[2]!)).toBeGreaterThan(order + 1 - 0.35);
    const { errorOrder } = tableaux[solver];
    if (errorOrder === undefined) return;
    expect(Math.log2(columns.error[1]! / columns.error[2]!)).toBeGreaterThan(errorOrder - 0.3);
  });

  it("make a density that integrates to 1, long as they are", () => {
    const layer = continuous.with({ ...optionsFor(solver), field: "modes", steps: solver === "dopri5" ? 8 : 6, rate: 1.5, tolerance: 1e-3 });
    const circle = Array.from({ length: 500 }, (_, i) => onCircle((2 * Math.PI * (i + 0.5)) / 500));
    const own = probe(layer, sphere(1));
    const total = own.run("inverse", circle, own.scattered(3, 2)).logDets.reduce((sum, each) => sum + Math.exp(each) / 500, 0);
    // Where the choice of steps jumps, the density is exact within the tolerance.
    expect(total).toBeCloseTo(1, tableaux[solver].errors ? 2 : 10);
  });
});

describe("continuous", () => {
  it("starts from the identity", () => {
    for (const field of ["network", "modes"] as const) {
      const one = probe(continuous.with({ field }), sphere(2));
      for (const way of ["inverse", "forward"] as const) {
        const { points: images, logDets } = one.run(way, points(2), one.start);
        expect(worst(images, points(2))).toBeLessThan(1e-15);
        expect(worstOf(logDets, points(2).map(() => 0))).toBeLessThan(1e-14);
      }
      const { parameters } = one.gradients("inverse", points(2), one.start);
      expect(Math.max(...Array.from(parameters[field === "modes" ? "weights" : "field/last"]!, Math.abs))).toBeGreaterThan(0.1);
    }
  });

  it("is in the limit the flow of its field: the log-determinant is the integral of the divergence", () => {
    const layer = continuous.with({ field: "modes", modes: 1, harmonics: 1, steps: 200, rate: 2, concentration: 100 });
    const one = probe(layer, sphere(2));
    const [beta, rate] = [Math.exp(Math.log(100) * Math.tanh(0.7 / Math.log(100))), (2 * 1.5) / Math.sqrt(1 + 1.5 ** 2)];
    // θ′ = −c e^β(cos θ − 1) sin θ about the pole, of which the divergence is (d/dθ + cot θ) of it.
    const bump = (theta: number): number => rate * Math.exp(beta * (Math.cos(theta) - 1));
    let [theta, divergence] = [1.1, 0];
    const count = 4000;
    const slope = (at: number): number => bump(at) * (beta * Math.sin(at) ** 2 - 2 * Math.cos(at));
    for (let step = 0; step < count; step++) {
      const h = 1 / count;
      const [k1, d1] = [-bump(theta) * Math.sin(theta), slope(theta)];
      const half = theta + (h / 2) * k1;
      const [k2, d2] = [-bump(half) * Math.sin(half), slope(half)];
      const next = theta + (h / 2) * k2;
      const [k3, d3] = [-bump(next) * Math.sin(next), slope(next)];
      const end = theta + h * k3;
      const [k4, d4] = [-bump(end) * Math.sin(end), slope(end)];
      divergence += (h / 6) * (d1 + 2 * d2 + 2 * d3 + d4);
      theta += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    const values = { centers: [0, 0, 3], concentrations: [0.7], weights: [1.5] };
    const { points: [image], logDets } = one.run("forward", [[Math.sin(1.1), 0, Math.cos(1.1)]], values);
    expect(Math.atan2(image![0]!, image![2]!)).toBeCloseTo(theta, 9);
    expect(logDets[0]).toBeCloseTo(divergence, 8);
  });

  it("goes the other way round where it is asked to", () => {
    const one = probe(continuous.with({ field: "modes", modes: 2, steps: 4, harmonics: 1 }), sphere(2));
    const other = probe(continuous.with({ field: "modes", modes: 2, steps: 4, harmonics: 1, direction: "forward" }), sphere(2));
    const values = one.scattered(1, 1);
    // The same field, which does not change in time, followed back: the same steps with the other sign.
    const back = one.run("inverse", points(2), { ...values, weights: Array.from(values["weights"]!, (each) => -each) });
    const forward = other.run("forward", points(2), values);
    expect(worst(forward.points, back.points)).toBeLessThan(1e-15);
    expect(worstOf(forward.logDets, back.logDets)).toBeLessThan(1e-14);
  });

  it("refuses steps too long for its rate", () => {
    expect(() => plan(sphereFlow(2).continuous(1, { steps: 3 }).tree)).toThrow("Option rate of continuous takes at most 1.5 with 3 steps of rk4, but 2 was given.");
    expect(() => plan(sphereFlow(2).continuous(1, { solver: "dopri5", steps: 6 }).tree)).toThrow("Option rate of continuous takes at most 1.5 with 6 steps of dopri5, but 2 was given.");
  });
});

describe("fields", () => {
  const dim = 2;
  const x = input("x", [3]);
  const t = input("t", []);
  const along = input("along", [3]);
  const rate = 2;

  /** The largest |Dv · u| over points and tangent directions u. */
  const steepest = (field: Field, values: { readonly [name: string]: readonly number[] }): number => {
    const v = field(x, t);
    const execute = reference.compile(program({ moved: across(x, jvp([v], new Map([[x, along]]))[0]!), v }));
    const source = random(1, "directions");
    return points(dim, 60).reduce((most, point) => {
      const [first, second] = tangents(sphere(dim), point) as [readonly number[], readonly number[]];
      const angle = 7 * source.uniform();
      const direction = first.map((each, i) => Math.cos(angle) * each + Math.sin(angle) * second[i]!);
      const { moved, v } = execute({ ...values, x: point, t: [source.uniform()], along: direction }, 1);
      expect(Math.abs(point.reduce((sum, each, i) => sum + each * v[i]!, 0))).toBeLessThan(1e-14);
      return Math.max(most, Math.hypot(...moved));
    }, 0);
  };

  it.each(["tanh", "silu", "softplus"] as const)("of a network with %s part neighbours no faster than the rate, whatever the weights", (activation) => {
    const net = network(4, filled([3], 0), { hidden: [8, 5], activation, rank: 0, highway: "none" }, true);
    const parameters = Object.fromEntries(Object.entries(net.parameters).map(([name, { shape }]) => [name, parameter(name, shape)]));
    const field = networkField((features: Expr) => net.apply(features, parameters), rate);
    for (const scale of [0.3, 1, 5, 100]) {
      const source = random(3, scale);
      const values = Object.fromEntries(Object.entries(net.parameters).map(([name, { shape }]) => [name, Array.from({ length: size(shape) }, () => scale * source.normal())]));
      expect(steepest(field, values)).toBeLessThan(rate);
    }
  });

  it("of modes do so too, and come near", () => {
    const options = { ...continuous.options, modes: 2, rate, harmonics: 2, concentration: 1e4 } as ContinuousOptions;
    const parameters = { centers: parameter("centers", [2, 3]), concentrations: parameter("concentrations", [2]), weights: parameter("weights", [2, 2]) };
    const field = modesField(parameters, options);
    const found = [0.3, 1, 5, 100].flatMap((scale) => [1, 2, 3, 4, 5].map((seed) => {
      const source = random(seed, scale);
      const draw = (count: number): readonly number[] => Array.from({ length: count }, () => scale * source.normal());
      return steepest(field, { centers: draw(6), concentrations: draw(2), weights: draw(4) });
    }));
    expect(Math.max(...found)).toBeLessThan(rate);
    expect(Math.max(...found)).toBeGreaterThan(0.3 * rate);
  });
});

describe("steps chosen by their errors", () => {
  /** A field that is strong for a short time. */
  const field: Field = (x, t) => mul(add(0.5, mul(3, exp(mul(-200, square(sub(t, 0.5)))))), across(x, constant([0, 0, 1])));
  const x = input("x", [3]);
  const chosen = (options: Partial<ContinuousOptions>, by: Field = field) => {
    const { times, steps, excess } = scheduled(by, x, { ...continuous.options, ...options } as ContinuousOptions);
    return reference.compile(program({ times, steps, excess: add(excess, mul(0, x)) }))({ x: [0.6, 0, 0.8, 0, 1, 0] }, 2);
  };

  it.each(adaptiveSolvers)("reach the end in the attempts that there are: %s", (solver) => {
    for (const tolerance of [1e-9, 1e-3, 0.5]) {
      const { times, steps, excess } = chosen({ solver, steps: 40, tolerance });
      for (const row of [0, 1]) {
        const own = steps.slice(40 * row, 40 * row + 40);
        expect(own.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 14);
        expect(own.every((each) => each === 0 || each >= 1 / 20 - 1e-15)).toBe(true);
        // A step starts where the one before ended.
        own.reduce((time, each, at) => {
          expect(times[40 * row + at]).toBeCloseTo(time, 14);
          return time + each;
        }, 0);
      }
      const taken = steps.filter((each) => each > 0).length;
      if (tolerance === 1e-9) expect(excess[0]! > 0 && taken === 40).toBe(true);
      if (tolerance === 0.5) expect(excess[0] === 0 && taken < 30).toBe(true);
    }
  });

  it("reach it where every longer attempt fails", () => {
    // Pulses in each of the 32 parts, between the nodes of steps of one part, and on nodes of steps of two, four and eight.
    const pulse = (t: Expr, at: number): Expr => exp(mul(200, sub(cos(mul(2 * Math.PI, sub(mul(32, t), at))), 1)));
    const pulses: Field = (at, t) => mul(add(1, pulse(t, 0.4), pulse(t, 5 / 9), pulse(t, 0.6)), across(at, constant([0, 0, 1e-3])));
    const { steps } = chosen({ solver: "dopri5", steps: 64, tolerance: 1e-4 }, pulses);
    expect(steps.slice(0, 64).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 14);
  });

  it("are short where the field changes, and differ from sample to sample", () => {
    // Strong about the first axis as well, which the second sample does not come near.
    const there: Field = (at, t) => mul(add(1, exp(mul(10, sub(take(at, 0), 0.6)))), field(at, t));
    const { steps } = chosen({ solver: "bosh3", steps: 64, tolerance: 1e-3 }, there);
    const [first, second] = [steps.slice(0, 64), steps.slice(64)].map((own) => own.filter((each) => each > 0));
    expect(new Set(first).size).toBeGreaterThan(1);
    expect(Array.from(first!)).not.toEqual(Array.from(second!));
  });

  it("do not depend on the size of a field that vanishes", () => {
    const weak = (by: number): Float64Array => chosen({ solver: "bosh3", steps: 32, tolerance: 1e-3 }, (at, t) => mul(by, field(at, t))).steps;
    expect(weak(1e-9)).toEqual(weak(1e-12));
  });

  it("follow the flow within the tolerance", () => {
    for (const solver of adaptiveSolvers) {
      const layer = continuous.with({ solver, steps: 200, tolerance: 1e-2, field: "modes", modes: 2, harmonics: 1 });
      const exact = continuous.with({ solver: "rk4", steps: 100, field: "modes", modes: 2, harmonics: 1 });
      const [own, other] = [probe(layer, sphere(2)), probe(exact, sphere(2))];
      const values = own.scattered(2, 2);
      const [image, truth] = [own.run("inverse", points(2), values), other.run("inverse", points(2), values)];
      expect(image.residual).toBe(0);
      expect(worst(image.points, truth.points)).toBeLessThan(3e-2);
    }
  });
});

describe("a continuous flow under a condition", () => {
  it.each(["network", "modes"] as const)("has the gradient of differences in the condition and in all parameters: %s", (field) => {
    const flow = sphereFlow(2).continuous(1, { field, steps: 4, hidden: [4], modes: 2 }).given("e1");
    const own = plan(flow.tree);
    const inputs = variables(own);
    const { logProb } = evaluate(own, inputs);
    const [toCondition, toParameters] = vjp([logProb], [constant([1], [])], [inputs.condition, inputs.parameters]);
    const execute = reference.compile(program({ logProb, toCondition: toCondition!, toParameters: toParameters! }));
    const source = random(4, "weights");
    const parameters = startParameters(own, 1).map((each) => each + 0.3 * source.normal());
    const run = (condition: number, weights: Float64Array) => execute({ point: [0.6, 0, 0.8], condition: [condition], parameters: weights }, 1);
    const { toCondition: slope, toParameters: gradient } = run(0.4, parameters);
    expect(Math.abs(slope[0]!)).toBeGreaterThan(1e-3);
    const difference = (run(0.4 + 1e-5, parameters).logProb[0]! - run(0.4 - 1e-5, parameters).logProb[0]!) / 2e-5;
    expect(slope[0]).toBeCloseTo(difference, 7);
    const along = Float64Array.from(parameters, (_, i) => (own.entries.some(({ frozen, offset, shape }) => frozen && i >= offset && i < offset + size(shape)) ? 0 : Math.cos(i)));
    const at = (step: number): number => run(0.4, parameters.map((each, i) => each + step * along[i]!)).logProb[0]!;
    expect(gradient.reduce((sum, each, i) => sum + each * along[i]!, 0)).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
  });
});
