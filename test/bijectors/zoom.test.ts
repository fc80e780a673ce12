import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { circularSpline } from "../../src/bijectors/circular-spline.ts";
import { fitted, parametersOf } from "../../src/bijectors/layer.ts";
import { spline } from "../../src/bijectors/spline/spline.ts";
import { zoom } from "../../src/bijectors/zoom.ts";
import { rawConcentration } from "../../src/bijectors/zoom/concentration.ts";
import { parse } from "../../src/flow/parse.ts";
import { sphere as sphereFlow } from "../../src/flow/manifolds.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { logArea, sphere } from "../../src/manifold/sphere.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { finite, onCircle, probe, worst, worstOf, type Rows, type Values } from "./probe.ts";

type Options = Parameters<typeof zoom.with>[0];

const plain = { rotation: "none", minConcentration: 1e-13 } as const;
const values = (kappa: number, options: Options = {}): Values => ({
  rotation: [], vertical: [], circular: [], concentration: [rawConcentration(kappa, { ...zoom.options, ...plain, ...options })],
});

/** The point of S^n with a fraction β of the way from the south pole, where α = 1 − β, in the first direction. */
const at = (beta: number, alpha: number, dim = 2): readonly number[] => [2 * Math.sqrt(alpha * beta), ...Array<number>(dim - 1).fill(0), beta - alpha];

/** Both fractions of a point. */
const fractions = (point: readonly number[]): { readonly beta: number; readonly alpha: number } => {
  const h = point.at(-1)!;
  const far = 0.5 * (1 + Math.abs(h));
  const near = point.slice(0, -1).reduce((sum, each) => sum + each * each, 0) / (4 * far);
  return h < 0 ? { beta: near, alpha: far } : { beta: far, alpha: near };
};

interface Node {
  readonly point: readonly number[];
  readonly weight: number;
}

/** Heights of uniform points of S^n, by the trapezoidal rule in t, α = 1 / (1 + e^s) with s = π sinh(t). */
const heightNodes = (dim: number): readonly Node[] =>
  Array.from({ length: 257 }, (_, index) => {
    const t = (index - 128) / 32;
    const s = Math.PI * Math.sinh(t);
    const [alpha, beta] = [1 / (1 + Math.exp(s)), 1 / (1 + Math.exp(-s))];
    return { point: at(beta, alpha, dim), weight: Math.cosh(t) * (alpha * beta) ** (dim / 2) };
  });

const averaged = (nodes: readonly Node[], numbers: readonly number[]): number =>
  nodes.reduce((sum, { weight }, i) => sum + weight * numbers[i]!, 0) / nodes.reduce((sum, { weight }) => sum + weight, 0);

const relative = (a: number, b: number): number => Math.abs(a - b) / Math.abs(b);

