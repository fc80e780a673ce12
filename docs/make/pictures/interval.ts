/** A layer on an interval: its curve, and the density that comes of it. */
import type { ManifoldSpec } from "../../../src/manifold/space.ts";
import { axes, linear, type Interval } from "../../../src/plot/axis.ts";
import { linePanel } from "../../../src/plot/curves.ts";
import { mesh } from "../../../src/plot/mesh.ts";
import type { Panel } from "../../../src/plot/panel.ts";
import { element, translate } from "../../../src/plot/svg.ts";
import { evenly, line, type Pixel } from "../../../src/plot/lines.ts";
import { keys } from "./marks.ts";
import type { Subject } from "./subject.ts";

// As the density beside it.
const size = { width: 404, height: 370 };
const margin = { left: 66, right: 12, top: 4, bottom: 46 };
const sheet = { width: size.width - margin.left - margin.right, height: size.height - margin.top - margin.bottom };

/** Even steps of the base go across to the curve and down to the data. */
const curve = ({ forward }: Subject, [lower, upper]: Interval): Panel => {
  const across = linear([lower, upper], [0, sheet.width]);
  const up = linear([lower, upper], [sheet.height, 0]);
  const z = evenly(401, lower, upper);
  const x = forward(z);
  const steps = evenly(41, lower, upper).slice(1, -1);
  const images = forward(steps);
  const down = steps.map((at, index) =>
    line([
      [0, up(at)],
      [across(images[index]!), up(at)],
      [across(images[index]!), sheet.height],
    ]),
  );
  const { grid, labels } = axes(
    sheet,
    { span: [lower, upper], label: "data x" },
    { span: [lower, upper], label: "base z" },
  );
  return {
    ...size,
    title: "The map",
    description:
      "The base against the data as a rising curve; even steps of the base fall to uneven steps of the data.",
    keys: [
      { ...keys.line, label: "map and density" },
      { ...keys.mesh, label: "even steps of the base, and their images" },
    ],
    body: element(
      "g",
      { transform: translate(margin.left, margin.top) },
      element("rect", { class: "field", ...sheet }),
      grid,
      mesh(down),
      element("path", { class: "line", d: line(z.map((at, index): Pixel => [across(x[index]!), up(at)])) }),
      element("rect", { class: "frame", ...sheet }),
      labels,
    ),
  };
};

const density = ({ sample, logProb }: Subject, span: Interval): Panel => ({
  ...linePanel({
    size,
    title: "Density, and 5,000 samples",
    values: sample(5000),
    logDensity: logProb,
    xLabel: "data x",
    unit: "unit",
    span,
  }),
  keys: [keys.bars],
});

export const intervalPanels = (
  subject: Subject,
  { lower, upper }: Extract<ManifoldSpec, { kind: "i" }>,
): readonly Panel[] => [curve(subject, [lower, upper]), density(subject, [lower, upper])];
