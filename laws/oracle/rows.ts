/**
 * What every operation means, on the elements of one sample: one row per operation. Tensors are lists of elements,
 * row-major. Shapes are read from the nodes, and places by coordinates, one element at a time: nothing is made fast here.
 */
import { binaryOps, size, unaryOps, type BinaryOp, type Expr, type Op, type Shape, type UnaryOp } from "../../src/expr/index.ts";
import { arithmetic } from "./arithmetic.ts";
import type { Algebra } from "./algebra.ts";
import { rootOf } from "./root.ts";
import { scanOf } from "./scan.ts";

export type Tensor<E> = readonly E[];

/** The outputs of a body, given the values of its formal variables. */
export type Body<E> = (outputs: readonly Expr[]) => (formals: ReadonlyMap<Expr, Tensor<E>>) => readonly Tensor<E>[];

/** What a node has around it. */
export interface Around<E> {
  /** The value of a variable. */
  readonly variable: (node: Expr<"variable">) => Tensor<E>;
  /** The values of an expression for all samples. */
  readonly samples: (node: Expr) => readonly Tensor<E>[];
  readonly body: Body<E>;
}

export type Row<E, O extends Op = Op> = (node: Expr<O>, args: readonly Tensor<E>[], around: Around<E>) => Tensor<E>;

export type Rows<E> = { readonly [O in Op]: Row<E, O> };

type Index = readonly number[];

const indices = (shape: Shape): readonly Index[] => Array.from({ length: size(shape) }, (_, at) => shape.map((own, axis) => Math.floor(at / size(shape.slice(axis + 1))) % own));
const placeOf = (shape: Shape, index: Index): number => shape.reduce((at, own, axis) => at * own + index[axis]!, 0);
/** The element that an index of a broadcast result reads. */
const stretched = (shape: Shape, index: Index): number => placeOf(shape, shape.map((own, axis) => (own === 1 ? 0 : index[axis + index.length - shape.length]!)));
const withAxis = (index: Index, axis: number, at: number): Index => index.map((own, each) => (each === axis ? at : own));
const inserted = (index: Index, axis: number, at: number): Index => [...index.slice(0, axis), at, ...index.slice(axis)];
const upTo = (length: number): readonly number[] => [...Array(length).keys()];

const each = <E>({ shape }: Expr, element: (index: Index) => E): Tensor<E> => indices(shape).map(element);

/** An operation on the elements that lie along one axis, which is removed. */
const along = <E>(combine: (elements: Tensor<E>) => E): Row<E, "sum" | "max" | "logSumExp"> => (node, [x]) => {
  const { shape } = node.args[0]!;
  const { axis } = node.attributes;
  return each(node, (index) => combine(upTo(shape[axis]!).map((at) => x![placeOf(shape, inserted(index, axis, at))]!)));
};

const rowsOf = <E, O extends Op>(ops: readonly O[], row: (op: O) => Row<E>): { readonly [K in O]: Row<E> } =>
  Object.fromEntries(ops.map((op) => [op, row(op)])) as unknown as { [K in O]: Row<E> }; // one row for each

export const rows = <E>(algebra: Algebra<E>): Rows<E> => {
  const { unary, binary, value } = algebra;
  const { Decimal, exactly } = arithmetic(algebra.digits);
  const [nothing, one, none] = [0, 1, NaN].map((x) => algebra.constant(new Decimal(x))) as [E, E, E]; // as many
  const sum = (elements: Tensor<E>): E => elements.reduce(binary.add);
  const max = (elements: Tensor<E>): E => elements.reduce(binary.maximum);
  const unaryRow = (op: UnaryOp): Row<E> => (_, [x]) => x!.map(unary[op]);
  const binaryRow = (op: BinaryOp): Row<E> => (node, [x, y]) => {
    const [a, b] = node.args;
    return each(node, (index) => binary[op](x![stretched(a!.shape, index)]!, y![stretched(b!.shape, index)]!));
  };
  return {
    ...rowsOf(unaryOps, unaryRow),
    ...rowsOf(binaryOps, binaryRow),
    constant: ({ attributes: { values } }) => Array.from(values, (x) => algebra.constant(exactly(x))),
    variable: (node, _, { variable }) => variable(node),
    stopGradient: (_, [x]) => x!.map((element) => algebra.constant(value(element))),
    where: (node, [condition, yes, no]) => {
      const [c, a, b] = node.args.map(({ shape }) => shape);
      return each(node, (index) => (value(condition![stretched(c!, index)]!).isZero() ? no![stretched(b!, index)]! : yes![stretched(a!, index)]!));
    },
    sum: along(sum),
    max: along(max),
    logSumExp: along((elements) => {
      // The largest is taken out for the sake of the logarithm of numbers that differ little from 1; of its derivative nothing is lost.
      const top = elements.reduce((most, x) => (value(most).lessThan(value(x)) ? x : most));
      const held = algebra.constant(value(top));
      return value(top).isFinite() ? binary.add(held, unary.log(sum(elements.map((x) => unary.exp(binary.sub(x, held)))))) : top;
    }),
    cumsum: (node, [x]) => {
      const { axis, reverse } = node.attributes;
      const terms = (at: number): readonly number[] => (reverse ? upTo(node.shape[axis]!).slice(at) : upTo(at + 1));
      return each(node, (index) => sum(terms(index[axis]!).map((at) => x![placeOf(node.shape, withAxis(index, axis, at))]!)));
    },
    reshape: (_, [x]) => x!,
    expand: (node, [x]) => each(node, (index) => x![stretched(node.args[0]!.shape, index)]!),
    transpose: (node, [x]) => {
      const { permutation } = node.attributes;
      const { shape } = node.args[0]!;
      return each(node, (index) => x![placeOf(shape, shape.map((_, axis) => index[permutation.indexOf(axis)]!))]!);
    },
    slice: (node, [x]) => {
      const { axis, start } = node.attributes;
      return each(node, (index) => x![placeOf(node.args[0]!.shape, withAxis(index, axis, index[axis]! + start))]!);
    },
    concat: (node, parts) => {
      const { axis } = node.attributes;
      const starts = node.args.map((_, at) => node.args.slice(0, at).reduce((end, { shape }) => end + shape[axis]!, 0));
      return each(node, (index) => {
        const part = starts.findLastIndex((start) => start <= index[axis]!);
        return parts[part]![placeOf(node.args[part]!.shape, withAxis(index, axis, index[axis]! - starts[part]!))]!;
      });
    },
    gather: (node, [table, at]) => {
      const { shape } = node.args[0]!;
      return each(node, (index) => table![placeOf(shape, [...index, value(at![placeOf(node.shape, index)]!).toNumber()])] ?? none);
    },
    oneHot: (node, [at]) => {
      const { shape } = node.args[0]!;
      return each(node, (index) => (value(at![placeOf(shape, index)]!).equals(index.at(-1)!) ? one : nothing));
    },
    matmul: (node, [a, b]) => {
      const [left, right] = node.args.map(({ shape }) => shape);
      return each(node, ([i, j]) => sum(upTo(left![1]!).map((k) => binary.mul(a![placeOf(left!, [i!, k])]!, b![placeOf(right!, [k, j!])]!))));
    },
    batchSum: (node, _, { samples }) => {
      const all = samples(node.args[0]!);
      return each(node, (index) => all.map((own) => own[placeOf(node.shape, index)]!).reduce(binary.add, nothing));
    },
    root: rootOf(algebra),
    scan: scanOf(algebra),
  };
};
