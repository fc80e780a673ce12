/** Polynomial stretch: its powers against digits from another precision, at their centre and at the ends of the floats. */
import { describe, expect, it } from "vitest";
import { stretch } from "../../src/bijectors/stretch.ts";
import { exactPower, smoothPower, type Stretch } from "../../src/bijectors/stretch/power.ts";
import { constant, input, jvp, one, type Expr } from "../../src/expr/index.ts";
import { program } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { random } from "../../src/random.ts";
import { e, logAbsDet, normals, trial, worst } from "./trial.ts";

const scalar = (value: number): Expr => constant([value], []);

/** Value, log-slope and their derivatives at a number. */
const at = (power: Stretch, u: number, direction: keyof Stretch = "forward", by = reference) => {
  const x = input("x", []);
  const { value, logSlope } = power[direction](x);
  const [slope, bend] = jvp([value, logSlope], new Map([[x, one]]));
  const out = by.compile(program({ value, logSlope, slope: slope!, bend: bend! }))({ x: [u] }, 1);
  return { value: out.value[0]!, logSlope: out.logSlope[0]!, slope: out.slope[0]!, bend: out.bend[0]! };
};

describe("the smooth power", () => {
  // u, e, d; then sign(u) ((|u| + d)^e − d^e) / (e d^(e−1)) and (e − 1) log(1 + |u|/d), by mpmath with 60 digits.
  const golden = [
    [1e-30, 3, 0.5, 1e-30, 4e-30],
    [-1e-30, 0.25, 0.02, -1e-30, -3.75e-29],
    [1e-8, 1.7, 0.05, 1.0000000699999986e-8, 1.3999998600000186e-7],
    [0.7, 2.5, 1.5, 0.963074956142065, 0.5744883783841587],
    [-3, 0.3, 0.1, -0.6005384498123946, -2.4037910431396026],
    [1e30, 4, 2, 3.1250000000000004e118, 205.15321682778426],
    [-1e30, 0.25, 30, -1621440065.7684412, -49.25726655611941],
  ] as const;

  it.each(golden)("of %d to the %d with the core %d", (u, exponent, core, value, logSlope) => {
    const power = smoothPower(scalar(Math.log(exponent)), scalar(core));
    const there = at(power, u);
    expect(there.value / value).toBeCloseTo(1, 12);
    expect(there.logSlope / logSlope).toBeCloseTo(1, 12);
    const back = at(power, there.value, "inverse");
    expect(back.value / u).toBeCloseTo(1, 12);
    expect(back.logSlope / logSlope).toBeCloseTo(-1, 12);
    expect(Math.log(there.slope)).toBeCloseTo(logSlope, 11);
  });

  it("has one slope on both sides of its centre, and there", () => {
    const power = smoothPower(scalar(Math.log(3)), scalar(0.2));
    for (const u of [0, -0, 1e-12, -1e-12, 1e-300, -1e-300]) {
      const { value, slope, logSlope, bend } = at(power, u);
      expect(value).toBeCloseTo(u, 20);
      expect(slope).toBeCloseTo(1, 9);
      expect(Math.abs(logSlope)).toBeLessThan(1e-10);
      // f″ = ±(e − 1)/d.
      expect(Math.abs(bend)).toBeCloseTo(10, 8);
    }
  });
});

describe("the exact power", () => {
  it.each([1e-30, 1e-8, 0.3, 1, 7, 1e30])("of ±%d", (u) => {
    for (const exponent of [0.25, 1, 3]) {
      for (const side of [1, -1]) {
        const power = exactPower(scalar(Math.log(exponent)));
        const there = at(power, side * u);
        expect(there.value / (side * u ** exponent)).toBeCloseTo(1, 12);
        expect(there.logSlope).toBeCloseTo(Math.log(exponent) + (exponent - 1) * Math.log(u), 10);
        expect(at(power, there.value, "inverse").value / (side * u)).toBeCloseTo(1, 12);
      }
    }
  });

  it("has its limits at 0, and no NaN", () => {
    for (const zero of [0, -0]) {
      for (const [exponent, limit] of [[3, -Infinity], [0.5, Infinity], [1, 0]] as const) {
        for (const direction of ["forward", "inverse"] as const) {
          const { value, logSlope, slope, bend } = at(exactPower(scalar(Math.log(exponent))), zero, direction);
          expect(value).toBeCloseTo(0, 300);
          expect(logSlope === (direction === "forward" ? limit : -limit)).toBe(true);
          // u³ is flat at 0, and √u is infinitely steep, for which 0 stands.
          expect(slope).toBe(exponent === 1 ? 1 : 0);
          expect(bend).toBe(0);
        }
      }
    }
  });
});

