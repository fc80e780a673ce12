/** A layer on the circle: where equally spaced points go, and the density that comes of it. */
import { mesh } from "../../../src/plot/mesh.ts";
import type { Panel } from "../../../src/plot/panel.ts";
import { ringPanel } from "../../../src/plot/ring.ts";
import { element, translate } from "../../../src/plot/svg.ts";
import { evenly, line, type Pixel } from "../../../src/plot/lines.ts";
import { keys } from "./marks.ts";
import type { Subject } from "./subject.ts";

const size = { width: 390, height: 390 };
const spokes = 72;
const turn = 2 * Math.PI;
const degrees = 180 / Math.PI;
const labels = ["0°", "90°", "180°", "270°"].map((text, at) => ({ text, at: 90 * at }));

const onCircle = (angles: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: 2 * angles.length }, (_, at) => (at % 2 === 0 ? Math.cos : Math.sin)(angles[at >> 1]!));

const anglesOf = (rows: ArrayLike<number>): readonly number[] =>
  Array.from({ length: rows.length / 2 }, (_, at) => Math.atan2(rows[2 * at + 1]!, rows[2 * at]!));

/** Clockwise from the top, as on the ring. */
const polar = (angle: number, radius: number): Pixel => [radius * Math.sin(angle), -radius * Math.cos(angle)];

/** Images of rising angles without jumps: each within half a turn of the one before. */
const unwrapped = (start: readonly number[], images: readonly number[]): readonly number[] => {
  const shifts: number[] = [];
  start.forEach((angle, at) => {
    const shift = images[at]! - angle;
    const before = shifts.at(-1) ?? 0;
    shifts.push(shift - turn * Math.round((shift - before) / turn));
  });
  return shifts.map((shift, at) => start[at]! + shift);
};

const inner = 62;
const outer = 165;

/** From radius to radius a point turns gently, leaving and arriving straight. */
const path = (from: number, to: number): readonly Pixel[] =>
  evenly(25, 0, 1).map((t) => polar(from + (to - from) * t * t * (3 - 2 * t), inner + (outer - inner) * t));

const streams = ({ forward }: Subject): Panel => {
  const start = evenly(spokes + 1, 0, turn).slice(0, -1);
  const images = unwrapped(start, anglesOf(forward(onCircle(start))));
  const beads = (angles: readonly number[], radius: number, each: number) =>
    angles.map((angle) => {
      const [cx, cy] = polar(angle, radius);
      return element("circle", { class: "bars", cx, cy, r: each });
    });
  return {
    ...size,
    title: "Where evenly spaced points go",
    description: `${spokes} evenly spaced points on an inner circle, the base, are joined by curves to their images on an outer circle, the data.`,
    keys: [{ ...keys.mesh, label: "from the base, inside, to the data, outside" }],
    body: element(
      "g",
      { transform: translate(size.width / 2, size.height / 2) },
      element("circle", { class: "field", r: outer }),
      element("circle", { class: "paper", r: inner }),
      mesh(start.map((angle, at) => line(path(angle, images[at]!)))),
      element("circle", { class: "frame", r: inner }),
      element("circle", { class: "frame", r: outer }),
      ...beads(start, inner, 1.8),
      ...beads(images, outer, 2.6),
      ...labels.map(({ text, at }) => {
        const [x, y] = polar(at / degrees, outer + 10);
        return element(
          "text",
          { x, y: y + 4 + (4 * y) / outer, "text-anchor": x > 90 ? "start" : x < -90 ? "end" : "middle" },
          text,
        );
      }),
    ),
  };
};

export const circlePanels = (subject: Subject): readonly Panel[] => {
  const { sample, logProb } = subject;
  const ring = ringPanel({
    size,
    title: "Density, and 4,000 samples",
    values: anglesOf(sample(4000)).map((angle) => angle * degrees),
    period: 360,
    unit: "degree",
    labels,
    logDensity: (values) =>
      logProb(onCircle(Array.from(values, (value) => value / degrees))).map((each) => each - Math.log(degrees)),
    bins: 48,
  });
  return [streams(subject), { ...ring, keys: [keys.bars, keys.line] }];
};
