/**
 * Derivatives by differences: the oracle that knows nothing of our rules. Ratios at steps h, h/2, h/4, … are extrapolated
 * to h = 0 (Richardson; Ridders 1982 for the choice of the entry that is least wrong), so that one table serves functions that
 * vary over 10 and over 0.001.
 */

/** A value and how far it may be off, by the table's own account. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Steps halve: the table's rows. */
export const levels = 14;
export const stepAt = (first: number, level: number): number => first * 2 ** -level;

/** The best entry of Neville's table for ratios whose error is a series in h^power. */
const extrapolated = (ratios: readonly number[], power: number): Estimate => {
  let best: Estimate = { value: NaN, error: Infinity };
  let above: readonly number[] = [];
  for (const ratio of ratios) {
    const row = [ratio];
    for (const [column, before] of above.entries()) {
      const factor = 2 ** (power * (column + 1));
      const next = (factor * row[column]! - before) / (factor - 1);
      const error = Math.max(Math.abs(next - row[column]!), Math.abs(next - before));
      if (error < best.error) best = { value: next, error };
      row.push(next);
    }
    above = row;
  }
  // On a kink two entries may agree by chance: the last ratio has a say.
  return { ...best, error: Math.max(best.error, Math.abs(best.value - ratios.at(-1)!)) };
};

/** From f(x + h_k v) and f(x − h_k v). */
const central = (first: number, up: ArrayLike<number>, down: ArrayLike<number>): Estimate =>
  extrapolated(Array.from({ length: levels }, (_, k) => (up[k]! - down[k]!) / (2 * stepAt(first, k))), 2);

/** From f(x) and f(x + h_k v): the derivative on one side. */
const oneSided = (first: number, here: number, there: ArrayLike<number>): Estimate =>
  extrapolated(Array.from({ length: levels }, (_, k) => (there[k]! - here) / stepAt(first, k)), 1);

/**
 * How far a derivative is from the differences of a function, and how far it may be: `floor`, and what the extrapolation leaves
 * open. At a kink, as the density of a spline has at a knot, the derivative of either side will do; where a function has
 * a derivative in no direction, as the density of nested spheres at a pole, any number of the size of either side.
 */
export const apart = (own: number, first: number, here: number, up: ArrayLike<number>, down: ArrayLike<number>, floor: number): { readonly deviation: number; readonly unit: number; readonly found: string } => {
  const both = central(first, up, down);
  const [right, left] = [oneSided(first, here, up), oneSided(-first, here, down)];
  const from = ({ value, error }: Estimate) => ({ deviation: Math.abs(own - value), unit: floor + error });
  const sides = right.error + left.error;
  const between = { deviation: Math.max(0, Math.abs(own) - 10 * Math.max(Math.abs(right.value), Math.abs(left.value), floor)), unit: floor + sides };
  const kinked = Math.abs(right.value - left.value) > 2 * (floor + sides);
  const candidates = [from(both), from(left), from(right), ...(kinked ? [between] : [])];
  const found = `${both.value} ± ${both.error}, ${left.value} ± ${left.error} from the left, ${right.value} ± ${right.error} from the right`;
  return { ...candidates.reduce((best, each) => (each.deviation / each.unit < best.deviation / best.unit ? each : best)), found };
};
