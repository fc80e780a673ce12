import { describe, expect, it } from "vitest";
import { input, parameter, vjp, sum, constant, one, mul, total, type Expr } from "../../src/expr/index.ts";
import { cayley, cayleyMap, householder, planarAngles, reflections, triangularFactors, turns, unmixed, type VolumeKeeping } from "../../src/bijectors/orthogonal.ts";
import { anglesOf, farFromHalfTurns, productOf, proper, reflectionsOf, skewOf } from "../../src/bijectors/orthogonal/represent.ts";
import { quaternion, quaternionPair } from "../../src/bijectors/orthogonal/quaternion.ts";
import { principalAxes } from "../../src/bijectors/principal-axes.ts";
import { program } from "../../src/interpret/program.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { random } from "../../src/random.ts";
import { logAbsDet, worst } from "./trial.ts";

const normals = (count: number, seed = 5): number[] => {
  const source = random(seed, "numbers");
  return Array.from({ length: count }, () => source.normal());
};
const evaluate = (expr: Expr, values: Readonly<Record<string, readonly number[]>> = {}, interpreter = reference): number[] => [...interpreter.compile(program({ out: expr }))(values, 1).out];
const matrixOf = (entries: readonly number[], dim: number): number[][] => Array.from({ length: dim }, (_, i) => entries.slice(i * dim, (i + 1) * dim));
const times = (a: number[][], b: number[][]): number[][] => a.map((row) => b[0]!.map((_, j) => row.reduce((s, each, k) => s + each * b[k]![j]!, 0)));
const transposed = (a: number[][]): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));
const unit = (dim: number): number[][] => Array.from({ length: dim }, (_, i) => Array.from({ length: dim }, (_, j) => (i === j ? 1 : 0)));

const maps = (dim: number): Readonly<Record<string, VolumeKeeping>> => ({
  "one reflection": reflections(dim, 1),
  "n reflections": reflections(dim, dim),
  "more reflections": reflections(dim, dim + 2),
  turns: turns(dim, 1),
  cayley: cayleyMap(dim, 1),
  triangular: triangularFactors(dim, 0.5),
  unmixed,
});

describe.each([2, 3, 5])("volume-keeping maps of R^%i", (dim) => {
  it.each(Object.keys(maps(dim)))("%s: inverse undoes apply, |det| = 1, one matrix for parameters of both kinds", (name) => {
    const map = maps(dim)[name]!;
    const raw = Array.from(map.parameters.start(random(2, name)));
    const [x, columns] = [normals(dim), unit(dim)];
    for (const declare of [parameter, input]) {
      const [p, point] = [declare("p", map.parameters.shape), input("x", [dim])];
      expect(worst(evaluate(map.applyInverse(p, map.apply(p, point)), { p: raw, x }), x)).toBeLessThan(1e-13);
      expect(worst(evaluate(map.applyInverse(p, map.apply(p, point)), { p: raw, x }, reference32), x)).toBeLessThan(1e-5);
      const matrix = transposed(columns.map((column) => evaluate(map.apply(p, point), { p: raw, x: column })));
      expect(Math.abs(logAbsDet(matrix.flat(), dim))).toBeLessThan(1e-13);
      if (name !== "triangular") expect(worst(times(matrix, transposed(matrix)).flat(), unit(dim).flat())).toBeLessThan(1e-14);
      const there = evaluate(map.apply(p, point), { p: raw, x });
      expect(worst(there, matrix.map((row) => row.reduce((s, each, j) => s + each * x[j]!, 0)))).toBeLessThan(1e-13);
    }
  });

  it("householder is the product of I − 2vvᵀ/v·v, in order", () => {
    const numbers = normals(3 * dim);
    const axes = [0, 1, 2].map((at) => numbers.slice(at * dim, (at + 1) * dim));
    const expected = axes
      .map((v) => unit(dim).map((row, i) => row.map((each, j) => each - (2 * v[i]! * v[j]!) / v.reduce((s, a) => s + a * a, 0))))
      .reduce(times);
    expect(worst(evaluate(householder(constant(axes.flat(), [3, dim]))), expected.flat())).toBeLessThan(1e-14);
  });

  it("cayley is (I − A)(I + A)⁻¹, checked without an inverse", () => {
    const raw = normals((dim * (dim - 1)) / 2);
    const entries = raw.map((each) => 30 * Math.tanh(each / 30));
    const skew = unit(dim).map((row) => row.map(() => 0));
    let next = 0;
    for (let i = 0; i < dim; i++) for (let j = i + 1; j < dim; j++) [skew[i]![j], skew[j]![i]] = [entries[next]!, -entries[next++]!];
    const plus = skew.map((row, i) => row.map((each, j) => each + (i === j ? 1 : 0)));
    const minus = skew.map((row, i) => row.map((each, j) => (i === j ? 1 : 0) - each));
    const matrix = matrixOf(evaluate(cayley(constant(raw), dim)), dim);
    expect(worst(times(matrix, plus).flat(), minus.flat())).toBeLessThan(1e-14);
  });

  it("angles, skew entries and reflections of a matrix give that matrix", () => {
    const rotation = proper(productOf(matrixOf(normals(dim * dim, 8), dim)));
    expect(worst(evaluate(planarAngles(constant(anglesOf(rotation)), dim)), rotation.flat())).toBeLessThan(1e-14);
    const far = farFromHalfTurns(rotation);
    expect(worst(evaluate(cayley(constant(skewOf(far)), dim)), far.flat())).toBeLessThan(1e-14);
    expect(Math.max(...skewOf(far).map(Math.abs))).toBeLessThan(1.1);
    for (const count of [dim, dim + 1]) {
      const again = matrixOf(evaluate(householder(constant(reflectionsOf(rotation, count).flat(), [count, dim]))), dim);
      expect(worst(again.flat().map(Math.abs), rotation.flat().map(Math.abs))).toBeLessThan(1e-14);
      const signs = times(transposed(rotation), again);
      expect(worst(signs.flat().map(Math.abs), unit(dim).flat())).toBeLessThan(1e-14);
    }
    const first = matrixOf(evaluate(householder(constant(reflectionsOf(rotation, 1).flat(), [1, dim]))), dim);
    expect(worst(first.map((row) => Math.abs(row[0]!)), rotation.map((row) => Math.abs(row[0]!)))).toBeLessThan(1e-14);
  });

  it("principal axes diagonalise, largest first", () => {
    const root = matrixOf(normals(dim * dim, 4), dim);
    const symmetric = times(root, transposed(root));
    const axes = principalAxes(symmetric);
    const diagonal = times(times(transposed(axes), symmetric), axes);
    diagonal.forEach((row, i) => row.forEach((each, j) => {
      if (i !== j) expect(Math.abs(each)).toBeLessThan(1e-12);
      else if (i > 0) expect(each).toBeLessThanOrEqual(diagonal[i - 1]![i - 1]!);
    }));
  });
});

