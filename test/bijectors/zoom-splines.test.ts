/** The splines in front of the zoom, the poles, and where the layer starts from data. */
import { describe, expect, it } from "vitest";
import { circularSpline } from "../../src/bijectors/circular-spline.ts";
import { fitted } from "../../src/bijectors/layer.ts";
import { spline } from "../../src/bijectors/spline/spline.ts";
import { zoom } from "../../src/bijectors/zoom.ts";
import { parse } from "../../src/flow/parse.ts";
import { sphere as sphereFlow } from "../../src/flow/manifolds.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import { random } from "../../src/random.ts";
import { onCircle, probe, worst, worstOf, type Rows, type Values } from "./probe.ts";
import { type Options, plain, values, at, fractions } from "./zoom-places.ts";

describe("splines of the height", () => {
  const raw = [0.4, -0.6, 0.9, 0.3, 0.2, -0.8];
  const still = values(1e-12);

  it.each([["fixed", [0.5, -0.4]], ["free", [0.5, -0.4, 0.7, 0.1]]] as const)("are those of an interval, with %s ends", (boundary, slopes) => {
    const one = probe(zoom.with({ ...plain, vertical: [3], boundary }), sphere(2));
    const line = probe(spline.with({ bins: 3, boundary }), geometry({ kind: "i", dim: 1, lower: 0, upper: 1, spec: "i" }));
    const heights = [0.02, 0.3, 0.5, 0.8, 0.999];
    for (const way of ["forward", "inverse"] as const) {
      const found = one.run(way, heights.map((t) => at(t, 1 - t)), { ...still, vertical: [...raw, ...slopes] });
      const wanted = line.run(way, heights.map((t) => [t, 1 - t]), { widths: raw.slice(0, 3), heights: raw.slice(3), slopes });
      expect(worst(found.points.map((point) => [fractions(point).beta]), wanted.points.map(([t]) => [t!]))).toBeLessThan(1e-11);
      expect(worstOf(found.logDets, wanted.logDets)).toBeLessThan(1e-11);
    }
  });

  it.each([["fixed", [0.5, -0.4]], ["free", [0.5, -0.4, 0.7, 0.1]]] as const)("leave caps alone, and are the same between them in other units, with %s ends", (boundary, slopes) => {
    const [cap, vertical] = [0.25, [...raw, ...slopes]];
    const one = probe(zoom.with({ ...plain, vertical: [3], cap, boundary }), sphere(3));
    const inner = probe(zoom.with({ ...plain, vertical: [3], boundary }), sphere(2));
    const within = [0, 1e-9, 0.05, 0.12, 0.13, 0.4, 0.8, 0.87, 0.9, 1];
    for (const way of ["forward", "inverse"] as const) {
      const { points, logDets } = one.run(way, within.map((t) => at(t, 1 - t, 3)), { ...still, vertical });
      within.forEach((t, row) => {
        const scaled = (t - cap / 2) / (1 - cap);
        if (scaled < 0 || scaled > 1) {
          expect(worst([points[row]!], [at(t, 1 - t, 3)])).toBeLessThan(1e-11);
          expect(Math.abs(logDets[row]!)).toBeLessThan(1e-11);
        } else {
          const { points: [wanted], logDets: [slope] } = inner.run(way, [at(scaled, 1 - scaled)], { ...still, vertical });
          const image = cap / 2 + (1 - cap) * fractions(wanted!).beta;
          expect(Math.abs(fractions(points[row]!).beta - image)).toBeLessThan(1e-11);
          expect(Math.abs(logDets[row]! - slope! - 0.5 * Math.log((image * (1 - image)) / (t * (1 - t))))).toBeLessThan(1e-11);
        }
      });
    }
  });

  it("come before the zoom, the first one next to the base", () => {
    const [first, second] = [[...raw, 0.5, -0.4], [-0.5, 0.9, 0.1, 0.2, 0.7]];
    const point = at(0.3, 0.7);
    const by = (bins: readonly number[], own: readonly number[], from: readonly number[]): readonly number[] =>
      probe(zoom.with({ ...plain, vertical: bins }), sphere(2)).run("forward", [from], { ...still, vertical: own }).points[0]!;
    const gathered = probe(zoom.with(plain), sphere(2)).run("forward", [by([2], second, by([3], first, point))], values(3)).points;
    const whole = probe(zoom.with({ ...plain, vertical: [3, 2] }), sphere(2)).run("forward", [point], { ...values(3), vertical: [...first, ...second] }).points;
    expect(worst(whole, gathered)).toBeLessThan(1e-11);
  });
});

