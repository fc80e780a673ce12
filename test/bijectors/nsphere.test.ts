import { describe, expect, it } from "vitest";
import { nsphere } from "../../src/bijectors/nsphere.ts";
import { uniformQuantiles } from "../../src/bijectors/nsphere/fit.ts";
import { sphere } from "../../src/manifold/sphere.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { finite, moved, onCircle, probe, shifted, tangents, worst, worstOf, type Rows, type Values } from "./probe.ts";

const normalized = (x: readonly number[]): readonly number[] => x.map((each) => each / Math.hypot(...x));

const scatter = (dim: number, count: number, seed: number): Rows => {
  const source = random(seed, "points", dim);
  return Array.from({ length: count }, () => normalized(Array.from({ length: dim + 1 }, () => source.normal())));
};

/** The point at distance about `radius` from the pole ±e_m of the part on S^m, in a given direction, with a share outside. */
const nearPole = (dim: number, m: number, sign: number, radius: number, outside: number, seed: number): readonly number[] => {
  const around = scatter(m - 1, 1, seed)[0]!;
  const rest = Array.from({ length: dim - m }, (_, i) => (outside * (i % 2 === 0 ? 1 : -1)) / Math.sqrt(dim - m));
  const scale = dim === m ? 1 : Math.sqrt(1 - outside ** 2);
  return [...around.map((each) => scale * radius * each), scale * sign * Math.sqrt(1 - radius * radius), ...rest];
};

const radii = [1e-12, 1e-7, 1e-4, 0.03];

/** Poles of every level, points near them, points where an inner part vanishes, the axes, the seam, points anywhere. */
const pointsOn = (dim: number, smallest = 0): Rows => {
  const levels = Array.from({ length: dim - 1 }, (_, index) => dim - index);
  const axes = Array.from({ length: dim + 1 }, (_, i) => [1, -1].map((sign) => Array.from({ length: dim + 1 }, (_, j) => (i === j ? sign : 0)))).flat();
  return [
    ...axes,
    ...levels.flatMap((m) => [1, -1].flatMap((sign) => radii.filter((radius) => radius >= smallest).map((radius, i) => nearPole(dim, m, sign, radius, m === dim ? 0 : 0.6, i)))),
    ...[1e-9, -1e-9].map((y) => normalized([1, y, ...Array<number>(dim - 1).fill(0.4)])),
    ...scatter(dim, 12, 7),
  ];
};

const variants = {
  "s2": [2, nsphere],
  "s2 without rotation": [2, nsphere.with({ rotation: false })],
  "s2 with a spline on the circle": [2, nsphere.with({ circle: "spline", bins: 4 })],
  "s2 with few bins, kernels and a linear network": [2, nsphere.with({ bins: 2, kernels: 1, hidden: [], minWidth: 0.01, minHeight: 0.01, minSlope: 0.1 })],
  "s3": [3, nsphere.with({ bins: 5, kernels: 3 })],
  "s4 without rotation": [4, nsphere.with({ bins: 4, kernels: 3, hidden: [8], rotation: false })],
  "s5": [5, nsphere.with({ bins: 4, kernels: 3, hidden: [8] })],
  "s5 with a spline on the circle": [5, nsphere.with({ bins: 4, hidden: [8], circle: "spline" })],
} as const;
const ways = [["inverse", "forward"], ["forward", "inverse"]] as const;

