/**
 * Random formulas written twice: by the constructors of the language, which fold constants and leave out what changes nothing,
 * and as the plain nodes that were asked for. Both are over the same variables and mean the same.
 */
import fc from "fast-check";
import { add, concat, constant, expand, input, neg, node, parameter, reshape, size, slice, sub, mul, sum, transpose, type Expr, type Shape } from "../../src/expr/index.ts";

export interface Formula {
  readonly simple: Expr;
  readonly plain: Expr;
}

/** Numbers that constructors know something of, and one that they do not. */
const known = [0, -0, 1, -1, 0.5] as const;

const binary = { add, sub, mul } as const;

/** Variables by kind and shape: both forms of a formula speak of one object. */
const variables = new Map<string, Expr>();
const variable = (shape: Shape, uniform: boolean): Expr => {
  const name = `${uniform ? "p" : "x"}[${shape}]`;
  const found = variables.get(name) ?? (uniform ? parameter : input)(name, shape);
  variables.set(name, found);
  return found;
};

const leaf = (shape: Shape): fc.Arbitrary<Formula> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.boolean().map((uniform) => both(variable(shape, uniform))) },
    { weight: 1, arbitrary: fc.constantFrom(...known).map((value) => both(constant(Array<number>(size(shape)).fill(value), shape))) },
  );

const both = (expr: Expr): Formula => ({ simple: expr, plain: expr });

const shapeOf = (...lengths: readonly number[]): fc.Arbitrary<Shape> => fc.shuffledSubarray([...lengths], { minLength: lengths.length });

/** A formula of a shape, of at most so many operations on top of one another. */
export const formulas = (shape: Shape, depth: number): fc.Arbitrary<Formula> => {
  if (depth === 0) return leaf(shape);
  const inner = (of: Shape): fc.Arbitrary<Formula> => formulas(of, depth - 1);
  const unary = (of: Shape, simple: (x: Expr) => Expr, plain: (x: Expr) => Expr): fc.Arbitrary<Formula> =>
    inner(of).map((x) => ({ simple: simple(x.simple), plain: plain(x.plain) }));
  const rank = shape.length;
  const choices: fc.Arbitrary<Formula>[] = [
    leaf(shape),
    unary(shape, neg, (x) => node("neg", [x], {}, shape)),
    fc.constantFrom("add", "sub", "mul").chain((op) => fc.tuple(inner(shape), inner(shape)).map(([a, b]) => ({
      simple: binary[op as keyof typeof binary](a.simple, b.simple),
      plain: node(op as keyof typeof binary, [a.plain, b.plain], {}, shape),
    }))),
    unary([...shape, 1], (x) => reshape(x, shape), (x) => node("reshape", [x], {}, shape)),
    unary([size(shape)], (x) => reshape(x, shape), (x) => node("reshape", [x], {}, shape)),
    unary(shape.map((own, axis) => (axis === 0 ? 1 : own)), (x) => expand(x, shape), (x) => node("expand", [x], {}, shape)),
  ];
  if (rank > 0) {
    const axes = fc.nat({ max: rank - 1 });
    choices.push(
      shapeOf(...shape.keys()).chain((permutation) => {
        const from = permutation.map((_, axis) => shape[permutation.indexOf(axis)]!);
        return unary(from, (x) => transpose(x, permutation), (x) => node("transpose", [x], { permutation }, shape));
      }),
      fc.tuple(axes, fc.nat({ max: 2 }), fc.nat({ max: 2 })).chain(([axis, start, rest]) => {
        const longer = shape.map((own, at) => (at === axis ? start + own + rest : own));
        return unary(longer, (x) => slice(x, axis, start, shape[axis]!), (x) => node("slice", [x], { axis, start }, shape));
      }),
      fc.tuple(axes, fc.integer({ min: 1, max: 3 })).chain(([axis, length]) => {
        const wider = [...shape.slice(0, axis), length, ...shape.slice(axis)];
        return unary(wider, (x) => sum(x, axis), (x) => node("sum", [x], { axis }, shape));
      }),
    );
  }
  const long = [...shape.keys()].filter((axis) => shape[axis]! > 1);
  if (long.length > 0) {
    choices.push(fc.constantFrom(...long).chain((axis) => fc.integer({ min: 1, max: shape[axis]! - 1 }).chain((cut) => {
      const part = (length: number): Shape => shape.map((own, at) => (at === axis ? length : own));
      return fc.tuple(inner(part(cut)), inner(part(shape[axis]! - cut))).map(([a, b]) => ({
        simple: concat([a.simple, b.simple], axis),
        plain: node("concat", [a.plain, b.plain], { axis }, shape),
      }));
    })));
  }
  return fc.oneof(...choices);
};
