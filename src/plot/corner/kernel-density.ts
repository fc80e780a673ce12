/**
 * Densities of samples on grids: counts, shared out between neighbouring cells, smoothed by a Gaussian. Samples near an end
 * have images beyond it (around the circle, or mirrored at a bound), so that no mass leaks out of an end and contours run
 * on beyond the frame, which cuts them. On an open side the grid itself reaches beyond the frame.
 *
 * Source: Silverman 1986, sections 2.10, 3.4 and 3.5. The loops fill typed arrays and are written for speed.
 */
import { contours } from "d3-contour";
import { highestDensityLevels } from "../levels.ts";
import type { Interval } from "../axis.ts";
import type { Ends } from "./aspects.ts";

/** One axis of a grid: `cells` of them between the ends of `span`. */
export interface GridAxis {
  readonly span: Interval;
  readonly ends: Ends;
  readonly cells: number;
}

/** What the spread of values is to a bandwidth: the lesser of deviation and interquartile range, so that tails do not blur a peak. */
const spreadOf = (values: ArrayLike<number>, { span: [low, high], ends }: GridAxis): number => {
  const count = values.length;
  if (ends === "wrap") {
    let [c, s] = [0, 0];
    for (let at = 0; at < count; at++) {
      const angle = (2 * Math.PI * (values[at]! - low)) / (high - low);
      [c, s] = [c + Math.cos(angle), s + Math.sin(angle)];
    }
    return (Math.min(1.5, Math.sqrt(-2 * Math.log(Math.max(1e-9, Math.hypot(c, s) / count)))) * (high - low)) / (2 * Math.PI);
  }
  const sorted = Float64Array.from(values).sort();
  const quartiles = (sorted[Math.floor(0.75 * (count - 1))]! - sorted[Math.floor(0.25 * (count - 1))]!) / 1.34;
  const mean = sorted.reduce((sum, each) => sum + each / count, 0);
  const deviation = Math.sqrt(sorted.reduce((sum, each) => sum + (each - mean) ** 2 / count, 0));
  return Math.min(deviation, quartiles > 0 ? quartiles : deviation);
};

/** Narrower than for a Gaussian: with thousands of samples a little noise costs less than blurred peaks. */
const narrowing = 0.6;

/** The axis with the bandwidth for these values, in cells, and the cells that it has beyond each end of the span. */
const smoothed = (values: ArrayLike<number>, axis: GridAxis, dimensions: 1 | 2) => {
  const cell = (axis.span[1] - axis.span[0]) / axis.cells;
  const bandwidth = Math.max(0.5, Math.min(axis.cells / 6, (narrowing * spreadOf(values, axis) * values.length ** (-1 / (dimensions + 4))) / cell));
  const beyond = Math.ceil(3 * bandwidth) + 2;
  return { ...axis, cell, bandwidth, beyond, total: axis.cells + 2 * beyond };
};

type Smoothed = ReturnType<typeof smoothed>;

/** The places, in cells, of a value and its images. */
const images = (value: number, { span: [low, high], ends, cell, beyond, cells, total }: Smoothed): readonly number[] => {
  const at = (value - low) / cell + beyond;
  const all = ends === "wrap" ? [at, at - cells, at + cells]
    : [at, ...(ends[0] === undefined ? [] : [2 * beyond + (2 * (ends[0] - low)) / cell - at]), ...(ends[1] === undefined ? [] : [2 * (beyond + cells) + (2 * (ends[1] - high)) / cell - at])];
  return all.filter((each) => each >= 0 && each < total);
};

/** Shares of a value's mass between the two cells whose middles are next to it. */
const shared = (at: number, total: number): readonly (readonly [cell: number, share: number])[] => {
  const left = Math.floor(at - 0.5);
  const rest = at - 0.5 - left;
  return ([[left, 1 - rest], [left + 1, rest]] as const).filter(([cell]) => cell >= 0 && cell < total);
};