describe.each(Object.entries(variants))("nsphere, %s", (name, [dim, layer]) => {
  const one = probe(layer, sphere(dim));
  const points = pointsOn(dim);

  it("goes there and back", () => {
    for (const seed of [1, 2]) {
      const values = one.scattered(seed, 0.7);
      for (const [first, second] of ways) {
        for (const [by, tolerance] of [[reference, 3e-13], [reference32, 2e-4]] as const) {
          const there = one.run(first, points, values, by);
          const again = one.run(second, there.points, values, by);
          expect(worst(again.points, points)).toBeLessThan(tolerance);
          expect(worstOf(again.logDets.map((each) => -each), there.logDets)).toBeLessThan(50 * tolerance);
          expect(Math.max(there.residual, again.residual)).toBeLessThan(tolerance);
          for (const image of there.points) expect(Math.abs(Math.hypot(...image) - 1)).toBeLessThan(tolerance);
        }
      }
    }
  });

  it("has the log-determinant of its Jacobian", () => {
    const values = one.scattered(3, 0.7);
    // Where an inner part vanishes the map is continuous, but differentiable in the outer directions only.
    const smooth = pointsOn(dim).filter((x) => dim === 2 || Math.hypot(x[0]!, x[1]!, x[2]!) > 1e-3);
    const regular = layer.options.circle === "moebius" ? smooth : smooth.filter((x) => Math.hypot(x[0]!, x[1]!) > 1e-13);
    for (const [way] of ways) {
      // With a rotation, poles are poles on one side only: both sides are tried.
      expect(worstOf(one.logVolumes(way, regular, values), one.run(way, regular, values).logDets)).toBeLessThan(1e-8);
    }
  });

  it("is continuous at the poles of every level", () => {
    const values = layer.options.rotation ? { ...one.scattered(4, 0.7), axes: one.start["axes"]! } : one.scattered(4, 0.7);
    for (let m = 2; m <= dim; m++) {
      for (const sign of [1, -1]) {
        for (const [way] of ways) {
          const near = [0, 1, 2, 3].map((seed) => nearPole(dim, m, sign, 1e-8, m === dim ? 0 : 0.6, seed));
          const pole = nearPole(dim, m, sign, 0, m === dim ? 0 : 0.6, 0);
          const { points: images, logDets } = one.run(way, [pole, ...near], values);
          for (const row of [1, 2, 3, 4]) {
            expect(worst([images[row]!], [images[0]!])).toBeLessThan(1e-5);
            expect(Math.abs(logDets[row]! - logDets[0]!)).toBeLessThan(1e-5);
          }
        }
      }
    }
    // Where the part on S^m vanishes as a whole.
    for (let m = 1; m < dim; m++) {
      const outer = scatter(dim - m - 1, 1, 5)[0]!;
      const at = (radius: number, seed: number): readonly number[] =>
        [...scatter(m, 1, seed)[0]!.map((each) => radius * each), ...outer.map((each) => Math.sqrt(1 - radius ** 2) * each)];
      if (dim === m + 1) continue;
      for (const [way] of ways) {
        const { logDets } = one.run(way, [at(0, 0), ...[0, 1, 2].map((seed) => at(1e-8, seed))], values);
        expect(worstOf(logDets, logDets.map(() => logDets[0]!))).toBeLessThan(1e-5);
      }
    }
  });

  it("has finite gradients everywhere, in both precisions", () => {
    const values = one.scattered(6, 0.7);
    const still = layer.options.rotation ? { ...values, axes: one.start["axes"]! } : values;
    for (const [way] of ways) {
      for (const by of [reference, reference32]) {
        for (const each of [values, still, one.start]) expect(finite(one.gradients(way, points, each, by))).toBe(true);
      }
    }
  });

  it("is finite, and goes back, where raw parameters are ±30", () => {
    const source = random(8, name);
    const values: Values = Object.fromEntries(Object.entries(one.start).map(([key, each]) => [key, key.includes("/") ? each : Float64Array.from(each, () => (source.uniform() < 0.5 ? 30 : -30))]));
    for (const by of [reference, reference32]) {
      for (const [way] of ways) {
        expect(finite(one.run(way, points, values, by))).toBe(true);
        expect(finite(one.gradients(way, points, values, by))).toBe(true);
      }
    }
    expect(worst(one.run("forward", one.run("inverse", points, values).points, values).points, points)).toBeLessThan(1e-7);
  });

  it("has the gradients of differences", () => {
    const values = one.scattered(9, 0.5);
    const along = one.scattered(10, 1);
    const anywhere = scatter(dim, 6, 3);
    const h = 1e-6;
    for (const [way] of ways) {
      const { parameters, points: own } = one.gradients(way, anywhere, values);
      const slope = Object.entries(parameters).reduce((sum, [key, each]) => sum + Array.from(each).reduce((s, g, i) => s + g * along[key]![i]!, 0), 0);
      const at = (step: number): number => one.gradients(way, anywhere, moved(values, along, step)).at;
      expect(Math.abs(slope - (at(h) - at(-h)) / (2 * h))).toBeLessThan(1e-4 * (1 + Math.abs(slope)));
      anywhere.forEach((x, row) => {
        for (const tangent of tangents(sphere(dim), x)) {
          const value = (step: number): number => one.gradients(way, [shifted(x, tangent, step)], values).at;
          const exact = own[row]!.reduce((sum, each, i) => sum + each * tangent[i]!, 0);
          expect(Math.abs(exact - (value(h) - value(-h)) / (2 * h))).toBeLessThan(1e-4 * (1 + Math.abs(exact)));
        }
      });
    }
  });

  it("takes parameters per sample", () => {
    const some = scatter(dim, 5, 4);
    const each = some.map((_, row) => one.scattered(100 + row, 0.7));
    for (const [way] of ways) {
      const { points: images, logDets } = one.runEach(way, some, each);
      some.forEach((point, row) => {
        const alone = one.run(way, [point], each[row]!);
        expect(worst(alone.points, [images[row]!])).toBeLessThan(1e-12);
        expect(alone.logDets[0]).toBeCloseTo(logDets[row]!, 11);
      });
    }
  });

  it("starts near the identity", () => {
    for (const [way] of ways) {
      const { points: images, logDets } = one.run(way, points, { ...one.start, ...("centers" in one.start ? { centers: one.start["centers"]!.length === 0 ? [] : new Float64Array(one.start["centers"]!.length) } : {}) });
      expect(worst(images, points)).toBeLessThan(1e-14);
      expect(worstOf(logDets, points.map(() => 0))).toBeLessThan(1e-13);
    }
  });
});

