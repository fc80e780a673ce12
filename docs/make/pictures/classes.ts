/** A layer on classes: the equal parts of the unit interval, the parts that it makes of them, and masses beside samples. */
import type { ManifoldSpec } from "../../../src/manifold/space.ts";
import { linear, roundTicks } from "../../../src/plot/axis.ts";
import { percent } from "../../../src/plot/marks.ts";
import type { Panel } from "../../../src/plot/panel.ts";
import { element, siblings, translate } from "../../../src/plot/svg.ts";
import { keys } from "./marks.ts";
import type { Subject } from "./subject.ts";

const size = { width: 390, height: 300 };
const draws = 1000;

const unitVectors = (count: number): readonly number[] =>
  Array.from({ length: count * count }, (_, at) => (at % count === Math.floor(at / count) ? 1 : 0));

const sums = (values: readonly number[]): readonly number[] =>
  values.reduce<readonly number[]>((before, each) => [...before, before.at(-1)! + each], [0]);

const fixed = (x: number): string => x.toFixed(1);

/** A band between two stretches of a line above and one below. */
const ribbon = (a: number, b: number, top: number, c: number, d: number, bottom: number): string => {
  const middle = (top + bottom) / 2;
  const [from, to, left, right] = [a, b, c, d].map(fixed) as [string, string, string, string];
  return `M${from},${top}H${to}C${to},${middle} ${right},${middle} ${right},${bottom}H${left}C${left},${middle} ${from},${middle} ${from},${top}Z`;
};

/** From parts of the base, above, to the classes, below. */
const ribbons = (masses: readonly number[]): Panel => {
  const [left, width, top, bottom] = [20, 350, 34, 210];
  const ends = sums(masses).map((each) => left + width * each);
  const equal = sums(masses.map(() => 1 / masses.length)).map((each) => left + width * each);
  const inset = 1.5;
  return {
    ...size,
    title: "The unit interval, cut by classes",
    description: "Parts of the base as long as the masses, above, each joined to its class, one of equal parts, below.",
    keys: [{ ...keys.bars, label: "parts as long as the masses; shares of samples" }],
    body: element(
      "g",
      {},
      element("text", { class: "faint", x: left, y: top - 16 }, "base: uniform on [0, 1]"),
      ...masses.flatMap((mass, at) => {
        const [a, b, c, d] = [ends[at]! + inset, ends[at + 1]! - inset, equal[at]! + inset, equal[at + 1]! - inset];
        return [
          element("path", { class: "bars", d: ribbon(a, Math.max(a, b), top, c, d, bottom) }),
          element(
            "text",
            { x: (a + b) / 2, y: top + 18, "text-anchor": "middle" },
            percent(Math.round(100 * mass) / 100),
          ),
          element("text", { x: (c + d) / 2, y: bottom + 18, "text-anchor": "middle" }, `class ${at + 1}`),
        ];
      }),
    ),
  };
};

/** Masses as lines over the shares of samples. */
const bars = (masses: readonly number[], shares: readonly number[]): Panel => {
  const sheet = { width: 310, height: 230 };
  const top = 1.1 * Math.max(...masses, ...shares);
  const [across, up] = [linear([0.5, masses.length + 0.5], [0, sheet.width]), linear([0, top], [sheet.height, 0])];
  const ticks = roundTicks([0, top], 5);
  return {
    ...size,
    title: `Masses, and shares of ${draws.toLocaleString("en")} samples`,
    description: "For each class a bar as high as its share of the samples and a line at its mass.",
    keys: [{ ...keys.line, label: "mass" }],
    body: element(
      "g",
      { transform: translate(60, 4) },
      element("rect", { class: "field", ...sheet }),
      ...ticks.map((tick) =>
        siblings(
          element("line", { class: "grid", x1: 0, x2: sheet.width, y1: up(tick), y2: up(tick) }),
          element("text", { x: -7, y: up(tick) + 4, "text-anchor": "end" }, percent(tick)),
        ),
      ),
      ...shares.map((share, at) =>
        element("rect", {
          class: "bars",
          x: across(at + 0.65),
          y: up(share),
          width: across(at + 1.35) - across(at + 0.65),
          height: sheet.height - up(share),
        }),
      ),
      ...masses.map((mass, at) =>
        element("line", { class: "line", x1: across(at + 0.6), x2: across(at + 1.4), y1: up(mass), y2: up(mass) }),
      ),
      element("rect", { class: "frame", ...sheet }),
      ...masses.map((_, at) =>
        element("text", { x: across(at + 1), y: sheet.height + 18, "text-anchor": "middle" }, `class ${at + 1}`),
      ),
    ),
  };
};

export const classesPanels = (
  { sample, logProb }: Subject,
  { classes }: Extract<ManifoldSpec, { kind: "c" }>,
): readonly Panel[] => {
  const masses = Array.from(logProb(unitVectors(classes)), Math.exp);
  const drawn = sample(draws);
  const shares = masses.map((_, own) =>
    drawn.reduce((sum, each, at) => (at % classes === own ? sum + each / draws : sum), 0),
  );
  return [ribbons(masses), bars(masses, shares)];
};
