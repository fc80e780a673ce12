/**
 * Sets of events, as a Poisson process makes them: how many there are is part of the data, and a set without events is one
 * of them.
 */
import { either } from "fp-ts";
import { DiffeoFault, type DiffeoError } from "../error.ts";
import { batch, select, type Batch } from "../manifold/batch.ts";
import type { Space } from "../manifold/space.ts";

export interface EventSets<S extends string> {
  /** All events, set by set. */
  readonly points: Batch<S>;
  /** How many events each set has, 0 included: its length is the number of sets. */
  readonly counts: ArrayLike<number>;
  /** How long, or how large an area, each set was watched: it expects λ × exposure events. 1 unless given. */
  readonly exposure?: ArrayLike<number>;
}

/** Sets from lists of points, each checked as `batch` does: `eventSets("e2", [[[0, 1], [2, 3]], [], [[1, 1]]])`. */
export const eventSets = <const S extends string>(spec: Space<S>, sets: readonly (readonly ArrayLike<number>[])[]): either.Either<DiffeoError, EventSets<S>> => {
  const counts = sets.map((events) => events.length);
  return either.map((points: Batch<S>): EventSets<S> => ({ points, counts }))(batch(spec, sets.flat()));
};

/**
 * Sets from points of which each has the name of its set. `names` lists all sets in the order in which conditions and
 * exposures are given; those that no point belongs to are without events. Throws a `DiffeoFault` on a name that is not there.
 */
export const eventSetsBy = <S extends string>(points: Batch<S>, sets: ArrayLike<string | number>, names: readonly (string | number)[]): EventSets<S> => {
  const places = new Map(names.map((name, at) => [name, at]));
  if (sets.length !== points.count) throw misfit(`${sets.length} names`, `one for each of the ${points.count} points`);
  const place = Array.from(sets, (name) => places.get(name) ?? -1);
  const stranger = place.indexOf(-1);
  if (stranger >= 0) throw misfit(`a point of the set ${String(sets[stranger])}`, "points of the named sets alone");
  const counts = names.map(() => 0);
  for (const at of place) counts[at]!++;
  const order = Array.from(place.keys()).sort((a, b) => place[a]! - place[b]! || a - b);
  return { points: select(points, order), counts };
};

/** What is wrong with numbers of sets, if anything. */
export const setsMisfit = ({ points, counts, exposure }: EventSets<string>, given: Batch<string> | undefined): { readonly received: string; readonly expected: string } | undefined => {
  const numbers = Array.from(counts);
  const wrong = numbers.findIndex((count) => !(Number.isSafeInteger(count) && count >= 0));
  if (wrong >= 0) return { received: `${numbers[wrong]} events in set ${wrong + 1}`, expected: "a whole number that is not negative" };
  const total = numbers.reduce((sum, count) => sum + count, 0);
  if (total !== points.count) return { received: `counts of ${total} events`, expected: `counts of the ${points.count} points` };
  if (exposure && exposure.length !== numbers.length) return { received: `${exposure.length} exposures`, expected: `one for each of the ${numbers.length} sets` };
  const unseen = exposure ? Array.from(exposure).findIndex((each) => !(each > 0 && Number.isFinite(each))) : -1;
  if (unseen >= 0) return { received: `the exposure ${exposure![unseen]} of set ${unseen + 1}`, expected: "a positive number" };
  if (given && given.count !== numbers.length) return { received: `${given.count} conditions`, expected: `one for each of the ${numbers.length} sets` };
  return undefined;
};

/** Events as rows: each with its share of the exposure of its set; a set without events is one row of exposure alone. */
export interface EventRows {
  readonly count: number;
  /** The set of each row, and the point: for a set without events any point. */
  readonly set: Int32Array;
  readonly point: Int32Array;
  /** 1 for an event, else 0. */
  readonly event: Float64Array;
  readonly exposure: Float64Array;
  /** What part of its set a row is. */
  readonly share: Float64Array;
}

/**
 * The rows of sets. Their log-likelihoods event · (log p + log λ) − exposure · λ add up to those of the sets; where the
 * exposure is spread over the events, each row's gradient in log λ is small near the truth, so that minibatches may cut
 * through sets.
 */
export const eventRows = ({ counts, exposure }: Pick<EventSets<string>, "counts" | "exposure">): EventRows => {
  const numbers = Array.from(counts);
  const count = numbers.reduce((sum, each) => sum + Math.max(1, each), 0);
  const rows = { count, set: new Int32Array(count), point: new Int32Array(count), event: new Float64Array(count), exposure: new Float64Array(count), share: new Float64Array(count) };
  let [at, next] = [0, 0];
  for (const [set, events] of numbers.entries()) {
    const own = Math.max(1, events);
    for (let each = 0; each < own; each++, at++) {
      rows.set[at] = set;
      rows.point[at] = events > 0 ? next++ : 0;
      rows.event[at] = events > 0 ? 1 : 0;
      rows.exposure[at] = (exposure?.[set] ?? 1) / own;
      rows.share[at] = 1 / own;
    }
  }
  return rows;
};

const misfit = (received: string, expected: string): DiffeoFault => new DiffeoFault({ tag: "NotOnManifold", path: ["the event sets"], received, expected });
