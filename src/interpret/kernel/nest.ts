/**
 * Fourth stage: one loop nest in WebAssembly. Every distinct set of strides has one pointer, moved at the end of each
 * loop; the start of a buffer is the constant offset of its loads. So an element costs one addition per set of strides,
 * however many tensors it reads.
 */
import { br_if, i32, local, loop, v128, type Local } from "wasmati";
import { constantValue, size, type Expr, type Shape } from "../../expr/expr.ts";
import { reshaped, whole, type Access } from "./access.ts";
import type { Item, Lanes, Nest } from "./loops.ts";
import type { Simd } from "./simd.ts";

export interface Placed {
  readonly address: number;
  readonly lanes: Lanes;
}

export interface Machine {
  readonly simd: Simd;
  /** Vectors of samples in a block. */
  readonly vectors: number;
  readonly buffer: (base: Expr) => Placed;
  /** Whether a node of a nest is stored. */
  readonly stored: (node: Expr) => boolean;
  readonly accumulator: (sum: Expr) => number;
  /** All bits set in the lanes that hold samples: one vector after the other. */
  readonly mask: number;
}

type Locals = readonly Local<"v128">[];
type Counters = readonly Local<"i32">[];

/** Code and the locals it needs. */
export interface Code {
  readonly vectors: number;
  readonly integers: number;
  readonly length: number;
  readonly emit: (vectors: Locals, integers: Counters) => void;
}

interface Pointer {
  readonly strides: number[];
  readonly start: number;
}

export const nestCode = (machine: Machine, nest: Nest): Code => {
  const { simd } = machine;
  const vectors = nest.lanes === "sample" ? machine.vectors : 1;
  const free = nest.shape.map((_, axis) => axis).filter((axis) => !isReduced(nest, axis));
  const inner = nest.shape.map((_, axis) => axis).filter((axis) => isReduced(nest, axis));
  const lengths = [...free.map((axis) => nest.shape[axis]!), vectors, ...inner.map((axis) => nest.shape[axis]!)];
  const reduceFrom = free.length + 1;

  // A sum waits for its last addition: several elements of a free axis are reduced at once, each in its own register,
  // and what they read in common (a weight, a feature) is loaded once.
  const jam = jammed(nest, lengths, reduceFrom);
  if (jam) lengths[jam.axis]! /= jam.factor;
  let copy = 0;

  const pointers: Pointer[] = [];
  const pointer = (strides: readonly number[], lanesStride: number, bytes: number): { readonly at: number; readonly shift: number } => {
    const turned = inner.map((axis) => strides[axis]! * bytes);
    const own = [...free.map((axis) => strides[axis]! * bytes), lanesStride, ...(nest.backward ? turned.map((stride) => -stride) : turned)];
    const start = nest.backward ? inner.reduce((sum, axis, at) => sum + turned[at]! * (nest.shape[axis]! - 1), 0) : 0;
    const shift = jam ? own[jam.axis]! * copy : 0;
    if (jam) own[jam.axis]! *= jam.factor;
    const known = pointers.findIndex((each) => each.start === start && each.strides.every((stride, at) => stride === own[at]));
    return { at: known >= 0 ? known : pointers.push({ strides: own, start }) - 1, shift };
  };
  const elementBytes = (lanes: Lanes): number => (lanes === "sample" ? 16 * machine.vectors : simd.width);
  /** The pointer and constant offset of an access. */
  const locate = (access: Access): { readonly pointer: number; readonly offset: number; readonly lanes: Lanes } => {
    const { address, lanes } = machine.buffer(access.base);
    const bytes = elementBytes(lanes);
    const same = constantValue(access.base) !== undefined;
    const fitted = reshaped(access, nest.shape)!;
    const strides = same ? nest.shape.map(() => 0) : fitted.strides;
    const { at, shift } = pointer(strides, lanes === "sample" ? 16 : 0, bytes);
    return { pointer: at, offset: address + shift + (same ? 0 : access.offset * bytes), lanes };
  };

  let vectorCount = 0;
  const values = new Map<Expr, number>();
  const loads = new Map<string, number>();
  const starts: ((v: Locals, i: Counters) => void)[] = [];
  const steps: ((v: Locals, i: Counters) => void)[] = [];
  const ends: ((v: Locals, i: Counters) => void)[] = [];

  const load = (access: Access): number => {
    const local_ = values.get(access.base);
    if (local_ !== undefined) return local_;
    const place = locate(access);
    const key = `${place.pointer} ${place.offset} ${place.lanes}`;
    const known = loads.get(key);
    if (known !== undefined) return known;
    const own = vectorCount++;
    loads.set(key, own);
    steps.push((v, i) => {
      local.get(i[place.pointer]!);
      if (place.lanes === "sample") v128.load({ offset: place.offset });
      else simd.loadSplat(place.offset);
      local.set(v[own]!);
    });
    return own;
  };
  const store = (from: number, access: Access, into: typeof steps): void => {
    const place = locate(access);
    into.push((v, i) => {
      local.get(i[place.pointer]!);
      local.get(v[from]!);
      if (place.lanes === "sample") v128.store({ offset: place.offset });
      else simd.storeOne(place.offset);
    });
  };
  const start = (own: number, value: number): void => void starts.push((v) => {
    simd.number(value);
    local.set(v[own]!);
  });
  const combine = (own: number, value: number, max: boolean): void => void steps.push((v) => {
    local.get(v[own]!);
    local.get(v[value]!);
    if (max) simd.float.max();
    else simd.float.add();
    local.set(v[own]!);
  });

  const roles: { readonly [R in Item["role"]]: (item: Item, operands: readonly number[]) => void } = {
    element: ({ node }, operands) => {
      const lowering = simd.ops[node.op as keyof typeof simd.ops] as (typeof simd.ops)["add"] | undefined;
      // A view that is copied has no instruction: its value is what was loaded.
      const isCopy = lowering === undefined;
      const own = isCopy ? operands[0]! : vectorCount++;
      if (!isCopy) {
        steps.push((v) => {
          lowering(...operands.map((each) => v[each]!));
          local.set(v[own]!);
        });
      }
      if (machine.stored(node)) store(own, { ...whole(node) }, steps);
      values.set(node, own);
    },
    reduce: ({ node }, [value]) => {
      const own = vectorCount++;
      start(own, node.op === "max" ? -Infinity : 0);
      combine(own, value!, node.op === "max");
      const { outer, length, inner: within } = nest.reduction!;
      if (machine.stored(node)) store(own, { base: node, offset: 0, shape: [outer, length, within], strides: [within, 0, 1] }, ends);
    },
    scan: ({ node }, [value]) => {
      const own = vectorCount++;
      start(own, 0);
      combine(own, value!, false);
      if (machine.stored(node)) store(own, whole(node), steps);
      // Later values of this element read it before the next element changes it.
      values.set(node, own);
    },
    store: ({ target }, [value]) => store(value!, target!, steps),
    accumulate: ({ node }, [value]) => {
      const { at: place, shift } = pointer(reshaped(whole(node), nest.shape)!.strides, 0, 16);
      const { at: masks, shift: maskShift } = pointer(nest.shape.map(() => 0), 16, 0);
      const offset = machine.accumulator(node) + shift;
      steps.push((v, i) => {
        local.get(i[place]!);
        local.get(i[place]!);
        v128.load({ offset });
        local.get(v[value!]!);
        local.get(i[masks]!);
        v128.load({ offset: machine.mask + maskShift });
        v128.and();
        simd.float.add();
        v128.store({ offset });
      });
    },
  };
  for (const item of nest.items) simd.prepare(item.node.op);
  for (; copy < (jam?.factor ?? 1); copy++) {
    values.clear();
    for (const item of nest.items) roles[item.role](item, item.reads.map(load));
  }

  const { axes, reducedFrom } = collapse(lengths, pointers, reduceFrom);
  const counterOf = (axis: number): number => pointers.length + axis;
  const emit = (v: Locals, i: Counters): void => {
    if (size(nest.shape) === 0) return;
    pointers.forEach((each, at) => {
      i32.const(each.start);
      local.set(i[at]!);
    });
    const move = (axis: number, times: number): void => {
      axes[axis]!.strides.forEach((stride, at) => {
        if (stride === 0) return;
        local.get(i[at]!);
        i32.const(stride * times);
        i32.add();
        local.set(i[at]!);
      });
    };
    const run = (axis: number): void => {
      if (axis === reducedFrom) for (const each of starts) each(v, i);
      if (axis === axes.length) for (const each of steps) each(v, i);
      else {
        i32.const(axes[axis]!.length);
        local.set(i[counterOf(axis)]!);
        loop(null, () => {
          run(axis + 1);
          move(axis, 1);
          local.get(i[counterOf(axis)]!);
          i32.const(1);
          i32.sub();
          local.tee(i[counterOf(axis)]!);
          br_if(0);
        });
        if (axis > 0) move(axis, -axes[axis]!.length);
      }
      if (axis === reducedFrom) for (const each of ends) each(v, i);
    };
    run(0);
  };
  return { vectors: vectorCount, integers: pointers.length + axes.length, length: 8 * (steps.length + ends.length + axes.length * 4), emit };
};

