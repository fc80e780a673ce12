import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, asinh, batchSum, concat, div, exp, expm1, floor, input, is, jvp, log, mul, neg, normalCdf, parameter, root, scalar, sigmoid, sinh, sqrt, sub, sum, tanh, unsqueeze, vjp, where, less, type Expr } from "../../src/expr/index.ts";
import type { CompileBody } from "../../src/interpret/reference/cell.ts";
import { rootStep } from "../../src/interpret/reference/root.ts";
import { reference, reference32 } from "../../src/interpret/reference/reference.ts";
import { program } from "../../src/interpret/program.ts";
import { run } from "../../laws/operation/posed.ts";

const c = input("c", []);
const solve = (equation: (y: Expr, c: Expr) => Expr, lower: number, upper: number, at: readonly number[], by = reference): readonly number[] =>
  Array.from(run({ out: root((y) => equation(y, c), { lower, upper }).value }, { c: at }, at.length, by).out!);

/** How often the body of y ↦ equation(y) is evaluated until its root is found. */
const evaluations = (equation: (y: number) => number, slope: (y: number) => number, lower: number, upper: number): number => {
  let count = 0;
  const node = root((y) => y, { lower: scalar(lower), upper: scalar(upper) }).value;
  if (!is(node, "root")) throw new TypeError("not a root");
  const { unknown, slope: steepness } = node.attributes.body;
  const cell = (value: number) => ({ data: Float64Array.of(value), lanes: 1 });
  const [residuals, slopes] = [cell(0), cell(0)];
  const body: CompileBody = (_, known) => ({
    run: () => {
      count++;
      const y = known.get(unknown)!.data[0]!;
      residuals.data[0] = equation(y);
      slopes.data[0] = slope(y);
    },
    cellOf: (output) => (output === steepness ? slopes : residuals),
  });
  rootStep(node, cell(0), [cell(lower), cell(upper)], body)();
  return count;
};

describe("the solution", () => {
  const value = fc.double({ min: -30, max: 30, noNaN: true });
  it.each<[string, (y: Expr) => Expr, (y: number) => number]>([
    ["steep: sinh", sinh, Math.sinh],
    ["flat far out: asinh", asinh, Math.asinh],
    ["a straight line", (y) => mul(3, y), (y) => 3 * y],
    ["a step of width 1e-6 on a line", (y) => add(y, sigmoid(mul(1e6, sub(y, 0.3)))), (y) => y + 1 / (1 + Math.exp(-1e6 * (y - 0.3)))],
    ["a kink", (y) => where(less(y, 1), y, sub(mul(50, y), 49)), (y) => (y < 1 ? y : 50 * y - 49)],
  ])("is found: %s", (_, equation, plain) => {
    fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 70 }), (ys) => {
      const found = solve((y, at) => sub(equation(y), at), -31, 31, ys.map(plain));
      // Right to a few roundings of the unknown, or else of the equation.
      found.forEach((y, at) => {
        const [error, noise] = [Math.abs(y - ys[at]!), Math.abs(plain(y) - plain(ys[at]!))];
        expect(error <= 1e-15 * Math.abs(y) || noise <= 2e-15 * Math.max(Math.abs(plain(y)), Math.abs(y), 0.1), `${y} for ${ys[at]}`).toBe(true);
      });
    }), { numRuns: 100 });
  });

  it.each([1e-30, -1e-30, 1e-12, 0, 1e30, -1e30, 5e-324])("is found to full relative precision at %d", (y) => {
    const [upper, lower] = [Math.max(1, 4 * Math.abs(y)), -Math.max(1, 3 * Math.abs(y))];
    expect(solve((unknown, at) => sub(unknown, at), lower, upper, [y])).toEqual([y]);
    if (Math.abs(y) >= 1) return;
    const [found] = solve((unknown, at) => sub(add(expm1(unknown), unknown), at), -1, 2, [2 * y]);
    // 2y + y²/2 + … = 2 · 1e−12 gives y = 1e−12 − 1e−24/4 …
    expect(Math.abs(found! * (1 + found! / 4) - y)).toBeLessThanOrEqual(4e-16 * Math.abs(y));
  });

  it("is found next to a triple root, where Newton's steps shrink by thirds", () => {
    const [found] = solve((y, at) => sub(mul(y, y, y), at), -1, 2, [1e-15]);
    expect(found! / 1e-5).toBeCloseTo(1, 12);
  });

  it("is precise in a bracket that is narrower than the steps that count as small", () => {
    const [found] = solve((y, at) => sub(mul(1e9, sub(exp(sub(y, 1)), 1)), at), 1 - 1e-9, 1 + 1e-9, [0.97]);
    expect(Math.abs((found! - 1) * 1e9 - 0.97)).toBeLessThan(3e-7);
  });

  it("is found where the middle of the bracket is infinitely steep", () => {
    const signedRoot = (y: Expr): Expr => where(less(y, 0), neg(sqrt(neg(where(less(y, 0), y, -1)))), sqrt(where(less(y, 0), 1, y)));
    expect(solve((y, at) => sub(signedRoot(y), at), -1, 1, [0.5])[0]).toBeCloseTo(0.25, 14);
  });

  it("is found at either end of the bracket, and in a bracket of one point", () => {
    const cube = (y: Expr, at: Expr): Expr => sub(add(mul(y, y, y), y), at);
    expect(solve(cube, 1, 2, [2, 10])).toEqual([1, 2].map((y) => expect.closeTo(y, 14)));
    expect(solve(cube, 1, 1, [2])).toEqual([1]);
    expect(solve(cube, 0, 0, [0])).toEqual([0]);
  });

  it("is no number where the bracket holds none, in that element alone", () => {
    const found = solve((y, at) => sub(sinh(y), at), -2, 1, [0.5, 3, -9, NaN, -0.5]);
    expect(found).toEqual([expect.closeTo(Math.asinh(0.5), 14), NaN, NaN, NaN, expect.closeTo(Math.asinh(-0.5), 14)]);
    expect(solve((y, at) => sub(y, at), 1, 1, [2])).toEqual([NaN]);
    expect(solve((y, at) => sub(mul(0, y), at), -1, 1, [2])).toEqual([NaN]);
    expect(solve((y, at) => add(neg(y), at), -1, 1, [0.5])).toEqual([NaN]);
  });

  it("has float32's precision in float32", () => {
    const found = solve((y, at) => sub(add(mul(y, y, y), y), at), -4, 4, [2, 10, -1e-10].map(Math.fround), reference32);
    expect(found).toEqual([expect.closeTo(1, 6), expect.closeTo(2, 6), expect.closeTo(-1e-10, 15)]);
  });

  it("comes with its residual", () => {
    const { residual } = root((y) => sub(sinh(y), c), { lower: -10, upper: 10 });
    const { out } = run({ out: residual }, { c: [1, 700, -0.01] }, 3);
    out!.forEach((each) => expect(Math.abs(each)).toBeLessThan(1e-12));
  });

  it("agrees between blocks of lanes", () => {
    const at = Array.from({ length: 131 }, (_, k) => 20 * Math.sin(k));
    const equation = (y: Expr, each: Expr): Expr => sub(add(y, tanh(mul(3, y))), each);
    expect(solve(equation, -30, 30, at)).toEqual(at.flatMap((each) => solve(equation, -30, 30, [each])));
  });
});