describe("splines of the azimuth", () => {
  const raw = [0.4, -0.6, 0.9, 0.3, 0.2, -0.8, 0.5, -0.4, 0.7];

  it("are those of a circle, by a window of the height", () => {
    const one = probe(zoom.with({ ...plain, circular: [3] }), sphere(3));
    const circle = probe(circularSpline.with({ bins: 3, rotation: false }), sphere(1));
    for (const [c, angle] of [[0, 1.1], [0.3, 2.9], [0.8, 4.5], [0.95, 6.2]] as const) {
      const radius = Math.sqrt(1 - c * c);
      const window = 1 - 10 * c ** 3 + 15 * c ** 4 - 6 * c ** 5;
      const faded = raw.map((each) => window * each);
      for (const way of ["forward", "inverse"] as const) {
        const found = one.run(way, [[...onCircle(angle).map((each) => radius * each), 0.6 * c, -0.8 * c]], { ...values(1e-12), circular: raw });
        const wanted = circle.run(way, [onCircle(angle)], { widths: faded.slice(0, 3), heights: faded.slice(3, 6), slopes: faded.slice(6), rotation: [] });
        expect(worst(found.points, [[...wanted.points[0]!.map((each) => radius * each), 0.6 * c, -0.8 * c]])).toBeLessThan(1e-11);
        expect(worstOf(found.logDets, wanted.logDets)).toBeLessThan(1e-11);
      }
    }
  });

  it("depend on the height and turn with it, where they are correlated", () => {
    const one = probe(zoom.with({ ...plain, circular: [3], correlated: true, hidden: [] }), sphere(2));
    const last = Array.from({ length: 10 }, (_, i) => 0.3 * Math.cos(i));
    const bias = Array.from({ length: 10 }, (_, i) => 0.2 * Math.sin(i));
    const [h, angle] = [-0.45, 2.2];
    const radius = Math.sqrt(1 - h * h);
    const point = [...onCircle(angle).map((each) => radius * each), h];
    const found = one.run("forward", [point], { ...values(1e-12), circular: raw, "azimuth/last": last, "azimuth/bias": bias });
    const given = last.map((each, i) => each * h + bias[i]!);
    const free = probe(zoom.with({ ...plain, circular: [3] }), sphere(2)).run("forward", [point], { ...values(1e-12), circular: raw.map((each, i) => each + given[i]!) });
    const [x, y] = free.points[0]!;
    const turned = [Math.cos(given[9]!) * x! - Math.sin(given[9]!) * y!, Math.sin(given[9]!) * x! + Math.cos(given[9]!) * y!, h];
    expect(worst(found.points, [turned])).toBeLessThan(1e-11);
    expect(worstOf(found.logDets, free.logDets)).toBeLessThan(1e-11);
  });

  it("turn a quarter before the zoom", () => {
    const one = probe(zoom.with({ ...plain, quarterTurn: true }), sphere(3));
    const { points: [image] } = one.run("forward", [[0.1, 0.3, -0.5, Math.sqrt(0.65)]], values(1e-12));
    expect(worst([image!], [[Math.sqrt(0.65), 0.3, -0.5, -0.1]])).toBeLessThan(1e-11);
  });
});

