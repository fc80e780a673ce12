/** Recurrences: their values, their gradients and the work that they are. */
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  add, apply, batchSum, constant, cos, div, dot, exp, input, is, jvp, matmul, mul, parameter, scalar, scan,
  sigmoid, sin, square, stack, sub, sum, take, tanh, topological, total, transpose, unstack, vjp, zeros, type Expr,
  type Scanned,
} from "../../src/expr/index.ts";
import { program } from "../../src/interpret/program.ts";
import { reference32 } from "../../src/interpret/reference/reference.ts";
import { apart, run } from "../../laws/operation/posed.ts";
import { named, numbers, scansOf, theta, v, value, x } from "./recurrence.ts";

describe("recurrences with a closed form", () => {
  it("geometric: aⁿ x and 1 + a + … + aⁿ⁻¹", () => {
    const a = parameter("a", []);
    const { last } = scan(({ power, series }) => ({ power: mul(power, a), series: add(series, power) }), { power: x, series: 0 }, 10);
    const out = run({ ...last }, { x: [1, -2], a: [0.5] }, 2);
    expect(out.power).toEqual(Float64Array.of(2 ** -10, -(2 ** -9)));
    expect(out.series).toEqual(Float64Array.of(2 - 2 ** -9, -4 + 2 ** -8));
  });

  it("Fibonacci, as pairs and as powers of a matrix", () => {
    const { last, recorded } = scan(([a, b]) => [b, add(a, b)], [0, 1], 10, { record: ([a]) => a });
    expect([value(last[0]), value(last[1]), value(recorded)]).toEqual([[55], [89], [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]]);
    const step = constant([0, 1, 1, 1], [2, 2]);
    expect(value(scan((power) => matmul(step, power), constant([1, 0, 0, 1], [2, 2]), 10).last)).toEqual([34, 55, 55, 89]);
  });

  it("the number of the step: n! and Σ k², forwards and backwards", () => {
    const factorial = scan((product, k) => mul(product, add(k, 1)), 1, 10);
    expect(value(factorial.last)).toEqual([3628800]);
    const { recorded } = scan((sum, k) => add(sum, square(k)), 0, 5, { record: (sum, k) => stack([sum, k]), reverse: true });
    expect(value(recorded)).toEqual([30, 0, 29, 1, 25, 2, 16, 3, 0, 4]);
  });

  it("Runge and Kutta's method of fourth order: x' = a x", () => {
    const a = parameter("a", []);
    const solve = (field: (x: Expr, t: Expr) => Expr, steps: number): Expr => {
      const h = 1 / steps;
      return scan((at, k) => {
        const t = mul(h, k);
        const k1 = field(at, t);
        const k2 = field(add(at, mul(h / 2, k1)), add(t, h / 2));
        const k3 = field(add(at, mul(h / 2, k2)), add(t, h / 2));
        const k4 = field(add(at, mul(h, k3)), add(t, h));
        return add(at, mul(h / 6, add(k1, mul(2, k2), mul(2, k3), k4)));
      }, x, steps).last;
    };
    const errors = [8, 16, 32, 64].map((steps) => Math.abs(value(solve((at) => mul(a, at), steps), { x: [0.7], a: [-1.3] })[0]! - 0.7 * Math.exp(-1.3)));
    errors.slice(1).forEach((error, at) => expect(Math.log2(errors[at]! / error)).toBeCloseTo(4, 0));
    expect(errors[3]).toBeLessThan(1e-8);
    // x' = x cos t: x = x₀ exp(sin t).
    expect(value(solve((at, t) => mul(at, cos(t)), 64), { x: [0.7] })[0]).toBeCloseTo(0.7 * Math.exp(Math.sin(1)), 8);
  });
});

const reflect = (point: Expr, axis: Expr): Expr => sub(point, mul(div(mul(2, dot(axis, point)), dot(axis, axis)), axis));

