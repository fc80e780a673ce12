/** The audit's own numerics, each against what it is not computed from. */
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { measure } from "../../src/manifold/measure.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";
import { random } from "../../src/random.ts";
import { solved } from "../numerics/matrix.ts";
import { band } from "./binomial.ts";
import { flat } from "./flat.ts";
import { critical, distance, probability } from "./kolmogorov.ts";
import { proposal } from "./proposal.ts";
import { rules } from "./rule.ts";
import { placed, spreadOf, standardized } from "./spread.ts";
import { stepped, tangentAt } from "./steps.ts";

const block = (spec: string): ManifoldSpec => unsafe(parseSpace(spec))[0]!;
const uniform = (spec: string, count: number): Float64Array => {
  const source = random(1, "points");
  return Float64Array.from(Array.from({ length: count }, () => measure([block(spec)]).uniform(source)).flat());
};

describe("binomial bands", () => {
  const share = (count: number, p: number, k: number): number => {
    let product = (1 - p) ** count;
    for (let i = 0; i < k; i++) product *= ((count - i) * p) / ((i + 1) * (1 - p));
    return product;
  };

  it.each([[20, 0.3, 0.05], [100, 0.5, 0.05], [57, 0.95, 1e-3], [7, 0.5, 0.3]] as const)("of %i at %f leave at most %f outside, and one less leaves more", (count, p, chance) => {
    const { lower, upper } = band(count, p, chance);
    const below = (k: number): number => Array.from({ length: k }, (_, each) => share(count, p, each)).reduce((a, b) => a + b, 0);
    const [low, high] = [Math.round(lower * count), Math.round(upper * count)];
    expect(below(low)).toBeLessThanOrEqual(chance / 2);
    expect(below(low + 1)).toBeGreaterThan(chance / 2);
    expect(1 - below(high + 1)).toBeLessThanOrEqual(chance / 2 + 1e-12);
    expect(1 - below(high)).toBeGreaterThan(chance / 2);
  });

  it("know the table: 40 to 60 of 100 at one half, five in a hundred outside", () => expect(band(100, 0.5, 0.05)).toEqual({ lower: 0.4, upper: 0.6 }));
  it("are normal for many: 4.9 deviations but for one in a million", () => {
    const { lower, upper } = band(1_000_000, 0.5, 1e-6);
    expect((upper - 0.5) / 0.0005).toBeCloseTo(4.89, 1);
    expect(0.5 - lower).toBeCloseTo(upper - 0.5, 9);
  });
});

describe("Kolmogorov's test", () => {
  it("measures the largest step", () => {
    expect(distance([0.5])).toEqual({ distance: 0.5, at: 0.5 });
    expect(distance([0.9, 0.1, 0.5]).distance).toBeCloseTo(0.9 - 2 / 3, 12);
    expect(distance([0.1, 0.3, 0.2]).distance).toBeCloseTo(0.7, 12);
    expect(distance([0.2, NaN]).distance).toBe(Infinity);
  });

  it("knows the tables: 1.3581 leaves 5 %, 1.6276 1 %; at twenty 0.2941 leaves 5 %", () => {
    expect(probability(1.3581e-3, 1_000_000)).toBeCloseTo(0.05, 3);
    expect(probability(1.6276e-3, 1_000_000)).toBeCloseTo(0.01, 3);
    expect(probability(0.29408, 20)).toBeCloseTo(0.05, 2);
    expect(probability(1e-9, 10)).toBe(1);
  });

  it("bounds what it says", () => {
    for (const chance of [0.01, 1e-6]) expect(probability(critical(10_000, chance), 10_000)).toBeLessThan(chance);
  });
});

describe("flat coordinates", () => {
  it.each(["e3", "i", "i_-3_0.5", "i_2_inf", "i_-inf_-1", "a1", "a3"])("of %s come back, and know their volume", (spec) => {
    const manifold = block(spec);
    const { to, from, logVolume, dim } = flat(manifold)!;
    const points = uniform(spec, 20);
    const ambient = points.length / 20;
    for (let row = 0; row < 20; row++) {
      const point = Array.from(points.subarray(row * ambient, (row + 1) * ambient));
      const y = to(point);
      from(y).forEach((each, at) => expect(each).toBeCloseTo(point[at]!, 12));
      // The measure counts the first numbers of a point.
      const columns = y.map((_, axis) => [1e-5, -1e-5].map((step) => from(y.map((each, at) => (at === axis ? each + step : each)))));
      const matrix = Array.from({ length: dim }, (_, at) => columns.map(([up, down]) => (up![at]! - down![at]!) / 2e-5));
      expect(logVolume(y)).toBeCloseTo(solved(matrix).logDet, 6);
    }
  });

  it("are none on spheres and classes", () => expect([flat(block("s2")), flat(block("c3"))]).toEqual([undefined, undefined]));
});

