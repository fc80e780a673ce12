import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unsafe } from "../../src/error.ts";
import { legendre } from "../../src/manifold/legendre.ts";
import { measure, type Measure } from "../../src/manifold/measure.ts";
import { ambientOf } from "../../src/manifold/membership.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";
import { logArea } from "../../src/manifold/sphere.ts";
import { random } from "../../src/random.ts";

const of = (spec: string): Measure => measure(unsafe(parseSpace(spec)));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, each, index) => sum + each * b[index]!, 0);

/** Σ w f over a rule, f of a row. */
const integral = (spec: string, nodes: number, f: (x: Float64Array) => number): number => {
  const own = of(spec);
  const { count, points, weights } = own.quadrature(nodes);
  expect(weights.length).toBe(count);
  expect(points.length).toBe(count * own.ambient);
  return weights.reduce((sum, weight, index) => sum + weight * f(points.subarray(index * own.ambient, (index + 1) * own.ambient)), 0);
};

interface Moments {
  readonly centre: number;
  readonly variance: number;
  /** What is normal of a half line is the logarithm. */
  readonly column?: (x: readonly number[], at: number) => number;
}

const moments = (block: ManifoldSpec): Moments => {
  switch (block.kind) {
    case "e":
      return { centre: 0, variance: 1 };
    case "s":
      return { centre: 0, variance: 1 / (block.dim + 1) };
    case "i":
      return { centre: 0.5 * (block.lower + block.upper), variance: (block.upper - block.lower) ** 2 / 12 };
    case "h":
      return { centre: 0, variance: 1, column: (x, at) => Math.log(Math.abs(x[at]! - block.end)) };
    case "a":
      return { centre: 1 / (block.dim + 1), variance: block.dim / ((block.dim + 1) ** 2 * (block.dim + 2)) };
    case "c":
      return { centre: 1 / block.classes, variance: (block.classes - 1) / block.classes ** 2 };
  }
};

const specs = ["e0", "e1", "e3", "s1", "s2", "s3", "s7", "i", "i_-3_5", "e2+s2", "s1+i_-3_3+e1+s4", "a1", "a3", "a5", "i_2_inf", "i_-inf_0", "c4", "a2+c3+e1"];
const numbers = fc.array(fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(0, -0, 1, -1, 1e-30, 1e8)), { minLength: 16, maxLength: 16 });

describe.each(specs)("the numbers of %s", (spec) => {
  const own = of(spec);

  it("moves any numbers onto the space, and a point nowhere", () => {
    fc.assert(fc.property(numbers, (raw) => {
      const x = own.nearest(raw.slice(0, own.ambient));
      expect(own.contains(x)).toBe(true);
      expect(own.nearest(x)).toEqual(x);
      expect(own.contains([...x, 0])).toBe(false);
    }));
  });

  it("has orthonormal tangents that leave the space to second order", () => {
    fc.assert(fc.property(numbers, (raw) => {
      const x = own.nearest(raw.slice(0, own.ambient));
      const basis = own.tangentBasis(x);
      expect(basis.length).toBe(own.dim - unsafe(parseSpace(spec)).filter(({ kind }) => kind === "c").length);
      const step = 1e-4;
      basis.forEach((row, i) => {
        basis.forEach((other, j) => expect(Math.abs(dot(row, other) - (i === j ? 1 : 0))).toBeLessThan(1e-14));
        const moved = x.map((each, index) => each + step * row[index]!);
        // An end of an interval and a face of a simplex are left by a step outwards.
        if (!/[ia]/.test(spec)) expect(Math.hypot(...own.nearest(moved).map((each, index) => each - moved[index]!))).toBeLessThan(step * step);
      });
    }));
  });

  it("draws points with the density it states", () => {
    const source = random(7, spec);
    const count = 4000;
    const drawn = Array.from({ length: count }, () => own.uniform(source));
    expect(drawn.every(own.contains)).toBe(true);
    // Means against the centre of each column, squares against its variance; 5 standard errors.
    let start = 0;
    for (const block of unsafe(parseSpace(spec))) {
      const { centre, variance, column = (x, at) => x[at]! } = moments(block);
      const width = ambientOf(block);
      for (let at = start; at < start + width; at++) {
        const values = drawn.map((x) => column(x, at) - centre);
        const mean = values.reduce((sum, each) => sum + each, 0) / count;
        const square = values.reduce((sum, each) => sum + each * each, 0) / count;
        const fourth = values.reduce((sum, each) => sum + each ** 4, 0) / count;
        expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / count));
        expect(Math.abs(square - variance)).toBeLessThan(5 * Math.sqrt((fourth - square * square) / count) + 1e-12);
      }
      start += width;
    }
  });
});