describe("what is unrolled", () => {
  it("is a product of reflections, with its gradients", () => {
    const axes = parameter("axes", [5, 3]);
    const { last } = scan((point, _, axis) => reflect(point, axis), v, 5, { rows: axes });
    const unrolled = unstack(axes).reduce(reflect, v);
    const inputs = { axes: numbers(15, 0), v: numbers(12, 1), weight: numbers(12, 2) };
    const all = (out: Expr) => run(named([out, ...vjp([out], [input("weight", [3])], [axes, v])]), inputs, 4);
    const [ours, theirs] = [all(last), all(unrolled)];
    for (const name of Object.keys(theirs)) expect(apart(ours[name]!, theirs[name]!)).toBeLessThan(1e-14);
    // A reflection keeps lengths.
    const [before, after] = [run({ out: dot(v, v) }, inputs, 4), run({ out: dot(last, last) }, inputs, 4)];
    expect(apart(before.out!, after.out!)).toBeLessThan(1e-14);
  });

  /** Everything at once: two carries, rows, captured values of both kinds, the number of the step, records. */
  const [rows, start, scale, bias, weights] = [input("rows", [4, 3]), input("start", [3]), parameter("scale", [3]), input("bias", []), parameter("weights", [3, 3])];
  type Carry = { readonly a: Expr; readonly b: Expr };
  const step = ({ a, b }: Carry, k: Expr, row: Expr): Carry => ({
    a: add(tanh(add(apply(weights, a), mul(scale, row))), mul(0.1, k, b)),
    b: add(mul(b, sigmoid(bias)), mul(exp(bias), sum(mul(a, row)))),
  });
  const record = ({ a, b }: Carry, k: Expr): Expr => add(mul(sin(a), b), k);
  const variables = [start, rows, scale, bias, weights];
  const looped = (reverse: boolean): readonly Expr[] => {
    const { last, recorded } = scan(step, { a: start, b: bias }, 4, { rows, record, reverse });
    return [last.a, last.b, recorded];
  };
  const written = (reverse: boolean): readonly Expr[] => {
    let carry: Carry = { a: start, b: bias };
    const kept: Expr[] = [];
    for (const k of reverse ? [3, 2, 1, 0] : [0, 1, 2, 3]) {
      kept[k] = record(carry, scalar(k));
      carry = step(carry, scalar(k), take(rows, k, 0));
    }
    return [carry.a, carry.b, stack(kept)];
  };
  const inputsFor = (count: number) => ({
    start: numbers(3 * count, 1), rows: numbers(12 * count, 2), scale: numbers(3, 3), bias: numbers(count, 4), weights: numbers(9, 5), wa: numbers(3 * count, 6), wb: numbers(count, 7), wr: numbers(12 * count, 8),
  });
  const cotangents = [input("wa", [3]), input("wb", []), input("wr", [4, 3])];

  it.each([[1, false], [3, true], [9, false], [131, true]])("has the same values and derivatives to third order: %d samples, reverse %s", (count, reverse) => {
    const derivatives = (outputs: readonly Expr[]): readonly Expr[] => {
      const gradients = vjp(outputs, cotangents, variables);
      const tangents = jvp(outputs, new Map(variables.map((each, at) => [each, constant(numbers(each.shape.reduce((a, b) => a * b, 1), at), each.shape)])));
      const second = vjp(gradients.slice(0, 4), variables.slice(0, 4), variables);
      const forward = jvp(gradients, new Map([[start, exp(start)], [weights, weights], [bias, scalar(0.3)]]));
      const third = jvp(second, new Map([[start, constant([1, 2, 3])], [scale, scale]]));
      return [...outputs, ...gradients, ...tangents, ...second, ...forward, ...third];
    };
    const [ours, theirs] = [looped, written].map((make) => run(named(derivatives(make(reverse))), inputsFor(count), count));
    for (const [name, want] of Object.entries(theirs!)) expect([name, apart(want, ours![name]!) < 1e-11]).toEqual([name, true]);
  });

  it("has a gradient for every one of its inputs alone", () => {
    for (const [at, variable] of variables.entries()) {
      const gradient = (outputs: readonly Expr[]) => vjp(outputs, cotangents, [variable])[0]!;
      const [ours, theirs] = [looped(false), written(false)].map((outputs) => run({ out: gradient(outputs) }, inputsFor(5), 5).out!);
      expect([at, apart(ours!, theirs!) < 1e-13]).toEqual([at, true]);
    }
  });
});