describe("at the poles of S² densities are smooth", () => {
  it.each<Options>([
    { vertical: [3] }, { vertical: [3], boundary: "free" }, { circular: [3] }, { vertical: [2], circular: [4], correlated: true }, { vertical: [4], cap: 0.25, toward: "north" },
  ])("under %j", (options) => {
    const one = probe(zoom.with({ rotation: "none", ...options }), sphere(2));
    const own = one.scattered(4, 0.7);
    const radius = 1e-3;
    for (const pole of [1, -1]) {
      for (const way of ["forward", "inverse"] as const) {
        const around = (angle: number): readonly number[] => [...onCircle(angle).map((each) => radius * each), pole * Math.sqrt(1 - radius ** 2)];
        const angles = [0.3, 1.1, 1.9, 2.7];
        const { logDets } = one.run(way, [[0, 0, pole], ...angles.flatMap((angle) => [around(angle), around(angle + Math.PI)])], own);
        // A linear form has opposite values at opposite points; what is left is of second order, and a quadratic form.
        const seconds = angles.map((_, i) => logDets[2 * i + 1]! + logDets[2 * i + 2]! - 2 * logDets[0]!);
        for (const second of seconds) expect(Math.abs(second)).toBeLessThan(1e3 * radius ** 2);
        // The trace of a quadratic form is the same in all bases: at angles a quarter turn apart.
        expect(Math.abs(seconds[0]! + one.run(way, [around(0.3 + Math.PI / 2), around(0.3 - Math.PI / 2)], own).logDets.reduce((a, b) => a + b, -2 * logDets[0]!)
          - seconds[1]! - one.run(way, [around(1.1 + Math.PI / 2), around(1.1 - Math.PI / 2)], own).logDets.reduce((a, b) => a + b, -2 * logDets[0]!))).toBeLessThan(1e-8);
      }
    }
  });
});