describe("nsphere on s2", () => {
  const one = probe(nsphere, sphere(2));

  it("has densities that integrate to 1", () => {
    // Midpoints in height and angle, the volume element of which is dh dφ.
    const [heights, angles] = [400, 200];
    const grid = Array.from({ length: heights * angles }, (_, i) => {
      const h = -1 + (2 * Math.floor(i / angles) + 1) / heights;
      return [...onCircle((2 * Math.PI * (i % angles)) / angles).map((each) => Math.sqrt(1 - h * h) * each), h];
    });
    for (const [way] of ways) {
      const { logDets } = one.run(way, grid, one.scattered(3, 0.5));
      expect(logDets.reduce((sum, each) => sum + Math.exp(each) / grid.length, 0)).toBeCloseTo(1, 3);
    }
  });

  it("is smooth at the poles: the density is that at the pole plus a linear form", () => {
    const values = { ...one.scattered(4, 0.7), axes: one.start["axes"]! };
    const radius = 1e-4;
    for (const pole of [1, -1]) {
      const at = (angle: number): number => one.run("inverse", [[...onCircle(angle).map((each) => radius * each), pole * Math.sqrt(1 - radius ** 2)]], values).logDets[0]!;
      const middle = one.run("inverse", [[0, 0, pole]], values).logDets[0]!;
      for (const angle of [0.3, 1.7, 2.9]) expect(Math.abs(at(angle) + at(angle + Math.PI) - 2 * middle)).toBeLessThan(1e-6);
    }
  });

  it("is a Möbius mixture of the longitude with centres ρ̃w, and a spline of the height", () => {
    const layer = nsphere.with({ rotation: false, kernels: 1, hidden: [], bins: 2 });
    const plain = probe(layer, sphere(2));
    const values = { ...plain.scattered(5, 0), axes: [], turns: [], centers: [0.8, -0.5], slopes: [0.4, 0.4, 0.4], "circle/last": [0.2, -0.3, 0, 0.7], "circle/bias": [0, 0.1, 0, 0.25] };
    const [h, angle] = [0.35, 1.1];
    const rho = Math.sqrt(1 - h * h);
    const { points: [image], logDets: [logDet] } = plain.run("inverse", [[rho * Math.cos(angle), rho * Math.sin(angle), h]], values);
    // The height: bins of one half each, slopes D at all knots.
    const d = 1e-4 + Math.log1p(Math.exp(0.4 + Math.log(Math.expm1(1 - 1e-4))));
    const xi = 2 * (0.5 * (1 + h) - 0.5);
    const q = 1 + (2 * d - 2) * xi * (1 - xi);
    const base = 2 * (0.5 + (0.5 * (xi * xi + d * xi * (1 - xi))) / q) - 1;
    const slope = (d * xi ** 2 + 2 * xi * (1 - xi) + d * (1 - xi) ** 2) / q ** 2;
    const [a, b] = [0.8 + 0.2 * base, -0.5 - 0.3 * base + 0.1];
    const fade = (0.999 * Math.sqrt(1 - base * base)) / Math.sqrt(1 + a * a + b * b);
    const [wx, wy] = [fade * a, fade * b];
    // h_w(z) = (z − w) / (1 − w̄z), as the quotient of two complex numbers.
    const [x, y] = onCircle(angle) as [number, number];
    const quotient = Math.atan2(y - wy, x - wx) - Math.atan2(wy * x - wx * y, 1 - wx * x - wy * y);
    const expected = quotient + 0.25 + 0.7 * base;
    const out = Math.sqrt(1 - base * base);
    expect(worst([image!], [[out * Math.cos(expected), out * Math.sin(expected), base]])).toBeLessThan(1e-14);
    expect(logDet).toBeCloseTo(Math.log(slope) + Math.log((1 - wx * wx - wy * wy) / ((x - wx) ** 2 + (y - wy) ** 2)), 12);
  });

  it("keeps the digits of points close to a pole", () => {
    const still = probe(nsphere.with({ rotation: false }), sphere(2));
    const values = still.scattered(6, 0.7);
    for (const radius of [1e-12, 1e-6]) {
      for (const sign of [1, -1]) {
        const point = [0.6 * radius, -0.8 * radius, sign * Math.sqrt(1 - radius ** 2)];
        const [image] = still.run("forward", still.run("inverse", [point], values).points, values).points as [readonly number[]];
        expect(Math.abs(image[0]! / point[0]! - 1)).toBeLessThan(1e-11);
        expect(Math.abs(image[1]! / point[1]! - 1)).toBeLessThan(1e-11);
      }
    }
  });
});