describe("gradients", () => {
  it("of a captured uniform value are sums over the samples, and within a sample over the steps", () => {
    // ∂/∂θ of θ³ x: 3 θ² x.
    const { last } = scan((at) => mul(theta, at), x, 3);
    const [gradient] = vjp([last], [scalar(1)], [theta]);
    expect(gradient!.uniform).toBe(true);
    expect(value(gradient!, { x: [1, 2, 4], theta: [5] }, 3)).toEqual([3 * 25 * 7]);
    const [second] = vjp([gradient!], [scalar(1)], [theta]);
    expect(value(second!, { x: [1, 2, 4], theta: [5] }, 3)).toEqual([6 * 5 * 7]);
    const weight = input("weight", []);
    expect(value(vjp([last], [weight], [theta])[0]!, { x: [1, 2, 4], theta: [5], weight: [1, 10, 100] }, 3)).toEqual([75 * 421]);
  });

  it("count a uniform scan once", () => {
    const { last } = scan((at) => mul(theta, at), scalar(2), 3);
    expect(last.uniform).toBe(true);
    expect(value(vjp([last], [scalar(1)], [theta])[0]!, { theta: [5] }, 4)).toEqual([150]);
    expect(value(vjp([last], [input("weight", [])], [theta])[0]!, { theta: [5], weight: [1, 2] }, 2)).toEqual([450]);
  });

  it("tell apart two variables of one name, as all derivatives do", () => {
    const again = parameter("theta", []);
    const { last } = scan((at) => mul(at, exp(theta), exp(again)), x, 2);
    const [one, both] = [vjp([last], [scalar(1)], [theta])[0]!, vjp([last], [scalar(1)], [theta, again])];
    const inputs = { x: [3], theta: [0] };
    expect([one, ...both].map((each) => value(each, inputs))).toEqual([[6], [6], [6]]);
  });

  it("pass a sum over samples that is captured", () => {
    // y = x + 3 Σ x, and Σ_samples y² differentiated.
    const { last } = scan((at) => add(at, batchSum(x)), x, 3);
    const unrolled = add(x, mul(3, batchSum(x)));
    const [ours, theirs] = [last, unrolled].map((out) => value(vjp([square(out)], [scalar(1)], [x])[0]!, { x: [1, 2, 4] }, 3));
    expect(ours).toEqual(theirs);
  });

  it("tell apart what a row and a captured value receive, though it is the same in a step", () => {
    const [rows, c] = [input("rows", [4]), input("c", [])];
    const { last } = scan((at, _, row) => add(mul(at, 2), row, c, theta), x, 4, { rows });
    const gradients = vjp([last], [scalar(1)], [x, rows, c, theta]);
    expect(gradients.map((each) => value(each, { x: [1, 2], rows: numbers(8, 0), c: [1, 2], theta: [1] }, 2).slice(0, 4))).toEqual([[16], [8, 4, 2, 1], [15], [30]]);
  });

  it("are zero where nothing is reached", () => {
    const { last, recorded } = scan(({ a, b }) => ({ a: mul(a, theta), b }), { a: x, b: v }, 3, { record: ({ b }) => b });
    expect(vjp([last.a], [scalar(1)], [v])).toEqual([zeros([3])]);
    expect(jvp([last.b, recorded], new Map([[x, scalar(1)]])).map((each) => value(each))).toEqual([[0, 0, 0], Array(9).fill(0)]);
    expect(vjp([scan(() => scalar(3), x, 2).last], [scalar(1)], [x])).toEqual([zeros([])]);
  });

  it("in float32 are as good as float32", () => {
    const { last } = scan((at) => add(at, mul(0.1, theta, sin(at))), x, 20);
    const outputs = named([last, ...vjp([last], [scalar(1)], [x, theta])]);
    const inputs = { x: [0.5, 1, -2].map(Math.fround), theta: [Math.fround(0.7)] };
    const [ours, theirs] = [run(outputs, inputs, 3, reference32), run(outputs, inputs, 3)];
    for (const name of Object.keys(outputs)) expect(apart(ours[name]!, theirs[name]!)).toBeLessThan(2e-6);
  });
});