describe.each([{}, { form: "exact" }, { transforms: 3 }, { transforms: 2, form: "exact", maxExponent: 20.1 }, { rotation: "none" }, { reflections: 1 }, { rotation: "angles" }] as const)("stretch under %j", (options) => {
  const layer = stretch.with(options);

  it.each([1, 2, 4])("goes there and back with the log-determinant of its Jacobian in dimension %i", (dim) => {
    for (const predicted of [false, true]) {
      const { run } = trial(layer, e(dim), { predicted, scatter: 0.3 });
      const points = normals(20 * dim);
      for (const direction of ["forward", "inverse"] as const) {
        const there = run(direction, points);
        expect(worst(there.back, points)).toBeLessThan(1e-11);
        expect(worst(there.logDet, there.backLogDet, 1)).toBeLessThan(1e-11);
        const determinants = Array.from(there.logDet, (_, row) => logAbsDet(there.jacobian.subarray(row * dim * dim, (row + 1) * dim * dim), dim));
        expect(worst(there.logDet, determinants)).toBeLessThan(1e-11);
        expect(worst(run(direction, points, reference32).logDet, there.logDet)).toBeLessThan(1e-3);
      }
    }
  });

  it("starts as a rotation", () => {
    const { run } = trial(layer, e(3), { scatter: 0 });
    const { point, logDet } = run("forward", [1, -2, 0.5]);
    expect(Math.hypot(...point)).toBeCloseTo(Math.hypot(1, -2, 0.5), 13);
    expect(logDet[0]).toBeCloseTo(0, 13);
  });

  it("starts from data as the Gaussian of their moments", () => {
    const source = random(5, "data");
    const count = 4000;
    const data = Array.from({ length: count }, () => {
      const [a, b] = [source.normal(), source.normal()];
      return [3 + 2 * a, -1 + a + 0.5 * b];
    }).flat();
    const fit = layer.definition.fit!({ rows: Float64Array.from(data), count, weights: new Float64Array(count).fill(1 / count) }, geometry(e(2)), layer.options);
    const { run, values } = trial(layer, e(2), { scatter: 0 });
    const { point } = run("inverse", data, reference, { ...values, ...(fit as Record<string, readonly number[]>) });
    const columns = [0, 1].map((axis) => Array.from({ length: count }, (_, row) => point[2 * row + axis]!));
    for (const column of columns) {
      expect(column.reduce((sum, each) => sum + each, 0) / count).toBeCloseTo(0, 6);
      expect(column.reduce((sum, each) => sum + each ** 2, 0) / count).toBeCloseTo(1, 6);
    }
    const correlation = columns[0]!.reduce((sum, each, row) => sum + each * columns[1]![row]!, 0) / count;
    if (layer.options.rotation !== "none" && layer.options.reflections !== 1) expect(Math.abs(correlation)).toBeLessThan(1e-6);
  });
});

it("stretch is the layer of jammy_flows under its own parameters, and its bounds hold", () => {
  // sign(u) |u|^e · w2 + m2 with u = (z − m1) / w1, then no rotation: one dimension.
  const layer = stretch.with({ form: "exact", maxExponent: Math.exp(3), rotation: "none" });
  const { run } = trial(layer, e(1));
  const raw = (value: number, limit: number): number[] => [limit * Math.atanh(value / limit)];
  const values = { rotation: [], cores: [], centers: [0.3], shifts: [-2], widths: raw(Math.log(0.7), Math.log(100)), scales: raw(Math.log(5), Math.log(100)), exponents: raw(Math.log(1.8), 3) };
  const { point, logDet } = run("forward", [-1.1], reference, values);
  const u = (-1.1 - 0.3) / 0.7;
  expect(point[0]).toBeCloseTo(-(Math.abs(u) ** 1.8) * 5 - 2, 12);
  expect(logDet[0]).toBeCloseTo(Math.log((1.8 * 5) / 0.7) + 0.8 * Math.log(Math.abs(u)), 12);
  const { logDet: steepest } = run("forward", [1], reference, { ...values, centers: [0], widths: [-1e9], scales: [1e9], exponents: [1e9] });
  expect(steepest[0]).toBeCloseTo(3 + (Math.exp(3) - 1) * Math.log(100) + 2 * Math.log(100), 10);
});