describe("quadrature", () => {
  it("integrates what `uniform` draws to one, on every space of few dimensions", () => {
    for (const [spec, nodes] of [["e0", 5], ["e1", 64], ["e2", 64], ["s1", 8], ["s2", 8], ["s3", 8], ["s4", 8], ["s5", 6], ["i_-3_5", 4], ["s1+e1", 64], ["s2+i", 12], ["i+e1+s1", 64], ["a1", 4], ["a2", 4], ["a4", 4], ["i_2_inf", 64], ["i_-inf_0", 64], ["c4", 1], ["a2+c3", 4]] as const) {
      const { logUniform } = of(spec);
      expect(Math.abs(integral(spec, nodes, (x) => Math.exp(logUniform(x))) - 1)).toBeLessThan(1e-12);
    }
  });

  it("knows the mean of a von Mises–Fisher density: coth κ − 1/κ on S², and I₁/I₀ on S¹", () => {
    const kappa = 3;
    const tilted = (x: Float64Array): number => Math.exp(kappa * x[x.length - 1]!);
    const mean = (spec: string): number => integral(spec, 24, (x) => x[x.length - 1]! * tilted(x)) / integral(spec, 24, tilted);
    expect(mean("s2")).toBeCloseTo(1 / Math.tanh(kappa) - 1 / kappa, 13);
    // I₁(3)/I₀(3) from Abramowitz & Stegun, table 9.8: e^-3 I₀ = 0.2430003542, e^-3 I₁ = 0.1968267133.
    expect(mean("s1")).toBeCloseTo(0.1968267133 / 0.2430003542, 9);
    // On S³ the mean is I₂/I₁ = I₀/I₁ − 2/κ.
    expect(mean("s3")).toBeCloseTo(0.2430003542 / 0.1968267133 - 2 / kappa, 8);
  });

  it("integrates polynomials exactly", () => {
    // ∫ x₁⁴ over S^n = 3 · area / ((n+1)(n+3)).
    for (const n of [1, 2, 3, 4, 5]) {
      for (const at of [0, n]) {
        expect(integral(`s${n}`, 6, (x) => x[at]! ** 4)).toBeCloseTo((3 * Math.exp(logArea(n))) / ((n + 1) * (n + 3)), 12);
      }
    }
    expect(integral("i_-3_5", 4, (x) => x[0]! ** 7)).toBeCloseTo((5 ** 8 - 3 ** 8) / 8, 9);
    expect(integral("e1", 64, (x) => x[0]! ** 2 * Math.exp(-0.5 * x[0]! ** 2))).toBeCloseTo(Math.sqrt(2 * Math.PI), 12);
  });

  it("knows the moments of a Dirichlet density", () => {
    // Dir(6, 2, 3): ∫ x₁^5 x₂ x₃² = Γ(6) Γ(2) Γ(3) / Γ(11), on the first two fractions.
    expect(integral("a2", 8, (x) => x[0]! ** 5 * x[1]! * x[2]! ** 2) * 3628800).toBeCloseTo(120 * 1 * 2, 8);
  });

  it("reaches wide and narrow normal densities on the line", () => {
    for (const scale of [0.2, 1, 5]) {
      expect(integral("e1", 160, (x) => Math.exp(-0.5 * (x[0]! / scale) ** 2) / scale / Math.sqrt(2 * Math.PI))).toBeCloseTo(1, 12);
    }
  });

  it("refuses rules of too many points in one sentence", () => {
    expect(() => of("e6").quadrature(40)).toThrow("A rule of 102400000 points is too large; take fewer nodes, or sample.");
  });

  it("finds the zeros of Legendre's polynomials", () => {
    // Abramowitz & Stegun, table 25.4, n = 5.
    const { nodes, weights } = legendre(5);
    expect(nodes[0]).toBeCloseTo(0.906179845938664, 14);
    expect(weights[0]).toBeCloseTo(0.236926885056189, 14);
    expect(nodes[2]).toBeCloseTo(0, 15);
    expect(weights[2]).toBeCloseTo(0.568888888888889, 14);
    for (const count of [1, 2, 17, 64, 300]) expect(legendre(count).weights.reduce((sum, each) => sum + each, 0)).toBeCloseTo(2, 12);
  });
});
