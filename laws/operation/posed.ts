/** An operation on arbitrary numbers: which operands are uniform, how many samples, what the numbers and directions are. */
import fc from "fast-check";
import { input, is, parameter, size, type Expr, type Op } from "../../src/expr/index.ts";
import { program, type Inputs, type Interpreter } from "../../src/interpret/program.ts";
import { reference } from "../../src/interpret/reference/reference.ts";
import { operations, type Element, type Instance, type Rows } from "./operations.ts";

export interface Posed {
  readonly instance: Instance;
  readonly count: number;
  readonly variables: readonly Expr<"variable">[];
  readonly output: Expr;
  /** Values of the variables, row-major, samples first. */
  readonly point: Inputs;
  /** Directions for the operands that move, and one more for the cotangents. */
  readonly directions: readonly [Inputs, Inputs];
}

const isVariable = (expr: Expr): Expr<"variable"> => {
  if (!is(expr, "variable")) throw new TypeError("not a variable");
  return expr;
};

/** Reproducible numbers between −1 and 1 that have nothing to do with each other. */
const scattered = (seed: number, length: number): Float64Array => Float64Array.from({ length }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));

export const counts: fc.Arbitrary<number> = fc.constantFrom(1, 2, 3, 5, 50);

/** On the numbers of other rows, if they are given. */
export const posed = (op: Op, count: fc.Arbitrary<number> = counts, rows: Rows = operations): fc.Arbitrary<Posed> =>
  fc.tuple(rows[op], count).chain(([instance, samples]) =>
    fc.tuple(...instance.operands.map(() => fc.boolean())).chain((uniform) =>
      fc.tuple(...instance.operands.map(({ rows }, at) => fc.array(rows, { minLength: 1, maxLength: uniform[at] ? 1 : Math.min(samples, 5) }))).map((rows) => {
        const variables = instance.operands.map(({ shape }, at) => isVariable((uniform[at] ? parameter : input)(`x${at}`, shape)));
        // Five different rows are enough: further samples repeat them.
        const table = (at: number): readonly number[] => Array.from({ length: uniform[at] ? 1 : samples }, (_, s) => rows[at]![s % rows[at]!.length]!).flat();
        const point = Object.fromEntries(variables.map((each, at) => [each.attributes.name, table(at)]));
        const direction = (seed: number): Inputs =>
          Object.fromEntries(variables.map((each, at) => [each.attributes.name, scattered(seed + at, point[each.attributes.name]!.length)]));
        const output = instance.build(variables);
        const text = `${op} of ${variables.map((each) => `${each.uniform ? "uniform" : "per-sample"} [${each.shape}]`).join(", ")} → [${output.shape}], ${samples} samples at ${JSON.stringify(point)}`;
        return { instance, count: samples, variables, output, point, directions: [direction(1), direction(50)] as const, [fc.toStringMethod]: () => text };
      })));

export const run = (outputs: { readonly [name: string]: Expr }, inputs: Inputs, count: number, by: Interpreter = reference): { readonly [name: string]: Float64Array } =>
  by.compile(program(outputs))(inputs, count);

/** Element access into row-major numbers. */
export const elements = (variable: Expr, numbers: ArrayLike<number>): Element => (index, sample) =>
  numbers[(variable.uniform ? 0 : sample * size(variable.shape)) + index.reduce((at, coordinate, axis) => at * variable.shape[axis]! + coordinate, 0)]!;

export const shifted = (point: Inputs, direction: Inputs, moving: readonly string[], step: number): Inputs =>
  Object.fromEntries(Object.entries(point).map(([name, values]) => [name,
    moving.includes(name) ? Float64Array.from(values, (value, at) => value + step * direction[name]![at]!) : values]));

/** Directional derivative by Richardson's extrapolation of central differences: error O(h⁴). */
export const difference = (f: (step: number) => Float64Array, step = 2e-3): Float64Array => {
  const central = (h: number): Float64Array => {
    const [above, below] = [f(h), f(-h)];
    return above.map((value, at) => (value - below[at]!) / (2 * h));
  };
  const [wide, narrow] = [central(step), central(step / 2)];
  return narrow.map((value, at) => (4 * value - wide[at]!) / 3);
};

/** Largest difference, in units of one plus the size. */
export const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((worst, value, at) => {
    if (Object.is(value, b[at])) return worst;
    const error = Math.abs(value - b[at]!) / (1 + Math.abs(value));
    return Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }, 0);
};

export const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0);
