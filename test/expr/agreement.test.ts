/**
 * One test runs every operation: constant folding = reference interpreter = the meaning written out; forward derivative
 * = reverse derivative = differences, and once more for the derivatives themselves.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, binaryOps, constant, input, is, jvp, mul, parameter, size, unaryOps, vjp, type Expr, type Op } from "../../src/expr/index.ts";
import { reference32 } from "../../src/interpret/reference/reference.ts";
import { operations, unflat } from "../../laws/operation/operations.ts";
import { apart, difference, elements, inner, posed, run, shifted, type Posed } from "../../laws/operation/posed.ts";

const ops = Object.keys(operations) as Op[];

/** The meaning of the posed operation, element by element. */
const expected = ({ instance, variables, point, output, count }: Posed): Float64Array => {
  const args = variables.map((each) => elements(each, point[each.attributes.name]!));
  const samples = output.uniform ? 1 : count;
  const width = size(output.shape);
  return Float64Array.from({ length: samples * width }, (_, at) =>
    instance.meaning(args, unflat(at % width, output.shape), Math.floor(at / width), count));
};

const movingOf = ({ instance, variables }: Posed): readonly Expr<"variable">[] => variables.filter((_, at) => instance.operands[at]!.moves);
const like = (expr: Expr, name: string): Expr => (expr.uniform ? parameter : input)(name, expr.shape);
const names = (variables: readonly Expr<"variable">[]): readonly string[] => variables.map((each) => each.attributes.name);
const prefixed = (prefix: string, inputs: { readonly [name: string]: ArrayLike<number> }) =>
  Object.fromEntries(Object.entries(inputs).map(([name, values]) => [prefix + name, values]));
const cotangentFor = ({ output, count }: Posed): Float64Array =>
  Float64Array.from({ length: size(output.shape) * (output.uniform ? 1 : count) }, (_, at) => Math.cos(3.1 * at + 1));

