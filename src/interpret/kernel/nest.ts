/**
 * Fourth stage: one loop nest in WebAssembly. Values go from item to item in locals; only what another nest reads is
 * stored.
 */
import { constantValue, size, type Expr } from "../../expr/expr.ts";
import { whole, reshaped, type Access } from "./access.ts";
import { isFormula } from "./elementary/index.ts";
import { writeFormula } from "./formula.ts";
import type { Frame } from "./frame.ts";
import { fusible } from "./fuse.ts";
import { jammed } from "./jam.ts";
import type { Item, Nest } from "./pieces.ts";
import type { Machine, Origin } from "./machine.ts";
import { isElementOp, writeDirect } from "./simd.ts";
import { chosen, complemented, flagsOf } from "./flags.ts";
import { planned, type Planned } from "./guard.ts";
import { walk } from "./walk.ts";
import { vector as vectorCodes } from "./wasm/opcodes.ts";

/** A value of the nest in one of its copies: the n-th vector of the frame. */
type Vector = number;
type Step = (frame: Frame) => void;

export const writeNest = (machine: Machine, nest: Nest, frame: Frame): void => {
  if (size(nest.shape) === 0) return;
  const { simd } = machine;
  const vectors = nest.lanes === "sample" ? machine.vectors : 1;
  const axes = nest.shape.map((_, axis) => axis);
  const free = axes.filter((axis) => !isReduced(nest, axis));
  const inner = axes.filter((axis) => isReduced(nest, axis));
  const lengths = [...free.map((axis) => nest.shape[axis]!), vectors, ...inner.map((axis) => nest.shape[axis]!)];
  const reducedFrom = free.length + 1;
  const jams = jammed(nest, lengths, reducedFrom);
  const copies = jams.reduce<readonly (readonly number[])[]>((all, { factor }) => all.flatMap((each) => Array.from({ length: factor }, (_, at) => [...each, at])), [[]]);
  const turns = lengths.reduce((product, length) => product * length, 1);
  for (const { axis, factor } of jams) lengths[axis]! /= factor;
  const loops = walk(lengths, reducedFrom);

  /** A pointer with these strides per axis of the nest, and how far each copy stands from it. */
  const pointer = (origin: Origin, strides: readonly number[], perVector: number, bytes: number, copy: readonly number[]): { readonly at: number; readonly shift: number } => {
    const turned = inner.map((axis) => strides[axis]! * bytes);
    const own = [...free.map((axis) => strides[axis]! * bytes), perVector, ...(nest.backward ? turned.map((stride) => -stride) : turned)];
    const start = nest.backward ? inner.reduce((sum, axis, at) => sum + turned[at]! * (nest.shape[axis]! - 1), 0) : 0;
    const shift = jams.reduce((sum, { axis }, at) => sum + own[axis]! * copy[at]!, 0);
    for (const { axis, factor } of jams) own[axis]! *= factor;
    return { at: loops.pointer({ origin, strides: own, start }), shift };
  };
  const locate = (access: Access, copy: readonly number[]): { readonly pointer: number; readonly offset: number; readonly uniform: boolean } => {
    const { address, origin } = machine.place(access.base);
    const uniform = origin === "uniform";
    const bytes = uniform ? simd.width : 16 * machine.vectors;
    const { at, shift } = pointer(origin, reshaped(access, nest.shape)!.strides, uniform ? 0 : 16, bytes, copy);
    return { pointer: at, offset: address + shift + access.offset * bytes, uniform };
  };

  let used = 0;
  const values = copies.map(() => new Map<Expr, Vector>());
  const loads = new Map<string, Vector>();
  const ahead: { readonly pointer: number; readonly step: Step }[] = [];
  const before: Step[] = [];
  const starts: Step[] = [];
  let steps: Step[] = [];
  const ends: Step[] = [];
  const flags = flagsOf(machine, nest);
  const fused = simd.fused ? fusible(machine, nest, flags.masks) : new Set<Expr>();
  const masks = copies.map(() => new Map<Expr, Vector>());

  const number = (value: number): Vector => {
    const key = `number ${Object.is(value, -0) ? "-0" : value}`;
    const known = loads.get(key);
    if (known !== undefined) return known;
    const own = used++;
    loads.set(key, own);
    before.push(({ code, vector }) => {
      if (simd.precision === "float32") code.constant32(value);
      else code.constant64(value);
      code.set(vector(own));
    });
    return own;
  };
  const load = (access: Access, copy: number): Vector => {
    const local = values[copy]!.get(access.base);
    if (local !== undefined) return local;
    const same = constantValue(access.base);
    if (same !== undefined) return number(same);
    const place = locate(access, copies[copy]!);
    const key = `${place.pointer} ${place.offset}`;
    const known = loads.get(key);
    if (known !== undefined) return known;
    const own = used++;
    loads.set(key, own);
    ahead.push({
      pointer: place.pointer,
      step: (to) => {
        settled.address(to, place.pointer);
        to.code.access(!place.uniform ? "load" : simd.width === 4 ? "load32Splat" : "load64Splat", place.offset);
        to.code.set(to.vector(own));
      },
    });
    return own;
  };
  const store = (from: Vector, access: Access, copy: number, into: Step[]): void => {
    const place = locate(access, copies[copy]!);
    into.push((to) => {
      settled.address(to, place.pointer);
      to.code.get(to.vector(from));
      if (!place.uniform) to.code.access("store", place.offset);
      else to.code.accessLane(simd.width === 4 ? "store32Lane" : "store64Lane", place.offset, 0);
    });
  };
  /** own = own ∘ value, from a first value on. */
  const reduced = (own: Vector, value: Vector, first: number, operation: number): void => {
    starts.push(({ code, vector }) => {
      if (simd.precision === "float32") code.constant32(first);
      else code.constant64(first);
      code.set(vector(own));
    });
    steps.push(({ code, vector }) => {
      code.get(vector(own));
      code.get(vector(value));
      code.lanes(operation);
      code.set(vector(own));
    });
  };
  /** The same instruction for a few operands. */
  const computed = (operands: readonly Vector[], ...instructions: readonly (keyof typeof vectorCodes | number)[]): Vector => {
    const own = used++;
    steps.push(({ code, vector }) => {
      for (const each of operands) code.get(vector(each));
      for (const each of instructions) code.lanes(each);
      code.set(vector(own));
    });
    return own;
  };
  /** A comparison or its complement; true if this is one. */
  const compared = (item: Item, copy: number): boolean => {
    const { node, reads, again } = item;
    if (!flags.masks.has(node)) return false;
    const inner = complemented(item);
    const mask = inner
      ? computed([masks[copy]!.get(inner)!], "not")
      : computed(reads.map((read) => load(read, copy)), node.op === "less" ? simd.float.lt : node.op === "lessEqual" ? simd.float.le : simd.float.eq);
    masks[copy]!.set(node, mask);
    if (!flags.numbers.has(node)) return true;
    const value = computed([mask, number(1)], "and");
    if (!again && machine.stored(node)) store(value, whole(node), copy, steps);
    values[copy]!.set(node, value);
    return true;
  };
  /** What a mask chooses, if one does. */
  const choice = (item: Item, copy: number): Vector | undefined => {
    const { node: { op }, reads } = item;
    const condition = op === "where" ? masks[copy]!.get(reads[0]!.base) : undefined;
    if (condition !== undefined) return computed([load(reads[1]!, copy), load(reads[2]!, copy), condition], "bitSelect");
    const product = chosen(item, flags.masks);
    return product && computed([masks[copy]!.get(reads[product.mask]!.base)!, load(reads[1 - product.mask]!, copy)], "and");
  };

  const roles: { readonly [R in Item["role"]]: (item: Item, copy: number) => void } = {
    element: (item, copy) => {
      const { node, reads, again } = item;
      if (fused.has(node) || compared(item, copy)) return;
      const product = node.op === "add" ? reads.findIndex(({ base }) => fused.has(base)) : -1;
      const known = choice(item, copy);
      const factors = product < 0 ? undefined : nest.items.find((other) => other.node === reads[product]!.base)!.reads;
      const operands = known !== undefined ? [known] : [...(factors ?? []), ...(factors ? [reads[1 - product]!] : reads)].map((read) => load(read, copy));
      // A view that is copied has no instruction, its value is what was loaded; nor has a choice that is made.
      const { op } = node;
      const isCopy = known !== undefined || !isElementOp(op);
      const own = isCopy ? operands[0]! : used++;
      if (!isCopy) {
        steps.push((to) => {
          const locals = operands.map(to.vector);
          if (factors) {
            for (const each of locals) to.code.get(each);
            to.code.lanes(simd.float.madd);
          } else if (isFormula(op)) writeFormula(machine, to, op, locals, nest.lanes === "sample" ? turns : 0);
          else writeDirect(simd, to.code, op, locals);
          to.code.set(to.vector(own));
        });
      }
      if (!again && machine.stored(node)) store(own, whole(node), copy, steps);
      values[copy]!.set(node, own);
    },
    reduce: ({ node, reads }, copy) => {
      const value = load(reads[0]!, copy);
      const own = used++;
      const { outer, length, inner: within } = nest.reduction!;
      if (node.op === "max") {
        // `pmax` is one machine instruction and `max` many, but it forgets what is no number.
        const lost = used++;
        reduced(own, value, -Infinity, simd.float.pmax);
        reduced(lost, computed([value, value], simd.float.ne), 0, vectorCodes.or);
        ends.push(({ code, vector }) => {
          code.get(vector(own));
          code.get(vector(lost));
          code.lanes("or");
          code.set(vector(own));
        });
      } else reduced(own, value, 0, simd.float.add);
      if (machine.stored(node)) store(own, { base: node, offset: 0, shape: [outer, length, within], strides: [within, 0, 1] }, copy, ends);
    },
    scan: ({ node, reads }, copy) => {
      const value = load(reads[0]!, copy);
      const own = used++;
      reduced(own, value, 0, simd.float.add);
      if (machine.stored(node)) store(own, whole(node), copy, steps);
      // Later values of this element read it before the next element changes it.
      values[copy]!.set(node, own);
    },
    store: ({ target, reads }, copy) => store(load(reads[0]!, copy), target!, copy, steps),
    accumulate: ({ node, reads }, copy) => {
      const value = load(reads[0]!, copy);
      const { at: place, shift } = pointer("sample", reshaped(whole(node), nest.shape)!.strides, 0, 16, copies[copy]!);
      const { at: masks, shift: maskShift } = pointer("sample", nest.shape.map(() => 0), 16, 0, copies[copy]!);
      const offset = machine.accumulator(node) + shift;
      steps.push((to) => {
        settled.address(to, place);
        settled.address(to, place);
        to.code.access("load", offset);
        to.code.get(to.vector(value));
        settled.address(to, masks);
        to.code.access("load", machine.mask + maskShift);
        to.code.lanes("and");
        to.code.lanes(simd.float.add);
        to.code.access("store", offset);
      });
    },
    keep: ({ node, reads }, copy) => {
      const value = load(reads[0]!, copy);
      const { at: place, shift } = pointer("kept", reshaped(whole(node), nest.shape)!.strides, 16, 16 * machine.vectors, copies[copy]!);
      const offset = machine.keptAt(node) + shift;
      steps.push((to) => {
        settled.address(to, place);
        to.code.get(to.vector(value));
        to.code.access("store", offset);
      });
    },
  };
  // Item by item, so that what the copies do alike stands side by side and overlaps.
  const write = (plan: readonly Planned[]): void => {
    for (const { item, guarded } of plan) {
      copies.forEach((_, copy) => {
        for (const { items, when } of guarded) {
          const mask = masks[copy]!.get(item.reads[0]!.base);
          const condition = mask ?? load(item.reads[0]!, copy);
          const outside = steps;
          steps = [];
          for (const each of items) roles[each.role](each, copy);
          const inside = steps;
          steps = outside;
          steps.push((to) => {
            to.code.get(to.vector(condition));
            if (when === "no") {
              if (mask === undefined) to.code.constant(0n, 0n);
              to.code.lanes(mask === undefined ? simd.float.eq : "not");
            }
            to.code.lanes("anyTrue");
            to.code.choose(undefined, () => inside.forEach((each) => each(to)));
          });
        }
        roles[item.role](item, copy);
      });
    }
  };
  write(planned(machine, nest));

  const settled = loops.settle();
  const byDepth = new Map<number, Step[]>();
  for (const { pointer: at, step } of ahead) {
    const depth = settled.depth(at);
    byDepth.set(depth, [...(byDepth.get(depth) ?? []), step]);
  }
  for (const each of before) each(frame);
  settled.write(frame, {
    starts: () => starts.forEach((each) => each(frame)),
    ends: () => ends.forEach((each) => each(frame)),
    steps: () => steps.forEach((each) => each(frame)),
    ahead: (depth) => byDepth.get(depth)?.forEach((each) => each(frame)),
  });
};

const isReduced = ({ shape, reduction }: Nest, axis: number): boolean => {
  if (!reduction) return false;
  const below = size(shape.slice(axis + 1));
  return below >= reduction.inner && below * shape[axis]! <= reduction.inner * reduction.length;
};
