/** The identities that the constructors apply hold for every float, except that a sum with zero may keep the sign of −0. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { abs, add, addAll, concat, constant, div, expand, gather, input, is, logSumExp, matmul, max, mul, neg, node, reshape, scalar, slice, stack, stopGradient, sub, sum, take, transpose, unsqueeze, where, zeros, type Expr, type Op } from "../../src/expr/index.ts";
import { binaryMeaning } from "../../src/expr/meaning.ts";
import { run } from "../../laws/operation/posed.ts";

const x = input("x", []);
const y = input("y", []);
const anyNumber = fc.oneof(fc.double(), fc.constantFrom(0, -0, Infinity, -Infinity, NaN, 5e-324, -5e-324, Number.MAX_VALUE));
/** The operation as it stands, past the smart constructor. */
const raw = (op: "add" | "sub" | "mul" | "div", a: Expr, b: Expr): Expr => node(op, [a, b], {}, []);

const identities: readonly (readonly [string, Expr, Expr, "exactly" | "but for the sign of zero"])[] = [
  ["x + 0", add(x, 0), raw("add", x, scalar(0)), "but for the sign of zero"],
  ["0 + x", add(0, x), raw("add", scalar(0), x), "but for the sign of zero"],
  ["x + −0", add(x, -0), raw("add", x, scalar(-0)), "exactly"],
  ["x − 0", sub(x, 0), raw("sub", x, scalar(0)), "exactly"],
  ["0 − x", sub(0, x), raw("sub", scalar(0), x), "but for the sign of zero"],
  ["x · 1", mul(x, 1), raw("mul", x, scalar(1)), "exactly"],
  ["1 · x", mul(1, x), raw("mul", scalar(1), x), "exactly"],
  ["x · −1", mul(x, -1), raw("mul", x, scalar(-1)), "exactly"],
  ["−1 · x", mul(-1, x), raw("mul", scalar(-1), x), "exactly"],
  ["x / 1", div(x, 1), raw("div", x, scalar(1)), "exactly"],
  ["−(−x)", neg(neg(x)), node("neg", [node("neg", [x], {}, [])], {}, []), "exactly"],
  ["x + −y", add(x, neg(y)), raw("add", x, node("neg", [y], {}, [])), "exactly"],
  ["−x + y", add(neg(x), y), raw("add", node("neg", [x], {}, []), y), "exactly"],
  ["x − −y", sub(x, neg(y)), raw("sub", x, node("neg", [y], {}, [])), "exactly"],
];

describe.each(identities)("%s", (_, smart, plain, how) => {
  it(`is kept, ${how}`, () => {
    fc.assert(fc.property(fc.array(fc.tuple(anyNumber, anyNumber), { minLength: 1, maxLength: 9 }), (pairs) => {
      const inputs = { x: pairs.map(([first]) => first), y: pairs.map(([, second]) => second) };
      const { smart: ours, plain: theirs } = run({ smart, plain }, inputs, pairs.length);
      const sign = how === "exactly" ? 0 : 1;
      // Adding 0 turns −0 into 0 and leaves every other number alone.
      ours!.forEach((value, at) => expect(sign ? value + 0 : value).toBe(sign ? theirs![at]! + 0 : theirs![at]));
    }));
  });
  it("is applied", () => expect(smart.op === plain.op && smart.args.every((each, at) => each === plain.args[at])).toBe(false));
});

describe("what must not be simplified", () => {
  it.each<[string, Expr, Op]>([
    ["x · 0, which is NaN at infinity", mul(x, 0), "mul"],
    ["x − x, which is NaN at infinity", sub(x, x), "sub"],
    ["x / x", div(x, x), "div"],
    ["0 / x", div(0, x), "div"],
    ["|x| of a difference", abs(sub(x, y)), "abs"],
  ])("%s", (_, expr, op) => expect(expr.op).toBe(op));

  it("keeps the shape of what it stretches", () => {
    expect(add(x, zeros([3])).shape).toEqual([3]);
    expect(mul(constant([1, 1, 1]), x).shape).toEqual([3]);
    expect([add(x, zeros([3])), add(zeros([3]), x), sub(x, zeros([3])), sub(zeros([3]), x)].map(({ shape }) => shape)).toEqual([[3], [3], [3], [3]]);
    const [ones, minusOnes] = [expand(1, [3]), expand(-1, [3])];
    expect([mul(x, ones), mul(ones, x), mul(x, minusOnes), mul(minusOnes, x), div(x, ones)].map(({ shape }) => shape)).toEqual([[3], [3], [3], [3], [3]]);
    expect(where(1, x, zeros([2])).shape).toEqual([2]);
    expect(where(zeros([2]), x, 1).shape).toEqual([2]);
  });
});

describe("where", () => {
  it("with a known condition is its branch", () => {
    expect(where(1, x, y)).toBe(x);
    expect(where(0, x, y)).toBe(y);
    expect(where(-0, x, y)).toBe(y);
    expect(where(NaN, x, y)).toBe(x);
  });
});

describe("constant folding", () => {
  it("computes as Math does, for every pair of floats", () => {
    fc.assert(fc.property(anyNumber, anyNumber, (a, b) => {
      const folded = add(scalar(a), scalar(b));
      if (!is(folded, "constant")) throw new TypeError("not folded");
      expect(folded.attributes.values[0]! + 0).toBe(binaryMeaning.add(a, b) + 0);
    }));
  });
  it("broadcasts", () => {
    const folded = sub(constant([1, 2], [2, 1]), constant([10, 20, 30]));
    expect(is(folded, "constant") && [...folded.attributes.values]).toEqual([-9, -19, -29, -8, -18, -28]);
  });
});