describe.each(ops)("%s", (op) => {
  it("is computed as it is meant, for uniform and per-sample operands and any number of samples", () => {
    fc.assert(fc.property(posed(op, fc.constantFrom(1, 2, 3, 5, 50, 200)), (each) => {
      const { out } = run({ out: each.output }, each.point, each.count);
      expect(apart(out!, expected(each))).toBeLessThan(1e-13);
    }), { numRuns: 60 });
  });

  it("is computed in float32 to float32's precision", () => {
    fc.assert(fc.property(posed(op), (each) => {
      const point = Object.fromEntries(Object.entries(each.point).map(([name, values]) => [name, Float32Array.from(values)]));
      const { out } = run({ out: each.output }, point, each.count, reference32);
      expect(apart(out!, expected({ ...each, point }))).toBeLessThan(op === "batchSum" ? 2e-5 : 4e-6);
    }), { numRuns: 30 });
  });

  it("has a forward derivative that is the limit of differences", () => {
    fc.assert(fc.property(posed(op), (each) => {
      const moving = movingOf(each);
      const tangents = moving.map((variable) => like(variable, `d${variable.attributes.name}`));
      const [pushed] = jvp([each.output], new Map(moving.map((variable, at) => [variable, tangents[at]!])));
      const [direction] = each.directions;
      const { out } = run({ out: pushed! }, { ...each.point, ...prefixed("d", direction) }, each.count);
      // Where no operand is per-sample the derivative may be a constant: one row stands for all.
      const rows = difference((step) => run({ out: each.output }, shifted(each.point, direction, names(moving), step), each.count).out!);
      const own = pushed!.uniform && !each.output.uniform ? rows.map((_, at) => out![at % out!.length]!) : out!;
      expect(apart(own, rows)).toBeLessThan(1e-8);
    }), { numRuns: 40 });
  });

  it("has a reverse derivative that is the transpose of the forward one", () => {
    fc.assert(fc.property(posed(op), (each) => {
      const moving = movingOf(each);
      const cotangent = like(each.output, "cotangent");
      const gradients = vjp([each.output], [cotangent], moving);
      moving.forEach((variable, at) => expect([gradients[at]!.shape, gradients[at]!.uniform || !variable.uniform]).toEqual([variable.shape, true]));
      const tangents = moving.map((variable) => like(variable, `d${variable.attributes.name}`));
      const [pushed] = jvp([each.output], new Map(moving.map((variable, at) => [variable, tangents[at]!])));
      const seed = cotangentFor(each);
      const [direction] = each.directions;
      const values = run(
        { pushed: add(pushed!, mul(0, each.output)), ...Object.fromEntries(gradients.map((gradient, at) => [`g${at}`, add(gradient, mul(0, moving[at]!))])) },
        { ...each.point, ...prefixed("d", direction), cotangent: seed },
        each.count,
      );
      const reverse = moving.reduce((sum, variable, at) => sum + inner(values[`g${at}`]!, direction[variable.attributes.name]!), 0);
      expect(apart([inner(values.pushed!, seed)], [reverse])).toBeLessThan(1e-11);
    }), { numRuns: 40 });
  });

  it("has second derivatives that are differences of the first, symmetric", () => {
    fc.assert(fc.property(posed(op, fc.constantFrom(1, 3, 9)), (each) => {
      const moving = movingOf(each);
      if (moving.length === 0) return;
      const [direction, weights] = each.directions;
      const cotangent = like(each.output, "cotangent");
      const gradients = vjp([each.output], [cotangent], moving).map((gradient, at) => add(gradient, mul(0, moving[at]!)));
      const seeds = { cotangent: cotangentFor(each), ...prefixed("d", direction), ...prefixed("w", weights) };
      const outputs = Object.fromEntries(gradients.map((gradient, at) => [`g${at}`, gradient]));
      const gradientAt = (step: number) => run(outputs, { ...shifted(each.point, direction, names(moving), step), ...seeds }, each.count);
      const forward = jvp(gradients, new Map(moving.map((variable) => [variable, like(variable, `d${variable.attributes.name}`)])));
      const forwardValues = run(Object.fromEntries(forward.map((gradient, at) => [`h${at}`, add(gradient, mul(0, moving[at]!))])), { ...each.point, ...seeds }, each.count);
      moving.forEach((_, at) => expect(apart(forwardValues[`h${at}`]!, difference((step) => gradientAt(step)[`g${at}`]!))).toBeLessThan(1e-7));
      // ⟨w, H d⟩ by forward over reverse = ⟨H w, d⟩ by reverse over reverse.
      const reverse = vjp(gradients, moving.map((variable) => like(variable, `w${variable.attributes.name}`)), moving);
      const reverseValues = run(Object.fromEntries(reverse.map((gradient, at) => [`h${at}`, add(gradient, mul(0, moving[at]!))])), { ...each.point, ...seeds }, each.count);
      const along = (values: typeof reverseValues, direction: Posed["point"]) =>
        moving.reduce((sum, variable, at) => sum + inner(values[`h${at}`]!, direction[variable.attributes.name]!), 0);
      expect(apart([along(forwardValues, weights)], [along(reverseValues, direction)])).toBeLessThan(1e-10);
    }), { numRuns: 25 });
  });
});

const folding: readonly Op[] = [...unaryOps, ...binaryOps, "constant", "reshape", "expand", "slice", "transpose"];

describe("constant folding", () => {
  it("gives the number that the reference interpreter gives", () => {
    fc.assert(fc.property(fc.constantFrom(...ops).chain((op) => posed(op, fc.constant(1))), ({ instance, variables, point, output }) => {
      const folded = instance.build(variables.map((each) => constant(Array.from(point[each.attributes.name]!), each.shape)));
      const computed = is(folded, "constant") ? folded.attributes.values : run({ out: folded }, {}, 1).out!;
      expect(Array.from(computed)).toEqual(Array.from(run({ out: output }, point, 1).out!));
    }), { numRuns: 1500 });
  });

  it("leaves nothing of an elementwise expression of constants", () => {
    fc.assert(fc.property(fc.constantFrom(...folding).chain((op) => posed(op, fc.constant(1))), ({ instance, variables, point }) => {
      expect(instance.build(variables.map((each) => constant(Array.from(point[each.attributes.name]!), each.shape))).op).toBe("constant");
    }), { numRuns: 300 });
  });
});
