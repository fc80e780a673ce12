/**
 * A density along one line, resolved: cells on each of which it is a polynomial to ten digits of the whole mass. Cells
 * begin at quantiles of samples, so that no peak is missed, and are halved until both halves together weigh what the whole
 * did. Within a cell the density is known at Chebyshev points, and between them by interpolation (Trefethen 2013,
 * "Approximation Theory and Approximation Practice", chapters 5 and 19).
 */
import { legendre } from "../../manifold/legendre.ts";

/** At positions u along the line: the log-density that a region is bounded by, and the mass per unit of u. */
export type LineDensity = (u: Float64Array) => { readonly logDensity: Float64Array; readonly mass: Float64Array };

export interface Cell {
  readonly from: number;
  readonly to: number;
  /** At the points of the cell, ascending from end to end. */
  readonly logDensity: Float64Array;
  readonly mass: Float64Array;
}

const degree = 8;

/** Chebyshev points of the second kind on [0, 1], ascending, and their barycentric weights. */
export const points: readonly number[] = Array.from({ length: degree + 1 }, (_, k) => Math.sin((Math.PI * k) / (2 * degree)) ** 2);
const barycentric = points.map((_, k) => (k % 2 === 0 ? 1 : -1) * (k === 0 || k === degree ? 0.5 : 1));

/** The polynomial through values at the points, at t in [0, 1]. */
export const interpolated = (values: Float64Array, t: number): number => {
  let [over, under] = [0, 0];
  for (let k = 0; k <= degree; k++) {
    const gap = t - points[k]!;
    if (gap === 0) return values[k]!;
    over += (barycentric[k]! / gap) * values[k]!;
    under += barycentric[k]! / gap;
  }
  return over / under;
};

const gauss = legendre(degree / 2 + 1);

/** The integral of that polynomial from t = a to b. */
export const integral = (values: Float64Array, a: number, b: number): number =>
  gauss.nodes.reduce((sum, x, k) => sum + 0.5 * (b - a) * gauss.weights[k]! * interpolated(values, a + 0.5 * (b - a) * (1 + x)), 0);

export const massBetween = ({ from, to, mass }: Cell, a: number, b: number): number => (to - from) * integral(mass, a, b);

const [deepest, mostCells] = [48, 20_000];

/** Cells between these ascending positions, from left to right; halving changes none by more than `tolerance`, of a mass of 1. */
export const cellsOf = (density: LineDensity, breaks: readonly number[], tolerance: number): readonly Cell[] => {
  const known: Cell[] = [];
  let open = resolved(density, breaks.slice(1).map((to, at) => [breaks[at]!, to] as const));
  for (let depth = 0; open.length > 0 && depth < deepest; depth++) {
    const halves = resolved(density, open.flatMap(({ from, to }) => [[from, 0.5 * (from + to)], [0.5 * (from + to), to]] as const));
    const next: Cell[] = [];
    open.forEach((cell, at) => {
      const pair = [halves[2 * at]!, halves[2 * at + 1]!];
      const change = massBetween(cell, 0, 1) - massBetween(pair[0]!, 0, 1) - massBetween(pair[1]!, 0, 1);
      (Math.abs(change) <= tolerance || known.length + next.length > mostCells ? known : next).push(...pair);
    });
    open = next;
  }
  return [...known, ...open].sort((a, b) => a.from - b.from);
};

const resolved = (density: LineDensity, ranges: readonly (readonly [number, number])[]): readonly Cell[] => {
  const width = degree + 1;
  const { logDensity, mass } = density(Float64Array.from(ranges.flatMap(([from, to]) => points.map((t) => from * (1 - t) + to * t))));
  return ranges.map(([from, to], at) => ({ from, to, logDensity: logDensity.slice(at * width, (at + 1) * width), mass: mass.slice(at * width, (at + 1) * width) }));
};
