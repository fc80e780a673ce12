/** Medians of repeated calls. Everything is in milliseconds. */
export interface Patience {
  /** How long calls are repeated before any is timed: engines compile twice, the second time for speed. */
  readonly warmUp: number;
  /** Calls are timed until there are so many that took so long together, */
  readonly least: number;
  readonly enough: number;
  /** or until this is spent. */
  readonly most: number;
  /** A batch whose call would take longer than this, in proportion to the batch before, is left out. */
  readonly longest: number;
}

export interface Timing {
  readonly median: number;
  readonly repeats: number;
}

type Clock = () => number;

const clock: Clock = () => performance.now();

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : 0.5 * (sorted[middle - 1]! + sorted[middle]!);
};

export const warmUp = (call: () => unknown, length: number, now: Clock = clock): void => {
  const start = now();
  do call();
  while (now() - start < length);
};

/** The first call is not timed, unless it takes so long that it is the only one. */
export const timed = (call: () => unknown, { warmUp: length, least, enough, most, longest }: Patience, now: Clock = clock): Timing => {
  const first = duration(call, now);
  if (first > longest) return { median: first, repeats: 1 };
  if (first < length) warmUp(call, length - first, now);
  const times: number[] = [];
  let spent = 0;
  while (times.length === 0 || (spent < most && (times.length < least || spent < enough))) {
    const time = duration(call, now);
    times.push(time);
    spent += time;
  }
  return { median: median(times), repeats: times.length };
};

export const duration = (call: () => unknown, now: Clock = clock): number => {
  const start = now();
  call();
  return now() - start;
};
