/**
 * Level lines on a closed mesh of quadrilaterals (marching squares). On a closed surface every level line is a loop, so
 * the lines of one level always bound a region, with nothing to close by hand. The higher side is on the right hand,
 * which is the side that d3-geo takes for the inside of a ring.
 */

/** A point of a level line: the share `at` of the way along the edge between two vertices. */
export interface Crossing {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** Loops where `values` (one a vertex) passes `level`, over cells of four vertices, counter-clockwise seen from outside. */
export const levelLoops = (
  cells: Uint32Array,
  values: Float64Array,
  level: number,
): readonly (readonly Crossing[])[] => {
  const vertices = values.length;
  const edge = (u: number, v: number): number => Math.min(u, v) * vertices + Math.max(u, v);
  const next = new Map<number, number>();
  for (let i = 0; i < cells.length; i += 4) {
    const entering: number[] = [];
    const leaving: number[] = [];
    let sum = 0;
    let startsHigh = false;
    for (let k = 0; k < 4; k++) {
      const [u, v] = [cells[i + k]!, cells[i + ((k + 1) % 4)]!];
      const [here, there] = [values[u]! >= level, values[v]! >= level];
      if (k === 0) startsHigh = here;
      sum += values[u]!;
      if (!here && there) entering.push(edge(u, v));
      if (here && !there) leaving.push(edge(u, v));
    }
    if (entering.length === 0) continue;
    // Each high stretch of the cell's border begins at an entering edge and ends at the leaving edge that follows it.
    const following = startsHigh ? [...leaving.slice(1), ...leaving.slice(0, 1)] : leaving;
    // In a saddle the two high corners join through the middle if the middle is high; the lines then pair the other way.
    const joined = entering.length === 2 && sum / 4 >= level;
    entering.forEach((start, k) => next.set(start, following[joined ? 1 - k : k]!));
  }
  const crossing = (key: number): Crossing => {
    const [from, to] = [Math.floor(key / vertices), key % vertices];
    // Where a density ends (-∞) it ends somewhere on the edge; half way is the best guess.
    const step = values[to]! - values[from]!;
    return { from, to, at: Number.isFinite(step) ? (level - values[from]!) / step : 0.5 };
  };
  const loops: Crossing[][] = [];
  while (next.size > 0) {
    const loop: Crossing[] = [];
    let key: number | undefined = next.keys().next().value;
    while (key !== undefined && next.has(key)) {
      loop.push(crossing(key));
      const after: number | undefined = next.get(key);
      next.delete(key);
      key = after;
    }
    loops.push(loop);
  }
  return loops;
};
