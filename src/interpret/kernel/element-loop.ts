/** A loop over all elements and vectors of one shape, for code that is written by hand: `solve.ts`. */
import { br_if, i32, local, loop, v128, type Local } from "wasmati";
import { constantValue, size, type Expr, type Shape } from "../../expr/expr.ts";
import { whole, type Access } from "./access.ts";
import type { Lanes } from "./loops.ts";
import type { Machine } from "./nest.ts";

export interface Place {
  readonly pointer: number;
  readonly offset: number;
  readonly lanes: Lanes;
}

export interface Reach {
  readonly load: (place: Place) => void;
  readonly store: (place: Place, value: () => void) => void;
}

export const elementLoop = (machine: Machine, lanes: Lanes, shape: Shape) => {
  const { simd } = machine;
  const lengths = [...shape, lanes === "sample" ? machine.vectors : 1];
  const pointers: (readonly number[])[] = [];
  const at = (access: Access): Place => {
    const { address, lanes: own } = machine.buffer(access.base);
    const bytes = own === "sample" ? 16 * machine.vectors : simd.width;
    const same = constantValue(access.base) !== undefined;
    const strides = [...access.strides.map((stride) => (same ? 0 : stride * bytes)), own === "sample" ? 16 : 0];
    const known = pointers.findIndex((each) => each.every((stride, axis) => stride === strides[axis]));
    return { pointer: known >= 0 ? known : pointers.push(strides) - 1, offset: address + (same ? 0 : access.offset * bytes), lanes: own };
  };
  return {
    at,
    whole: (node: Expr): Place => at({ ...whole(node), shape, strides: whole({ ...node, shape }).strides }),
    get integers(): number {
      return pointers.length + lengths.length;
    },
    emit: (registers: readonly Local<"i32">[], body: (reach: Reach) => void): void => {
      if (size(shape) === 0) return;
      const reach: Reach = {
        load: ({ pointer, offset, lanes: own }) => {
          local.get(registers[pointer]!);
          if (own === "sample") v128.load({ offset });
          else simd.loadSplat(offset);
        },
        store: ({ pointer, offset, lanes: own }, value) => {
          local.get(registers[pointer]!);
          value();
          if (own === "sample") v128.store({ offset });
          else simd.storeOne(offset);
        },
      };
      pointers.forEach((_, each) => (i32.const(0), local.set(registers[each]!)));
      const move = (axis: number, times: number): void =>
        pointers.forEach((strides, each) => {
          if (strides[axis] === 0) return;
          local.get(registers[each]!);
          i32.const(strides[axis]! * times);
          i32.add();
          local.set(registers[each]!);
        });
      const run = (axis: number): void => {
        if (axis === lengths.length) return body(reach);
        if (lengths[axis] === 1) return run(axis + 1);
        const counter = registers[pointers.length + axis]!;
        i32.const(lengths[axis]!);
        local.set(counter);
        loop(null, () => {
          run(axis + 1);
          move(axis, 1);
          local.get(counter);
          i32.const(1);
          i32.sub();
          local.tee(counter);
          br_if(0);
        });
        move(axis, -lengths[axis]!);
      };
      run(0);
    },
  };
};
