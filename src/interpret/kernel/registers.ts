/**
 * The vectors of a nest and the code that fills them. What is loaded is loaded once, before the loops in which it does
 * not move; the rest is a list of steps, in order. Code is written at the end, when all pointers are known.
 */
import { constantValue, type Expr } from "../../expr/expr.ts";
import type { Access } from "./access.ts";
import type { Frame } from "./frame.ts";
import type { Grid, Located } from "./grid.ts";
import type { Machine } from "./machine.ts";
import type { Simd } from "./simd.ts";
import type { Settled } from "./walk.ts";
import type { Code } from "./wasm/code.ts";
import type { vector as vectorCodes } from "./wasm/opcodes.ts";

/** The n-th vector of the frame. */
export type Vector = number;

export interface To {
  readonly code: Code;
  readonly frame: Frame;
  /** Puts a vector, or the address of a pointer, on the stack. */
  readonly get: (vector: Vector) => void;
  readonly address: (at: Located) => void;
}
export type Step = (to: To) => void;

export class Registers {
  private readonly simd: Simd;
  private readonly grid: Grid;
  private used = 0;
  /** Of each copy of the body, what it has computed. */
  private readonly values: readonly Map<Expr, Vector>[];
  private readonly known = new Map<string, Vector>();
  private readonly numbers: Step[] = [];
  private readonly loads: { readonly pointer: number; readonly step: Step }[] = [];
  private readonly starts: Step[] = [];
  private readonly ends: Step[] = [];
  private steps: Step[] = [];

  constructor({ simd }: Machine, grid: Grid) {
    this.simd = simd;
    this.grid = grid;
    this.values = Array.from({ length: grid.copies }, () => new Map());
  }

  /** The value of a node in a copy is in this vector. */
  keep(node: Expr, copy: number, vector: Vector): void {
    this.values[copy]!.set(node, vector);
  }

  number(value: number): Vector {
    return this.once(`number ${Object.is(value, -0) ? "-0" : value}`, (own) => this.numbers.push((to) => this.set(to, own, () => this.literal(to, value))));
  }

  /** A value that this nest has computed, a number, or what lies in memory. */
  load(access: Access, copy: number): Vector {
    const local = this.values[copy]!.get(access.base);
    if (local !== undefined) return local;
    const same = constantValue(access.base);
    if (same !== undefined) return this.number(same);
    const at = this.grid.locate(access, copy);
    return this.once(`${at.pointer} ${at.offset}`, (own) => this.loads.push({
      pointer: at.pointer,
      step: (to) => this.set(to, own, () => {
        to.address(at);
        to.code.access(!at.uniform ? "load" : this.simd.width === 4 ? "load32Splat" : "load64Splat", at.offset);
      }),
    }));
  }

  /** Stores a vector at every turn, or what a reduction has come to behind its loops. */
  store(from: Vector, access: Access, copy: number, when: "turn" | "end" = "turn"): void {
    const at = this.grid.locate(access, copy);
    (when === "turn" ? this.steps : this.ends).push((to) => {
      to.address(at);
      to.get(from);
      if (!at.uniform) to.code.access("store", at.offset);
      else to.code.accessLane(this.simd.width === 4 ? "store32Lane" : "store64Lane", at.offset, 0);
    });
  }

  /** A fresh vector, from code that leaves its value on the stack. */
  compute(write: Step): Vector {
    const own = this.used++;
    this.steps.push((to) => this.set(to, own, () => write(to)));
    return own;
  }

  /** The same by instructions on a few operands. */
  apply(operands: readonly Vector[], ...instructions: readonly (keyof typeof vectorCodes | number)[]): Vector {
    return this.compute((to) => {
      operands.forEach(to.get);
      for (const each of instructions) to.code.lanes(each);
    });
  }

  /** own = own ∘ value at every turn, from a first value on. */
  reduce(value: Vector, first: number, operation: keyof typeof vectorCodes | number): Vector {
    const own = this.used++;
    this.starts.push((to) => this.set(to, own, () => this.literal(to, first)));
    this.steps.push((to) => this.set(to, own, () => {
      to.get(own);
      to.get(value);
      to.code.lanes(operation);
    }));
    return own;
  }

  /** What a reduction is at its end, from what it has come to. */
  finish(own: Vector, write: Step): void {
    this.ends.push((to) => this.set(to, own, () => write(to)));
  }

  step(write: Step): void {
    this.steps.push(write);
  }

  /** What `inside` adds, under a condition: code that leaves an integer on the stack. */
  guard(condition: Step, inside: () => void): void {
    const outside = this.steps;
    this.steps = [];
    inside();
    const guarded = this.steps;
    this.steps = outside;
    this.steps.push((to) => {
      condition(to);
      to.code.choose(undefined, () => guarded.forEach((each) => each(to)));
    });
  }

  write(frame: Frame): void {
    const settled: Settled = this.grid.settle();
    const { code } = frame;
    const to: To = { code, frame, get: (vector) => code.get(frame.vector(vector)), address: ({ pointer }) => settled.address(frame, pointer) };
    const loads = this.loads.map(({ pointer, step }) => ({ depth: settled.depth(pointer), step }));
    const all = (steps: readonly Step[]) => (): void => steps.forEach((each) => each(to));
    all(this.numbers)();
    settled.write(frame, { starts: all(this.starts), ends: all(this.ends), steps: all(this.steps), ahead: (depth) => loads.forEach((each) => each.depth === depth && each.step(to)) });
  }

  private once(key: string, make: (own: Vector) => void): Vector {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const own = this.used++;
    this.known.set(key, own);
    make(own);
    return own;
  }

  private set({ code, frame }: To, own: Vector, write: () => void): void {
    write();
    code.set(frame.vector(own));
  }

  private literal({ code }: To, value: number): void {
    if (this.simd.precision === "float32") code.constant32(value);
    else code.constant64(value);
  }
}