describe("fit", () => {
  const direction = [0.48, -0.6, 0.64];
  /** Points of von Mises–Fisher on S² by Ulrich's formula, and gathered points on other spheres. */
  const gathered = (mean: readonly number[], kappa: number, count: number): Float64Array => {
    const source = random(5, "gathered", mean.length);
    const n = mean.length;
    return Float64Array.from(Array.from({ length: count }, () => {
      const beta = -Math.log1p(source.uniform() * Math.expm1(-2 * kappa)) / (2 * kappa);
      const raw = mean.map(() => source.normal());
      const along = raw.reduce((sum, each, i) => sum + each * mean[i]!, 0);
      const across = raw.map((each, i) => each - along * mean[i]!);
      const length = Math.hypot(...across);
      return mean.map((each, i) => (1 - 2 * beta) * each + (2 * Math.sqrt(beta * (1 - beta)) * across[i]!) / length);
    }).flat().slice(0, n * count));
  };
  const sampleOf = (rows: Float64Array, ambient: number) => {
    const count = rows.length / ambient;
    return { rows, count, weights: new Float64Array(count).fill(1 / count) };
  };
  const rowsOf = ({ rows, count }: { readonly rows: Float64Array; readonly count: number }, ambient: number): Rows =>
    Array.from({ length: count }, (_, row) => Array.from(rows.subarray(row * ambient, (row + 1) * ambient)));
  const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const likelihood = (options: Options, sample: ReturnType<typeof sampleOf>, ambient: number): number => {
    const layer = zoom.with(options);
    const one = probe(layer, sphere(ambient - 1));
    return meanOf([...one.run("inverse", rowsOf(sample, ambient), { ...one.start, ...(fitted(layer, sample, sphere(ambient - 1)) as Values) }).logDets]);
  };

  it.each<Options>([
    {}, { toward: "north" }, { rotation: "angles" }, { rotation: "cayley" }, { rotation: "axis" }, { rotation: "quaternion" }, { reflections: 3 }, { concentration: "softplus" }, { concentration: "logBounded" },
    { concentration: "length", rotation: "axis" }, { concentration: "squaredLength", rotation: "axis", toward: "north" }, { concentration: "length", rotation: "quaternion" }, { concentration: "squaredLength", rotation: "quaternion", toward: "north" },
    { quarterTurn: true },
  ])("under %j finds the mean direction and A(κ) = R", (options) => {
    for (const mean of [direction, [0, 0, 1], [0, 0, -1], [1, 0, 0]]) {
      const sample = sampleOf(gathered(mean, 40, 600), 3);
      const resultant = Math.hypot(...[0, 1, 2].map((i) => meanOf(rowsOf(sample, 3).map((row) => row[i]!))));
      // κ with coth κ − 1/κ = R, by a fixed point of its own.
      let kappa = 1;
      for (let step = 0; step < 2000; step++) kappa = 1 / (1 / Math.tanh(kappa) - resultant);
      const best = kappa * (resultant - 1) + Math.log((2 * kappa) / -Math.expm1(-2 * kappa));
      // Cayley's entries stop short of half turns.
      const far = options.rotation === "cayley" && mean[2]! === 1;
      expect(Math.abs(likelihood(options, sample, 3) - best), `${mean}`).toBeLessThan(far ? 1 : 1e-9);
    }
  });

  it.each<readonly [number, Options]>([[3, {}], [3, { concentration: "length", rotation: "axis" }], [3, { concentration: "length", rotation: "quaternion" }], [3, { rotation: "quaternion", toward: "north" }], [4, { rotation: "angles" }]])("on S^%i under %j has the greatest likelihood", (dim, options) => {
    const mean = [...direction, ...Array<number>(dim - 2).fill(0)];
    const sample = sampleOf(gathered(mean, 15, 400), dim + 1);
    const layer = zoom.with(options);
    const one = probe(layer, sphere(dim));
    const own = { ...one.start, ...(fitted(layer, sample, sphere(dim)) as Values) };
    const name = options.concentration === "length" ? "rotation" : "concentration";
    const at = (factor: number): number => meanOf([...one.run("inverse", rowsOf(sample, dim + 1), { ...own, [name]: Array.from(own[name]!, (each) => (name === "rotation" ? factor * each : each + Math.log(factor))) }).logDets]);
    expect(at(1)).toBeGreaterThan(1);
    expect(at(1)).toBeGreaterThan(at(1.02));
    expect(at(1)).toBeGreaterThan(at(0.98));
  });

  it("puts splines at quantiles of what is left", () => {
    const source = random(6, "ring");
    // A belt about an axis, in three clusters.
    const belt = Float64Array.from(Array.from({ length: 900 }, (_, i) => {
      const [angle, h] = [2.1 * (i % 3) + 0.4 * source.normal() + 0.5, 0.15 * source.normal()];
      return [...onCircle(angle).map((each) => Math.sqrt(1 - h * h) * each), h];
    }).flat());
    const sample = sampleOf(belt, 3);
    const none = likelihood({ rotation: "none" }, sample, 3);
    const heights = likelihood({ rotation: "none", vertical: [3, 8] }, sample, 3);
    const both = likelihood({ rotation: "none", vertical: [3, 8], circular: [2, 12] }, sample, 3);
    const caps = likelihood({ rotation: "none", vertical: [8], cap: 0.25 }, sample, 3);
    const free = likelihood({ rotation: "none", vertical: [8], boundary: "free" }, sample, 3);
    expect(heights).toBeGreaterThan(none + 0.8);
    expect(caps).toBeGreaterThan(none + 0.7);
    expect(free).toBeGreaterThan(none + 0.8);
    expect(both).toBeGreaterThan(heights + 0.15);
    const quarter = likelihood({ quarterTurn: true, vertical: [8], rotation: "none" }, sampleOf(Float64Array.from(rowsOf(sample, 3).flatMap(([x, y, z]) => [z!, y!, -x!])), 3), 3);
    expect(quarter).toBeGreaterThan(none + 0.8);
  });

  it("is finite for a single point, a pole, opposite points and points all over", () => {
    for (const rows of [[0, 0, 1], [0, 0, -1], [...direction], [...direction, ...direction.map((each) => -each)], [1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0]]) {
      for (const options of [{ vertical: [3], circular: [3] }, { concentration: "length", rotation: "axis" }, { concentration: "squaredLength", rotation: "quaternion", vertical: [4], cap: 0.3 }] as const) {
        expect(Number.isFinite(likelihood(options, sampleOf(Float64Array.from(rows), 3), 3))).toBe(true);
      }
    }
  });
});

it("is `f` in strings, and a method of spheres", () => {
  expect(parse("s2+s3", "ff+f").tree).toEqual(sphereFlow(2).zoom(2).oplus(sphereFlow(3).zoom()).tree);
});
