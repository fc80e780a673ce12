/**
 * When steps begin and how long they are: [steps] each, from time 0 to 1.
 *
 * Equal ones, or ones chosen by their errors, from a start on. Those are whole multiples of the least step, 1 / parts, so that
 * they change in jumps: between jumps of the size of the tolerance the flow is one composition of steps, and derivatives that
 * take the steps as constants are its own. An attempt fails if its error is above the tolerance and it is longer than the
 * least step; its length is then halved, as it is doubled after a success that leaves room for it. There are twice as
 * many attempts as parts: once as many are left as parts, none may fail, and all of the time is reached whatever happens.
 */
import { add, concat, constant, div, floor, less, lessEqual, maximum, minimum, mul, reshape, scan, slice, stopGradient, sub, where, zero, type Expr } from "../../expr/index.ts";
import type { Field } from "./field.ts";
import { isAdaptive, partsOf, type ContinuousOptions } from "./options.ts";
import { advance } from "./step.ts";
import { tableaux } from "./tableau.ts";

export interface Schedule {
  readonly times: Expr;
  readonly steps: Expr;
  /** What the errors of steps exceed the tolerance by, in all. */
  readonly excess: Expr;
}

/** The steps that the flow of a field takes from x. */
export const scheduled = (field: Field, x: Expr, options: ContinuousOptions): Schedule =>
  isAdaptive(options.solver) ? adapted(field, x, options) : equal(options.steps);

const equal = (steps: number): Schedule => ({
  times: constant(Array.from({ length: steps }, (_, at) => at / steps)),
  steps: constant(Array<number>(steps).fill(1 / steps)),
  excess: zero,
});

const adapted = (field: Field, start: Expr, options: ContinuousOptions): Schedule => {
  const { solver, steps: attempts, tolerance } = options;
  const parts = partsOf(options);
  const tableau = tableaux[solver];
  /** What is left of a relative error when the step is halved. */
  const halved = 2 ** (1 - tableau.errorOrder!);

  const { last, recorded: places } = scan(
    ({ x, place, wanted, excess }, number) => {
      const left = sub(parts, place);
      const hurry = lessEqual(sub(attempts, number), left);
      const length = minimum(where(hurry, 1, wanted), left);
      const { to, error, way } = advance(field, tableau, x, div(place, parts), div(length, parts));
      const allowed = mul(tolerance, way);
      // Not ≤: where there is no field at all steps are as short as may be, not as long as can be.
      const taken = maximum(less(error, allowed), lessEqual(length, 1));
      const longer = less(error, mul(0.5 * halved, allowed));
      return {
        x: where(taken, to, x),
        place: add(place, mul(taken, length)),
        wanted: where(taken, where(longer, mul(2, length), length), maximum(1, floor(div(length, 2)))),
        excess: add(excess, mul(taken, maximum(0, sub(error, allowed)))),
      };
    },
    { x: stopGradient(start), place: 0, wanted: Math.max(1, Math.floor(parts / 4)), excess: 0 },
    attempts,
    { record: ({ place }) => place },
  );
  const ends = concat([slice(places, 0, 1, attempts - 1), reshape(last.place, [1])]);
  return { times: stopGradient(div(places, parts)), steps: stopGradient(div(sub(ends, places), parts)), excess: stopGradient(last.excess) };
};