describe("the work", () => {
  it.each<[string, (y: number) => number, (y: number) => number, number, number, number]>([
    ["a line", (y) => 3 * y - 1, () => 3, -10, 10, 4],
    ["sinh y = 1e4", (y) => Math.sinh(y) - 1e4, Math.cosh, -20, 20, 10],
    ["a logistic, far out", (y) => 1 / (1 + Math.exp(-y)) - 1e-6, (y) => 1 / (2 + Math.exp(y) + Math.exp(-y)), -40, 40, 14],
    ["noise of the equation", (y) => y + 1e-13 * Math.sin(1e18 * y) - 0.7, () => 1, -1, 1, 12],
    ["noise around 0", (y) => y + 1e-17 * Math.sin(1e30 * y), () => 1, -1, 2, 12],
    ["a step of width 1e-9", (y) => Math.tanh(1e9 * (y - 0.123)), (y) => 1e9 / Math.cosh(1e9 * (y - 0.123)) ** 2, -1, 1, 45],
    ["flat all but at the ends", (y) => y ** 21 - 0.5, (y) => 21 * y ** 20, -2, 2, 20],
    ["no root", (y) => y + 5, () => 1, -1, 1, 70],
    ["nothing but NaN", () => NaN, () => NaN, -1, 1, 3],
  ])("%s", (_, equation, slope, lower, upper, most) => {
    expect(evaluations(equation, slope, lower, upper)).toBeLessThanOrEqual(most);
  });

  it("leaves to the outside what does not depend on the unknown, in the equation and in its slope", () => {
    const scale = parameter("scale", [3]);
    const { value } = root((y) => sub(add(div(y, exp(c)), sum(mul(exp(scale), unsqueeze(y)))), floor(c)), { lower: -9, upper: 9 });
    if (!is(value, "root")) throw new TypeError("not a root");
    const { body } = value.attributes;
    expect([body.residual, body.slope].flatMap((each) => [each.op, ...each.args.map((arg) => arg.op)])).not.toContain("exp");
    expect(body.slope.op).toBe("variable");
    const out = run({ out: value }, { c: [0.5, 1.5], scale: [0, 0.1, 0.2] }, 2).out!;
    const total = 1 + Math.exp(0.1) + Math.exp(0.2);
    [0.5, 1.5].forEach((each, at) => expect(out[at]).toBeCloseTo(Math.floor(each) / (Math.exp(-each) + total), 13));
  });
});

