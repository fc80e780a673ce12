/**
 * Below the diagonal of a corner plot: two aspects together. Numbers and angles share a plane, where an angle is a
 * circle unrolled: with a number it makes a cylinder, with another angle a torus, and regions leave on one side and come
 * back on the other. Classes stand beside each other; places on the sphere and in the triangle are drawn where they are.
 */
import { linear } from "../axis.ts";
import { loop } from "../lines.ts";
import { dotsAndRegions, percent, regionKeys } from "../marks.ts";
import { isLinear, type Aspect, type LinearAspect } from "./aspects.ts";
import { dotLook, framed, type Cell } from "./cell.ts";
import { density2, regions2 } from "./kernel-density.ts";
import { placeCell } from "./place-cell.ts";
import { ridgeCell } from "./ridge-cell.ts";
import type { Scene } from "./scene.ts";
import { tileCell } from "./tile-cell.ts";

/** The cell of a column and a row. */
export const pairCell = (scene: Scene, x: Aspect, y: Aspect): Cell => {
  if (x.kind === "sphere") return placeCell(scene, x, y);
  if (y.kind === "sphere" || y.kind === "triangle") return placeCell(scene, y, x);
  if (isLinear(x)) return isLinear(y) ? planeCell(scene, x, y) : ridgeCell(scene, x, y, "rows");
  if (x.kind === "triangle") return placeCell(scene, x, y);
  return isLinear(y) ? ridgeCell(scene, y, x, "columns") : tileCell(scene, x, y);
};

const cells = 64;

const planeCell = (scene: Scene, x: LinearAspect, y: LinearAspect): Cell => {
  const { side, masses } = scene;
  const [xAxis, yAxis] = [scene.axis(x), scene.axis(y)];
  const [across, up] = [linear(xAxis.span, [0, side]), linear(yAxis.span, [side, 0])];
  const rings = regions2(density2(scene.samples(x), scene.samples(y), scene.grid(x, cells), scene.grid(y, cells)), masses);
  const paths = rings.map((region) => region.map((ring) => loop(ring.map(([a, b]) => [across(a), up(b)] as const))).join("")).map((d) => ({ area: d, border: d }));
  const [xs, ys] = [scene.dots(x), scene.dots(y)];
  const places = Array.from(xs, (value, at) => [across(value), up(ys[at]!)] as const).filter(([a, b]) => a >= 0 && a <= side && b >= 0 && b <= side);
  return {
    ...framed(side, xAxis, yAxis, dotsAndRegions(places, paths, dotLook(scene).class)),
    keys: [dotLook(scene), ...regionKeys(masses)],
    words: `${y.label} against ${x.label}: ${places.length} dots and the smallest regions that hold ${masses.map(percent).join(" and ")} of the density, smoothed from ${scene.samples(x).length.toLocaleString("en")} samples.`,
  };
};
