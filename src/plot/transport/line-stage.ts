/** The line, half lines, intervals and two fractions: the density as a hill, cut by lines into parts of equal mass. */
import { axes, linear, spanOf, type Interval } from "../axis.ts";
import type { Pixel } from "../lines.ts";
import { normalQuantile } from "../../expr/special.ts";
import type { ManifoldSpec } from "../../manifold/space.ts";
import { element, siblings } from "../svg.ts";
import { densities, shares } from "./quantiles.ts";
import type { Route } from "./route.ts";
import type { Image, Stage, StageOptions } from "./stage.ts";

/** The point of the undistorted block below which a share of the mass lies. */
const pointOf = (manifold: ManifoldSpec, share: number): readonly number[] => {
  switch (manifold.kind) {
    case "i":
      return [manifold.lower + share * (manifold.upper - manifold.lower)];
    case "h":
      return [manifold.side === "above" ? manifold.end + Math.exp(normalQuantile(share)) : manifold.end - Math.exp(-normalQuantile(share))];
    case "a":
      return [share, 1 - share];
    default:
      return [normalQuantile(share)];
  }
};

export const lineStage = (route: Route, { side, labels, light }: StageOptions): Stage => {
  const { manifold } = route;
  const { at, cuts, middle } = shares(light);
  const width = manifold.kind === "a" ? 2 : 1;
  const images = route.follow(at.flatMap((share) => pointOf(manifold, share))).map((rows) => rows.filter((_, own) => own % width === 0));
  const quantile = (share: number): number => at.findIndex((each) => each >= share);
  const tops = images.map((each) => densities(at, each));
  const span: Interval = manifold.kind === "i" ? [manifold.lower, manifold.upper] : manifold.kind === "a" ? [0, 1]
    : spanOf(images.flatMap((each) => [each[quantile(0.005)]!, each[quantile(manifold.kind === "h" ? 0.93 : 0.995)]!]), 0.06);
  // A layer may make a needle, beside which nothing else could be seen.
  const peaks = tops.map((each) => Math.max(...each));
  const typical = Math.exp(peaks.reduce((sum, each) => sum + Math.log(each), 0) / peaks.length);
  const highest = Math.min(Math.max(...peaks), 2.5 * typical);
  const [across, up] = [linear(span, [0, side]), linear([0, 1.15 * highest], [side, 0])];
  const steps = images.map((each, step): Image => {
    const hill = Array.from(each, (x, own): Pixel => [across(x), Math.max(-side, up(tops[step]![own]!))]);
    const cut = (own: number): readonly Pixel[] => [[hill[own]![0], side], hill[own]!];
    return {
      lines: { fine: cuts.map(cut), strong: [cut(middle)] },
      density: [[hill[0]![0], side], ...hill, [hill.at(-1)![0], side]],
      dots: [],
    };
  });
  const { grid, xLabels } = axes({ width: side, height: side }, { span, label: labels?.[0] ?? "x" }, { span: [0, 1], label: "", ticks: [] });
  return {
    steps, between: 1, moving: steps,
    under: siblings(element("rect", { class: "field", width: side, height: side }), grid),
    over: siblings(element("rect", { class: "frame", width: side, height: side }), xLabels),
    below: 44, left: 16,
  };
};
