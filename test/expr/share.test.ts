import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, constant, cumsum, exp, input, is, mul, parameter, root, scalar, scan, share, sin, sinh, slice, sub, sum, topological, vjp, type Expr, type Op } from "../../src/expr/index.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { program } from "../../src/interpret/program.ts";
import { operations } from "../../laws/operation/operations.ts";
import { posed, run } from "../../laws/operation/posed.ts";

const x = input("x", [3]);
const merged = (a: Expr, b: Expr): boolean => {
  const [first, second] = share([a, b]);
  return first === second;
};

describe("share", () => {
  it("merges what computes the same", () => {
    expect(merged(exp(add(x, 1)), exp(add(input("x", [3]), 1)))).toBe(true);
    expect(merged(slice(x, 0, 1, 2), slice(x, 0, 1, 2))).toBe(true);
    expect(merged(constant([1, NaN]), constant([1, NaN]))).toBe(true);
  });

  it.each<[string, Expr, Expr]>([
    ["operations", exp(x), sin(x)],
    ["the order of arguments", sub(x, exp(x)), sub(exp(x), x)],
    ["0 and −0", scalar(0), scalar(-0)],
    ["neighboring numbers", scalar(1), scalar(1 + Number.EPSILON)],
    ["shapes of constants", constant([1, 2, 3, 4], [2, 2]), constant([1, 2, 3, 4], [4])],
    ["attributes", slice(x, 0, 0, 2), slice(x, 0, 1, 2)],
    ["directions", cumsum(x), cumsum(x, 0, true)],
    ["names", x, input("y", [3])],
    ["uniform and per-sample variables", x, parameter("x", [3])],
  ])("keeps apart: %s", (_, a, b) => expect(merged(a, b)).toBe(false));

  const solved = (scale: number, of: Expr): Expr => root((y) => sub(add(mul(scale, y), sinh(y)), of), { lower: -9, upper: 9 }).value;
  it("merges equal roots, and no others", () => {
    const z = input("z", []);
    expect(merged(solved(2, z), solved(2, input("z", [])))).toBe(true);
    expect(merged(solved(2, z), solved(3, z))).toBe(false);
    expect(merged(solved(2, z), solved(2, exp(z)))).toBe(false);
    expect(merged(solved(0, z), solved(-0, z))).toBe(false);
    expect(merged(root((y) => sub(solved(1, y), z), { lower: -9, upper: 9 }).value, root((y) => sub(solved(1, y), z), { lower: -9, upper: 9 }).value)).toBe(true);
    expect(merged(root((y) => sub(solved(1, y), z), { lower: -9, upper: 9 }).value, root((y) => sub(solved(4, y), z), { lower: -9, upper: 9 }).value)).toBe(false);
  });

  it("tells a root from one with the captured values the other way round", () => {
    const [a, b] = [input("a", []), input("b", [])];
    const difference = (p: Expr, q: Expr): Expr => root((y) => sub(mul(exp(p), y), q), { lower: -9, upper: 9 }).value;
    expect(merged(difference(a, b), difference(b, a))).toBe(false);
  });

  it("shares the equation of a root with its slope", () => {
    const [value] = share([root((y) => sub(sum(exp(mul(x, y))), 5), { lower: -9, upper: scalar(9) }).value]);
    if (!is(value!, "root")) throw new TypeError("not a root");
    const { residual, slope } = value.attributes.body;
    expect(topological([residual, slope]).filter((node) => node.op === "exp").length).toBe(1);
  });

  it("merges equal scans, and no others", () => {
    const [z, c, rows] = [input("z", []), parameter("c", []), parameter("rows", [4, 2])];
    const steps = (length: number, options: { readonly reverse?: boolean }, step: (a: Expr, b: Expr, k: Expr, one: Expr, two: Expr) => readonly [Expr, Expr]): Expr => {
      const { last, recorded } = scan(([a, b], k, [one, two]) => step(a, b, k, one, two), [z, exp(z)], length, { rows: [slice(rows, 0, 0, length), exp(slice(rows, 0, 0, length))], record: ([a, b]) => [a, b], ...options });
      return add(...last, ...recorded.map((each) => sum(each)), 0);
    };
    const plain = (a: Expr, b: Expr, k: Expr, one: Expr, two: Expr): readonly [Expr, Expr] => [add(mul(a, c), sum(one), k), sub(b, sum(mul(two, a)))];
    const other: readonly Expr[] = [
      steps(3, {}, plain),
      steps(4, { reverse: true }, plain),
      steps(4, {}, (a, b, k, one, two) => plain(b, a, k, one, two)),
      steps(4, {}, (a, b, k, one, two) => plain(a, b, k, two, one)),
      steps(4, {}, (...all) => [plain(...all)[1], plain(...all)[0]]),
      steps(4, {}, (a, b, k, one, two) => plain(a, b, mul(k, 1.5), one, two)),
    ];
    const [both, same] = [true, false].map((one) => add(...scan(([a]) => [exp(sin(a)), one ? sin(a) : exp(sin(a))], [z, z], 3).last));
    expect(merged(both!, same!)).toBe(false);
    const one = steps(4, {}, plain);
    expect(merged(one, steps(4, { reverse: false }, plain))).toBe(true);
    other.forEach((each, at) => expect([at, merged(one, each)]).toEqual([at, false]));
  });

  it("captures of equal values around a scan one", () => {
    const [z, c] = [input("z", []), parameter("c", [])];
    const { last } = scan((a) => add(mul(a, exp(c)), sinh(exp(c)), exp(add(c, 0))), z, 3);
    const [scanned] = topological([last]).filter((each) => is(each, "scan"));
    expect(scanned!.args.map(({ op }) => op)).toEqual(["variable", "exp", "sinh"]);
  });

  it("leaves no two equal nodes, and may be repeated", () => {
    const once = share([add(exp(x), exp(x)), mul(exp(x), add(exp(x), exp(x)))]);
    expect(topological(once).map((node) => node.op)).toEqual(["variable", "exp", "add", "mul"]);
    expect(topological(share(once)).length).toBe(4);
  });

  it("keeps the values of every operation and of its gradient", () => {
    fc.assert(fc.property(fc.constantFrom(...(Object.keys(operations) as Op[])).chain((op) => posed(op, fc.constantFrom(1, 4))), ({ output, variables, point, count }) => {
      const outputs = [output, ...vjp([output], [scalar(0.7)], variables)];
      const named = Object.fromEntries(outputs.map((each, at) => [`o${at}`, each]));
      // The program as it was given, with nothing merged but the variables, which are identical objects already.
      const unshared = { ...program(named), outputs: named, order: topological(outputs), stage: stagesOf(outputs) };
      expect(run(named, point, count)).toEqual(reference.compile(unshared)(point, count));
    }), { numRuns: 300 });
  });
});

const stagesOf = (outputs: readonly Expr[]): ReadonlyMap<Expr, number> => {
  const stage = new Map<Expr, number>();
  for (const node of topological(outputs)) stage.set(node, Math.max(0, ...node.args.map((each) => stage.get(each)!)) + (node.op === "batchSum" ? 1 : 0));
  return stage;
};

describe("program", () => {
  it("refuses one name for two variables", () => {
    expect(() => program({ out: add(x, input("x", [])) })).toThrow("The variable x has two shapes in one program.");
  });
});
