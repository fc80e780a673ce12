/**
 * One row per operation of the expression language, with arbitrary operands in its domain and its meaning written out
 * element by element. The table is total over `Op`: an operation without a row does not compile.
 */
import fc from "fast-check";
import * as e from "../../src/expr/index.ts";
import { unaryMeaning, binaryMeaning } from "../../src/expr/meaning.ts";
import type { BinaryOp, Expr, Op, Shape, UnaryOp } from "../../src/expr/index.ts";
import { numbersIn, ordinary, smooth, type Domain } from "./domain.ts";

/** An element of an operand: by its index, in a sample. */
export type Element = (index: readonly number[], sample: number) => number;

export interface Operand {
  readonly shape: Shape;
  /** All elements of one sample. */
  readonly rows: fc.Arbitrary<readonly number[]>;
  /** False for an index or a condition: it has no derivative. */
  readonly moves: boolean;
}

export interface Instance {
  readonly operands: readonly Operand[];
  readonly build: (args: readonly Expr[]) => Expr;
  readonly meaning: (args: readonly Element[], index: readonly number[], sample: number, count: number) => number;
}

export type Row = fc.Arbitrary<Instance>;

const operand = (shape: Shape, element: fc.Arbitrary<number>, moves = true): Operand => ({
  shape,
  rows: fc.array(element, { minLength: e.size(shape), maxLength: e.size(shape) }),
  moves,
});
/** Distinct elements, well apart: a maximum stays where it is. */
const distinct = (shape: Shape): Operand => ({
  shape,
  rows: fc.shuffledSubarray([...Array(e.size(shape)).keys()], { minLength: e.size(shape) }).map((ranks) => ranks.map((rank) => 0.3 * rank - 1)),
  moves: true,
});

const length: fc.Arbitrary<number> = fc.integer({ min: 1, max: 4 });
const shapes: fc.Arbitrary<Shape> = fc.array(length, { minLength: 0, maxLength: 3 });
const proper: fc.Arbitrary<Shape> = fc.array(length, { minLength: 1, maxLength: 3 });
const properWithAxis: fc.Arbitrary<readonly [Shape, number]> = proper.chain((shape) =>
  fc.tuple(fc.constant(shape), fc.integer({ min: 0, max: shape.length - 1 })));

/** Shapes that broadcast to one: axes cut to 1 or cut off. */
const shrunk = (shape: Shape): fc.Arbitrary<Shape> =>
  fc.tuple(fc.integer({ min: 0, max: shape.length }), fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }))
    .map(([from, keep]) => shape.map((own, axis) => (keep[axis] ? own : 1)).slice(from));
const broadcasting = (count: number): fc.Arbitrary<readonly Shape[]> =>
  shapes.chain((shape) => fc.tuple(...Array.from({ length: count }, () => fc.oneof(fc.constant(shape), shrunk(shape)))));

/** The element of a broadcast operand that an index of the result reads. */
const stretched = (element: Element, shape: Shape): Element => (index, sample) =>
  element(shape.map((own, axis) => (own === 1 ? 0 : index[axis + index.length - shape.length]!)), sample);

const unaryRow = ({ unary }: Domain) => (op: UnaryOp): Row =>
  shapes.map((shape) => ({
    operands: [operand(shape, unary[op])],
    build: ([x]) => e[op](x!),
    meaning: ([x], index, sample) => unaryMeaning[op](x!(index, sample)),
  }));

const binaryRow = ({ binary }: Domain) => (op: BinaryOp): Row =>
  broadcasting(2).map(([a, b]) => ({
    operands: [operand(a!, binary[op][0]), operand(b!, binary[op][1])],
    build: ([x, y]) => e[op](x!, y!),
    meaning: ([x, y], index, sample) => binaryMeaning[op](stretched(x!, a!)(index, sample), stretched(y!, b!)(index, sample)),
  }));

const rowsOf = <O extends Op>(ops: readonly O[], row: (op: O) => Row): { readonly [K in O]: Row } =>
  Object.fromEntries(ops.map((op) => [op, row(op)])) as { [K in O]: Row };

const inserted = (index: readonly number[], axis: number, at: number): readonly number[] => [...index.slice(0, axis), at, ...index.slice(axis)];
const along = (shape: Shape, axis: number): readonly number[] => [...Array(shape[axis]!).keys()];
const flat = (index: readonly number[], shape: Shape): number => index.reduce((at, coordinate, axis) => at * shape[axis]! + coordinate, 0);
export const unflat = (at: number, shape: Shape): readonly number[] =>
  shape.map((own, axis) => Math.floor(at / e.size(shape.slice(axis + 1))) % own);

