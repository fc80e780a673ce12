/** Positive parameters: bounds that hold, values that come back, and the layers that read them. */
import { describe, expect, it } from "vitest";
import { affine } from "../../src/bijectors/affine.ts";
import { gauss } from "../../src/bijectors/gauss.ts";
import { positive, positiveMaps, rawPositive } from "../../src/bijectors/positive.ts";
import { input, jvp, one } from "../../src/expr/index.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { program } from "../../src/interpret/program.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { e, normals, trial, worst } from "./trial.ts";

const bounds = [[0.01, 100], [0.01, "none"], ["none", 100], ["none", "none"], [0.5, 0.6]] as const;
const forms = positiveMaps.flatMap((map) => bounds.map(([min, max]) => ({ map, min, max })));

describe.each(forms)("positive parameters by %j", (form) => {
  const raw = input("raw", []);
  const value = positive(raw, form);
  const run = reference.compile(program({ value, slope: jvp([value], new Map([[raw, one]]))[0]! }));
  const at = (x: number) => run({ raw: [x] }, 1);
  const [least, most] = [form.min === "none" ? 0 : form.min, form.max === "none" ? Infinity : form.max];

  it("stay between their bounds, and reach them", () => {
    for (const x of [-1e6, -300, -20, -1, 0, 1, 20, 300]) {
      const own = at(x).value[0]!;
      expect(own).toBeGreaterThanOrEqual(least * (1 - 1e-15));
      expect(own).toBeLessThanOrEqual(most * (1 + 1e-15));
      expect(own >= at(x - 1).value[0]!).toBe(true);
    }
    expect(at(-300).value[0]!).toBeCloseTo(least, 10);
    if (form.max !== "none") expect(at(300).value[0]! / form.max).toBeCloseTo(1, 10);
  });

  it("come back from the values between them", () => {
    const inside = form.max === 0.6 ? [0.51, 0.55, 0.59] : [0.02, 0.3, 1, 7, 99];
    for (const own of inside) expect(at(rawPositive(own, form)).value[0]! / own).toBeCloseTo(1, 10);
    for (const own of [1e-300, 1e300]) expect(Number.isFinite(rawPositive(own, form))).toBe(true);
  });

  it("move smoothly, but for what is cut off", () => {
    for (const x of [-30, -3, -0.6, 0.2, 3, 30]) {
      const step = 1e-5;
      expect(at(x).slope[0]!).toBeCloseTo((at(x + step).value[0]! - at(x - step).value[0]!) / (2 * step), at(x).value[0]! > 1e3 ? -4 : 5);
      if (form.map !== "clamp") expect(at(x).slope[0]!).toBeGreaterThan(0);
    }
  });
});

describe("layers with positive parameters", () => {
  it.each(["exponential", ...positiveMaps] as const)("affine starts as the identity and from data as their Gaussian, %s", (scaleMap) => {
    const layer = affine.with({ scaleMap, minScale: 0.01, maxScale: 100, matrix: "full" });
    const { run, values } = trial(layer, e(2), { scatter: 0 });
    expect(worst(run("forward", [0.3, -7]).point, [0.3, -7])).toBeLessThan(1e-13);
    const data = normals(400, 3);
    const fit = layer.definition.fit!({ rows: data, count: 200, weights: new Float64Array(200).fill(1 / 200) }, geometry(e(2)), layer.options);
    const { point } = run("inverse", data, reference, { ...values, ...(fit as Record<string, readonly number[]>) });
    expect(point.reduce((sum, each) => sum + each * each, 0) / 200).toBeCloseTo(2, 4);
  });

  it("affine refuses bounds that cross", () => {
    expect(() => trial(affine.with({ scaleMap: "softplus", minScale: 5, maxScale: 2 }), e(1))).toThrow("Option minScale of affine is below maxScale, but 5 and 2 were given.");
  });

  it.each(positiveMaps)("gauss starts near the identity, %s", (widthMap) => {
    const { run } = trial(gauss.with({ widthMap, rotation: "none" }), e(1), { scatter: 0 });
    const points = [-2, -0.5, 0, 0.5, 2];
    expect(worst(run("inverse", points).point, points)).toBeLessThan(0.1);
  });

  it("gauss puts its last kernel where the mean is zero", () => {
    const layer = gauss.with({ centerMean: true, kernels: 2, rotation: "none", outer: "logistic", weightRatio: "none" });
    const { run } = trial(layer, e(1), { scatter: 0 });
    // Weights 1/4 and 3/4, so means 3 and −1; at log-odds of C = σ(u − 3)/4 + 3σ(u + 1)/4 with widths of 1.
    const width = rawPositive(1, { map: "saturation", min: 0.01, max: 100 });
    const { point } = run("inverse", [0.7], reference, { rotation: [], means: [3], widths: [width, width], weights: [0, Math.log(3)], exponents: [], box: [], bins: [], slopes: [] });
    const sigma = (t: number): number => 1 / (1 + Math.exp(-t));
    const below = 0.25 * sigma(0.7 - 3) + 0.75 * sigma(0.7 + 1);
    expect(point[0]).toBeCloseTo(Math.log(below / (1 - below)), 12);
    for (const kernels of [1, 2, 5]) {
      const own = trial(gauss.with({ centerMean: true, kernels }), e(2));
      const points = normals(20);
      expect(worst(own.run("inverse", points).back, points)).toBeLessThan(1e-12);
    }
  });

  it("gauss of smooth splines is straight outside, with a continuous second derivative where it bends", () => {
    const layer = gauss.with({ form: "spline", smooth: true, kernels: 5, rotation: "none" });
    const { run } = trial(layer, e(1), { scatter: 0.5 });
    const { logDet } = run("inverse", [-20, -25, 20, 40]);
    expect(logDet[0]).toBe(logDet[1]);
    expect(logDet[2]).toBe(logDet[3]);
    const step = 1e-3;
    const slopes = run("inverse", Array.from({ length: 12001 }, (_, index) => -6 + index * step)).logDet;
    const bends = Array.from(slopes.slice(1), (each, index) => (each - slopes[index]!) / step);
    const jumps = bends.slice(1).map((each, index) => Math.abs(each - bends[index]!));
    expect(Math.max(...bends.map(Math.abs))).toBeGreaterThan(0.3);
    expect(Math.max(...jumps)).toBeLessThan(0.05);
  });
});