describe("derivatives", () => {
  it("are those of the inverse function, first and second, of values per sample and uniform ones", () => {
    const scale = parameter("scale", []);
    // sinh(y) e^scale = c, thus y = asinh(c e^−scale).
    const { value } = root((y) => sub(mul(sinh(y), exp(scale)), c), { lower: -20, upper: 20 });
    const known = asinh(mul(c, exp(neg(scale))));
    const derivatives = (y: Expr): readonly Expr[] => {
      const gradients = vjp([y], [add(1, mul(0, c))], [c, scale]);
      const second = gradients.flatMap((gradient) => vjp([gradient], [scalar(1)], [c, scale]));
      const forward = jvp([y], new Map([[c, scalar(1)], [scale, scalar(0.5)]]));
      return [y, ...gradients, ...second, ...forward];
    };
    const named = (exprs: readonly Expr[]) => Object.fromEntries(exprs.map((each, at) => [`o${at}`, each]));
    const point = { c: [-40, -1, -1e-8, 0, 0.3, 2, 9], scale: [0.7] };
    const [ours, theirs] = [run(named(derivatives(value)), point, 7), run(named(derivatives(known)), point, 7)];
    Object.entries(theirs).forEach(([name, values]) => values.forEach((each, at) => expect(ours[name]![at]!).toBeCloseTo(each, 12)));
  });

  it("pass through a root within a root", () => {
    // Inner: w + w³ = y. Outer: y + w(y) = c.
    const inner = (y: Expr): Expr => root((w) => sub(add(w, mul(w, w, w)), y), { lower: -30, upper: 30 }).value;
    const { value } = root((y) => sub(add(y, inner(y)), c), { lower: -30, upper: 30 });
    const [slope] = jvp([value], new Map([[c, scalar(1)]]));
    const [curve] = jvp([slope!], new Map([[c, scalar(1)]]));
    // In terms of w: c = 2w + w³, y = w + w³.
    const w = [-2, -0.5, 0, 0.1, 1, 2.5];
    const out = run({ value, slope: slope!, curve: curve! }, { c: w.map((each) => 2 * each + each ** 3) }, w.length);
    w.forEach((each, at) => {
      const [dc, dy] = [2 + 3 * each ** 2, 1 + 3 * each ** 2];
      expect(out.value![at]).toBeCloseTo(each + each ** 3, 12);
      expect(out.slope![at]).toBeCloseTo(dy / dc, 12);
      expect(out.curve![at]).toBeCloseTo((6 * each * dc - dy * 6 * each) / dc ** 3, 12);
    });
  });

  it("treat every element on its own", () => {
    const x = input("x", [3]);
    const { value } = root((y) => sub(add(y, normalCdf(y)), log(x)), { lower: concat([scalar(-9), scalar(-9), scalar(-9)].map((each) => unsqueeze(each))), upper: 9 });
    const [gradient] = vjp([sum(value)], [scalar(1)], [x]);
    const out = run({ value, gradient: gradient! }, { x: [1, 2, 3, 0.1, 10, 100] }, 2);
    out.value!.forEach((y, at) => {
      const density = Math.exp(-0.5 * y * y) / Math.sqrt(2 * Math.PI);
      expect(out.gradient![at]).toBeCloseTo(1 / [1, 2, 3, 0.1, 10, 100][at]! / (1 + density), 12);
    });
  });
});

describe("an equation that sums its unknown over samples", () => {
  it("is refused, and one that sums anything else is not", () => {
    expect(() => root((y) => sub(y, batchSum(y)), { lower: 0, upper: 1 })).toThrow("A sum over samples depends on what changes inside the body of a root or scan, which knows one sample only.");
    expect(Array.from(run({ out: root((y) => sub(y, batchSum(c)), { lower: 0, upper: 9 }).value }, { c: [1, 2] }, 2).out!)).toEqual([3]);
  });
});

describe("an equation of another shape", () => {
  it("is refused", () => expect(() => root((y) => sum(y), { lower: parameter("a", [3]), upper: 1 })).toThrow("An equation of shape [] has no root of shape [3]."));
});

it("runs compiled programs again with other numbers", () => {
  const compiled = reference.compile(program({ out: root((y) => sub(sinh(y), c), { lower: -5, upper: 5 }).value }));
  expect([compiled({ c: [1] }, 1).out[0], compiled({ c: [2] }, 1).out[0], compiled({ c: [1e9] }, 1).out[0], compiled({ c: [1] }, 1).out[0]])
    .toEqual([expect.closeTo(Math.asinh(1), 14), expect.closeTo(Math.asinh(2), 14), NaN, expect.closeTo(Math.asinh(1), 14)]);
});