describe("the number of steps", () => {
  const rows = input("rows", [1, 3]);
  it("may be none: the start, and nothing kept", () => {
    const none = scan((at) => mul(at, theta), v, 0, { rows: input("rows", [0, 2]), record: (at) => total(at) });
    expect(none.last).toBe(v);
    expect(none.recorded.shape).toEqual([0]);
    expect(value(sum(none.recorded), { v: [1, 2, 3] })).toEqual([0]);
    expect(vjp([none.last], [scalar(1)], [theta])).toEqual([scalar(0)]);
    expect(value(scan((at) => add(at, 1), 7, 0).last)).toEqual([7]);
  });

  it("may be one", () => {
    const one = scan((at, k, row) => add(mul(at, theta), row, k), v, 1, { rows, record: (at) => at });
    const outputs = [one.last, one.recorded, ...vjp([one.last], [scalar(1)], [v, theta, rows])];
    const out = run(named(outputs), { v: [1, 2, 3], theta: [2], rows: [10, 20, 30] }, 1);
    expect(Object.values(out).map((each) => Array.from(each))).toEqual([[12, 24, 36], [1, 2, 3], [2, 2, 2], [6], [1, 1, 1]]);
    expect(one.recorded.shape).toEqual([1, 3]);
  });

  it("may be ten thousand, in a graph of a few nodes, however often it is differentiated", () => {
    const { last } = scan((at) => add(at, mul(1e-4, theta, at)), x, 10_000);
    const [first] = vjp([last], [scalar(1)], [theta]);
    const [second] = vjp([first!], [scalar(1)], [theta]);
    const inputs = { x: [2], theta: [0.5] };
    // 2 (1 + θ/n)ⁿ: n log derivatives.
    const want = 2 * Math.exp(1e4 * Math.log1p(0.5e-4));
    expect(value(last, inputs)[0]! / want).toBeCloseTo(1, 11);
    expect(value(first!, inputs)[0]! / (want / (1 + 0.5e-4))).toBeCloseTo(1, 10);
    expect(value(second!, inputs)[0]! / (want * (1 - 1e-4) / (1 + 0.5e-4) ** 2)).toBeCloseTo(1, 10);
    expect(topological([second!]).length).toBeLessThan(100);
  });
});