describe("nsphere's start from data", () => {
  it("brings a von Mises–Fisher sample near the uniform distribution", () => {
    // On S², κ = 20 about a direction away from the base's centre; entropy log(4π sinh κ / κ) − κ coth κ + 1.
    const kappa = 20;
    const source = random(1, "vmf");
    const count = 3000;
    const rows = Float64Array.from({ length: count }).fill(0);
    const points = Array.from(rows, () => {
      const u = source.uniform();
      const h = 1 + Math.log(u + (1 - u) * Math.exp(-2 * kappa)) / kappa;
      const [c, s] = onCircle(2 * Math.PI * source.uniform()).map((each) => each * Math.sqrt(Math.max(0, 1 - h * h))) as [number, number];
      // The pole goes to (1, 0, 0).
      return normalized([h, c, s]);
    });
    const sample = { rows: Float64Array.from(points.flat()), count, weights: new Float64Array(count).fill(1 / count) };
    const one = probe(nsphere, sphere(2));
    const values = { ...one.start, centers: new Float64Array(16), ...nsphere.definition.fit!(sample, sphere(2), nsphere.options) } as Values;
    const { logDets, points: images } = one.run("inverse", points, values);
    const relativeEntropy = -(Math.log(Math.sinh(kappa) / kappa) - kappa / Math.tanh(kappa) + 1);
    expect(Math.abs(logDets.reduce((a, b) => a + b, 0) / count - relativeEntropy)).toBeLessThan(0.08);
    const mean = images.reduce((sum, each) => sum + each[2]! / count, 0);
    expect(Math.abs(mean)).toBeLessThan(0.05);
  });

  it.each([3, 4, 5])("leaves uniform points alone on s%d", (dim) => {
    const points = scatter(dim, 4000, 9);
    const sample = { rows: Float64Array.from(points.flat()), count: 4000, weights: new Float64Array(4000).fill(1 / 4000) };
    const layer = nsphere.with({ rotation: false });
    const one = probe(layer, sphere(dim));
    const values = { ...one.start, centers: new Float64Array(16), ...layer.definition.fit!(sample, sphere(dim), layer.options) } as Values;
    const { logDets } = one.run("inverse", points, { ...values, axes: [] });
    expect(Math.abs(logDets.reduce((a, b) => a + b, 0) / 4000)).toBeLessThan(0.02);
    expect(finite(one.run("inverse", points, { ...values, axes: [] }))).toBe(true);
  });

  it("knows the quantiles of heights", () => {
    expect(worstOf(uniformQuantiles(2, 4), [0.25, 0.5, 0.75])).toBeLessThan(1e-6);
    // On S³, (ϑ − sin ϑ cos ϑ) / π; on S⁴, t²(3 − 2t).
    for (const [k, t] of uniformQuantiles(3, 8).entries()) {
      const angle = Math.acos(1 - 2 * t);
      expect((angle - Math.sin(angle) * Math.cos(angle)) / Math.PI).toBeCloseTo((k + 1) / 8, 6);
    }
    for (const [k, t] of uniformQuantiles(4, 8).entries()) expect(t * t * (3 - 2 * t)).toBeCloseTo((k + 1) / 8, 6);
  });
});