describe("the zoom of S²", () => {
  const one = probe(zoom.with(plain), sphere(2));

  // −log(α + β e^−2κ) / 2κ and log(β + α e^2κ) / 2κ, computed with 80 decimal digits.
  it.each([
    [1e-10, 1e-20, 9.9999999989999994e-21], [1e-10, 1e-9, 9.9999999989999992e-10], [1e-10, 0.3, 0.29999999997900001], [1e-10, 0.75, 0.74999999998125],
    [1e-3, 1e-20, 9.9900066633346668e-21], [1e-3, 1e-9, 9.9900066633446456e-10], [1e-3, 0.3, 0.29979005601818298], [1e-3, 0.75, 0.74981243750782811],
    [1, 1e-20, 4.3233235838169363e-21], [1, 1e-9, 4.3233235856860491e-10], [1, 0.3, 0.15014691032101748], [1, 0.75, 0.52277070360337974],
    [50, 1e-20, 1e-22], [50, 1e-9, 1.0000000004999999e-11], [50, 0.3, 0.003566749439387324], [50, 0.75, 0.013862943611198907],
    [1e8, 1e-20, 4.9999999999999999e-29], [1e8, 1e-9, 5.0000000024999999e-18], [1e8, 0.3, 1.7833747196936619e-9], [1e8, 0.75, 6.9314718055994528e-9],
  ])("of κ = %d takes a fraction %d from its pole to %d", (kappa, beta, image) => {
    const { points: [there] } = one.run("forward", [at(beta, 1 - beta)], values(kappa));
    expect(relative(fractions(there!).beta, image)).toBeLessThan(1e-12);
    const { points: [back] } = one.run("inverse", [at(image, 1 - image)], values(kappa));
    expect(relative(fractions(back!).beta, beta)).toBeLessThan(1e-12);
  });

  it.each([
    [1e-10, 1e-25, 1.0000000001000001e-25], [1e-10, 1e-9, 1.0000000001e-9], [1e-10, 0.2, 0.20000000001599999],
    [1e-3, 1e-25, 1.0010006670001334e-25], [1e-3, 1e-9, 1.0010006669991315e-9], [1e-3, 0.2, 0.20016006400212155],
    [1, 1e-25, 3.1945280494653253e-25], [1, 1e-9, 3.1945280392603157e-9], [1, 0.2, 0.41160749527884555],
    [20, 1e-25, 5.8846316016677209e-10], [20, 1e-9, 0.48191835418254858], [20, 0.2, 0.95976405218914751],
    [50, 1e-25, 0.42435372675148858], [50, 1e-9, 0.79276734163053586], [50, 0.2, 0.98390562087565903],
  ])("of κ = %d takes a fraction %d from the other pole to %d", (kappa, alpha, image) => {
    const { points: [there] } = one.run("forward", [at(1 - alpha, alpha)], values(kappa));
    expect(relative(fractions(there!).alpha, image)).toBeLessThan(1e-12);
    const { points: [back] } = one.run("inverse", [at(1 - image, image)], values(kappa));
    expect(relative(fractions(back!).alpha, alpha)).toBeLessThan(3e-12);
  });

  // −2κβ − log((1 − e^−2κ) / 2κ), computed with 80 decimal digits.
  it.each([
    [1e-10, 0, 9.9999999998333338e-11], [1e-10, 0.3, 3.9999999998333332e-11], [1e-10, 1, -1.0000000000166667e-10],
    [1e-3, 0, 0.00099983333333888893], [1e-3, 0.3, 0.00039983333333888887], [1e-3, 1, -0.0010001666666611111],
    [1, 0, 0.83856063842880435], [1, 0.3, 0.23856063842880437], [1, 1, -1.1614393615711955],
    [50, 0, 4.6051701859880918], [50, 0.3, -25.39482981401191], [50, 1, -95.394829814011914],
    [1e8, 0, 19.113827924512311], [1e8, 1e-9, 18.913827924512312], [1e8, 0.3, -59999980.886172079], [1e8, 1, -199999980.88617209],
  ])("of κ = %d is von Mises–Fisher at a fraction %d", (kappa, beta, logDensity) => {
    const { logDets: [found] } = one.run("inverse", [at(beta, 1 - beta)], values(kappa));
    expect(Math.abs(found! - logDensity)).toBeLessThan(1e-12 * (1 + Math.abs(logDensity)));
    // No concentration: the uniform density itself.
    const still = probe(zoom.with({ concentration: "length", rotation: "axis" }), sphere(2));
    const { logDets: [none], points: [same] } = still.run("inverse", [at(beta, 1 - beta)], { ...values(1), concentration: [], rotation: [0, 0, 0] });
    expect([none, worst([same!], [at(beta, 1 - beta)]) < 1e-15]).toEqual([0, true]);
  });

  const fixtures = JSON.parse(readFileSync(new URL("./von-mises-fisher.json", import.meta.url), "utf8")) as { readonly kappa: number; readonly points: Rows; readonly logProb: readonly number[]; readonly entropy: Readonly<Record<string, number>> };

  it("has the densities of von Mises–Fisher that scipy finds", () => {
    const north = probe(zoom.with({ ...plain, toward: "north" }), sphere(2));
    const { logDets } = north.run("inverse", fixtures.points, values(fixtures.kappa));
    expect(worstOf(logDets.map((each) => each - logArea(2)), fixtures.logProb)).toBeLessThan(1e-13);
  });

  it.each(Object.entries(fixtures.entropy))("of κ = %s has the entropy of von Mises–Fisher, %d", (kappa, entropy) => {
    const nodes = heightNodes(2);
    const { logDets } = one.run("forward", nodes.map(({ point }) => point), values(Number(kappa)));
    expect(averaged(nodes, logDets) + logArea(2)).toBeCloseTo(entropy, 11);
  });
});

describe.each([3, 4, 7])("the zoom of S^%i", (dim) => {
  it.each([1e-6, 0.5, 20, 300])("has a density of mass 1 at κ = %d", (kappa) => {
    const nodes = heightNodes(dim);
    const { logDets } = probe(zoom.with(plain), sphere(dim)).run("inverse", nodes.map(({ point }) => point), values(kappa));
    expect(Math.abs(averaged(nodes, logDets.map(Math.exp)) - 1)).toBeLessThan(1e-12);
  });
});

