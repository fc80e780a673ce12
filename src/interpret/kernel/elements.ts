/** A loop over all elements of one shape whose body is written by hand: for `solve.ts`. */
import { constantValue, size, type Expr, type Shape } from "../../expr/expr.ts";
import { whole, type Access } from "./access.ts";
import { emit, read, term, type Term } from "./elementary/term.ts";
import type { Frame } from "./frame.ts";
import type { Lanes } from "./pieces.ts";
import type { Machine } from "./machine.ts";
import { walk } from "./walk.ts";
import type { Local } from "./wasm/code.ts";

/** A number of every element, in memory. */
export interface Cell {
  readonly pointer: number;
  readonly offset: number;
  /** One number for all samples. */
  readonly uniform: boolean;
}

export interface Reach {
  /** `offset`, a local, is added to the address. */
  readonly load: (cell: Cell, offset?: Local) => Term;
  readonly store: (cell: Cell, value: Term, offset?: Local) => void;
  /** A value that is read more than once. */
  readonly keep: (value: Term) => Term;
}

export const elements = (machine: Machine, lanes: Lanes, shape: Shape) => {
  const { simd } = machine;
  const vectors = lanes === "sample" ? machine.vectors : 1;
  const loops = walk([...shape, vectors], shape.length + 1);
  const at = (access: Access): Cell => {
    const { address, origin } = machine.place(access.base);
    const uniform = origin === "uniform";
    const bytes = uniform ? simd.width : 16 * machine.vectors;
    const same = constantValue(access.base) !== undefined;
    const strides = [...access.strides.map((stride) => (same ? 0 : stride * bytes)), uniform ? 0 : 16];
    return { pointer: loops.pointer({ origin, strides, start: 0 }), offset: address + (same ? 0 : access.offset * bytes), uniform };
  };
  return {
    at,
    whole: (node: Expr): Cell => at({ ...whole(node), shape, strides: whole({ ...node, shape }).strides }),
    /** Each call writes one loop, over the cells that were asked for until then. */
    write: (frame: Frame, body: (reach: Reach) => void): void => {
      if (size(shape) === 0) return;
      const settled = loops.settle();
      const { code } = frame;
      let used = 0;
      const address = (pointer: number, shift: Local | undefined): void => {
        settled.address(frame, pointer);
        if (shift === undefined) return;
        code.get(shift);
        code.do("i32Add");
      };
      const reach: Reach = {
        load: ({ pointer, offset, uniform }, shift) =>
          term(() => {
            address(pointer, shift);
            code.access(!uniform ? "load" : simd.width === 4 ? "load32Splat" : "load64Splat", offset);
          }),
        store: ({ pointer, offset, uniform }, value, shift) => {
          address(pointer, shift);
          emit(code, value);
          if (!uniform) code.access("store", offset);
          else code.accessLane(simd.width === 4 ? "store32Lane" : "store64Lane", offset, 0);
        },
        keep: (value) => {
          const home = frame.vector(used++);
          emit(code, value);
          code.set(home);
          return read(home);
        },
      };
      settled.write(frame, { starts: () => {}, ends: () => {}, ahead: () => {}, steps: () => body(reach) });
    },
  };
};
