/** Lines with no more points than the eye needs: a point goes where the rest passes within a fraction of a pixel of it. */
import { polyline } from "./svg.ts";

export type Pixel = readonly [x: number, y: number];

const tolerance = 0.12;

const offside = ([x, y]: Pixel, [ax, ay]: Pixel, [bx, by]: Pixel): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
};

/** Source: Douglas & Peucker 1973. */
export const simplified = (points: readonly Pixel[]): readonly Pixel[] => {
  if (points.length < 3) return points;
  const [first, last] = [points[0]!, points.at(-1)!];
  let [worst, at] = [0, 0];
  for (let index = 1; index < points.length - 1; index++) {
    const distance = offside(points[index]!, first, last);
    if (distance > worst) [worst, at] = [distance, index];
  }
  if (worst <= tolerance) return [first, last];
  return [...simplified(points.slice(0, at + 1)).slice(0, -1), ...simplified(points.slice(at))];
};

const rounded = ([x, y]: Pixel): Pixel => [Math.round(x * 10) / 10, Math.round(y * 10) / 10];

export const line = (points: readonly Pixel[]): string => polyline(simplified(points).map(rounded));

/** A closed line. */
export const loop = (points: readonly Pixel[]): string => {
  // A ring has no ends to hold on to: its halves do.
  const half = Math.floor(points.length / 2);
  const kept = [
    ...simplified(points.slice(0, half + 1)).slice(0, -1),
    ...simplified([...points.slice(half), points[0]!]).slice(0, -1),
  ];
  return polyline(kept.map(rounded), true);
};

/** The path data of d3-geo, which is straight lines and rings, with fewer points. */
export const thinned = (path: string | null): string =>
  (path ?? "")
    .split(/(?=M)/)
    .filter((part) => part !== "")
    .map((part) => {
      const points = part.replace(/[MZ]/g, "").split("L").map((pair) => pair.split(",").map(Number) as unknown as Pixel); // d3-geo writes pairs
      return part.endsWith("Z") ? loop(points) : line(points);
    })
    .join("");

/** Pairs out of rows of two numbers. */
export const pixels = (rows: ArrayLike<number>, place: (x: number, y: number) => Pixel): readonly Pixel[] =>
  Array.from({ length: rows.length / 2 }, (_, at) => place(rows[2 * at]!, rows[2 * at + 1]!));

/** `count` numbers from one end to the other, both included. */
export const evenly = (count: number, from: number, to: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => from + ((to - from) * at) / (count - 1));
