/** The plane: a square grid of three deviations about the middle, and where it goes, in the numbers of the data. */
import { axes, linear, spanOf, type Interval } from "../axis.ts";
import { squares } from "../lattices.ts";
import { element, siblings } from "../svg.ts";
import { followed, imageOf } from "./planar.ts";
import type { Route } from "./route.ts";
import type { Stage, StageOptions } from "./stage.ts";

const reach = 3;

/** Nearly all of the points of all steps. */
const spanOfSteps = (steps: readonly Float64Array[], axis: number): Interval => {
  const ends = steps.flatMap((rows) => {
    const sorted = rows.filter((_, at) => at % 2 === axis).sort();
    const cut = Math.floor(sorted.length / 100);
    return [sorted[cut]!, sorted[sorted.length - 1 - cut]!];
  });
  return spanOf(ends, 0.12);
};

export const planeStage = (route: Route, { side, labels, light }: StageOptions): Stage => {
  const found = followed(route, light ? squares(reach, 11, 31) : squares(reach, 19, 121), light ? 80 : undefined);
  const [xSpan, ySpan] = [spanOfSteps(found.dots, 0), spanOfSteps(found.dots, 1)];
  const [across, up] = [linear(xSpan, [0, side]), linear(ySpan, [side, 0])];
  const steps = route.names.map((_, step) => imageOf(found, step, 2, (rows, at) => [across(rows[at]!), up(rows[at + 1]!)]));
  const { grid, labels: names } = axes({ width: side, height: side }, { span: xSpan, label: labels?.[0] ?? "x₁" }, { span: ySpan, label: labels?.[1] ?? "x₂" });
  return {
    steps, between: 1, moving: steps,
    under: siblings(element("rect", { class: "field", width: side, height: side }), grid),
    over: siblings(element("rect", { class: "frame", width: side, height: side }), names),
    below: 44, left: 62,
  };
};
