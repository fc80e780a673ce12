/** Smart constructors of the operations that reduce, rearrange or contract tensors. */
import { constant, constantValue, is, lift, node, size, type Expr, type Operand, type Shape } from "./expr.ts";
import { add, mul, zero } from "./elementwise.ts";
import { broadcastIndex, sameShape, slicedIndex, transposedIndex, wholeAxis } from "./shape.ts";

const picked = (values: Float64Array, index: Int32Array): Float64Array => Float64Array.from(index, (at) => values[at]!);

const without = (shape: Shape, axis: number): Shape => shape.filter((_, each) => each !== axis);

/** The same elements in row-major order under another shape. */
export const reshape = (x: Expr, shape: Shape): Expr => {
  if (size(shape) !== size(x.shape)) throw new RangeError(`A tensor of shape [${x.shape}] does not reshape to [${shape}].`);
  if (sameShape(x.shape, shape)) return x;
  if (is(x, "reshape")) return reshape(x.args[0]!, shape);
  if (is(x, "constant")) return constant(x.attributes.values, shape);
  return node("reshape", [x], {}, shape);
};

const reduction = (op: "sum" | "max" | "logSumExp") => (x: Expr, axis = -1): Expr => {
  const at = wholeAxis(axis, x.shape.length);
  const shape = without(x.shape, at);
  if (x.shape[at] === 0) return emptyReduction(op, shape);
  return x.shape[at] === 1 ? reshape(x, shape) : node(op, [x], { axis: at }, shape);
};

const emptyReduction = (op: "sum" | "max" | "logSumExp", shape: Shape): Expr => expand(op === "sum" ? 0 : -Infinity, shape);

/** Sum along an axis, which is removed. */
export const sum: (x: Expr, axis?: number) => Expr = reduction("sum");
/** Largest element along an axis, which is removed. */
export const max: (x: Expr, axis?: number) => Expr = reduction("max");
/** log Σ eˣ along an axis, which is removed. */
export const logSumExp: (x: Expr, axis?: number) => Expr = reduction("logSumExp");

/** Sum of all elements: a scalar. */
export const total = (x: Expr): Expr => (x.shape.length === 0 ? x : sum(reshape(x, [size(x.shape)])));

/** Running sum along an axis, each element included; from the end if `reverse`. */
export const cumsum = (x: Expr, axis = -1, reverse = false): Expr =>
  node("cumsum", [x], { axis: wholeAxis(axis, x.shape.length), reverse }, x.shape);

/** Stretches axes of length 1 and adds leading axes. */
export const expand = (x: Operand, shape: Shape): Expr => {
  const argument = lift(x);
  if (sameShape(argument.shape, shape)) return argument;
  if (is(argument, "constant")) {
    const { values } = argument.attributes;
    return constant(picked(values, broadcastIndex(argument.shape, shape)), shape);
  }
  return node("expand", [argument], {}, shape);
};

export const zeros = (shape: Shape): Expr => expand(zero, shape);

/** Puts a new axis of length 1 at a place. */
export const unsqueeze = (x: Expr, axis = -1): Expr => {
  const at = axis < 0 ? axis + x.shape.length + 1 : axis;
  return reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
};

/** Axes in another order; the default reverses the last two. */
export const transpose = (x: Expr, permutation?: readonly number[]): Expr => {
  const rank = x.shape.length;
  const order = permutation ?? [...Array(rank - 2).keys(), rank - 1, rank - 2];
  if (order.every((from, to) => from === to)) return x;
  const shape = order.map((from) => x.shape[from]!);
  // Where only axes of length 1 move, the numbers stay where they are.
  const long = order.filter((from) => x.shape[from] !== 1);
  if (long.every((from, at) => at === 0 || long[at - 1]! < from)) return reshape(x, shape);
  if (is(x, "constant")) return constant(picked(x.attributes.values, transposedIndex(x.shape, order)), shape);
  if (is(x, "transpose")) return transpose(x.args[0]!, order.map((from) => x.attributes.permutation[from]!));
  return node("transpose", [x], { permutation: order }, shape);
};