const reductionRow = (build: (x: Expr, axis: number) => Expr, combine: (values: readonly number[]) => number, make: (shape: Shape) => Operand): Row =>
  fc.tuple(properWithAxis, fc.boolean()).map(([[shape, axis], fromEnd]) => ({
    operands: [make(shape)],
    build: ([x]) => build(x!, fromEnd ? axis - shape.length : axis),
    meaning: ([x], index, sample) => combine(along(shape, axis).map((k) => x!(inserted(index, axis, k), sample))),
  }));

const add = (a: number, b: number): number => a + b;

export type Rows = { readonly [O in Op]: Row };

/** All operations on the numbers of a domain. */
export const operationsOn = (domain: Domain): Rows => ({
  ...rowsOf(e.unaryOps, unaryRow(domain)),
  ...rowsOf(e.binaryOps, binaryRow(domain)),
  constant: shapes.chain((shape) => operand(shape, domain.elements).rows.map((values) => ({
    operands: [],
    build: () => e.constant(values, shape),
    meaning: (_, index) => values[flat(index, shape)]!,
  }))),
  variable: shapes.map((shape) => ({
    operands: [operand(shape, domain.elements)],
    build: ([x]) => x!,
    meaning: ([x], index, sample) => x!(index, sample),
  })),
  // What is taken away and given back has no derivative: there is that of x alone, and no rounding.
  stopGradient: shapes.map((shape) => ({
    operands: [operand(shape, domain.elements)],
    build: ([x]) => e.add(e.sub(x!, e.stopGradient(x!)), e.stopGradient(x!)),
    meaning: ([x], index, sample) => x!(index, sample),
  })),
  where: broadcasting(3).map(([c, a, b]) => ({
    operands: [operand(c!, fc.constantFrom(0, 1), false), operand(a!, domain.elements), operand(b!, domain.elements)],
    build: ([condition, yes, no]) => e.where(condition!, yes!, no!),
    meaning: ([condition, yes, no], index, sample) =>
      stretched(condition!, c!)(index, sample) !== 0 ? stretched(yes!, a!)(index, sample) : stretched(no!, b!)(index, sample),
  })),
  sum: reductionRow(e.sum, (values) => values.reduce(add), (shape) => operand(shape, domain.elements)),
  max: reductionRow(e.max, (values) => Math.max(...values), distinct),
  logSumExp: reductionRow(e.logSumExp, (values) => Math.log(values.map(Math.exp).reduce(add)), (shape) => operand(shape, domain.elements)),
  cumsum: fc.tuple(properWithAxis, fc.boolean()).map(([[shape, axis], reverse]) => ({
    operands: [operand(shape, domain.elements)],
    build: ([x]) => e.cumsum(x!, axis, reverse),
    meaning: ([x], index, sample) =>
      along(shape, axis).filter((k) => (reverse ? k >= index[axis]! : k <= index[axis]!))
        .map((k) => x!(index.map((own, each) => (each === axis ? k : own)), sample)).reduce(add),
  })),
  reshape: shapes.chain((shape) => fc.constantFrom<Shape>([e.size(shape)], [...shape].reverse(), [1, ...shape], [...shape, 1]).map((to) => ({
    operands: [operand(shape, domain.elements)],
    build: ([x]: readonly Expr[]) => e.reshape(x!, to),
    meaning: ([x]: readonly Element[], index: readonly number[], sample: number) => x!(unflat(flat(index, to), shape), sample),
  }))),
  expand: shapes.chain((to) => shrunk(to).map((shape) => ({
    operands: [operand(shape, domain.elements)],
    build: ([x]: readonly Expr[]) => e.expand(x!, to),
    meaning: ([x]: readonly Element[], index: readonly number[], sample: number) => stretched(x!, shape)(index, sample),
  }))),
  transpose: proper.chain((shape) => fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }).map((permutation) => ({
    operands: [operand(shape, domain.elements)],
    build: ([x]: readonly Expr[]) => e.transpose(x!, permutation),
    meaning: ([x]: readonly Element[], index: readonly number[], sample: number) =>
      x!(shape.map((_, axis) => index[permutation.indexOf(axis)]!), sample),
  }))),
  slice: properWithAxis.chain(([shape, axis]) => fc.integer({ min: 0, max: shape[axis]! - 1 }).chain((start) =>
    fc.integer({ min: 1, max: shape[axis]! - start }).map((kept) => ({
      operands: [operand(shape, domain.elements)],
      build: ([x]: readonly Expr[]) => e.slice(x!, axis, start, kept),
      meaning: ([x]: readonly Element[], index: readonly number[], sample: number) =>
        x!(index.map((own, each) => (each === axis ? own + start : own)), sample),
    })))),
  concat: fc.tuple(properWithAxis, fc.array(length, { minLength: 1, maxLength: 3 })).map(([[shape, axis], lengths]) => {
    const starts = lengths.map((_, part) => lengths.slice(0, part).reduce(add, 0));
    return {
      operands: lengths.map((own) => operand(shape.map((each, at) => (at === axis ? own : each)), domain.elements)),
      build: (parts) => e.concat(parts, axis),
      meaning: (parts, index, sample) => {
        const part = starts.filter((start) => start <= index[axis]!).length - 1;
        return parts[part]!(index.map((own, each) => (each === axis ? own - starts[part]! : own)), sample);
      },
    };
  }),
  gather: fc.tuple(shapes.filter((shape) => shape.length < 3), length).map(([shape, entries]) => ({
    operands: [operand([...shape, entries], domain.elements), operand(shape, fc.integer({ min: 0, max: entries - 1 }), false)],
    build: ([table, at]) => e.gather(table!, at!),
    meaning: ([table, at], index, sample) => table!([...index, at!(index, sample)], sample),
  })),
  oneHot: fc.tuple(shapes.filter((shape) => shape.length < 3), length).map(([shape, entries]) => ({
    operands: [operand(shape, fc.integer({ min: 0, max: entries - 1 }), false)],
    build: ([at]) => e.oneHot(at!, entries),
    meaning: ([at], index, sample) => (at!(index.slice(0, -1), sample) === index.at(-1) ? 1 : 0),
  })),
  matmul: fc.tuple(length, fc.integer({ min: 1, max: 9 }), length).map(([m, k, n]) => ({
    operands: [operand([m, k], domain.elements), operand([k, n], domain.elements)],
    build: ([a, b]) => e.matmul(a!, b!),
    meaning: ([a, b], [i, j], sample) => [...Array(k).keys()].map((c) => a!([i!, c], sample) * b!([c, j!], sample)).reduce(add),
  })),
  batchSum: shapes.map((shape) => ({
    operands: [operand(shape, domain.elements)],
    build: ([x]) => e.batchSum(x!),
    meaning: ([x], index, _, count) => [...Array(count).keys()].map((sample) => x!(index, sample)).reduce(add, 0),
  })),
  // y³ + eᵃ y = c; Cardano's formula, with sinh: y = 2 √(p/3) sinh(asinh(3c / (2p) √(3/p)) / 3) for p = eᵃ.
  root: broadcasting(2).map(([a, c]) => ({
    operands: [operand(a!, numbersIn(0, 2)), operand(c!, ordinary)],
    build: ([x, y]) => {
      const shape = e.add(x!, y!).shape;
      return e.root((unknown) => e.sub(e.add(e.mul(unknown, unknown, unknown), e.mul(e.exp(x!), unknown)), y!), {
        lower: e.expand(-4, shape),
        upper: e.expand(4, shape),
      }).value;
    },
    meaning: ([x, y], index, sample) => {
      const p = Math.exp(stretched(x!, a!)(index, sample));
      return 2 * Math.sqrt(p / 3) * Math.sinh(Math.asinh(((3 * stretched(y!, c!)(index, sample)) / (2 * p)) * Math.sqrt(3 / p)) / 3);
    },
  })),
  // Two carries, rows, the number of the step and a captured value; the last carries side by side, or what was kept.
  scan: fc.tuple(shapes.filter((shape) => shape.length < 3), fc.integer({ min: 0, max: 4 }), fc.boolean(), fc.constantFrom("last", "recorded")).chain(([shape, steps, reverse, what]) =>
    shrunk(shape).map((outer) => ({
      operands: [operand(shape, ordinary), operand([steps, ...shape], ordinary), operand(outer, ordinary)],
      build: ([start, rows, scale]: readonly Expr[]) => {
        const { last, recorded } = e.scan(
          ({ a, b }, k, row) => ({ a: e.add(e.sin(e.mul(0.5, a, scale!)), e.mul(0.1, k, row)), b: e.add(e.mul(0.5, b), e.mul(0.2, a, row)) }),
          { a: start!, b: e.mul(0.5, start!) },
          steps,
          { rows: rows!, reverse, record: ({ a, b }, k) => e.sub(e.mul(b, e.cos(a)), k) },
        );
        return what === "last" ? e.stack([last.a, last.b]) : recorded;
      },
      meaning: ([start, rows, scale]: readonly Element[], [first, ...index]: readonly number[], sample: number) => {
        let [a, b] = [start!(index, sample), 0.5 * start!(index, sample)];
        for (let turn = 0; turn < steps; turn++) {
          const k = reverse ? steps - 1 - turn : turn;
          if (what === "recorded" && k === first) return b * Math.cos(a) - k;
          const row = rows!([k, ...index], sample);
          [a, b] = [Math.sin(0.5 * a * stretched(scale!, outer)(index, sample)) + 0.1 * k * row, 0.5 * b + 0.2 * a * row];
        }
        return first === 0 ? a : b;
      },
    }))),
});

/** Where operations are smooth. */
export const operations: Rows = operationsOn(smooth);
