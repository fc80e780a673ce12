/** Rows of data, column by column as programs read them. */
import type { Plan } from "../flow/plan.ts";
import type { Inputs } from "../interpret/program.ts";
import type { EventRows } from "../model/event-sets.ts";
import type { Programs } from "../model/programs.ts";

export interface Rows {
  readonly count: number;
  /** [count, ambient] */
  readonly point: Float64Array;
  /** [count, conditionAmbient] */
  readonly condition: Float64Array;
  /** [count], not negative; need not add up to 1. */
  readonly weight: Float64Array;
  /** Of rows that make up sets of events. */
  readonly sets?: SetColumns;
}

/** All [count]: see `EventRows`. */
export type SetColumns = Pick<EventRows, "event" | "exposure" | "share">;

/** The rows with these indices, in their order. */
export const gather = ({ point, condition, weight, sets }: Rows, { ambient, conditionAmbient }: Pick<Plan, "ambient" | "conditionAmbient">, chosen: Int32Array): Rows => ({
  count: chosen.length,
  point: picked(point, ambient, chosen),
  condition: picked(condition, conditionAmbient, chosen),
  weight: picked(weight, 1, chosen),
  ...(sets && { sets: { event: picked(sets.event, 1, chosen), exposure: picked(sets.exposure, 1, chosen), share: picked(sets.share, 1, chosen) } }),
});

const picked = (from: Float64Array, width: number, chosen: Int32Array): Float64Array => {
  const to = new Float64Array(chosen.length * width);
  let at = 0;
  for (const row of chosen) for (let column = 0; column < width; column++) to[at++] = from[row * width + column]!;
  return to;
};

/** What programs are given of rows. */
export const inputs = ({ point, condition, weight, sets }: Rows, parameters: Float64Array): Inputs =>
  ({ point, condition, weight, parameters, ...(sets && { event: sets.event, exposure: sets.exposure }) });

/** Over rows or, where rows make up sets, over sets. */
export const totalWeight = ({ weight, sets }: Rows): number => weight.reduce((sum, each, row) => sum + each * (sets?.share[row] ?? 1), 0);

/** Weighted mean of one number per row; where rows make up sets, the mean over sets of the sum over the rows of each. */
export const weightedMean = (rows: Rows, values: Float64Array): number =>
  values.reduce((sum, value, row) => sum + rows.weight[row]! * value, 0) / totalWeight(rows);

/** What a fit computes: the log-likelihood of each row, and the gradient of their weighted sum. */
export const likelihoodOf = ({ sets }: Rows, { density, events, eventsGradient, gradient }: Programs) =>
  sets ? { logLikelihood: events(), gradient: eventsGradient() } : { logLikelihood: density(), gradient: gradient() };
