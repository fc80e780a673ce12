/** Lines of pictures lose points, not their shape. */
import { expect, it } from "vitest";
import { evenly, line, loop, simplified, type Pixel } from "../../src/plot/lines.ts";

const circle = (count: number): readonly Pixel[] =>
  evenly(count + 1, 0, 2 * Math.PI)
    .slice(0, -1)
    .map((angle) => [100 * Math.cos(angle), 100 * Math.sin(angle)]);

it("a straight line needs its ends only", () => {
  expect(line(evenly(50, 0, 10).map((x) => [x, 2 * x]))).toBe("M0,0L10,20");
});

it("a circle stays round to a fraction of a pixel", () => {
  const kept = simplified(circle(1000));
  expect(kept.length).toBeLessThan(120);
  kept.slice(1).forEach(([x, y], at) => {
    const [u, v] = kept[at]!;
    expect(Math.hypot((x + u) / 2, (y + v) / 2)).toBeGreaterThan(99.85);
  });
});

it("a loop closes and keeps both halves", () => {
  const found = loop(circle(400));
  expect(found.endsWith("Z")).toBe(true);
  const places = found
    .slice(1, -1)
    .split("L")
    .map((pair) => pair.split(",").map(Number));
  for (const way of [0, 1]) {
    expect(Math.min(...places.map((place) => place[way]!))).toBeLessThan(-99);
    expect(Math.max(...places.map((place) => place[way]!))).toBeGreaterThan(99);
  }
});
