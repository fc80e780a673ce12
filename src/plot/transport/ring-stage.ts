/** The circle: the density around a ring, clockwise from the top, cut by spokes into parts of equal mass. */
import type { Pixel } from "../lines.ts";
import { element, siblings } from "../svg.ts";
import { densities } from "./quantiles.ts";
import type { Route } from "./route.ts";
import type { Image, Stage, StageOptions } from "./stage.ts";

const between = 4;
const turn = 2 * Math.PI;
const spokes = 36;

/** Angles near those of the step before, so that a move goes the short way. */
const near = (before: ArrayLike<number>, angles: readonly number[]): readonly number[] =>
  angles.map((angle, at) => angle - turn * Math.round((angle - before[at]!) / turn));

export const ringStage = (route: Route, { side, light }: StageOptions): Stage => {
  const count = spokes * (light ? 4 : 8);
  const share = Array.from({ length: count + 1 }, (_, at) => at / count);
  const start = share.map((each) => each * turn);
  const steps = route.follow(start.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]))
    .map((rows) => share.map((_, at) => Math.atan2(rows[2 * at + 1]!, rows[2 * at]!)))
    .reduce<readonly (readonly number[])[]>((before, angles) => [...before, near(before.at(-1) ?? start, angles)], []);
  const last = steps.length - 1;
  const moved = Array.from({ length: last * between + 1 }, (_, at) => {
    const [step, part] = [Math.min(last, Math.floor(at / between)), (at % between) / between];
    return steps[step]!.map((angle, own) => (part === 0 ? angle : (1 - part) * angle + part * steps[step + 1]![own]!));
  });
  // The curve closes: before the first point lies the last but one.
  const around = (angles: readonly number[]): readonly number[] => {
    const found = densities(share, angles);
    const ends = (found[0]! + found.at(-1)!) / 2;
    return [ends, ...found.slice(1, -1), ends];
  };
  const outer = side / 2 - 26;
  const inner = 0.4 * outer;
  const top = 1.12 * Math.max(...steps.flatMap((angles) => [...around(angles)].sort((a, b) => a - b)[Math.floor(0.97 * count)]!));
  const polar = (angle: number, radius: number): Pixel => [side / 2 + radius * Math.sin(angle), side / 2 - radius * Math.cos(angle)];
  const image = (angles: readonly number[]): Image => {
    // Equal areas are equal masses.
    const tops = around(angles).map((density) => Math.sqrt(inner ** 2 + (outer ** 2 - inner ** 2) * Math.min(1.2, density / top)));
    const spoke = (at: number): readonly Pixel[] => [polar(angles[at]!, inner), polar(angles[at]!, tops[at]!)];
    return {
      lines: { fine: Array.from({ length: spokes - 1 }, (_, at) => spoke(((at + 1) * count) / spokes)), strong: [spoke(0)] },
      density: angles.map((angle, at) => polar(angle, tops[at]!)),
      dots: [],
    };
  };
  return {
    steps: steps.map(image), between, moving: moved.map(image),
    under: element("circle", { class: "field", cx: side / 2, cy: side / 2, r: outer }),
    over: siblings(
      element("circle", { class: "paper", cx: side / 2, cy: side / 2, r: inner }),
      element("circle", { class: "frame", cx: side / 2, cy: side / 2, r: inner }),
      ...["0°", "90°", "180°", "270°"].map((text, at) => {
        const [x, y] = polar((at * turn) / 4, outer + 7);
        return element("text", { x, y: y + [0, 4, 11, 4][at]!, "text-anchor": ["middle", "start", "middle", "end"][at]! }, text);
      }),
    ),
    below: 0, left: 22,
  };
};