describe("the work", () => {
  const weights = parameter("weights", [8, 8]);
  const { last } = scan((at) => tanh(apply(weights, at)), input("y", [8]), 6);
  const y = topological([last]).find((each) => is(each, "variable") && each.attributes.name === "y")!;
  const inputs = { y: numbers(8 * 70, 1), weights: numbers(64, 2), weight: numbers(8 * 70, 3) };

  it("of the value and of its gradient is one scan forwards and one backwards", () => {
    const gradients = vjp([last], [scalar(1)], [y, weights]);
    expect(scansOf([last, ...gradients]).map(({ attributes }) => attributes.reverse)).toEqual([false, true]);
    expect(scansOf([last])[0]!.attributes.body.recorded).toEqual([]);
  });

  it("of a gradient of points leaves out the gradient of weights", () => {
    const [gradient] = vjp([last], [scalar(1)], [y, weights]);
    const backwards = scansOf([gradient!]).find(({ attributes }) => attributes.reverse)!;
    expect(backwards.attributes.body.carries.map(({ shape }) => shape)).toEqual([[8]]);
    expect(backwards.attributes.body.recorded).toEqual([]);
  });

  it("of a gradient of weights is one product of matrices over all samples and steps", () => {
    const [gradient] = vjp([last], [input("weight", [8])], [weights]);
    const { order } = program({ gradient: gradient! });
    const products = order.filter((each) => is(each, "batchSum")).map(({ args: [argument] }) => argument!);
    expect(products.map(({ op, args }) => [op, ...args.map(({ shape }) => shape)])).toEqual([["matmul", [8, 6], [6, 8]]]);
    const unrolled = Array.from({ length: 6 }).reduce<Expr>((at) => tanh(apply(weights, at)), y);
    const want = run({ out: vjp([unrolled], [input("weight", [8])], [weights])[0]! }, inputs, 70);
    expect(apart(run({ out: gradient! }, inputs, 70).out!, want.out!)).toBeLessThan(1e-12);
  });
});

describe("what cannot be", () => {
  it.each<[string, () => unknown]>([
    ["A scan takes a whole number of steps, not 2.5.", () => scan((at) => at, x, 2.5)],
    ["A scan takes a whole number of steps, not -1.", () => scan((at) => at, x, -1)],
    ["A step of a scan makes a carry of shape [3] from one of shape [].", () => scan((at) => add(at, v), x, 2)],
    ["A step of a scan makes a carry of shape [] from one of shape [3].", () => scan((at) => sum(at), v, 0)],
    ["A scan of 4 steps has no row for each of them in a tensor of shape [3].", () => scan((at) => at, x, 4, { rows: [input("a", [4]), v] })],
    ["A scan of 1 steps has no row for each of them in a tensor of shape [].", () => scan((at) => at, x, 1, { rows: x })],
    ["A step of a scan returns 1 of its 2 carries.", () => scan((at) => at.slice(1), [x, x] as readonly Expr[], 2)],
    ["A sum over samples depends on what changes inside the body of a root or scan, which knows one sample only.", () => scan((at) => add(at, batchSum(at)), x, 2)],
  ])("%s", (sentence, make) => expect(make).toThrow(sentence));
});

it("gives back what it is given: one, several, or named", () => {
  expectTypeOf(scan((at) => mul(at, 2), x, 3)).toEqualTypeOf<Scanned<Expr, readonly []>>();
  expectTypeOf(scan((at) => mul(at, 2), 1, 3).last).toEqualTypeOf<Expr>();
  expectTypeOf(scan(([a, b]) => [b, a], [x, theta], 3).last).toEqualTypeOf<readonly [Expr, Expr]>();
  expectTypeOf(scan(({ a }) => ({ a }), { a: x }, 3, { record: ({ a }, k) => [a, k] }).recorded).toEqualTypeOf<readonly [Expr, Expr]>();
  // @ts-expect-error a carry is missing
  expect(() => scan(({ a }) => ({ a }), { a: x, b: x }, 3)).toThrow("A step of a scan returns 1 of its 2 carries.");
});

it("is its own unrolled graph, for random linear steps", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.boolean(), fc.integer(), (length, reverse, seed) => {
    const matrix = constant(numbers(9, seed % 1000), [3, 3]);
    const { last } = scan((at) => apply(transpose(matrix), at), v, length, { reverse });
    const unrolled = Array.from({ length }).reduce<Expr>((at) => apply(transpose(matrix), at), v);
    const [ours, theirs] = [last, unrolled].map((out) => run(named([out, ...vjp([out], [v], [v])]), { v: [1, -2, 0.5] }, 1));
    for (const [name, want] of Object.entries(theirs!)) expect(apart(want, ours![name]!)).toBeLessThan(1e-12);
  }), { numRuns: 50 });
});