const gaussian = (bandwidth: number): Float64Array => {
  const reach = Math.ceil(3 * bandwidth);
  const raw = Float64Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * bandwidth ** 2)));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((each) => each / sum);
};

/** `count` lines of `length` numbers, `step` apart, each smoothed in place. */
const blur = (values: Float64Array, length: number, step: number, count: number, across: number, kernel: Float64Array): void => {
  const reach = (kernel.length - 1) / 2;
  const before = new Float64Array(length);
  for (let line = 0; line < count; line++) {
    for (let at = 0; at < length; at++) before[at] = values[line * across + at * step]!;
    for (let at = 0; at < length; at++) {
      let sum = 0;
      for (let k = Math.max(0, reach - at); k < Math.min(kernel.length, length + reach - at); k++) sum += kernel[k]! * before[at + k - reach]!;
      values[line * across + at * step] = sum;
    }
  }
};

/** The density of values along an axis, per unit, at the middles of the cells of its span. */
export const density1 = (values: ArrayLike<number>, axis: GridAxis): Float64Array => {
  if (values.length === 0) return new Float64Array(axis.cells);
  const own = smoothed(values, axis, 1);
  const grid = new Float64Array(own.total);
  for (let at = 0; at < values.length; at++) {
    for (const image of images(values[at]!, own)) for (const [cell, share] of shared(image, own.total)) grid[cell]! += share;
  }
  blur(grid, own.total, 1, 1, 0, gaussian(own.bandwidth));
  return grid.slice(own.beyond, own.beyond + own.cells).map((each) => each / (values.length * own.cell));
};

export interface Density2 {
  /** Cells along each axis, those beyond the span included; `values[i + across * j]`. */
  readonly values: Float64Array;
  readonly across: number;
  readonly down: number;
  /** Which cells count as mass: not those that images alone have filled. */
  readonly counts: Float64Array;
  /** From cells, counted from the corner of the first, to the numbers of the axes. */
  readonly place: (i: number, j: number) => readonly [number, number];
}

/** The density of pairs on the grid of two axes, up to a factor. */
export const density2 = (x: ArrayLike<number>, y: ArrayLike<number>, xAxis: GridAxis, yAxis: GridAxis): Density2 => {
  const [across, down] = [smoothed(x, xAxis, 2), smoothed(y, yAxis, 2)];
  const values = new Float64Array(across.total * down.total);
  for (let at = 0; at < x.length; at++) {
    const rows = images(y[at]!, down);
    for (const image of images(x[at]!, across)) {
      for (const [i, share] of shared(image, across.total)) {
        for (const row of rows) for (const [j, part] of shared(row, down.total)) values[i + across.total * j]! += share * part;
      }
    }
  }
  blur(values, across.total, 1, down.total, across.total, gaussian(across.bandwidth));
  blur(values, down.total, across.total, across.total, 1, gaussian(down.bandwidth));
  const own = ({ ends, beyond, cells }: Smoothed, at: number): boolean =>
    (at >= beyond || (ends !== "wrap" && ends[0] === undefined)) && (at < beyond + cells || (ends !== "wrap" && ends[1] === undefined));
  return {
    values,
    across: across.total,
    down: down.total,
    counts: Float64Array.from(values, (_, at) => (own(across, at % across.total) && own(down, Math.floor(at / across.total)) ? 1 : 0)),
    place: (i, j) => [across.span[0] + (i - across.beyond) * across.cell, down.span[0] + (j - down.beyond) * down.cell],
  };
};

/** Rings of the smallest regions that hold the given shares, in the numbers of the axes. */
export const regions2 = ({ values, across, down, counts, place }: Density2, masses: readonly number[]): readonly (readonly (readonly (readonly [number, number])[])[])[] => {
  const logs = Array.from(values, (each) => Math.log(Math.max(each, 1e-12)));
  const contour = contours().size([across, down]);
  return highestDensityLevels(logs, counts, masses).map((level) =>
    contour.contour(logs, level).coordinates.flat().map((ring) => ring.slice(1).map(([i, j]) => place(i!, j!))),
  );
};
