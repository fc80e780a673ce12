/** Whole programs: random graphs, in which buffers are used again and again, against one computed node by node. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, batchSum, concat, cos, exp, expand, input, is, matmul, maximum, mul, neg, parameter, reshape, sin, size, slice, stopGradient, sub, sum, tanh, topological, transpose, unsqueeze, type Expr } from "../../../src/expr/index.ts";
import { program } from "../../../src/interpret/program.ts";
import { reference, reference32 } from "../../../src/interpret/reference/reference.ts";

/** Ways to make a [2, 3] tensor of others. */
const moves: readonly ((a: Expr, b: Expr) => Expr)[] = [
  add, sub, mul, maximum, (a) => neg(a), (a) => sin(a), (a) => tanh(a), (a) => stopGradient(cos(a)), (a) => exp(sin(a)),
  (a) => reshape(transpose(a), [2, 3]),
  (a, b) => concat([slice(a, 0, 1, 1), slice(b, 0, 0, 1)]),
  (a, b) => concat([slice(a, 1, 1, 2), slice(b, 1, 0, 1)], 1),
  (a, b) => add(expand(unsqueeze(sum(a)), [2, 3]), reshape(slice(expand(b, [4, 2, 3]), 0, 2, 1), [2, 3])),
  (a, b) => tanh(matmul(a, matmul(transpose(b), a))),
  (a, b) => sub(a, sin(batchSum(mul(b, 0.01)))),
];

const graph: fc.Arbitrary<readonly Expr[]> = fc
  .tuple(
    fc.array(fc.boolean(), { minLength: 2, maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(moves.length - 1), fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 25 }),
    fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
  )
  .map(([kinds, steps, chosen]) => {
    const variables = kinds.map((uniform, at) => (uniform ? parameter : input)(`x${at}`, [2, 3]));
    // A variable may first be met late, after other buffers have come free.
    const nodes = steps.reduce<readonly Expr[]>((known, [move, a, b, fresh]) => {
      const pick = (n: number): Expr => known[known.length - 1 - (n % Math.min(known.length, 8))]!;
      return [...known, moves[move]!(pick(a), fresh ? variables[b % variables.length]! : pick(b))];
    }, [variables[0]!]);
    return chosen.map((n) => nodes[nodes.length - 1 - (n % nodes.length)]!);
  });

const numbersFor = (variables: readonly Expr<"variable">[], count: number) =>
  Object.fromEntries(variables.map((each, at) => [each.attributes.name,
    Float64Array.from({ length: size(each.shape) * (each.uniform ? 1 : count) }, (_, k) => 2 * Math.sin(1.7 * k + 3.1 * at))]));

const named = (outputs: readonly Expr[]) => Object.fromEntries(outputs.map((each, at) => [`o${at}`, each]));