describe("spreads", () => {
  const source = random(2, "cloud");
  const rows = Array.from({ length: 5000 }, () => {
    const [a, b] = [source.normal(), source.normal()];
    return [10 + 3 * a, -1 + 0.5 * a + 0.1 * b];
  });

  it("are those of a cloud, whatever its outliers", () => {
    const { centre, matrix, logDet } = spreadOf([...rows, [1e300, -1e300], [NaN, 0]], 2);
    expect(centre[0]).toBeCloseTo(10, 0);
    expect(matrix[0]![0]).toBeCloseTo(3, 0);
    expect(matrix[1]![0]).toBeCloseTo(0.5, 1);
    expect(matrix[1]![1]).toBeCloseTo(0.1, 1);
    expect(logDet).toBeCloseTo(Math.log(matrix[0]![0]! * matrix[1]![1]!), 12);
  });

  it("put points into standard units and back", () => {
    const spread = spreadOf(rows, 2);
    placed(spread, standardized(spread, [4, 7])).forEach((each, at) => expect(each).toBeCloseTo([4, 7][at]!, 12));
  });

  it("have room where numbers have none", () => expect(spreadOf(rows.map(() => [5, 5]), 2).matrix.map((row) => row.at(-1)! > 0)).toEqual([true, true]));
});

describe("rules", () => {
  /** Normal about 50 with the deviation 0.01: no rule about 0 would see it. */
  it("go where samples are", () => {
    const source = random(3, "narrow");
    const samples = Float64Array.from({ length: 500 }, () => 50 + 0.01 * source.normal());
    const [rule] = rules(block("e1"), samples);
    const { points, logWeights } = rule!.nodes(256);
    const mass = points.reduce((sum, x, row) => sum + Math.exp(logWeights[row]! - 0.5 * ((x - 50) / 0.01) ** 2) / (0.01 * Math.sqrt(2 * Math.PI)), 0);
    expect(mass).toBeCloseTo(1, 10);
  });

  it.each(["i_2_5", "a2", "i_-5_inf"])("of %s integrate what is smooth, each of them", (spec) => {
    const samples = uniform(spec, 500);
    const { logUniform, ambient } = measure([block(spec)]);
    for (const { nodes, levels } of rules(block(spec), samples)) {
      const { points, logWeights } = nodes(levels.at(-1)!);
      const mass = logWeights.reduce((sum, each, row) => sum + (each === -Infinity ? 0 : Math.exp(each + logUniform(points.subarray(row * ambient, (row + 1) * ambient)))), 0);
      expect(mass).toBeCloseTo(1, 6);
    }
  });
});

describe("proposals", () => {
  /** Their own densities: the mean of p/q over draws of q is 1 for every density p. */
  it.each(["e2", "e5", "s2", "s3", "s6", "a2", "a4"])("on %s draw what they say", (spec) => {
    const { ambient, logUniform, contains } = measure([block(spec)]);
    const { points, logDensity } = proposal(block(spec), uniform(spec, 300), ambient).draw(20_000, random(4, spec));
    const ratios = Array.from(logDensity, (each, row) => Math.exp(logUniform(points.subarray(row * ambient, (row + 1) * ambient)) - each));
    const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length;
    const error = Math.sqrt(ratios.reduce((sum, each) => sum + (each - mean) ** 2, 0)) / ratios.length;
    expect(Math.abs(mean - 1)).toBeLessThan(4.5 * error);
    expect(error).toBeLessThan(0.02);
    expect(contains(points.subarray(0, ambient))).toBe(true);
  });

  it("need no samples", () => {
    const { logDensity } = proposal(block("s2"), new Float64Array(0), 3).draw(3, random(1, "none"));
    logDensity.forEach((each) => expect(each).toBeCloseTo(-Math.log(4 * Math.PI), 12));
  });
});

it("steps stay on a space, and start along their tangents", () => {
  const manifolds = unsafe(parseSpace("e2+s2+i_0_3+i_1_inf+a2+c3"));
  const { uniform: draw, contains } = measure(manifolds);
  const source = random(5, "steps");
  for (let trial = 0; trial < 50; trial++) {
    const point = Float64Array.from(draw(source));
    const tangent = tangentAt(manifolds, point, manifolds.map(() => 1), source);
    for (const step of [0.05, -0.05]) {
      expect(contains(stepped(manifolds, point, tangent, step))).toBe(true);
      // There is room for the step itself, but on the sphere, which curves away.
      const straight = point.map((each, at) => each + step * tangent[at]!);
      expect(contains([...straight.subarray(0, 2), ...point.subarray(2, 5), ...straight.subarray(5)])).toBe(true);
    }
    stepped(manifolds, point, tangent, 1e-6).forEach((each, at) => expect((each - point[at]!) / 1e-6).toBeCloseTo(tangent[at]!, 3));
    expect(Array.from(tangent.subarray(-3))).toEqual([0, 0, 0]);
    expect(tangent.subarray(0, -3).some((each) => each !== 0)).toBe(true);
  }
});
