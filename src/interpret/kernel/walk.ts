/**
 * Nested loops and the pointers that walk with them. Every distinct set of strides has one pointer, moved at the end of
 * each loop; where a buffer starts is the constant offset of its loads. So an element costs one addition per set of
 * strides, however many tensors it reads, and what does not move in a loop is loaded before it.
 */
import type { Frame } from "./frame.ts";
import type { Origin } from "./machine.ts";

export interface Pointer {
  readonly origin: Origin;
  /** In bytes, per loop. */
  readonly strides: readonly number[];
  /** Where it begins, in bytes from its origin. */
  readonly start: number;
}

interface Axis {
  readonly length: number;
  /** Of each pointer, in bytes. */
  readonly strides: readonly number[];
}

export interface Body {
  /** Before the loops of a reduction, and after them. */
  readonly starts: () => void;
  readonly ends: () => void;
  /** Inside all loops, and what comes once before the loops beyond `depth`. */
  readonly steps: () => void;
  readonly ahead: (depth: number) => void;
}

export interface Walk {
  /** The number of a pointer, which is shared by all that move alike. */
  readonly pointer: (pointer: Pointer) => number;
  /** Fixes the loops; no pointer can be added afterwards. */
  readonly settle: () => Settled;
}

export interface Settled {
  /** How many loops a pointer moves in, counted from the outside up to the last in which it does. */
  readonly depth: (pointer: number) => number;
  readonly integers: number;
  /** Puts the address of a pointer on the stack. */
  readonly address: (frame: Frame, pointer: number) => void;
  readonly write: (frame: Frame, body: Body) => void;
}

/** Loops of these lengths, the first outermost; those from `reducedFrom` on belong to a reduction. */
export const walk = (lengths: readonly number[], reducedFrom: number): Walk => {
  const pointers: Pointer[] = [];
  const known = new Map<string, number>();
  return {
    pointer: (pointer) => {
      const key = `${pointer.origin} ${pointer.start} ${pointer.strides}`;
      const at = known.get(key) ?? pointers.push(pointer) - 1;
      known.set(key, at);
      return at;
    },
    settle: () => settled(pointers, ...collapsed(lengths, pointers, reducedFrom)),
  };
};

const settled = (pointers: readonly Pointer[], axes: readonly Axis[], reducedFrom: number): Settled => {
  /** A pointer that never moves is its origin. */
  const stays = pointers.map(({ start }, at) => start === 0 && axes.every(({ strides }) => strides[at] === 0));
  const origin = (frame: Frame, { origin: from }: Pointer): void =>
    from === "uniform" ? frame.code.integer(0) : frame.code.get(from === "sample" ? frame.own : frame.kept);
  const write: Settled["write"] = (frame, { starts, ends, steps, ahead }) => {
    const { code } = frame;
    const local = (pointer: number) => frame.integer(pointer);
    const counter = (axis: number) => frame.integer(pointers.length + axis);
    pointers.forEach((pointer, at) => {
      if (stays[at]) return;
      origin(frame, pointer);
      if (pointer.start !== 0) {
        code.integer(pointer.start);
        code.do("i32Add");
      }
      code.set(local(at));
    });
    const move = (axis: number, times: number): void =>
      axes[axis]!.strides.forEach((stride, at) => {
        if (stride !== 0) code.add(local(at), stride * times);
      });
    const run = (axis: number): void => {
      if (axis === reducedFrom) starts();
      ahead(axis);
      if (axis === axes.length) steps();
      else {
        code.times(counter(axis), axes[axis]!.length, () => {
          run(axis + 1);
          move(axis, 1);
        });
        if (axis > 0) move(axis, -axes[axis]!.length);
      }
      if (axis === reducedFrom) ends();
    };
    run(0);
  };
  return {
    depth: (pointer) => axes.reduce((deepest, { strides }, axis) => (strides[pointer] === 0 ? deepest : axis + 1), 0),
    integers: pointers.length + axes.length,
    address: (frame, pointer) => (stays[pointer] ? origin(frame, pointers[pointer]!) : frame.code.get(frame.integer(pointer))),
    write,
  };
};

/** Drops axes of length 1 and merges neighbours that all pointers walk in one stride; never across the border `from`. */
const collapsed = (lengths: readonly number[], pointers: readonly Pointer[], from: number): readonly [axes: readonly Axis[], reducedFrom: number] => {
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
  return [[...outer, ...part(from, lengths.length)], outer.length];
};
