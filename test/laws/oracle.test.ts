/**
 * The oracle against mpmath in 45 digits (see oracle.py), against the reference at infinities and zeros of either sign, against
 * the meaning of every operation, and against itself: derivatives are limits of differences, and more digits change nothing.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, batchSum, binaryOps, div, exp, formal, input, jvp, log, mul, root, size, sub, unaryOps, type Expr, type Op, type UnaryOp } from "../../src/expr/index.ts";
import { binaryMeaning, unaryMeaning } from "../../src/expr/meaning.ts";
import { program } from "../../src/interpret/program.ts";
import { smooth } from "../../laws/operation/domain.ts";
import { operations, unflat } from "../../laws/operation/operations.ts";
import { apart, elements, posed } from "../../laws/operation/posed.ts";
import { arithmetic, type Decimal } from "../../laws/oracle/arithmetic.ts";
import { meaning } from "../../laws/oracle/meaning.ts";
import { oracle } from "../../laws/oracle/oracle.ts";
import { slopes } from "../../laws/oracle/slope.ts";

const golden = JSON.parse(readFileSync(new URL("oracle.json", import.meta.url), "utf8")) as { readonly [O in UnaryOp]?: readonly (readonly [number, string])[] }; // as oracle.py writes it

const digits = 50;
const { Decimal, exactly } = arithmetic(digits);
const own = meaning(digits);

/** How far two decimals are apart, in units of the second. */
const relative = (got: Decimal, want: Decimal): number => (got.equals(want) ? 0 : got.minus(want).div(want).abs().toNumber());

describe("golden digits", () => {
  it.each(Object.entries(golden))("%s", (op, points) => {
    for (const [x, digits] of points) expect(relative(own.unary[op as UnaryOp](exactly(x)), new Decimal(digits)), `${op}(${x})`).toBeLessThan(5.1e-45);
  });
  it("cover every operation of one number that rounds", () => {
    expect([...unaryOps].filter((op) => golden[op] === undefined)).toEqual(["neg", "abs", "sign", "floor"]);
  });
  it("take all digits of a float64", () => {
    expect(exactly(0.1).toString()).toBe("0.1000000000000000055511151231257827021181583404541015625");
    expect([1, -0, 3e-310, 5e-324, 1.7976931348623157e308, 0.3, -(2 ** 70)].map((x) => exactly(x).toNumber())).toEqual([1, -0, 3e-310, 5e-324, 1.7976931348623157e308, 0.3, -(2 ** 70)]);
  });
});

describe("at the ends of numbers it says what the reference says", () => {
  const ends = [0, -0, Infinity, -Infinity, NaN];
  it.each(unaryOps)("%s", (op) => {
    expect(ends.map((x) => own.unary[op](exactly(x)).toNumber())).toEqual(ends.map(unaryMeaning[op]));
  });
  it.each(binaryOps)("%s", (op) => {
    const pairs = [...ends, 2, -2].flatMap((a) => [...ends, 2, -2].map((b) => [a, b] as const));
    for (const [a, b] of pairs) {
      const [got, want] = [own.binary[op](exactly(a), exactly(b)).toNumber(), binaryMeaning[op](a, b)];
      expect(Object.is(got, want) || Math.abs(got - want) < 1e-15 * Math.abs(want), `${op}(${a}, ${b}) is ${got}, not ${want}`).toBe(true);
    }
  });
});

describe("slopes are limits of differences", () => {
  const step = new Decimal("1e-20");
  const limit = (f: (x: Decimal) => Decimal, x: Decimal): Decimal => f(x.plus(step)).minus(f(x.minus(step))).div(step.times(2));
  const near = (got: Decimal, want: Decimal): void => expect(got.minus(want).abs().div(want.abs().plus(1)).toNumber()).toBeLessThan(1e-27);
  const numRuns = 10;
  it.each(unaryOps)("%s", (op) => {
    fc.assert(fc.property(smooth.unary[op], (x) => {
      near(slopes(digits).unary[op](exactly(x)), limit(own.unary[op], exactly(x)));
    }), { numRuns });
  });
  it.each(binaryOps)("%s", (op) => {
    fc.assert(fc.property(...smooth.binary[op], (x, y) => {
      const [a, b] = [exactly(x), exactly(y)];
      const [first, second] = slopes(digits).binary[op](a, b);
      near(first, limit((each) => own.binary[op](each, b), a));
      near(second, limit((each) => own.binary[op](a, each), b));
    }), { numRuns });
  });
});

