/** Shape rules: how shapes combine, and where the elements of a broadcast operand lie. */
import { size, type Shape } from "./expr.ts";

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis]);

/** The shape of an elementwise result: shapes align at their last axis, and an axis of length 1 stretches. */
export const broadcast = (...shapes: readonly Shape[]): Shape => {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    shapes.reduce((length, shape) => {
      const own = shape[axis - rank + shape.length] ?? 1;
      if (own === length || own === 1) return length;
      if (length === 1) return own;
      throw new RangeError(`Shapes ${shapes.map((each) => `[${each}]`).join(" and ")} do not broadcast.`);
    }, 1),
  );
};

/** Row-major strides. */
export const strides = (shape: Shape): readonly number[] => {
  const steps = new Array<number>(shape.length);
  shape.reduceRight((step, length, axis) => ((steps[axis] = step), step * length), 1);
  return steps;
};

/** For each element of `to`, the position of the element of `from` that broadcasting puts there. */
export const broadcastIndex = (from: Shape, to: Shape): Int32Array => {
  const own = strides(from);
  const offset = to.length - from.length;
  const outer = strides(to);
  return Int32Array.from({ length: size(to) }, (_, position) =>
    own.reduce((index, step, axis) => {
      if (from[axis] === 1) return index;
      const coordinate = Math.floor(position / outer[axis + offset]!) % to[axis + offset]!;
      return index + coordinate * step;
    }, 0),
  );
};

/** For each element of a tensor with its axes in another order, its position before. */
export const transposedIndex = (from: Shape, permutation: readonly number[]): Int32Array => {
  const before = strides(from);
  const to = permutation.map((axis) => from[axis]!);
  const after = strides(to);
  return Int32Array.from({ length: size(to) }, (_, position) =>
    permutation.reduce((sum, axis, place) => sum + (Math.floor(position / after[place]!) % to[place]!) * before[axis]!, 0),
  );
};

/** For each element of a slice, its position in the whole. */
export const slicedIndex = (from: Shape, axis: number, start: number, length: number): Int32Array => {
  const { outer, length: own, inner } = aroundAxis(from, axis);
  return Int32Array.from({ length: outer * length * inner }, (_, position) => {
    const [block, rest] = [Math.floor(position / (length * inner)), position % (length * inner)];
    return (block * own + start) * inner + rest;
  });
};

/** A whole axis number from one that may count from the end. */
export const wholeAxis = (axis: number, rank: number): number => {
  const whole = axis < 0 ? axis + rank : axis;
  if (!(whole >= 0 && whole < rank)) throw new RangeError(`Axis ${axis} is outside a tensor of ${rank} axes.`);
  return whole;
};

/** The lengths before, at and after an axis: the three loops of every axis-wise operation. */
export const aroundAxis = (shape: Shape, axis: number): { readonly outer: number; readonly length: number; readonly inner: number } => ({
  outer: size(shape.slice(0, axis)),
  length: shape[axis]!,
  inner: size(shape.slice(axis + 1)),
});