describe("rearrangements", () => {
  const m = input("m", [2, 3, 4]);
  it("that change nothing are not there", () => {
    expect(reshape(m, [2, 3, 4])).toBe(m);
    expect(reshape(reshape(m, [6, 4]), [2, 3, 4])).toBe(m);
    expect(transpose(transpose(m, [2, 0, 1]), [1, 2, 0])).toBe(m);
    expect(slice(m, 1, 0, 3)).toBe(m);
    expect(expand(m, [2, 3, 4])).toBe(m);
    expect(concat([m])).toBe(m);
    expect(stopGradient(scalar(1)).op).toBe("constant");
  });
  it("of axes of length 1 alone are reshapes", () => {
    expect(transpose(input("row", [1, 5])).op).toBe("reshape");
    expect(transpose(input("t", [2, 1, 3]), [1, 0, 2]).op).toBe("reshape");
    expect(sum(input("t", [2, 1, 3]), 1).op).toBe("reshape");
  });
  it("compose", () => {
    expect(slice(slice(m, 1, 1, 2), 1, 1, 1).args[0]).toBe(m);
    expect(take(m, -1).shape).toEqual([2, 3]);
    const [a, b, c] = [input("a", [2, 3]), input("b", [2, 1]), input("c", [2, 4])];
    const all = concat([a, b, c], 1);
    expect([slice(all, 1, 0, 3), slice(all, 1, 3, 1), slice(all, 1, 4, 4)]).toEqual([a, b, c]);
    expect([slice(all, 1, 1, 2).args[0], slice(all, 1, 5, 2).args[0], slice(all, 1, 2, 2).args[0], slice(all, 0, 1, 1).args[0]]).toEqual([a, c, all, all]);
    expect(stack([x, y]).shape).toEqual([2]);
    expect(unsqueeze(m, 0).shape).toEqual([1, 2, 3, 4]);
    expect(addAll([], [2]).op).toBe("constant");
  });
  it("of parts read what lies there", () => {
    const all = concat([input("a", [2, 2]), input("b", [2, 1]), input("c", [2, 3])], 1);
    const cuts = [[0, 1], [1, 1], [2, 1], [3, 2], [4, 2], [1, 2], [6, 0]] as const;
    const [smart, plain] = [slice, (of: Expr, axis: number, start: number, length: number) => node("slice", [of], { axis, start }, [2, length])].map((cut) =>
      run(Object.fromEntries(cuts.map(([start, length], at) => [`o${at}`, cut(all, 1, start, length)])), { a: [1, 2, 7, 8], b: [3, 9], c: [4, 5, 6, 10, 11, 12] }, 1));
    expect(smart).toEqual(plain);
  });
  it("leave out empty parts", () => expect(concat([zeros([0]), input("v", [2]), zeros([0])]).op).toBe("variable"));
});

describe("reductions", () => {
  const numbers = [Infinity, 1, -Infinity, -Infinity, NaN, 0, 800, 801];
  const pairs = input("v", [2]);
  it("meet the ends of the numbers", () => {
    const out = run({ sum: sum(pairs), max: max(pairs), logSumExp: logSumExp(pairs) }, { v: numbers }, 4);
    expect([...out.sum!]).toEqual([Infinity, -Infinity, NaN, 1601]);
    expect([...out.max!]).toEqual([Infinity, -Infinity, NaN, 801]);
    expect([...out.logSumExp!]).toEqual([Infinity, -Infinity, NaN, 801 + Math.log1p(Math.exp(-1))]);
  });
  it("of nothing are their neutral elements", () => {
    const none = input("none", [2, 0]);
    const out = run({ sum: sum(none), max: max(none), logSumExp: logSumExp(none) }, { none: [] }, 1);
    expect([out.sum, out.max, out.logSumExp].map((each) => [...each!])).toEqual([[0, 0], [-Infinity, -Infinity], [-Infinity, -Infinity]]);
  });
});

describe("shapes that do not fit", () => {
  const v = input("v", [3]);
  it.each<[string, () => Expr, string]>([
    ["add", () => add(v, input("w", [2])), "Shapes [3] and [2] do not broadcast."],
    ["reshape", () => reshape(v, [2]), "A tensor of shape [3] does not reshape to [2]."],
    ["slice", () => slice(v, 0, 2, 2), "Elements 2 to 4 are outside an axis of length 3."],
    ["concat", () => concat([input("a", [2, 2]), input("b", [2, 3])]), "Shapes [2,2], [2,3] do not join along axis 0."],
    ["matmul", () => matmul(v, v), "Matrices of shapes [3] and [3] do not multiply."],
    ["gather", () => gather(input("t", [2, 3]), v), "An index of shape [3] does not fit a table of shape [2,3]."],
    ["constant", () => constant([1, 2], [3]), "A constant of shape [3] takes 3 values, but 2 were given."],
    ["sum", () => sum(x), "Axis -1 is outside a tensor of 0 axes."],
  ])("%s says so", (_, build, sentence) => expect(build).toThrow(sentence));
});
