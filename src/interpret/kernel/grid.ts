/**
 * What a nest runs over: its own axes, the vectors of a block, and the copies of its body that go side by side. Where a
 * tensor lies is a pointer that walks with the loops and an offset.
 */
import { size } from "../../expr/expr.ts";
import { reshaped, type Access } from "./access.ts";
import { jammed } from "./jam.ts";
import type { Machine, Origin } from "./machine.ts";
import type { Nest } from "./pieces.ts";
import { walk, type Settled } from "./walk.ts";

/** An address in a nest: the number of a pointer, and how many bytes from it. */
export interface Located {
  readonly pointer: number;
  readonly offset: number;
}

export interface Grid {
  /** How many copies of the body there are, and how often all of them together are run through. */
  readonly copies: number;
  readonly turns: number;
  /** Where an access begins for a copy, and whether it is one number for all samples. */
  readonly locate: (access: Access, copy: number) => Located & { readonly uniform: boolean };
  /** Where vectors of the thread's own begin: strides in vectors, per axis of the nest and per vector of a block. */
  readonly vectors: (origin: Origin, strides: readonly number[], perVector: number, vectorsPerElement: number, copy: number) => Located;
  /** Fixes the loops; nothing can be located afterwards. */
  readonly settle: () => Settled;
}

export const grid = (machine: Machine, nest: Nest): Grid => {
  const { simd, vectors: perBlock } = machine;
  const axes = nest.shape.map((_, axis) => axis);
  const free = axes.filter((axis) => !isReduced(nest, axis));
  const inner = axes.filter((axis) => isReduced(nest, axis));
  const lengths = [...free.map((axis) => nest.shape[axis]!), nest.lanes === "sample" ? perBlock : 1, ...inner.map((axis) => nest.shape[axis]!)];
  const reducedFrom = free.length + 1;
  const turns = lengths.reduce((product, length) => product * length, 1);
  const jams = jammed(nest, lengths, reducedFrom);
  /** Of each copy, its place along every jammed axis. */
  const copies = jams.reduce<readonly (readonly number[])[]>((all, { factor }) => all.flatMap((each) => Array.from({ length: factor }, (_, at) => [...each, at])), [[]]);
  for (const { axis, factor } of jams) lengths[axis]! /= factor;
  const loops = walk(lengths, reducedFrom);

  /** Strides in elements of `bytes`, per axis of the nest; `perVector` in bytes. */
  const pointer = (origin: Origin, strides: readonly number[], perVector: number, bytes: number, copy: number): Located => {
    const turned = inner.map((axis) => strides[axis]! * bytes);
    const own = [...free.map((axis) => strides[axis]! * bytes), perVector, ...(nest.backward ? turned.map((stride) => -stride) : turned)];
    const start = nest.backward ? inner.reduce((sum, axis, at) => sum + turned[at]! * (nest.shape[axis]! - 1), 0) : 0;
    const offset = jams.reduce((sum, { axis }, at) => sum + own[axis]! * copies[copy]![at]!, 0);
    for (const { axis, factor } of jams) own[axis]! *= factor;
    return { pointer: loops.pointer({ origin, strides: own, start }), offset };
  };
  return {
    copies: copies.length,
    turns,
    locate: (access, copy) => {
      const { address, origin } = machine.place(access.base);
      const uniform = origin === "uniform";
      const bytes = uniform ? simd.width : 16 * perBlock;
      const at = pointer(origin, reshaped(access, nest.shape)!.strides, uniform ? 0 : 16, bytes, copy);
      return { pointer: at.pointer, offset: address + at.offset + access.offset * bytes, uniform };
    },
    vectors: (origin, strides, perVector, vectorsPerElement, copy) => pointer(origin, strides, 16 * perVector, 16 * vectorsPerElement, copy),
    settle: loops.settle,
  };
};

const isReduced = ({ shape, reduction }: Nest, axis: number): boolean => {
  if (!reduction) return false;
  const below = size(shape.slice(axis + 1));
  return below >= reduction.inner && below * shape[axis]! <= reduction.inner * reduction.length;
};