describe("parameters at the ends", () => {
  const finite = (map: VolumeKeeping, raw: readonly number[], interpreter = reference): void => {
    const [p, x] = [parameter("p", map.parameters.shape), constant([0.3, -1.2, 0.8])];
    const image = map.apply(p, x);
    const [gradient] = vjp([image], [constant([1, 2, 3])], [p]);
    const out = interpreter.compile(program({ image, gradient: gradient!, size: sum(mul(image, image)) }))({ p: raw }, 1);
    expect([...out.image, ...out.gradient].every(Number.isFinite), `${raw}`).toBe(true);
    if (map !== triangular) expect(out.size[0]).toBeCloseTo(0.09 + 1.44 + 0.64, 3);
  };
  const triangular = triangularFactors(3, 1);

  it("zero axes are the identity, with a zero gradient; axes of any length count as their direction", () => {
    const axes = parameter("axes", [2, 3]);
    const matrix = householder(axes);
    const [gradient] = vjp([total(matrix)], [one], [axes]);
    const run = reference.compile(program({ matrix, gradient: gradient! }));
    const none = run({ axes: [0, 0, 0, 0, 0, 0] }, 1);
    expect([...none.matrix]).toEqual(unit(3).flat());
    expect(none.gradient.every((each) => each === 0)).toBe(true);
    const ordinary = run({ axes: [1, 2, 3, -1, 0.5, 4] }, 1).matrix;
    for (const length of [1e-300, 1e-30, 1e30, 1e150]) expect(worst(run({ axes: [1, 2, 3, -1, 0.5, 4].map((each) => each * length) }, 1).matrix, ordinary)).toBeLessThan(1e-15);
  });

  it("are finite, with finite gradients, and orthogonal", () => {
    for (const interpreter of [reference, reference32]) {
      finite(reflections(3, 2), [1e15, -1e15, 0, 1e-15, 0, 0], interpreter);
      finite(turns(3, 1), [0, 1e6, -1e6], interpreter);
      finite(cayleyMap(3, 1), [1e15, 0, 0], interpreter);
      finite(cayleyMap(3, 1), [1e6, -1e6, 1], interpreter);
      finite(triangular, [1, -2, 3, 0.1, 0.2, 0.3, 1e9, -1e9], interpreter);
    }
  });

  it("a zero quaternion is the identity, with a finite gradient", () => {
    for (const [matrix, dim, count] of [[quaternion, 3, 4], [quaternionPair, 4, 8]] as const) {
      const q = parameter("q", [count]);
      const [gradient] = vjp([total(matrix(q))], [one], [q]);
      const out = reference.compile(program({ matrix: matrix(q), gradient: gradient! }))({ q: Array(count).fill(0) }, 1);
      expect(worst(out.matrix, unit(dim).flat())).toBe(0);
      expect(out.gradient.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("quaternions", () => {
  it("turn by Rodrigues' formula", () => {
    const axis = [1 / 3, 2 / 3, -2 / 3];
    const angle = 1.1;
    const q = [Math.cos(angle / 2), ...axis.map((each) => each * Math.sin(angle / 2))].map((each) => 7 * each);
    const v = [0.2, -0.5, 1.3];
    const cross = [axis[1]! * v[2]! - axis[2]! * v[1]!, axis[2]! * v[0]! - axis[0]! * v[2]!, axis[0]! * v[1]! - axis[1]! * v[0]!];
    const along = axis.reduce((s, each, i) => s + each * v[i]!, 0);
    const expected = v.map((each, i) => each * Math.cos(angle) + cross[i]! * Math.sin(angle) + axis[i]! * along * (1 - Math.cos(angle)));
    const matrix = matrixOf(evaluate(quaternion(constant(q))), 3);
    expect(worst(matrix.map((row) => row.reduce((s, each, j) => s + each * v[j]!, 0)), expected)).toBeLessThan(1e-14);
  });

  it("pairs are rotations of R^4", () => {
    const matrix = matrixOf(evaluate(quaternionPair(constant(normals(8)))), 4);
    expect(worst(times(matrix, transposed(matrix)).flat(), unit(4).flat())).toBeLessThan(1e-14);
    expect(logAbsDet(matrix.flat(), 4)).toBeCloseTo(0, 13);
  });
});
