/**
 * Safeguarded Newton in lanes: the rules of the reference interpreter's `root`, with masks in place of branches. A lane
 * that has converged keeps its number; the loop ends when no lane is left.
 */
import { elements, type Cell } from "./elements.ts";
import { emit, read, type Term } from "./elementary/term.ts";
import type { Frame } from "./frame.ts";
import { memories, type Memories, type Solve } from "./pieces.ts";
import type { Machine } from "./machine.ts";

const mostIterations = 200;

/** `evaluate` writes the calls that compute residual and slope at the values. */
export const writeSolve = (machine: Machine, { node, lower, upper, residual, slope, lanes, memory }: Solve, frame: Frame, evaluate: () => void): void => {
  const { code } = frame;
  const l = machine.simd.terms;
  const epsilon = l.pick(2 ** -23, Number.EPSILON);
  const nearFactor = Math.sqrt(epsilon);
  const smallFactor = Math.min(nearFactor, 512 * epsilon);
  const loop = elements(machine, lanes, node.shape);
  const value = loop.whole(node);
  const { low, high, last, settled, active } = Object.fromEntries(memories.map((name) => [name, loop.whole(memory[name])])) as { [M in keyof Memories]: Cell };
  const [from, to, r, s] = [loop.at(lower), loop.at(upper), loop.at(residual), loop.at(slope)];

  const [zero, half, all] = [l.number(0), l.number(0.5), l.not(l.number(0))];
  const middle = (a: Term, b: Term): Term => l.add(l.mul(half, a), l.mul(half, b));
  const isNumber = (x: Term): Term => l.equal(x, x);
  /** −r / s, or NaN where the equation is too steep to tell. */
  const newtonStep = (res: Term, slp: Term): Term => l.or(l.div(l.neg(res), slp), l.not(l.less(slp, l.number(Infinity))));
  /** A share of 1 + |x|. */
  const scaled = (factor: number, x: Term): Term => l.mul(l.number(factor), l.add(l.number(1), l.abs(x)));

  const [turns, any] = [code.local("i32"), code.local("v128")];
  loop.write(frame, ({ load, store, keep }) => {
    const [a, b] = [keep(load(from)), keep(load(to))];
    store(low, a);
    store(high, b);
    store(last, l.sub(b, a));
    store(value, middle(a, b));
    store(settled, zero);
    store(active, all);
  });
  code.integer(mostIterations);
  code.set(turns);
  code.repeat(() => {
    evaluate();
    emit(code, zero);
    code.set(any);
    loop.write(frame, ({ load, store, keep }) => {
      const [here, res, slp, before, calm] = [keep(load(value)), keep(load(r)), keep(load(s)), keep(load(last)), keep(load(settled))];
      // Still at work: active, residual neither 0 nor NaN.
      const working = keep(l.and(l.and(load(active), l.not(l.equal(res, zero))), isNumber(res)));
      const lo = keep(l.where(l.and(l.less(res, zero), working), here, load(low)));
      const hi = keep(l.where(l.and(l.less(zero, res), working), here, load(high)));
      store(low, lo);
      store(high, hi);
      const newton = keep(newtonStep(res, slp));
      const length = keep(l.abs(newton));
      const rounding = l.lessEqual(length, l.mul(l.number(2 * epsilon), l.abs(here)));
      const stuck = l.and(calm, l.less(l.mul(l.number(0.75), before), length));
      const updated = keep(l.without(working, l.or(rounding, stuck)));
      const there = keep(l.add(here, newton));
      const inside = l.and(l.lessEqual(lo, there), l.lessEqual(there, hi));
      const follows = keep(l.and(inside, l.or(calm, l.lessEqual(length, l.mul(half, before)))));
      const move = keep(l.where(follows, newton, l.sub(middle(lo, hi), here)));
      store(last, l.where(updated, l.abs(move), before));
      store(settled, l.where(updated, l.and(follows, l.lessEqual(length, scaled(smallFactor, here))), calm));
      const next = keep(l.where(updated, l.add(here, move), here));
      store(value, next);
      const left = keep(l.without(updated, l.equal(next, here)));
      store(active, left);
      emit(code, l.or(read(any), left));
      code.set(any);
    });
    code.get(turns);
    code.integer(1);
    code.do("i32Sub");
    code.tee(turns);
    code.integer(0);
    code.do("i32Ne");
    code.get(any);
    code.lanes("anyTrue");
    code.do("i32And");
  });
  // A last look, as in the reference: where no root was bracketed the answer is NaN.
  evaluate();
  loop.write(frame, ({ load, store, keep }) => {
    const [here, res] = [keep(load(value)), keep(load(r))];
    const seen = l.and(l.less(load(from), load(low)), l.less(load(high), load(to)));
    const exact = l.or(l.equal(res, zero), l.and(seen, isNumber(res)));
    const near = l.lessEqual(l.abs(newtonStep(res, load(s))), scaled(nearFactor, here));
    store(value, l.or(here, l.not(l.or(exact, near))));
  });
};