const corners = (dim: number): Rows => [
  ...[0, 1e-40, 1e-31, 1e-30, 1e-29, 1e-16, 1e-8, 0.01, 0.5].flatMap((alpha) => [at(1 - alpha, alpha, dim), at(alpha, 1 - alpha, dim)]),
  ...[1e-9, -1e-9].map((y) => [1, y, ...Array<number>(dim - 1).fill(0)]),
];

describe.each([2, 3, 4])("at every corner of S^%i, up to the greatest concentration", (dim) => {
  it.each(["south", "north"] as const)("towards the %s, points stay on the sphere and everything is finite", (toward) => {
    const layer = zoom.with({ ...plain, toward });
    const one = probe(layer, sphere(dim));
    for (const kappa of [1e-12, 1, 35, 90, 400, 1e4, 1e8, 9.9e11]) {
      for (const [by, tolerance] of [[reference, 1e-13], [reference32, 1e-5]] as const) {
        for (const way of ["forward", "inverse"] as const) {
          const { points, logDets } = one.run(way, corners(dim), values(kappa), by);
          expect(finite(logDets)).toBe(true);
          expect(worstOf(points.map((point) => Math.hypot(...point)), points.map(() => 1))).toBeLessThan(tolerance);
          expect(finite(one.gradients(way, corners(dim), values(kappa), by))).toBe(true);
        }
        const { points, logDets } = one.run("forward", corners(dim), values(kappa), by);
        const back = one.run("inverse", points, values(kappa), by);
        expect(worst(back.points, corners(dim))).toBeLessThan(30 * tolerance);
        if (by === reference) back.logDets.forEach((each, row) => expect(Math.abs(each + logDets[row]!)).toBeLessThan(1e-9 * (1 + Math.abs(each))));
      }
    }
  });
});

describe("the concentration", () => {
  const x = [0.3, -0.7, 1.1, 0.2];
  const cases: readonly (readonly [Options, readonly number[], number])[] = [
    [{ concentration: "exp", rotation: "none" }, [1.7], Math.exp(1.7) + 0.01],
    [{ concentration: "softplus", rotation: "none" }, [1.7], Math.log1p(Math.exp(1.7)) + 0.01],
    [{ concentration: "logBounded", rotation: "none" }, [1.7], Math.exp(Math.log1p(Math.exp(1.7)) + Math.log(0.01))],
    [{ concentration: "length", rotation: "axis" }, x.slice(0, 3), Math.hypot(0.3, -0.7, 1.1)],
    [{ concentration: "squaredLength", rotation: "axis" }, x.slice(0, 3), Math.hypot(0.3, -0.7, 1.1) ** 2],
    [{ concentration: "length", rotation: "quaternion" }, x, Math.hypot(-0.7, 1.1, 0.2)],
    [{ concentration: "squaredLength", rotation: "quaternion" }, x, Math.hypot(-0.7, 1.1, 0.2) ** 2],
  ];

  it.each(cases)("under %j is read as it is named", (options, raw, kappa) => {
    const one = probe(zoom.with({ ...options, minConcentration: 0.01 }), sphere(2));
    const own = options.rotation === "none";
    const { logDets: [found] } = one.run("forward", [[0, 0, -1]], { ...values(1), concentration: own ? raw : [], rotation: own ? [] : raw });
    expect(found).toBeCloseTo(-Math.log(kappa / Math.sinh(kappa)) - kappa, 10);
    expect(rawConcentration(kappa, { ...zoom.options, ...options, minConcentration: 0.01 })).toBeCloseTo(own ? raw[0]! : options.concentration === "length" ? kappa : Math.sqrt(kappa), 9);
  });

  it("is refused as a length of what has none", () => {
    const refused = (options: Options) => () => parametersOf(zoom.with(options), geometry({ kind: "s", dim: 2 } as ManifoldSpec));
    expect(refused({ concentration: "length", rotation: "angles" })).toThrow("Option concentration of zoom takes length with the rotation axis or quaternion only, but the rotation is angles.");
    expect(refused({ concentration: "squaredLength", rotation: "none" })).toThrow("Option concentration of zoom takes squaredLength with the rotation axis or quaternion only, but the rotation is none.");
  });
});

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