interface Axis {
  readonly length: number;
  /** Of each pointer, in bytes. */
  readonly strides: readonly number[];
}

/** Drops axes of length 1 and merges neighbours that all pointers walk in one stride; never across the border `from`. */
const collapse = (lengths: readonly number[], pointers: readonly Pointer[], from: number): { readonly axes: readonly Axis[]; readonly reducedFrom: number } => {
  const part = (begin: number, end: number): readonly Axis[] =>
    lengths.slice(begin, end).reduce<Axis[]>((axes, length, at) => {
      const strides = pointers.map((each) => each.strides[begin + at]!);
      const last = axes.at(-1);
      if (length === 1) return axes;
      if (last && last.strides.every((stride, each) => stride === strides[each]! * length)) axes[axes.length - 1] = { length: last.length * length, strides };
      else axes.push({ length, strides });
      return axes;
    }, []);
  const outer = part(0, from);
  return { axes: [...outer, ...part(from, lengths.length)], reducedFrom: outer.length };
};

/** A nest with more values than this keeps the processor busy without. */
const fewItems = 8;

/** The innermost free axis that splits evenly, of a small nest with a reduction. */
const jammed = ({ items }: Nest, lengths: readonly number[], reduceFrom: number): { readonly axis: number; readonly factor: number } | undefined => {
  if (items.length > fewItems || !items.some(({ role }) => role === "reduce")) return undefined;
  for (let axis = reduceFrom - 1; axis >= 0; axis--) {
    const factor = [8, 6, 5, 4, 7, 3, 2].find((each) => lengths[axis]! % each === 0 && each * items.length <= 24);
    if (factor) return { axis, factor };
  }
  return undefined;
};

const isReduced = ({ shape, reduction }: { readonly shape: Shape; readonly reduction: Nest["reduction"] }, axis: number): boolean => {
  if (!reduction) return false;
  const below = size(shape.slice(axis + 1));
  return below >= reduction.inner && below * shape[axis]! <= reduction.inner * reduction.length;
};
