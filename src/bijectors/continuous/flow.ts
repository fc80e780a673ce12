/**
 * The flow of a field from time 0 to 1 as a composition of steps, and its exact inverse: each step is inverted by Newton's
 * iteration from the step back in time, which is all but its inverse already.
 */
import { add, neg, scan, stopGradient, sub, zero, type Expr } from "../../expr/index.ts";
import type { Image } from "../bijector.ts";
import { solved } from "../sphere-newton.ts";
import type { Field } from "./field.ts";
import { isAdaptive, type ContinuousOptions } from "./options.ts";
import { scheduled, type Schedule } from "./schedule.ts";
import { advance, differentiated } from "./step.ts";
import { tableaux } from "./tableau.ts";

/** A step of time from a point, as a map of points. */
const stepper = (field: Field, { solver }: ContinuousOptions) => (x: Expr, time: Expr, step: Expr): Expr => advance(field, tableaux[solver], x, time, step).to;

/** The end of the way alone. */
const end = (field: Field, { times, steps }: Schedule, x: Expr, options: ContinuousOptions): Expr => {
  const move = stepper(field, options);
  return scan((at: Expr, _, [time, step]) => move(at, time!, step!), x, times.shape[0]!, { rows: [times, steps] }).last;
};

const along = (field: Field, { times, steps }: Schedule, x: Expr, options: ContinuousOptions): Image => {
  const move = stepper(field, options);
  const { last } = scan(
    ({ point, logDet }, _, [time, step]) => {
      const own = differentiated((at) => move(at, time!, step!), point);
      return { point: own.image, logDet: add(logDet, own.logDet) };
    },
    { point: x, logDet: zero },
    times.shape[0]!,
    { rows: [times, steps] },
  );
  return last;
};

/** Tries of Newton's iteration for one step. Three are enough for most, five for the sharpest modes and the longest steps. */
const tries = 6;

const back = (field: Field, { times, steps }: Schedule, y: Expr, options: ContinuousOptions): Image => {
  const move = stepper(field, options);
  const { last } = scan(
    ({ point, logDet }, _, [time, step]) => {
      const map = (at: Expr) => differentiated((x) => move(x, time!, step!), at);
      const before = solved(map, point, move(point, add(time!, step!), neg(step!)), tries);
      return { point: before, logDet: sub(logDet, map(before).logDet) };
    },
    { point: y, logDet: zero },
    times.shape[0]!,
    { rows: [times, steps], reverse: true },
  );
  return last;
};

/** From time 0 to 1. */
export const flowed = (field: Field, x: Expr, options: ContinuousOptions): Image => {
  const schedule = scheduled(field, x, options);
  return { ...along(field, schedule, x, options), residuals: [schedule.excess] };
};

/** Where the flow comes from. Where its steps depend on its start, that is first guessed by flowing back in time. */
export const unflowed = (field: Field, y: Expr, options: ContinuousOptions): Image => {
  const start = isAdaptive(options.solver) ? guess(field, y, options) : y;
  const { point, logDet } = back(field, scheduled(field, start, options), y, options);
  const again = scheduled(field, point, options);
  return { point, logDet, residuals: [sub(end(field, again, point, options), y), again.excess] };
};

const guess = (field: Field, y: Expr, options: ContinuousOptions): Expr => {
  const reversed: Field = (x, t) => neg(field(x, sub(1, t)));
  return stopGradient(end(reversed, scheduled(reversed, y, options), y, options));
};
