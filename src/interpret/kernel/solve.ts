/**
 * Safeguarded Newton in lanes: the rules of the reference interpreter's `root`, with masks in place of branches. A lane
 * that has converged keeps its number; the loop ends when no lane is left.
 */
import { br_if, call, i32, local, loop, v128, type Func, type Local } from "wasmati";
import type { Expr } from "../../expr/expr.ts";
import type { Access } from "./access.ts";
import type { Solve } from "./loops.ts";
import type { Code, Machine } from "./nest.ts";
import { elementLoop } from "./element-loop.ts";

const mostIterations = 200;

/** What every element remembers, beside its value. */
export const memories = ["low", "high", "last", "settled", "active"] as const;
export type Memories = { readonly [M in (typeof memories)[number]]: Access };

export const solveCode = (machine: Machine, { node, lower, upper, residual, slope, lanes }: Solve, memory: { readonly [M in keyof Memories]: Expr }, body: readonly Func<[], []>[]): Code => {
  const { simd } = machine;
  const { float, number } = simd;
  const epsilon = simd.precision === "float32" ? 2 ** -23 : Number.EPSILON;
  const nearFactor = Math.sqrt(epsilon);
  const smallFactor = Math.min(nearFactor, 512 * epsilon);
  const loops = elementLoop(machine, lanes, node.shape);
  const value = loops.whole(node);
  const [low, high, last, settled, active] = memories.map((name) => loops.whole(memory[name])) as [never, never, never, never, never];
  const [from, to, r, s] = [lower, upper, residual, slope].map((access) => loops.at(access));

  const emit = (v: readonly Local<"v128">[], i: readonly Local<"i32">[]): void => {
    const [here, res, slp, lo, hi, act, sett, lst, newton, length, follows, move, updated, any, stay] = v as readonly [Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">];
    const turns = i[0]!;
    const registers = i.slice(1);
    const set = (target: Local<"v128">, make: () => void): void => (make(), local.set(target));
    const get = (each: Local<"v128">): void => void local.get(each);
    const choose = (mask: () => void, yes: () => void, no: () => void): void => (yes(), no(), mask(), void v128.bitselect());
    /** −r / s, or NaN where the equation is too steep to tell. */
    const newtonStep = (): void => {
      get(res);
      float.neg();
      get(slp);
      float.div();
      get(slp);
      number(Infinity);
      float.lt();
      v128.not();
      v128.or();
    };
    const scaled = (factor: number): void => {
      number(factor);
      number(1);
      get(here);
      float.abs();
      float.add();
      float.mul();
    };
    const evaluate = (): void => body.forEach((each) => void call(each as never));

    loops.emit(registers, ({ load, store }) => {
      set(lo, () => load(from!));
      set(hi, () => load(to!));
      store(low, () => get(lo));
      store(high, () => get(hi));
      store(last, () => (get(hi), get(lo), void float.sub()));
      store(value, () => (number(0.5), get(lo), float.mul(), number(0.5), get(hi), float.mul(), void float.add()));
      store(settled, () => number(0));
      store(active, () => (number(0), void v128.not()));
    });
    i32.const(mostIterations);
    local.set(turns);
    loop(null, () => {
      evaluate();
      set(any, () => number(0));
      loops.emit(registers, ({ load, store }) => {
        for (const [target, source] of [[here, value], [res, r!], [slp, s!], [lo, low], [hi, high], [act, active], [sett, settled], [lst, last]] as const) set(target, () => load(source));
        // Still at work: active, residual neither 0 nor NaN.
        set(updated, () => (get(act), get(res), number(0), float.ne(), v128.and(), get(res), get(res), float.eq(), void v128.and()));
        set(lo, () => choose(() => (get(res), number(0), float.lt(), get(updated), void v128.and()), () => get(here), () => get(lo)));
        set(hi, () => choose(() => (get(res), number(0), float.gt(), get(updated), void v128.and()), () => get(here), () => get(hi)));
        store(low, () => get(lo));
        store(high, () => get(hi));
        set(newton, newtonStep);
        set(length, () => (get(newton), void float.abs()));
        set(updated, () => {
          get(updated);
          get(length);
          number(2 * epsilon);
          get(here);
          float.abs();
          float.mul();
          float.le();
          get(sett);
          get(length);
          number(0.75);
          get(lst);
          float.mul();
          float.gt();
          v128.and();
          v128.or();
          v128.andnot();
        });
        set(move, () => (get(here), get(newton), void float.add()));
        set(follows, () => {
          get(move);
          get(lo);
          float.ge();
          get(move);
          get(hi);
          float.le();
          v128.and();
          get(sett);
          get(length);
          number(0.5);
          get(lst);
          float.mul();
          float.le();
          v128.or();
          v128.and();
        });
        set(move, () => choose(() => get(follows), () => get(newton), () => (number(0.5), get(lo), float.mul(), number(0.5), get(hi), float.mul(), float.add(), get(here), void float.sub())));
        store(last, () => choose(() => get(updated), () => (get(move), void float.abs()), () => get(lst)));
        store(settled, () => choose(() => get(updated), () => (get(follows), get(length), scaled(smallFactor), float.le(), void v128.and()), () => get(sett)));
        set(stay, () => choose(() => get(updated), () => (get(here), get(move), void float.add()), () => get(here)));
        store(value, () => get(stay));
        set(updated, () => (get(updated), get(stay), get(here), float.ne(), void v128.and()));
        store(active, () => get(updated));
        set(any, () => (get(any), get(updated), void v128.or()));
      });
      local.get(turns);
      i32.const(1);
      i32.sub();
      local.tee(turns);
      i32.const(0);
      i32.ne();
      get(any);
      v128.any_true();
      i32.and();
      br_if(0);
    });
    // A last look, as in the reference: where no root was bracketed the answer is NaN.
    evaluate();
    loops.emit(registers, ({ load, store }) => {
      for (const [target, source] of [[here, value], [res, r!], [slp, s!], [lo, low], [hi, high]] as const) set(target, () => load(source));
      set(newton, newtonStep);
      store(value, () => {
        get(here);
        get(res);
        number(0);
        float.eq();
        get(lo);
        load(from!);
        float.gt();
        get(hi);
        load(to!);
        float.lt();
        v128.and();
        get(res);
        get(res);
        float.eq();
        v128.and();
        v128.or();
        get(newton);
        float.abs();
        scaled(nearFactor);
        float.le();
        v128.or();
        v128.not();
        v128.or();
      });
    });
  };
  return { vectors: 15, integers: 1 + loops.integers, length: 400, emit };
};