/** `length` elements of an axis from `start` on. */
export const slice = (x: Expr, axis: number, start: number, length: number): Expr => {
  const at = wholeAxis(axis, x.shape.length);
  if (!(start >= 0 && length >= 0 && start + length <= x.shape[at]!)) {
    throw new RangeError(`Elements ${start} to ${start + length} are outside an axis of length ${x.shape[at]}.`);
  }
  if (start === 0 && length === x.shape[at]) return x;
  if (is(x, "slice") && x.attributes.axis === at) return slice(x.args[0]!, at, x.attributes.start + start, length);
  if (is(x, "concat") && x.attributes.axis === at) {
    let before = 0;
    const within = x.args.find((part) => start < (before += part.shape[at]!));
    if (within && start + length <= before) return slice(within, at, start - before + within.shape[at]!, length);
  }
  const shape = x.shape.map((own, each) => (each === at ? length : own));
  if (is(x, "constant")) return constant(picked(x.attributes.values, slicedIndex(x.shape, at, start, length)), shape);
  return node("slice", [x], { axis: at, start }, shape);
};

/** Element `index` of an axis, which is removed. */
export const take = (x: Expr, index: number, axis = -1): Expr => {
  const at = wholeAxis(axis, x.shape.length);
  return reshape(slice(x, at, index < 0 ? index + x.shape[at]! : index, 1), without(x.shape, at));
};

/** The elements of the first axis, one expression each. */
export const unstack = (x: Expr): readonly Expr[] => Array.from({ length: x.shape[0]! }, (_, index) => take(x, index, 0));

export const concat = (parts: readonly Expr[], axis = 0): Expr => {
  const full = parts.filter((part) => size(part.shape) > 0);
  const [first = parts[0]!] = full;
  if (full.length <= 1) return first;
  const at = wholeAxis(axis, first.shape.length);
  const length = full.reduce((sum, part) => sum + part.shape[at]!, 0);
  if (full.some((part) => !sameShape(without(part.shape, at), without(first.shape, at)))) {
    throw new RangeError(`Shapes ${full.map((part) => `[${part.shape}]`).join(", ")} do not join along axis ${at}.`);
  }
  return node("concat", full, { axis: at }, first.shape.map((own, each) => (each === at ? length : own)));
};

/** Tensors of one shape side by side along a new axis. */
export const stack = (parts: readonly Expr[], axis = 0): Expr => concat(parts.map((part) => unsqueeze(part, axis)), axis);

/** From each row along the last axis of `table`, the element that `index` names: [..., k], [...] → [...]. */
export const gather = (table: Expr, index: Expr): Expr => {
  if (!sameShape(table.shape.slice(0, -1), index.shape)) {
    throw new RangeError(`An index of shape [${index.shape}] does not fit a table of shape [${table.shape}].`);
  }
  return node("gather", [table, index], {}, index.shape);
};

/** 1 at the place that `index` names along a new last axis of length `length`, else 0. */
export const oneHot = (index: Expr, length: number): Expr => node("oneHot", [index], {}, [...index.shape, length]);

/** Matrix product: [m, k], [k, n] → [m, n]. */
export const matmul = (a: Expr, b: Expr): Expr => {
  const [m, k] = a.shape;
  const [inner, n] = b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || k !== inner) {
    throw new RangeError(`Matrices of shapes [${a.shape}] and [${b.shape}] do not multiply.`);
  }
  return node("matmul", [a, b], {}, [m!, n!]);
};

/** Matrix times vector: [m, k], [k] → [m]. */
export const apply = (matrix: Expr, vector: Expr): Expr => reshape(matmul(matrix, unsqueeze(vector)), [matrix.shape[0]!]);

/** Row vector times matrix: [k], [k, n] → [n]. */
export const applyTransposed = (vector: Expr, matrix: Expr): Expr =>
  reshape(matmul(unsqueeze(vector, 0), matrix), [matrix.shape[1]!]);

/** Inner product along the last axis. */
export const dot = (a: Expr, b: Expr): Expr => sum(mul(a, b));

/** Sum over all samples: the one operation that leaves the sample. A uniform argument counts once per sample. */
export const batchSum = (x: Expr): Expr => (Object.is(constantValue(x), 0) ? x : node("batchSum", [x], {}, x.shape, true));

/** Sums the axes that broadcasting stretched, so that a cotangent has the shape of its argument. */
export const unbroadcast = (x: Expr, shape: Shape): Expr => {
  if (sameShape(x.shape, shape)) return x;
  const extra = x.shape.length - shape.length;
  const reduced = x.shape.reduceRight<Expr>((summed, length, axis) => {
    const own = axis < extra ? undefined : shape[axis - extra];
    return own === length ? summed : sum(summed, axis);
  }, x);
  return reshape(reduced, shape);
};

/** Σ of expressions of one shape; zero of that shape for none. */
export const addAll = (terms: readonly Expr[], shape: Shape): Expr =>
  terms.length === 0 ? zeros(shape) : add(terms[0]!, ...terms.slice(1));
