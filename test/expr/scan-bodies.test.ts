/** What may stand in the body of a scan, and how bodies are closed, nested and derived. */
import { describe, expect, it } from "vitest";
import {
  add, concat, constant, cos, exp, input, jvp, mul, parameter, root, scalar, scan, sin, sinh, slice, square, stack, sub,
  take, topological, total, vjp, type Expr,
} from "../../src/expr/index.ts";
import { openScan } from "../../src/expr/binder.ts";
import { program } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { apart, run } from "../../laws/operation/posed.ts";
import { named, numbers, scansOf, theta, v, value, x } from "./recurrence.ts";

describe("bodies", () => {
  it("may swap, pass on, forget and cut up what they carry", () => {
    const { last } = scan(({ a, b, c }) => ({ a: b, b: a, c: concat([slice(c, 0, 1, 2), slice(c, 0, 0, 1)]), d: take(c, 0) }), { a: 1, b: x, c: v, d: 5 }, 4);
    const out = run({ ...last }, { x: [7, 8], v: [1, 2, 3, 4, 5, 6] }, 2);
    expect(Object.values(out).map((each) => Array.from(each))).toEqual([[1, 1], [7, 8], [2, 3, 1, 5, 6, 4], [1, 4]]);
  });

  it("may owe the next carry to the step, to a row or to the outside alone", () => {
    const rows = parameter("rows", [3]);
    const { last, recorded } = scan((_, k, row) => ({ a: k, b: row, c: theta }), { a: x, b: x, c: x }, 3, { rows, record: (carry) => stack(Object.values(carry)) });
    const out = run({ ...last, recorded }, { x: [9, 8], rows: [4, 5, 6], theta: [7] }, 2);
    expect(Object.values(out).map((each) => Array.from(each))).toEqual([[2, 2], [6, 6], [7, 7], [9, 9, 9, 0, 4, 7, 1, 5, 7, 8, 8, 8, 0, 4, 7, 1, 5, 7]]);
  });

  it("may carry nothing: a map over rows", () => {
    const { last, recorded } = scan(() => [], [], 3, { rows: input("rows", [3, 2]), record: (_, k, row) => add(total(square(row)), mul(theta, k)) });
    expect(last).toEqual([]);
    expect(value(recorded, { rows: [1, 2, 3, 4, 5, 6], theta: [100] })).toEqual([5, 125, 261]);
  });

  it("keep several things of every step, and see several rows", () => {
    const { recorded } = scan((at, _, { a, b }) => add(at, mul(a, total(b))), x, 2, {
      rows: { a: constant([1, 2]), b: constant([1, 2, 3, 4], [2, 2]) },
      record: (at, _, { b }) => ({ before: at, twice: mul(2, b) }),
    });
    const out = run({ ...recorded }, { x: [1] }, 1);
    expect([Array.from(out.before!), Array.from(out.twice!)]).toEqual([[1, 4], [2, 4, 6, 8]]);
  });

  it("have scans and roots within, and are within roots, with their derivatives", () => {
    // Each step: w + w³ = y by a root, then three steps w ← w + w² / 10.
    const inner = (y: Expr): Expr => {
      const w = root((u) => sub(add(u, mul(u, u, u)), mul(theta, y)), { lower: -50, upper: 50 }).value;
      return scan((at, k) => add(at, mul(0.1, square(at)), mul(0.01, k, theta)), w, 3).last;
    };
    const nested = scan(inner, x, 2).last;
    const unrolled = [0, 1].reduce((y) => {
      const w = root((u) => sub(add(u, mul(u, u, u)), mul(theta, y)), { lower: -50, upper: 50 }).value;
      return [0, 1, 2].reduce<Expr>((at, k) => add(at, mul(0.1, square(at)), mul(0.01 * k, theta)), w);
    }, x);
    // A root whose equation has a scan in it: the inverse of three steps of y ← y + y³ / 10.
    const cube = (y: Expr): Expr => add(y, mul(0.1, theta, y, y, y));
    const inverse = root((y) => sub(scan(cube, y, 3).last, x), { lower: -5, upper: 5 }).value;
    const plain = root((y) => sub(cube(cube(cube(y))), x), { lower: -5, upper: 5 }).value;
    const derivatives = (out: Expr): readonly Expr[] => {
      const gradients = vjp([out], [scalar(1)], [x, theta]);
      return [out, ...gradients, ...gradients.flatMap((each) => vjp([each], [scalar(1)], [x, theta])), ...jvp([out], new Map([[x, scalar(1)], [theta, x]]))];
    };
    for (const [a, b] of [[nested, unrolled], [inverse, plain]] as const) {
      const [ours, theirs] = [a, b].map((out) => run(named(derivatives(out)), { x: [0.3, -1, 2], theta: [0.8] }, 3));
      for (const [name, want] of Object.entries(theirs!)) expect([name, apart(want, ours![name]!) < 1e-11]).toEqual([name, true]);
    }
  });

  it("may name what they return in another order", () => {
    const { last } = scan(({ a, b }) => ({ b: add(a, b), a: mul(2, a) }), { a: 1, b: x }, 3);
    const out = run({ ...last }, { x: [10] }, 1);
    expect([out.a![0], out.b![0]]).toEqual([8, 17]);
  });

  it("know what is the same for all samples: the step, uniform rows, and what is made of them", () => {
    const [node] = scansOf([scan((at, k, { one, each }) => add(mul(at, exp(k)), sin(one), cos(each)), x, 3, { rows: { one: parameter("one", [3]), each: input("each", [3]) } }).last]);
    const made = new Map(topological(openScan(node!).next).map((each) => [each.op, each.uniform]));
    expect([made.get("exp"), made.get("sin"), made.get("cos"), made.get("mul")]).toEqual([true, true, false, false]);
  });

  it("carry nothing that every step leaves as it is", () => {
    const { last, recorded } = scan(({ a, b }) => ({ a: mul(a, b), b }), { a: x, b: theta }, 3, { record: ({ b }) => b });
    expect(last.b).toBe(theta);
    expect(scansOf([last.a])[0]!.attributes.body.carries.length).toBe(1);
    expect(value(recorded, { x: [1, 2], theta: [5] }, 2)).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it("leave to the outside what no step changes", () => {
    const { last } = scan((at) => add(mul(at, exp(theta)), sinh(theta), exp(theta)), x, 5);
    const [node] = scansOf([last]);
    expect(node!.args.map(({ op }) => op)).toEqual(["variable", "exp", "sinh"]);
    expect(node!.attributes.body.next.flatMap((each) => topological([each])).map(({ op }) => op)).not.toContain("exp");
  });

  it("agree between blocks of lanes", () => {
    const at = numbers(131, 3);
    const { last } = scan((y, k) => add(sin(y), mul(k, 0.1)), x, 4);
    expect(value(last, { x: at }, 131)).toEqual(at.flatMap((each) => value(last, { x: [each] })));
  });

  it("may be run again with other numbers", () => {
    const compiled = reference.compile(program({ out: scan((y) => mul(y, theta), x, 3).last }));
    expect([[1, 2], [2, 3], [1, 2]].map(([a, b]) => compiled({ x: [a!], theta: [b!] }, 1).out[0])).toEqual([8, 54, 8]);
  });
});
