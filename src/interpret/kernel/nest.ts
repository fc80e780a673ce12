/**
 * Fourth stage: one loop nest in WebAssembly. Values go from item to item in vectors of the frame; only what another nest
 * reads is stored.
 */
import { size, type Expr } from "../../expr/expr.ts";
import { reshaped, whole } from "./access.ts";
import { isFormula } from "./elementary/index.ts";
import { choices } from "./choices.ts";
import { writeFormula } from "./formula.ts";
import type { Frame } from "./frame.ts";
import { fusible } from "./fuse.ts";
import { grid } from "./grid.ts";
import { planned } from "./guard.ts";
import type { Machine } from "./machine.ts";
import type { Item, Nest } from "./pieces.ts";
import { Registers, type Vector } from "./registers.ts";
import { isElementOp, writeDirect } from "./simd.ts";

export const writeNest = (machine: Machine, nest: Nest, frame: Frame): void => {
  if (size(nest.shape) === 0) return;
  const { simd } = machine;
  const { float } = simd;
  const own = grid(machine, nest);
  const registers = new Registers(machine, own);
  const chosen = choices(machine, nest, own.copies, registers);
  const fused = simd.fused ? fusible(machine, nest, chosen.masks) : new Set<Expr>();

  const done = ({ node, again }: Item, copy: number, value: Vector): void => {
    if (!again && machine.stored(node)) registers.store(value, whole(node), copy);
    registers.keep(node, copy, value);
  };

  /** An operation on what has been loaded. */
  const computed = ({ node: { op }, reads }: Item, copy: number): Vector => {
    const operands = reads.map((read) => registers.load(read, copy));
    // A view that is copied has no instruction: its value is what was loaded.
    if (!isElementOp(op)) return operands[0]!;
    return registers.compute(({ code, frame: at }) => {
      const locals = operands.map(at.vector);
      if (isFormula(op)) writeFormula(machine, at, op, locals, nest.lanes === "sample" ? own.turns : 0);
      else writeDirect(simd, code, op, locals);
    });
  };

  /** A sum that takes a product in, if this is one. */
  const multiplied = ({ node, reads }: Item, copy: number): Vector | undefined => {
    const product = node.op === "add" ? reads.findIndex(({ base }) => fused.has(base)) : -1;
    if (product < 0) return undefined;
    const factors = nest.items.find((other) => other.node === reads[product]!.base)!.reads;
    return registers.apply([...factors, reads[1 - product]!].map((read) => registers.load(read, copy)), float.madd);
  };

  const roles: { readonly [R in Item["role"]]: (item: Item, copy: number) => void } = {
    element: (item, copy) => {
      if (fused.has(item.node) || chosen.compare(item, copy)) return;
      done(item, copy, chosen.choose(item, copy) ?? multiplied(item, copy) ?? computed(item, copy));
    },
    reduce: ({ node, reads }, copy) => {
      const value = registers.load(reads[0]!, copy);
      const { outer, length, inner } = nest.reduction!;
      const total = node.op === "max" ? largest(value) : registers.reduce(value, 0, float.add);
      if (machine.stored(node)) registers.store(total, { base: node, offset: 0, shape: [outer, length, inner], strides: [inner, 0, 1] }, copy, "end");
    },
    // Later values of this element read it before the next element changes it.
    scan: (item, copy) => done(item, copy, registers.reduce(registers.load(item.reads[0]!, copy), 0, float.add)),
    store: ({ target, reads }, copy) => registers.store(registers.load(reads[0]!, copy), target!, copy),
    accumulate: ({ node, reads }, copy) => {
      const value = registers.load(reads[0]!, copy);
      const sum = own.vectors("sample", reshaped(whole(node), nest.shape)!.strides, 0, 1, copy);
      const mask = own.vectors("sample", nest.shape.map(() => 0), 1, 0, copy);
      const offset = machine.accumulator(node) + sum.offset;
      registers.step(({ code, get, address }) => {
        address(sum);
        address(sum);
        code.access("load", offset);
        get(value);
        address(mask);
        code.access("load", machine.mask + mask.offset);
        code.lanes("and");
        code.lanes(float.add);
        code.access("store", offset);
      });
    },
    keep: ({ node, reads }, copy) => {
      const value = registers.load(reads[0]!, copy);
      const place = own.vectors("kept", reshaped(whole(node), nest.shape)!.strides, 1, machine.vectors, copy);
      registers.step(({ code, get, address }) => {
        address(place);
        get(value);
        code.access("store", machine.keptAt(node) + place.offset);
      });
    },
  };

  /** `pmax` is one machine instruction and `max` many, but it forgets what is no number. */
  const largest = (value: Vector): Vector => {
    const found = registers.reduce(value, -Infinity, float.pmax);
    const lost = registers.reduce(registers.apply([value, value], float.ne), 0, "or");
    registers.finish(found, ({ code, get }) => {
      get(found);
      get(lost);
      code.lanes("or");
    });
    return found;
  };

  // Item by item, so that what the copies do alike stands side by side and overlaps.
  for (const { item, guarded } of planned(machine, nest)) {
    for (let copy = 0; copy < own.copies; copy++) {
      for (const { items, when } of guarded) {
        registers.guard(chosen.condition(item.reads[0]!, when, copy), () => items.forEach((each) => roles[each.role](each, copy)));
      }
      roles[item.role](item, copy);
    }
  }
  registers.write(frame);
};