describe("every operation", () => {
  const by = oracle(40);
  it.each(Object.keys(operations) as Op[])("%s: values as meant, derivatives as the rules say", (op) => {
    fc.assert(fc.property(posed(op, fc.constantFrom(1, 3)), ({ instance, variables, output, point, count, directions: [direction] }) => {
      const moving = variables.filter((_, at) => instance.operands[at]!.moves);
      const args = variables.map((each) => elements(each, point[each.attributes.name]!));
      const width = size(output.shape);
      const meant = Float64Array.from({ length: width * (output.uniform ? 1 : count) }, (_, at) => instance.meaning(args, unflat(at % width, output.shape), Math.floor(at / width), count));
      expect(apart(by.compile(program({ output }))(point, count).output, meant)).toBeLessThan(1e-13);

      const [pushed] = jvp([output], new Map(moving.map((each) => [each, formal(each, `d ${each.attributes.name}`)])));
      const along = Object.fromEntries(moving.map((each) => [each.attributes.name, Array.from(direction[each.attributes.name]!)]));
      const numbers = Object.fromEntries(Object.entries(point).map(([name, values]) => [name, Array.from(values)]));
      const { output: dual } = by.duals(program({ output }))(numbers, along, count);
      const ruled = by.compile(program({ pushed: pushed! }))({ ...numbers, ...Object.fromEntries(Object.entries(along).map(([name, values]) => [`d ${name}`, values])) }, count).pushed;
      expect(apart(dual.map(({ tangent }) => tangent.toNumber()), dual.map((_, at) => ruled[at % ruled.length]!))).toBeLessThan(1e-13);
    }), { numRuns: 4 });
  });
});

describe("programs", () => {
  const [x, y] = [input("x", []), input("y", [])];
  const run = (output: Expr, inputs: { readonly [name: string]: readonly (number | Decimal)[] }, count = 1, by = oracle(digits)): readonly string[] =>
    by.decimals(program({ output }))(inputs, count).output.map((each) => each.toSignificantDigits(40).toString());
  const cubeRoot = (lower: number, upper: number): Expr => root((unknown) => sub(mul(unknown, unknown, unknown), x), { lower, upper }).value;

  it("solve equations to all digits", () => expect(run(cubeRoot(0, 1e6), { x: [2] })).toEqual(["1.25992104989487316476721060727822835057"]));
  it("find a root that a bracket misses by its rounding", () => {
    expect(run(cubeRoot(0, 1.259921049894873), { x: [2] })).toEqual(["1.25992104989487316476721060727822835057"]);
    expect(run(cubeRoot(1.2599210498948734, 9), { x: [2] })).toEqual(["1.25992104989487316476721060727822835057"]);
  });
  it("find no root where there is none", () => expect([...run(cubeRoot(0, 1.2), { x: [2] }), ...run(cubeRoot(1.3, 2), { x: [2] })]).toEqual(["NaN", "NaN"]));
  it("find a root of zero", () => {
    const { value } = root((unknown) => sub(add(unknown, mul(unknown, unknown, unknown)), x), { lower: -1, upper: 2 });
    expect(run(value, { x: [0] }).map(Number)).toEqual([0]);
  });
  it("keep what float64 loses", () => {
    expect(run(log(exp(x)), { x: [2000] })).toEqual(["2000"]);
    expect(run(sub(add(x, y), y), { x: [1e-20], y: [1e10] }).map(Number)).toEqual([1e-20]);
    expect(run(mul(div(x, y), y), { x: [1e-300], y: [1e300] }).map(Number)).toEqual([1e-300]);
  });
  it("sum over samples", () => expect(run(batchSum(x), { x: [1e16, 1, -1e16] }, 3)).toEqual(["1"]));
  it("take decimals", () => expect(run(x, { x: [new Decimal("0.1")] })).toEqual(["0.1"]));
  it("have the digits that are asked for", () => {
    const third = (count: number): string => oracle(count).decimals(program({ third: div(x, y) }))({ x: [1], y: [3] }, 1).third[0]!.toString();
    expect([third(5), third(60)]).toEqual([`0.${"3".repeat(5)}`, `0.${"3".repeat(60)}`]);
  });
  it("refuse what does not fit", () => expect(() => run(add(x, y), { x: [1, 2], y: [1] })).toThrow("The input x takes 1 numbers for 1 samples, but 2 were given."));
});
