/**
 * The level of a density along one line above which a share of its mass lies, and where the density passes that level.
 * The level is the root of a monotone function of the interpolated density; the ends are roots of the density itself.
 */
import { lastHolding, lastHoldingAlong, levelWhere, slack, type Enough } from "./bisection.ts";
import { integral, interpolated, massBetween, points, type Cell, type LineDensity } from "./line-cells.ts";

export interface LineLevel {
  readonly threshold: number;
  /** Stretches above the threshold, ascending; the first may begin, and the last end, where the line does. */
  readonly stretches: readonly (readonly [from: number, to: number])[];
  /** How far the mass of all cells is from 1. */
  readonly defect: number;
}

/** Part of a cell on which the density rises or falls, from `a` to `b` in [0, 1], with its mass and the log-densities at both ends. */
interface Piece {
  readonly cell: Cell;
  readonly a: number;
  readonly b: number;
  readonly mass: number;
  readonly left: number;
  readonly right: number;
}

export const lineLevel = (density: LineDensity, cells: readonly Cell[], level: number): LineLevel => {
  const pieces = cells.flatMap(piecesOf);
  const total = pieces.reduce((sum, { mass }) => sum + mass, 0);
  const enough: Enough = { above: (threshold) => pieces.reduce((sum, piece) => sum + massAbove(piece, threshold), 0) >= level * total, between: () => enough };
  const threshold = levelWhere(enough, Float64Array.from(pieces, ({ left }) => left)) - slack;
  const first = pieces[0]!.left >= threshold ? [cells[0]!.from] : [];
  const last = pieces.at(-1)!.right >= threshold ? [cells.at(-1)!.to] : [];
  const ends = [...first, ...crossings(density, pieces.filter((piece) => passes(piece, threshold)), threshold), ...last];
  return {
    threshold,
    stretches: ends.flatMap((from, at) => (at % 2 === 0 ? [[from, ends[at + 1]!] as const] : [])),
    defect: Math.abs(1 - total),
  };
};

/** The parts of a cell between its points, and its summits and hollows: a region may be narrower than the points are apart. */
const piecesOf = (cell: Cell): readonly Piece[] => {
  const values = cell.logDensity;
  const turns = Math.max(...values) - Math.min(...values) < 100 ? points.slice(1).flatMap((b, at) => {
    const [before, after] = [values[at]! - (values[at - 1] ?? NaN), (values[at + 2] ?? NaN) - values[at + 1]!];
    return before * after > 0 ? [] : turnBetween(values, points[at]!, b);
  }) : [];
  const ends = [...points, ...turns].sort((a, b) => a - b);
  const found = ends.map((t) => interpolated(values, t));
  return ends.slice(1).map((b, at) => ({ cell, a: ends[at]!, b, mass: massBetween(cell, ends[at]!, b), left: found[at]!, right: found[at + 1]! }));
};

/** The place between two others where the interpolated values turn, by thirds, if there is one. */
const turnBetween = (values: Float64Array, a: number, b: number): readonly number[] => {
  const nudge = 1e-4 * (b - a);
  const at = (t: number): number => interpolated(values, t);
  const [rise, fall] = [Math.sign(at(a + nudge) - at(a)), Math.sign(at(b) - at(b - nudge))];
  if (rise * fall >= 0) return [];
  let [from, to] = [a, b];
  for (let step = 0; step < 60; step++) {
    const [near, far] = [from + (to - from) / 3, to - (to - from) / 3];
    if (rise * at(near) < rise * at(far)) from = near;
    else to = far;
  }
  return [0.5 * (from + to)];
};

const passes = ({ left, right }: Piece, threshold: number): boolean => left >= threshold !== right >= threshold;

const massAbove = (piece: Piece, threshold: number): number => {
  const { cell, a, b, mass, left } = piece;
  if (!passes(piece, threshold)) return left >= threshold ? mass : 0;
  // A logarithm that falls for ever is no polynomial: what lies that far below has no mass.
  const values = cell.logDensity.map((each) => Math.min(Math.max(each, threshold - 100), threshold + 100));
  const [inside, outside] = left >= threshold ? [a, b] : [b, a];
  const share = lastHolding((t) => interpolated(values, inside + t * (outside - inside)) >= threshold, 0, 1);
  return (cell.to - cell.from) * Math.abs(integral(cell.mass, inside, inside + share * (outside - inside)));
};

const placeIn = ({ from, to }: Cell, t: number): number => from * (1 - t) + to * t;

/** Where the density itself passes the threshold, one place in each piece. */
const crossings = (density: LineDensity, pieces: readonly Piece[], threshold: number): readonly number[] => {
  const ends = pieces.map(({ cell, a, b, left }) => (left >= threshold ? [placeIn(cell, a), placeIn(cell, b)] as const : [placeIn(cell, b), placeIn(cell, a)] as const));
  const places = (shares: Float64Array): Float64Array => shares.map((share, k) => ends[k]![0] * (1 - share) + ends[k]![1] * share);
  const held = (shares: Float64Array): readonly boolean[] => Array.from(density(places(shares)).logDensity, (each) => each >= threshold);
  return Array.from(places(lastHoldingAlong(held, pieces.length, 50)));
};