describe("random programs", () => {
  it("compute every node as a program of its own would, with nothing to share a buffer with", () => {
    fc.assert(fc.property(graph, fc.constantFrom(1, 2, 7, 50, 70), (outputs, count) => {
      const whole = program(named(outputs));
      const numbers = numbersFor(whole.variables, count);
      const results = reference.compile(whole)(numbers, count);
      // Node by node: the arguments' numbers become inputs.
      const known = new Map<Expr, Float64Array>();
      for (const each of topological(Object.values<Expr>(whole.outputs))) {
        if (is(each, "variable")) known.set(each, numbers[each.attributes.name]!);
        else {
          const stand = each.args.map((arg, at) => (is(arg, "constant") ? arg : (arg.uniform ? parameter : input)(`a${at}`, arg.shape)));
          const alone = program({ out: { ...each, args: stand } });
          const given = Object.fromEntries(each.args.map((arg, at) => [`a${at}`, known.get(arg)!]));
          known.set(each, reference.compile(alone)(given, count).out);
        }
      }
      Object.entries<Expr>(whole.outputs).forEach(([name, node]) => expect(results[name]).toEqual(known.get(node)));
    }), { numRuns: 300 });
  });

  it("give each sample what it gets alone, whatever the block of lanes it falls into", () => {
    fc.assert(fc.property(graph, fc.constantFrom(2, 5, 50, 200), (outputs, count) => {
      const whole = program(named(outputs));
      if (whole.order.some((node) => is(node, "batchSum"))) return;
      const numbers = numbersFor(whole.variables, count);
      const run = reference.compile(whole);
      const together = run(numbers, count);
      const at = count - 1;
      const alone = run(Object.fromEntries(whole.variables.map((each) => [each.attributes.name,
        each.uniform ? numbers[each.attributes.name]! : numbers[each.attributes.name]!.slice(6 * at, 6 * at + 6)])), 1);
      Object.entries<Expr>(whole.outputs).forEach(([name, node]) => expect(together[name]!.slice(node.uniform ? 0 : 6 * at)).toEqual(alone[name]));
    }), { numRuns: 200 });
  });

  it("give nearly the same in float32", () => {
    fc.assert(fc.property(graph, fc.constantFrom(1, 3, 60), (outputs, count) => {
      const whole = program(named(outputs));
      const numbers = Object.fromEntries(Object.entries(numbersFor(whole.variables, count)).map(([name, values]) => [name, Float32Array.from(values)]));
      const [wide, narrow] = [reference.compile(whole)(numbers, count), reference32.compile(whole)(numbers, count)];
      // Errors grow along a chain of up to 25 products; most stay far below.
      Object.keys(wide).forEach((name) => wide[name]!.forEach((value, at) => {
        if (Math.abs(value) < 10) expect(Math.abs(narrow[name]![at]! - value)).toBeLessThan(1e-2);
        expect(narrow[name]![at]).toBe(Math.fround(narrow[name]![at]!));
      }));
    }), { numRuns: 100 });
  });
});

describe("a compiled program", () => {
  const [x, w] = [input("x", [2]), parameter("w", [2])];
  const compiled = reference.compile(program({ each: mul(x, w), all: batchSum(mul(x, w)), fixed: exp(w) }));

  it("keeps nothing from one call to the next", () => {
    const first = compiled({ x: [1, 2, 3, 4], w: [10, 100] }, 2);
    const other = compiled({ x: Array(200).fill(1), w: [1, 1] }, 100);
    expect(other.all).toEqual(Float64Array.of(100, 100));
    expect(compiled({ x: [1, 2, 3, 4], w: [10, 100] }, 2)).toEqual(first);
    expect(first.each).toEqual(Float64Array.of(10, 200, 30, 400));
  });

  it("gives uniform outputs once, also for no samples at all", () => {
    expect(compiled({ x: [], w: [0, 0] }, 0)).toEqual({ each: new Float64Array(), all: Float64Array.of(0, 0), fixed: Float64Array.of(1, 1) });
  });

  it("says which input has the wrong length", () => {
    expect(() => compiled({ x: [1, 2, 3], w: [1, 1] }, 2)).toThrow("The input x takes 4 numbers for 2 samples, but 3 were given.");
    expect(() => compiled({ x: [1, 2] }, 1)).toThrow("The input w takes 2 numbers for 1 samples, but none were given.");
  });

  it("does not touch its inputs", () => {
    const inputs = { x: Float64Array.of(1, 2), w: Float64Array.of(3, 4) };
    compiled(inputs, 1);
    expect(inputs).toEqual({ x: Float64Array.of(1, 2), w: Float64Array.of(3, 4) });
  });

  it("gives an input or a constant back as an output", () => {
    const out = reference.compile(program({ x, w, one: expand(1, [2]) }))({ x: [1, 2, 3, 4], w: [5, 6] }, 2);
    expect(out).toEqual({ x: Float64Array.of(1, 2, 3, 4), w: Float64Array.of(5, 6), one: Float64Array.of(1, 1) });
  });
});
