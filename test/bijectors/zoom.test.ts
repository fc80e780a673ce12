/** The zoom itself, against closed forms in 80 digits, and its concentration. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parametersOf } from "../../src/bijectors/layer.ts";
import { zoom } from "../../src/bijectors/zoom.ts";
import { rawConcentration } from "../../src/bijectors/zoom/concentration.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { logArea, sphere } from "../../src/manifold/sphere.ts";
import type { ManifoldSpec } from "../../src/manifold/space.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { finite, probe, worst, worstOf, type Rows } from "./probe.ts";
import { type Options, plain, values, at, fractions, heightNodes, averaged, relative } from "./zoom-places.ts";

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
