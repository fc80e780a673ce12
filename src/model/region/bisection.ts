/** Bisection: for a threshold, and for many places at once where a function of points passes a level. */

/**
 * A threshold is taken so much lower, in nats, that a density which is flat but for rounding is not broken up by it. About
 * a smooth maximum that far down lies a millionth of the mass: regions of a smaller content come out larger.
 */
export const slack = 1e-12;

/** Of a property that holds from `low` up to some number: that number, from the side where it holds. */
export const lastHolding = (holds: (at: number) => boolean, low: number, high: number): number => {
  let [inside, outside] = [low, high];
  for (;;) {
    const middle = 0.5 * (inside + outside);
    if (middle <= inside || middle >= outside) return inside;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
};

/** Whether there is enough mass above a threshold. */
export interface Enough {
  readonly above: (threshold: number) => boolean;
  /** The same for thresholds from `low` to `high` alone, which may spare itself what lies beyond them. */
  readonly between: (low: number, high: number) => Enough;
}

/**
 * The highest log-density above which there is enough mass, given log-densities that it lies between: first which of them,
 * for they may be as far apart as floats go, then between two.
 */
export const levelWhere = (enough: Enough, logDensity: Float64Array): number => {
  const sorted = logDensity.filter(Number.isFinite).sort();
  let [low, high, own] = [0, sorted.length, enough];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (own.above(sorted[middle]!)) low = middle;
    else high = middle;
    own = own.between(sorted[low]!, sorted[high] ?? Infinity);
  }
  return lastHolding(own.above, sorted[low]!, sorted[high] ?? sorted[low]! + 1);
};

/**
 * Shares of the way, in [0, 1], from places that hold to places that do not, at which holding ends; all pairs are halved
 * together, so that each step is one call. The place taken is the last one that holds.
 */
export const lastHoldingAlong = (holds: (shares: Float64Array) => ArrayLike<boolean>, count: number, steps: number): Float64Array => {
  const [inside, outside] = [new Float64Array(count), new Float64Array(count).fill(1)];
  for (let step = 0; step < steps && count > 0; step++) {
    const middle = inside.map((from, at) => 0.5 * (from + outside[at]!));
    const held = holds(middle);
    for (let at = 0; at < count; at++) (held[at] ? inside : outside)[at] = middle[at]!;
  }
  return inside;
};
