/**
 * Where the elements of a tensor lie in the buffer of another: an offset and one stride per axis. Reshaping, slicing,
 * stretching and reordering axes are such maps and cost nothing; loops read through them.
 */
import type { Expr, Shape } from "../../expr/expr.ts";
import { size } from "../../expr/expr.ts";
import { strides as rowMajor } from "../../expr/shape.ts";

export interface Access {
  /** The node whose buffer is read. */
  readonly base: Expr;
  /** In elements of the base. */
  readonly offset: number;
  readonly shape: Shape;
  readonly strides: readonly number[];
}

export const whole = (base: Expr): Access => ({ base, offset: 0, shape: base.shape, strides: rowMajor(base.shape) });

/** Whether this reads all elements of its base in their order. */
export const isWhole = (access: Access): boolean =>
  access.offset === 0 && size(access.shape) === size(access.base.shape) && isDense(access);

/** Whether the elements lie side by side in their order, wherever they start. */
export const isDense = ({ shape, strides }: Access): boolean => {
  const own = rowMajor(shape);
  return shape.every((length, axis) => length === 1 || strides[axis] === own[axis]);
};

/** Stretches axes of length 1 and adds leading ones. */
export const stretched = (access: Access, shape: Shape): Access => {
  const extra = shape.length - access.shape.length;
  const strides = shape.map((length, axis) => (axis < extra || access.shape[axis - extra] !== length || length === 1 ? 0 : access.strides[axis - extra]!));
  return { ...access, shape, strides };
};

export const permuted = (access: Access, permutation: readonly number[]): Access => ({
  ...access,
  shape: permutation.map((from) => access.shape[from]!),
  strides: permutation.map((from) => access.strides[from]!),
});

export const sliced = (access: Access, axis: number, start: number, length: number): Access => ({
  ...access,
  offset: access.offset + start * access.strides[axis]!,
  shape: access.shape.map((own, each) => (each === axis ? length : own)),
});

/** The same elements in the same order under another shape, if one stride per axis still says where they lie. */
export const reshaped = (access: Access, shape: Shape): Access | undefined => {
  const runs: { length: number; stride: number }[] = [];
  access.shape.forEach((length, axis) => {
    if (length === 1) return;
    const stride = access.strides[axis]!;
    const last = runs.at(-1);
    if (last && last.stride === stride * length) runs[runs.length - 1] = { length: last.length * length, stride };
    else runs.push({ length, stride });
  });
  const strides = new Array<number>(shape.length).fill(0);
  let run = runs.pop();
  let done = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis]!;
    if (length === 1) continue;
    if (!run || (run.length / done) % length !== 0) return undefined;
    strides[axis] = run.stride * done;
    done *= length;
    if (done === run.length) [run, done] = [runs.pop(), 1];
  }
  return { ...access, shape, strides };
};

/** The coarsest shape of which both are mergers, if there is one. Axes of length 1 are left out. */
export const refined = (a: Shape, b: Shape): Shape | undefined => {
  const [left, right] = [a, b].map((shape) => shape.filter((length) => length !== 1)) as [number[], number[]];
  if (left.includes(0) || right.includes(0)) return size(a) === size(b) ? [0] : undefined;
  const axes: number[] = [];
  while (left.length > 0 && right.length > 0) {
    const [x, y] = [left.pop()!, right.pop()!];
    const step = Math.min(x, y);
    if (Math.max(x, y) % step !== 0) return undefined;
    axes.unshift(step);
    if (x > step) left.push(x / step);
    if (y > step) right.push(y / step);
  }
  return left.length === right.length ? axes : undefined;
};
