/** What a model with a rate does with whole sets of events: their log-likelihoods, and drawing them. */
import { DiffeoFault } from "../error.ts";
import type { Plan } from "../flow/plan.ts";
import { select, trusted, type Batch } from "../manifold/batch.ts";
import type { Point } from "../manifold/point.ts";
import { poisson } from "./poisson.ts";
import { random } from "../random.ts";
import { conditionRows, repeated, type Condition } from "./condition.ts";
import { eventRows, type EventSets } from "./event-sets.ts";
import type { Programs } from "./programs.ts";

/** A number for no condition or a point of it, an array for a batch. */
export type LogRate<G extends readonly unknown[]> = G extends readonly [{ readonly given: Batch<string> }] ? Float64Array
  : G extends readonly [] | readonly [{ readonly given: Point<string> }] ? number
  : number | Float64Array;

interface Exposed {
  readonly seed?: number;
  /** One for all sets, or one for each; 1 by default. */
  readonly exposure?: number | ArrayLike<number>;
}

/** How to draw sets: a seed makes two draws equal. */
export type SetOptions<C extends string> = C extends "e0" ? readonly [options?: Exposed]
  : string extends C ? readonly [options?: Exposed & { readonly given?: Condition<C> }]
  : readonly [options: Exposed & { readonly given: Condition<C> }];

/** Sets as they were drawn, which `fitSets` takes again. */
export interface SampledSets<S extends string, C extends string> extends EventSets<S> {
  readonly counts: Int32Array;
  readonly exposure: Float64Array;
  /** log-density of each event. */
  readonly logProb: Float64Array;
  /** The condition of each set; a batch of points without numbers where there is none. */
  readonly given: Batch<C>;
}

/** What is needed of a model. */
interface Rated {
  readonly flow: { readonly space: string; readonly condition: string };
  readonly plan: Plan;
  readonly parameters: Float64Array;
  readonly programs: Programs;
}

/** Of each set; `condition` has one point for each. */
export const logLikelihoods = ({ parameters, programs }: Rated, sets: EventSets<string>, condition: Batch<string> | undefined): Float64Array => {
  const { count, event, exposure, point, set } = eventRows(sets);
  const sums = new Float64Array(sets.counts.length);
  if (sets.points.count === 0) {
    // No event has a density to be asked for.
    const { logRate } = programs.logRate()({ parameters, condition: condition?.rows ?? [] }, condition?.count ?? 1);
    return sums.map((_, at) => -(sets.exposure?.[at] ?? 1) * Math.exp(logRate[condition ? at : 0]!));
  }
  const points = select(sets.points, point);
  const { logProb } = programs.events()({ point: points.rows, condition: condition ? select(condition, set).rows : [], parameters, event, exposure }, count);
  logProb.forEach((value, row) => (sums[set[row]!]! += value));
  return sums;
};

export const sampleSets = (
  { flow, plan, parameters, programs }: Rated,
  count: number,
  { seed, condition, exposure = 1 }: { readonly seed: number; readonly condition: Batch<string> | undefined; readonly exposure?: number | ArrayLike<number> },
): SampledSets<string, string> => {
  if (!(Number.isSafeInteger(count) && count >= 0)) throw new RangeError(`A whole number of sets is drawn, but ${count} was asked for.`);
  const given = condition ? repeated(condition, count) : { spec: "e0", count, ambient: 0, rows: new Float64Array(0) };
  const exposures = typeof exposure === "number" ? new Float64Array(given.count).fill(exposure) : Float64Array.from(exposure);
  if (exposures.length !== given.count) throw misfit(`${exposures.length} exposures`, `one for each of the ${given.count} sets`);
  if (!exposures.every((each) => each > 0)) throw misfit(`the exposure ${exposures.find((each) => !(each > 0))}`, "a positive number");
  const { logRate } = programs.logRate()({ parameters, condition: given.rows }, condition ? given.count : 1);
  const numbers = random(seed, "events");
  const drawn = Array.from(exposures, (each, set) => poisson(each * Math.exp(logRate[condition ? set : 0]!), numbers));
  const total = drawn.reduce((sum, each) => sum + each, 0);
  if (total > most) throw new RangeError(`These sets have ${total} events, more than can be held; draw fewer sets, or a smaller exposure.`);
  const counts = Int32Array.from(drawn);
  const owner = new Int32Array(total);
  counts.reduce((start, each, set) => (owner.fill(set, start, start + each), start + each), 0);
  const source = random(seed, "sample");
  const base = Float64Array.from({ length: total * plan.dim }, () => source.normal());
  const conditions = condition ? conditionRows(select(given, owner), total) : [];
  const { point, logProb } = programs.generate()({ base, condition: conditions, parameters }, total);
  return { points: trusted(flow.space, point, total), counts, exposure: exposures, logProb, given };
};

/** Events in one batch, at most. */
const most = 2 ** 31 - 1;

const misfit = (received: string, expected: string): DiffeoFault => new DiffeoFault({ tag: "NotOnManifold", path: ["the event sets"], received, expected });
