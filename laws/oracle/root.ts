/**
 * The solution of a monotone equation to all digits: Newton's steps where they stay inside the bracket and two of them halve a
 * step, the middle of the bracket otherwise. Elements are solved side by side, as one tensor.
 *
 * Constants in a bracket are float64 and may miss the root by their rounding, as −π does: it is widened by far more. Where
 * the equation has no zero that near, the root is no number, as in the reference.
 */
import { arithmetic, type Decimal } from "./arithmetic.ts";
import type { Algebra } from "./algebra.ts";
import type { Row } from "./rows.ts";

/** What a bracket is widened by, in units of one plus the size of its end. */
const near = 1e-8;

/** Roots below this are 0 to any float64. */
const tiny = "1e-330";

interface State {
  readonly here: Decimal;
  readonly low: Decimal;
  readonly high: Decimal;
  /** The sizes of the last two steps, the last one last. */
  readonly steps: readonly [Decimal, Decimal];
  /** Whether the last one was Newton's. */
  readonly followed: boolean;
  /** Whether the equation was negative, and positive, anywhere. */
  readonly seen: readonly [boolean, boolean];
  readonly done: boolean;
}

export const rootOf = <E>({ digits, constant, value, solution }: Algebra<E>): Row<E, "root"> => (node, [lower, upper, ...outer], { body }) => {
  const { unknown, captured, residual, slope } = node.attributes.body;
  const solve = body([residual, slope]);
  const given = captured.map((formal, index) => [formal, outer[index]!] as const);
  const advance = advanceWith(digits);
  let states = lower!.map((low, index) => start(value(low), value(upper![index]!)));
  for (;;) {
    const [residuals, slopes] = solve(new Map([[unknown, states.map(({ here }) => constant(here))], ...given]));
    if (states.every(({ done }) => done)) return states.map(({ here }, index) => solution(here, residuals![index]!, slopes![index]!));
    states = states.map((state, index) => (state.done ? state : advance(state, value(residuals![index]!), value(slopes![index]!))));
  }
};

const start = (lower: Decimal, upper: Decimal): State => {
  const beyond = (end: Decimal): Decimal => end.abs().plus(1).times(near);
  const [low, high] = [lower.minus(beyond(lower)), upper.plus(beyond(upper))];
  return { here: low.plus(high).div(2), low, high, steps: [high.minus(low), high.minus(low)], followed: false, seen: [false, false], done: false };
};

/** One step of one element. */
const advanceWith = (digits: number) => {
  const { Decimal } = arithmetic(digits);
  /** The last place of a number that begins with 1. */
  const unit = new Decimal(10).pow(1 - digits);
  const settled = new Decimal(10).pow(-digits / 2);
  return (state: State, value: Decimal, slope: Decimal): State => {
    const { here, steps: [before, last] } = state;
    if (value.isZero() || value.isNaN()) return { ...state, here: value.isZero() ? here : value, done: true };
    const below = value.isNegative();
    const [low, high] = below ? [here, state.high] : [state.low, here];
    const seen: State["seen"] = [state.seen[0] || below, state.seen[1] || !below];
    const newton = value.div(slope).negated();
    const size = newton.abs();
    const scale = here.abs().plus(1);
    const negligible = Decimal.max(here.abs(), tiny).times(unit);
    // What no longer shrinks is the rounding of the equation.
    const rests = state.followed && last.lessThan(scale.times(settled)) && size.greaterThan(last.div(2));
    if (size.lessThanOrEqualTo(negligible) || rests) return { ...state, done: true };
    if (high.minus(low).lessThanOrEqualTo(negligible)) {
      const isRoot = (seen[0] && seen[1]) || size.lessThanOrEqualTo(scale.times(near));
      return { ...state, here: isRoot ? here : new Decimal(NaN), done: true };
    }
    const to = here.plus(newton);
    const followed = to.greaterThan(low) && to.lessThan(high) && size.lessThanOrEqualTo(before.div(2));
    const next = followed ? to : low.plus(high).div(2);
    return { here: next, low, high, steps: [last, next.minus(here).abs()], followed, seen, done: false };
  };
};
